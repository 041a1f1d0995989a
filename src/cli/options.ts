/** What the commands that take a study share: the argument, the options, and reading them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { DEMONSTRATION } from '../spec/defaults.js';
import type { Study } from '../spec/study.js';
import { parseStudy } from '../study/check.js';
import { loadStudyText } from '../study/load.js';
import { applySets } from '../study/sets.js';
import { studyWarnings } from '../study/warnings.js';
import { note } from './terminal.js';

export interface OutputOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

export interface StudyOptions extends OutputOptions {
  readonly set?: readonly string[];
}

/** @param writes what --out puts into its folder. */
export function addOutputOptions(command: Command, { writes = 'result.json and CSV files' } = {}): Command {
  return command
    .option('--json', 'print the result alone, as JSON, on stdout')
    .option('--out <dir>', `write ${writes} to this folder`)
    .option('--force', 'let --out write into a folder that is not empty, and replace a file that exists')
    .option('--quiet', 'no progress and no messages');
}

export function addStudyOptions(command: Command, output?: { writes?: string }): Command {
  return addOutputOptions(addStudyArgument(command), output);
}

/** The study and what replaces its fields. */
export function addStudyArgument(command: Command): Command {
  const collect = (set: string, sets: readonly string[] = []) => [...sets, set];
  return command
    .argument('[study]', 'a study file (YAML or JSON), or - for standard input; the severity demonstration without it')
    .option('--set <path=value>', 'replace a field of the study; repeatable', collect);
}

/** The study that the command line asks for as it is written, not checked. */
export async function readRaw(
  file: string | undefined,
  set: readonly string[] = [],
  demonstration: object = DEMONSTRATION,
): Promise<unknown> {
  const raw = file === undefined ? demonstration : studyIn(loadStudyText(await readText(file), basename(file)));
  return applySets(raw, set);
}

/** The study that the command line asks for, checked; its warnings go to stderr. */
export async function readStudy(
  file: string | undefined,
  options: StudyOptions,
  demonstration?: object,
): Promise<Study> {
  const study = parseStudy(await readRaw(file, options.set, demonstration));
  if (file === undefined && !options.quiet) note('no study given: taking the severity demonstration');
  return withWarnings(study, options);
}

/** A study as it is written, checked; its warnings go to stderr. */
export const studyFrom = (raw: unknown, options: Pick<StudyOptions, 'quiet'>): Study =>
  withWarnings(parseStudy(raw), options);

function withWarnings(study: Study, { quiet }: Pick<StudyOptions, 'quiet'>): Study {
  if (!quiet) for (const warning of studyWarnings(study)) note(`warning: ${warning}`);
  return study;
}

async function readText(file: string): Promise<string> {
  if (file === '-') return readStandardInput();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EISDIR' ? folderText(file) : code === 'ENOENT' ? 'no such file' : message;
    throw new UsageError(`expected a study file, got ${JSON.stringify(file)}: ${why}`);
  }
}

/** What to name in place of a folder: a folder of results holds the study that made them. */
function folderText(folder: string): string {
  const result = RESULTS.map((name) => join(folder, name)).find((path) => existsSync(path));
  return result === undefined
    ? 'it is a folder: name a study file in it'
    : `it is a folder of results: ${JSON.stringify(result)} has their study, and \`firstpassage report\` makes a page of the folder`;
}

const RESULTS = ['result.json', 'sweep.json', 'critical.json', 'part.json'];

export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A result holds the study that made it: `firstpassage run out/result.json` runs it again. */
function studyIn(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('schema' in raw) || !('spec' in raw)) return raw;
  return typeof raw.schema === 'string' && raw.schema.startsWith('firstpassage/') ? raw.spec : raw;
}
