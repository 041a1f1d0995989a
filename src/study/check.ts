/**
 * Parse once at the edge: whatever was written becomes a Study with every default filled in, or one StudyError with every
 * problem in it. Inside, nothing is checked again.
 */

import { type Problem, StudyError } from '../errors.js';
import { isBrokenKey } from '../plan/seed.js';
import { DEFAULTS } from '../spec/defaults.js';
import { STUDY_FIELDS, type StudyInput, studySchema } from '../spec/schema.js';
import type { Study } from '../spec/study.js';
import { checkControl } from './check-control.js';
import { checkGrid } from './check-grid.js';
import { checkMethod } from './check-method.js';
import { checkModel } from './check-model.js';
import { checkScheme } from './check-scheme.js';
import { checkSizes } from './check-sizes.js';
import { checkInitial, checkThresholds } from './check-start.js';
import { checkTimes } from './check-times.js';
import { checkTolerance } from './check-tolerance.js';
import { isOpen, type Report, type Written } from './check-written.js';
import { problemsOf, show } from './issues.js';

/**
 * The study with its defaults, from parsed YAML or JSON or from an object of the caller's.
 * @throws StudyError with every problem at once.
 */
export function parseStudy(input: unknown): Study {
  const problems: Problem[] = [];
  const report: Report = (path, message, column = null) =>
    problems.push({ path, message, ...(column === null ? {} : { column }) });

  const written = readShape(input, problems);
  const model = checkModel(written, report);
  const times = checkTimes(written, report);
  const boundary = {
    lower: written.boundary?.lower ?? DEFAULTS.boundary,
    upper: written.boundary?.upper ?? DEFAULTS.boundary,
  };
  checkScheme(written, model, boundary, report);
  const places = model.asked ?? model.domain;
  const initial = checkInitial(written, places, boundary, report);
  const firstPassage = checkThresholds(written, { domain: places, boundary, initial }, report);

  const paths = written.paths ?? (isOpen(written, 'paths') ? samplesOf(written) : DEFAULTS.paths);
  const histogram = { bins: written.histogram?.bins ?? DEFAULTS.bins };
  const samplePaths = written.samplePaths ?? DEFAULTS.samplePaths;
  const accuracy = checkTolerance(written, times, report);
  checkSizes({ written, times, histogram, paths, samplePaths, boundary }, report);

  checkSeed(written, report);
  checkMethod(written, firstPassage, report);
  const sweep = checkGrid(written, { model, times, boundary, firstPassage, paths }, report);
  const control = checkControl(written, model, report);

  if (problems.length > 0) throw new StudyError(inOrder(problems));
  return {
    model: model.model!,
    params: model.params,
    domain: model.domain!,
    boundary,
    initial: initial!,
    paths,
    dt: times.dt!,
    horizon: times.horizon!,
    scheme: written.scheme ?? DEFAULTS.scheme,
    rng: written.rng ?? DEFAULTS.rng,
    ...(written.fast ? { fast: true } : {}),
    saveAt: times.saveAt!,
    histogram,
    firstPassage: firstPassage!,
    method: written.method ?? DEFAULTS.method,
    samplePaths,
    seed: written.seed ?? DEFAULTS.seed,
    backend: written.backend ?? DEFAULTS.backend,
    ...accuracy,
    ...sweep,
    ...(control === undefined ? {} : { control }),
  };
}

function checkSeed({ seed }: Written, report: Report): void {
  if (typeof seed !== 'string' || !isBrokenKey(seed)) return;
  const expected = /^0x/i.test(seed)
    ? 'at most 16 digits 0-9 a-f after 0x'
    : `a whole number below 2^64 = ${2n ** 64n}`;
  report('seed', `expected ${expected}, got ${show(seed)}: correct it, or begin the text with something else`);
}

/** Paths that a tolerance is to choose hold their place as few as can be. */
const samplesOf = ({ samplePaths }: Written): number => Math.max(1, samplePaths ?? 1);

/** Fields whose inner parts are looked at one by one, also where one of them is broken. */
const BY_PARTS: readonly string[] = [
  'model',
  'params',
  'boundary',
  'saveAt',
  'firstPassage',
  'control',
] satisfies (keyof StudyInput)[];

/** The fields whose shape is right; the problems of the others go to `problems`. */
function readShape(input: unknown, problems: Problem[]): Written {
  const parsed = studySchema.safeParse(input);
  if (parsed.success) return { ...parsed.data, broken: () => false };
  const found = problemsOf(parsed.error.issues, input);
  problems.push(...found.filter(({ implied }) => !implied).map(({ path, message }) => ({ path, message })));
  const paths = found.filter(({ unknown }) => !unknown).map(({ path }) => path);
  const at = (path: string, outer: string) =>
    outer === '' || path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
  const broken = (outer: string) => paths.some((path) => at(path, outer) || path === '');
  const usable = (field: string) => (BY_PARTS.includes(field) ? !paths.includes(field) : !broken(field));
  const record: Record<string, unknown> = isRecord(input) ? input : {};
  const fields = STUDY_FIELDS.filter((field) => Object.hasOwn(record, field) && usable(field));
  return { ...Object.fromEntries(fields.map((field) => [field, record[field]])), broken };
}

/** By field in the documented order, unknown fields last; within a field as found. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const rank = ({ path }: Problem) => {
    const index = STUDY_FIELDS.indexOf(/^[^.[]*/.exec(path)![0]);
    return path === '' ? -1 : index < 0 ? STUDY_FIELDS.length : index;
  };
  return [...problems].sort((a, b) => rank(a) - rank(b));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
