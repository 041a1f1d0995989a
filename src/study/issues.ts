/** From zod's issues to problems in our own words: the path, what was expected, what was found, what to do. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { Problem } from '../errors.js';
import { EXPECTED } from '../spec/expected.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Issues that say: this is another kind of value. */
const KIND: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value']);

/** A problem of the shape; a field that should not be there leaves its neighbours as they are. */
export interface ShapeProblem extends Problem {
  readonly unknown: boolean;
  /** A missing field beside a field of unknown name: the unknown name says it all. */
  readonly implied: boolean;
}

/** Every problem of the shape of `input`, given what the schema said about it. */
export function problemsOf(issues: readonly Issue[], input: unknown): ShapeProblem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, [], input));
  // One value can break several rules of the schema; it is still one problem.
  return problems.filter((p, i) => problems.findIndex((q) => q.path === p.path && q.message === p.message) === i);
}

function problemsOfIssue(issue: Issue, prefix: Path, input: unknown): ShapeProblem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      message: `unknown field: ${suggest(key, fieldsOf(path))}`,
      unknown: true,
      implied: false,
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that was meant is the one that accepts the kind of value: it speaks of its size, its keys or its parts.
    const meant = issue.errors.find((branch) => branch.every((e) => e.path.length > 0 || !KIND.has(e.code)));
    if (meant !== undefined) {
      const misnamed = meant.some((e) => e.code === 'unrecognized_keys' && e.path.length === 0);
      const implied = (e: Issue) =>
        misnamed && e.path.length === 1 && valueAt(input, [...path, ...e.path]) === undefined;
      return meant.flatMap((e) =>
        problemsOfIssue(e, path, input).map((p) => (implied(e) ? { ...p, implied: true } : p)),
      );
    }
  }
  const value = valueAt(input, path);
  const length = (issue.code === 'too_big' || issue.code === 'too_small') && Array.isArray(value);
  const got = length ? `a list of ${value.length}` : show(value);
  return [
    { path: pathText(path), message: unexpected(path, got, isStudyText(path, value)), unknown: false, implied: false },
  ];
}

/** A caller of the library has passed the text of a study, not what it says. */
const STUDY_TEXT = { ...EXPECTED['']!, remedy: 'read text with loadStudyText first' };
const isStudyText = (path: Path, value: unknown): boolean =>
  path.length === 0 && typeof value === 'string' && /:\s/.test(value);

function unexpected(path: Path, got: string, isText: boolean): string {
  const { expected, remedy } = (isText ? STUDY_TEXT : EXPECTED[pattern(path)]) ?? {
    expected: 'something else',
    remedy: 'see `firstpassage schema`',
  };
  return `expected ${expected}, got ${got}: ${remedy}`;
}

/** "did you mean …?" where a known name is near enough, else the known names. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = [...known].sort((a, b) => distance(name, a) - distance(name, b))[0];
  // A third of the letters may be wrong, two at least: "sigam0" finds sigma0, "foo" finds nothing.
  const near =
    nearest !== undefined && distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, name.length / 3);
  if (near && name.length > 1) return `did you mean ${nearest}?`;
  return known.length === 0 ? 'leave it out' : `known are ${known.join(', ')}`;
}

/** `firstPassage[0].threshold`; a key that is no plain name is quoted, so that a problem stays one line. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = /^[\w$-]+$/.test(String(key)) ? String(key) : JSON.stringify(String(key));
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** A value as it would be written in a study, on one line, cut where it is long. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = written(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** The key of EXPECTED for a path. A list of thresholds has the fields of one. */
function pattern(path: Path): string {
  if (path[0] === 'params' && path.length > 1) return 'params.*';
  const text = path.reduce<string>(
    (all, key) => (typeof key === 'number' ? `${all}[]` : all === '' ? String(key) : `${all}.${String(key)}`),
    '',
  );
  const named = path[0] === 'grid' && typeof path[1] === 'string' ? text.replace(/^grid\.[^.[]*/, 'grid.*') : text;
  return named.replace('firstPassage[].', 'firstPassage.');
}

/** The fields that may stand at a path. */
function fieldsOf(path: Path): string[] {
  const outer = path.length === 0 ? '' : `${pattern([...path, '']).replace(/\.$/, '')}.`;
  return Object.keys(EXPECTED)
    .filter((field) => field.startsWith(outer) && /^\w+$/.test(field.slice(outer.length)))
    .map((field) => field.slice(outer.length));
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** As JSON; an alias of YAML may make a value contain itself. */
function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v));
  } catch {
    return 'a value that contains itself';
  }
}
