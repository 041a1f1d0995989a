/** What the library's functions take is what parseStudy returns; a study as it is written is told so, once, at their doors. */
import { StudyError } from '../errors.js';
import type { Study } from '../spec/study.js';

/** Fields that parseStudy fills in, whatever is written. */
const FILLED = [
  'model',
  'params',
  'domain',
  'boundary',
  'initial',
  'paths',
  'dt',
  'horizon',
  'scheme',
  'rng',
  'saveAt',
  'histogram',
  'firstPassage',
  'method',
  'samplePaths',
  'seed',
  'backend',
] as const satisfies readonly (keyof Study)[];

/** @throws StudyError where a field is not filled in. */
export function mustBeParsed(study: Study): void {
  const given: unknown = study;
  const isObject = typeof given === 'object' && given !== null;
  const missing = isObject ? FILLED.filter((field) => study[field] === undefined) : [];
  if (isObject && missing.length === 0) return;
  const got = isObject ? `one without ${missing.join(', ')}` : JSON.stringify(given);
  throw new StudyError([
    { path: '', message: `expected a study from parseStudy, got ${got}: pass it through parseStudy first` },
  ]);
}
