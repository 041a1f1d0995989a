/** `--set path=value`: a study as written, with some fields replaced. */
import { parse } from 'yaml';
import { UsageError } from '../errors.js';
import { show } from './issues.js';

type Container = Record<string, unknown> | unknown[];

/**
 * A copy of `raw` in which every `path=value` holds. Paths are dotted, list places are numbers: `firstPassage.0.threshold`.
 * Values are YAML: `0.5`, `[10, 20]`, `{ bins: 50 }`, `null`. Whether the field exists is for parseStudy to say.
 * @throws UsageError where a path leads nowhere.
 */
export function applySets(raw: unknown, sets: readonly string[]): unknown {
  if (sets.length === 0) return raw;
  const study = structuredClone(raw ?? {});
  for (const set of sets) applySet(study, set);
  return study;
}

function applySet(study: unknown, set: string): void {
  const equals = set.indexOf('=');
  if (equals < 1)
    throw new UsageError(`--set: expected path=value, got ${show(set)}: for example --set params.alpha=0.5`);
  const path = set.slice(0, equals);
  const keys = path.split('.');
  if (keys.some((key) => key === '' || key === '__proto__'))
    throw new UsageError(`--set ${path}: expected names between dots: for example --set params.alpha=0.5`);

  const value = parseValue(path, set.slice(equals + 1));
  let inner = containerAt(study, path, []);
  keys.slice(0, -1).forEach((key, i) => {
    const place = placeIn(inner, key, path, keys.slice(0, i));
    // A field that is not there yet is made: params.alpha=0.5 works without params.
    if (read(inner, place) === undefined) write(inner, place, {});
    inner = containerAt(read(inner, place), path, keys.slice(0, i + 1));
  });
  write(inner, placeIn(inner, keys.at(-1)!, path, keys.slice(0, -1)), value);
}

function parseValue(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(
      `--set ${path}: expected a value as YAML, got ${show(text)}: ${(error as Error).message.split('\n')[0]}`,
    );
  }
}

function containerAt(value: unknown, path: string, at: readonly string[]): Container {
  if (typeof value === 'object' && value !== null) return value as Container;
  const where = at.length === 0 ? 'the study' : at.join('.');
  throw new UsageError(`--set ${path}: expected fields in ${where}, got ${show(value)}: set ${where} as a whole`);
}

/** The key as a field name, or as a place of a list (one past its end appends). */
function placeIn(container: Container, key: string, path: string, at: readonly string[]): string | number {
  if (!Array.isArray(container)) return key;
  const index = /^\d+$/.test(key) ? Number(key) : -1;
  if (index >= 0 && index <= container.length) return index;
  throw new UsageError(
    `--set ${path}: expected a place from 0 to ${container.length} in the list ${at.join('.')}, got ${show(key)}`,
  );
}

const read = (container: Container, place: string | number): unknown =>
  Object.hasOwn(container, place) ? (container as Record<string | number, unknown>)[place] : undefined;

function write(container: Container, place: string | number, value: unknown): void {
  (container as Record<string | number, unknown>)[place] = value;
}
