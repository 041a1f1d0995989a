/** What quadrature knows at one place of a path, and how times grow there: nothing is sampled. */
import { TheoryError } from '../errors.js';
import type { Growth } from '../result/critical.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import {
  autocorrelationTime,
  endsOf,
  firstPassage,
  modesOf,
  type Process,
  relaxationRate,
  type StationaryLaw,
  stationaryLaw,
} from '../theory/index.js';
import { startOf } from './plan.js';
import { processOf } from './process.js';

export interface ExactPlace {
  readonly law: 'stationary' | 'collapsed' | 'unknown';
  readonly mean: number | null;
  readonly variance: number | null;
  readonly skewness: number | null;
  readonly binder: number | null;
  readonly modes: readonly number[] | null;
  readonly relaxationTime: number | null;
  readonly autocorrelationTime: number | null;
  readonly meanFirstPassage: number | null;
  /** Why something above is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly stationary: StationaryLaw | null;
}

/** Everything at one place; `memory: false` without the autocorrelation time, which takes seconds where noise is weak. */
export function exactPlace(study: Study, { memory = true } = {}): ExactPlace {
  const process = processOf(study);
  const reasons: Record<string, string> = {};
  const attempt = <T>(name: string, f: () => T): T | null => {
    try {
      return f();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      reasons[name] = error.message;
      return null;
    }
  };
  const stationary = attempt('stationary', () => stationaryLaw(process));
  const [threshold] = thresholdsOf(study);
  const common = {
    reasons,
    relaxationTime: attempt('relaxationTime', () => 1 / relaxationRate(process).value),
    meanFirstPassage:
      threshold === undefined
        ? null
        : attempt(
            'firstPassage',
            () => firstPassage(process, startOf(study), threshold.threshold, threshold.direction === 'up').mean.value,
          ),
  };
  if (stationary === null) return { ...lawless(process), ...common };
  const { mean, variance, skewness, excessKurtosis, modes } = stationary;
  return {
    ...common,
    law: 'stationary',
    mean: mean.value,
    variance: variance.value,
    skewness: skewness.value,
    binder: -excessKurtosis.value / 3,
    modes,
    autocorrelationTime: memory ? attempt('autocorrelationTime', () => autocorrelationTime(process).value) : null,
    stationary,
  };
}

/** Where an end without noise takes all mass, the law is a point there. */
function lawless(process: Process): Omit<ExactPlace, 'reasons' | 'meanFirstPassage' | 'relaxationTime'> {
  const end = collapseOf(process);
  const none = { skewness: null, binder: null, autocorrelationTime: null, stationary: null };
  return end === null
    ? { ...none, law: 'unknown', mean: null, variance: null, modes: null }
    : { ...none, law: 'collapsed', mean: end, variance: 0, modes: [end] };
}

function collapseOf(process: Process): number | null {
  const { lower, upper } = endsOf(process);
  const takes = ({ class: kind }: { class: string }) => kind === 'natural' || kind === 'exit';
  if (takes(lower) === takes(upper)) return null; // neither, or nobody knows which
  return takes(lower) ? process.lower : process.upper;
}

/** Whether there is a stationary law: where it ends, all mass has gathered at an end. */
export function hasLaw(study: Study): boolean {
  try {
    stationaryLaw(processOf(study));
    return true;
  } catch (error) {
    if (error instanceof TheoryError) return false;
    throw error;
  }
}

export const peaksOf = (study: Study): number => modesOf(processOf(study)).length;

/** The slowest time: 1/λ₁, or where the spectrum is not discrete the autocorrelation time. null where neither is known. */
export function slowest(study: Study): number | null {
  const process = processOf(study);
  for (const time of [() => 1 / relaxationRate(process).value, () => autocorrelationTime(process).value]) {
    try {
      return time();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
    }
  }
  return null;
}

/** An exponent smaller than this is taken for none: a tenfold approach makes a time a quarter longer, at most. */
export const NO_EXPONENT = 0.1;
const VANISHED = 0.02; // of a local exponent: it is as good as 0, whatever it does
const SHRINKS = 0.75; // of the local exponent before it: on its way to 0, as smooth functions halve it
const SETTLED = 0.1; // relative change of a local exponent that has arrived

/** From exponents log₂(time(h/2)/time(h)) over successive halvings of a distance or of the noise, the last at the smallest. */
export function growthOf(exponents: readonly number[]): Growth {
  const [before, last] = exponents.slice(-2);
  if (before === undefined || last === undefined || Number.isNaN(before) || Number.isNaN(last)) return 'undecided';
  if (last < VANISHED) return 'stays finite';
  if (last < NO_EXPONENT && last <= SHRINKS * before) return 'stays finite';
  if (last > NO_EXPONENT && Math.abs(last - before) <= SETTLED * last) return 'diverges';
  if (last > 1 && before > 0 && last > 1.5 * before) return 'grows exponentially';
  return 'undecided';
}

/** log₂ of successive ratios. */
export const halvings = (times: readonly number[]): number[] =>
  times.slice(1).map((time, i) => Math.log2(time / times[i]!));
