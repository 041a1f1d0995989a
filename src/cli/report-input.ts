/** What `report` is given: files with results, folders that hold them, or a study to run first. */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FirstPassageError, UsageError } from '../errors.js';
import type { Critical } from '../result/critical.js';
import type { Result } from '../result/result.js';
import type { Sweep } from '../result/sweep.js';
import { parseStudy } from '../study/check.js';
import { loadStudyText } from '../study/load.js';
import { criticalShape, resultShape, sweepShape } from '../study/result-shape.js';
import { missingIn, missingInSweep } from '../study/result-whole.js';
import { faultOf, requiredOf, type Shape } from '../study/shape.js';
import { readStandardInput } from './options.js';

export type Given =
  | { readonly kind: 'result'; readonly name: string; readonly result: Result }
  | { readonly kind: 'sweep'; readonly name: string; readonly sweep: Sweep }
  | { readonly kind: 'critical'; readonly name: string; readonly critical: Critical }
  /** The text of a study, not checked yet. */
  | { readonly kind: 'study'; readonly name: string; readonly raw: unknown };

/** What a folder may hold of ours, by the name of the file. */
const IN_FOLDERS = ['result.json', 'sweep.json', 'critical.json'] as const;

/** @param place a file, a folder of `--out`, or - for standard input. @throws UsageError, StudyError */
export async function readGiven(place: string): Promise<Given[]> {
  if (place === '-') return [understand(await readStandardInput(), 'standard input')];
  const refuse = (why: string) =>
    new UsageError(`expected a result, a folder with one, or a study, got ${JSON.stringify(place)}: ${why}`);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === 'ENOENT' ? 'no such file or folder' : error.message);
  });
  if (!found.isDirectory()) return [understand(await readFile(place, 'utf8'), basename(place))];
  const texts = await Promise.all(IN_FOLDERS.map((name) => readFile(join(place, name), 'utf8').catch(() => null)));
  const given = texts.flatMap((text) => (text === null ? [] : [understand(text, basename(place))]));
  if (given.length === 0) throw refuse(`the folder has no ${IN_FOLDERS.join(' or ')}`);
  return given;
}

function understand(text: string, name: string): Given {
  const value = parse(text, name);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : null;
  switch (schema) {
    case null:
      if (!isStudy(value))
        throw new UsageError(
          `${name}: expected a result or a study, got neither: a result has a schema, a study a model (firstpassage run --out writes the one, firstpassage schema tells of the other)`,
        );
      return { kind: 'study', name, raw: value };
    case 'firstpassage/result@1':
      return { kind: 'result', name, result: complete(whole<Result>(value, name, resultShape), name, missingIn) };
    case 'firstpassage/sweep@1':
      return { kind: 'sweep', name, sweep: complete(whole<Sweep>(value, name, sweepShape), name, missingInSweep) };
    case 'firstpassage/critical@1':
      return { kind: 'critical', name, critical: whole<Critical>(value, name, criticalShape) };
    default:
      throw new UsageError(
        `${name}: expected a result to report, got ${JSON.stringify(schema)}: ${REMEDIES[schema] ?? 'this version does not know it'}`,
      );
  }
}

const isStudy = (value: unknown): boolean => typeof value === 'object' && value !== null && 'model' in value;

const REMEDIES: Readonly<Record<string, string>> = {
  'firstpassage/part@1': 'put the parts of the run together first: firstpassage merge',
  'firstpassage/theory@1': 'exact values alone make no report: give the study',
  'firstpassage/bench@1': 'a benchmark makes no report',
  'firstpassage/doctor@1': 'a check of a machine makes no report',
};

/** JSON by the fast way: a sweep may have megabytes of it. */
function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return loadStudyText(text, name);
  }
}

const damaged = (name: string, fault: string): UsageError =>
  new UsageError(`${name} is damaged: ${fault}: write it again with --out`);

function complete<T>(result: T, name: string, missingFrom: (result: T) => string | null): T {
  const missing = missingFrom(result);
  if (missing !== null) throw damaged(name, missing);
  return result;
}

/** A result with all that a report reads, its study checked anew. @throws UsageError */
function whole<T>(value: unknown, name: string, shape: Shape): T {
  const fields = value as Readonly<Record<string, unknown>>;
  const missing = requiredOf(shape).filter((field) => fields[field] === undefined);
  if (missing.length > 0)
    throw new UsageError(
      `${name}: expected a whole result, got one without ${missing.join(', ')}: write it again with --out`,
    );
  const fault = faultOf(shape, value);
  if (fault !== null) throw damaged(name, fault);
  try {
    return { ...fields, spec: parseStudy(fields['spec']) } as T;
  } catch (error) {
    if (!(error instanceof FirstPassageError)) throw error;
    throw new UsageError(`${name}: expected the study that the result is of, got one that cannot be: ${error.message}`);
  }
}
