/** Where a path may have a critical point: where the study says, where its stationary law ends, or where it is slowest. */
import type { Control, Study } from '../spec/study.js';
import { hasLaw, peaksOf, slowest } from './critical-exact.js';
import { ALPHA_BETA, AS_GIVEN, type Level, studyAt } from './critical-path.js';

export interface Candidate {
  readonly value: number;
  readonly error: number;
  readonly from: 'the study' | 'the end of the stationary law' | 'the slowest place';
}

const BISECTIONS = 40;

/** The place between a and b where `test` changes. */
export function bisect(test: (value: number) => boolean, from: number, to: number): { value: number; error: number } {
  let [a, b] = [from, to];
  const there = test(a);
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (a + b) / 2;
    if (test(middle) === there) a = middle;
    else b = middle;
  }
  return { value: (a + b) / 2, error: Math.abs(b - a) };
}

export interface Maximum {
  readonly at: number;
  readonly time: number;
}

const SEARCHES = 24; // golden sections: to 1e-5 of a cell

/** The largest slowest time inside the path, null where it is largest at an end. `times` are those at `values`. */
export function maximumOf(
  times: readonly (number | null)[],
  values: readonly number[],
  timeAt: (value: number) => number | null,
): Maximum | null {
  let best = -1;
  times.forEach((time, i) => {
    if (time !== null && (best < 0 || time > times[best]!)) best = i;
  });
  if (best <= 0 || best >= values.length - 1 || times[best - 1] === null || times[best + 1] === null) return null;
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [values[best - 1]!, values[best + 1]!];
  let [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fx, fy] = [timeAt(x) ?? 0, timeAt(y) ?? 0];
  for (let i = 0; i < SEARCHES; i++) {
    if (fx > fy) {
      [b, y, fy] = [y, x, fx];
      x = b - ratio * (b - a);
      fx = timeAt(x) ?? 0;
    } else {
      [a, x, fx] = [x, y, fy];
      y = a + ratio * (b - a);
      fy = timeAt(y) ?? 0;
    }
  }
  return fx > fy ? { at: x, time: fx } : { at: y, time: fy };
}

/** The place that the study names, or that the law itself shows; null where it has to be sought by its slowness. */
export function namedCandidate(study: Study, control: Control, values: readonly number[]): Candidate | null {
  const { at } = control;
  if (at !== undefined) return { value: at, error: 0, from: 'the study' };
  if (control.name === ALPHA_BETA && control.from <= 0 && control.to >= 0)
    return { value: 0, error: 0, from: 'the study' };
  const lawful = (value: number) => hasLaw(studyAt(study, control, value));
  const there = values.map(lawful);
  const edge = there.findIndex((has, i) => i > 0 && has !== there[i - 1]);
  if (edge < 0) return null;
  return { ...bisect(lawful, values[edge - 1]!, values[edge]!), from: 'the end of the stationary law' };
}

/** Of a path: nearer to 0 than this, two peaks that have just parted are not seen apart, and the place is 0 as well. */
const PEAKS_APART = 1e-4;

/** Where the number of peaks changes along the path. */
export function modeChanges(
  study: Study,
  control: Control,
  values: readonly number[],
  level: Level = AS_GIVEN,
): { at: number; from: number; to: number }[] {
  const peaksAt = (value: number) => peaksOf(studyAt(study, control, value, level));
  const counts = values.map(peaksAt);
  return counts.flatMap((to, i) => {
    const from = counts[i - 1];
    if (from === undefined || from === to) return [];
    const { value } = bisect((at) => peaksAt(at) === from, values[i - 1]!, values[i]!);
    const isZero = Math.abs(value) < PEAKS_APART * (control.to - control.from);
    return [{ at: isZero ? 0 : value, from, to }];
  });
}

/** Limit of a sequence whose steps shrink by a constant factor (Aitken): null where they do not shrink. */
export function limitOf(values: readonly number[]): { value: number; error: number } | null {
  const [a, b, c] = values.slice(-3);
  if (a === undefined || b === undefined || c === undefined) return null;
  const ratio = (c - b) / (b - a);
  if (b === a) return { value: c, error: 0 };
  if (!(Math.abs(ratio) < 0.95)) return null;
  const value = c + ((c - b) * ratio) / (1 - ratio);
  return { value, error: Math.abs(value - c) / 4 };
}

/** Ladders, maxima and fits come back to the same places: each is solved once for a study. */
const solved = new WeakMap<Study, Map<string, number | null>>();

/** The slowest time along a path; null where quadrature does not know it. */
export const slowestAt =
  (study: Study, control: Control, level: Level) =>
  (value: number): number | null => {
    const known = solved.get(study) ?? new Map<string, number | null>();
    solved.set(study, known);
    const key = JSON.stringify([value, level.noise, level.vanishing]);
    const time = known.get(key);
    if (time !== undefined) return time;
    const fresh = slowest(studyAt(study, control, value, level));
    known.set(key, fresh);
    return fresh;
  };
