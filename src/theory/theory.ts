/** `theory --json`: every exact quantity of a study, its error, and the reason for each one that does not exist. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind } from '../spec/study.js';
import { exitLaw } from './exit.js';
import { passageAtHorizon } from './horizon.js';
import { firstPassage } from './passage.js';
import type { Process, Quantity } from './process.js';
import { type Regime, regimeOf } from './regime.js';
import { relaxationRate } from './relaxation.js';
import { modesOf, type StationaryLaw, stationaryLaw } from './stationary.js';

export interface TheoryThreshold {
  readonly value: number;
  readonly up: boolean;
}

export interface TheorySetup {
  /** The preset's name, null for a model of one's own. */
  readonly model: string | null;
  readonly params: Readonly<Record<string, number>>;
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  /** Quantiles of the start at u = i / (length − 1), linear between; one entry: a fixed start. */
  readonly start: readonly number[];
  /** One, a list, or null: the answer has the same shape. */
  readonly thresholds: TheoryThreshold | readonly TheoryThreshold[] | null;
  /** In units of time. */
  readonly horizon: number;
}

export interface FirstPassageTheory {
  readonly threshold: number;
  /** Over an infinite horizon; null where an absorbing end takes some of the paths (`reasons`). */
  readonly mean: number | null;
  readonly variance: number | null;
  /** Censored at the horizon, in continuous time: mean and variance given a hit, restrictedMean = E min(T, horizon). */
  readonly atHorizon: {
    readonly probability: number;
    readonly mean: number | null;
    readonly variance: number | null;
    readonly restrictedMean: number;
  } | null;
}

export interface Theory {
  readonly schema: 'firstpassage/theory@1';
  readonly stationary: {
    readonly mean: number;
    readonly variance: number;
    readonly skewness: number;
    readonly excessKurtosis: number;
    readonly modes: readonly number[];
    readonly density: { readonly x: readonly number[]; readonly p: readonly number[] };
  } | null;
  readonly firstPassage: FirstPassageTheory | readonly FirstPassageTheory[] | null;
  readonly exit: {
    readonly upperProbability: number;
    readonly lowerProbability: number;
    readonly meanTime: number;
  } | null;
  readonly relaxationRate: number | null;
  readonly regime: Regime;
  /** Estimated numerical error of each quantity, by its dotted path. */
  readonly errors: Readonly<Record<string, number>>;
  /** Why a quantity is null, by its dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}

const DENSITY_POINTS = 257; // of the printed density, the ends included

export function theoryOf(process: Process, setup: TheorySetup): Theory {
  const { boundary, start, thresholds } = setup;
  const errors: Record<string, number> = {};
  const reasons: Record<string, string> = {};
  const absorbing = (['lower', 'upper'] as const).filter((end) => boundary[end] === 'absorb');

  /** The answer, or null with the reason noted. Anything but a TheoryError is a defect and goes on. */
  function attempt<T>(path: string, answer: () => T): T | null {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      reasons[path] = error.message;
      return null;
    }
  }
  function note(path: string, { value, error }: Quantity): number {
    errors[path] = error;
    return value;
  }

  const stationary = attempt('stationary', () => {
    if (absorbing.length > 0) {
      throw new TheoryError(`there is no stationary law: the ${absorbing.join(' and the ')} end absorbs the paths`);
    }
    return describeLaw(process, stationaryLaw(process), note);
  });
  const passageAt = (threshold: TheoryThreshold, path: string): FirstPassageTheory => {
    const law = attempt(`${path}.mean`, () => passageOf(process, setup, threshold));
    if (law === null) reasons[`${path}.variance`] = reasons[`${path}.mean`]!;
    return {
      threshold: threshold.value,
      mean: law && note(`${path}.mean`, law.mean),
      variance: law && note(`${path}.variance`, law.variance),
      atHorizon: attempt(`${path}.atHorizon`, () => {
        const { value, up } = threshold;
        mustBeInside(process, threshold);
        const censored = passageAtHorizon(process, boundary, start, value, up, setup.horizon);
        const noted = (name: 'mean' | 'variance') => {
          const quantity = censored[name];
          if (quantity === null)
            reasons[`${path}.atHorizon.${name}`] = 'a hit by the horizon is too unlikely to average over';
          return quantity && note(`${path}.atHorizon.${name}`, quantity);
        };
        return {
          probability: note(`${path}.atHorizon.probability`, censored.probability),
          mean: noted('mean'),
          variance: noted('variance'),
          restrictedMean: note(`${path}.atHorizon.restrictedMean`, censored.restrictedMean),
        };
      }),
    };
  };
  const passage =
    thresholds === null
      ? null
      : 'value' in thresholds
        ? passageAt(thresholds, 'firstPassage')
        : thresholds.map((threshold, i) => passageAt(threshold, `firstPassage[${i}]`));
  if (passage === null) reasons['firstPassage'] = 'the study sets no threshold';
  const exit = attempt('exit', () => {
    if (absorbing.length < 2) throw new TheoryError('exit is for two absorbing ends, and this study has not both');
    const law = exitLaw(process, start);
    const upperProbability = note('exit.upperProbability', law.upperProbability);
    return { upperProbability, lowerProbability: 1 - upperProbability, meanTime: note('exit.meanTime', law.meanTime) };
  });
  const rate = attempt('relaxationRate', () => {
    if (absorbing.length > 0) {
      throw new TheoryError('the rate belongs to ends that keep the paths, and an end of this study absorbs');
    }
    if (stationary === null) throw new TheoryError('there is no stationary law to relax to');
    return note('relaxationRate', relaxationRate(process));
  });
  const modes = stationary?.modes ?? (absorbing.length > 0 ? [] : modesOf(process));
  return {
    schema: 'firstpassage/theory@1',
    stationary,
    firstPassage: passage,
    exit,
    relaxationRate: rate,
    regime: regimeOf(process, setup.model, setup.params, modes),
    errors,
    reasons,
  };
}

function describeLaw(
  process: Process,
  law: StationaryLaw,
  note: (path: string, quantity: Quantity) => number,
): Theory['stationary'] {
  const { lower, upper } = process;
  const x = Array.from({ length: DENSITY_POINTS }, (_, i) => lower + ((upper - lower) * i) / (DENSITY_POINTS - 1));
  const points = x.map((at) => [at, law.density(at)] as const).filter(([, p]) => Number.isFinite(p));
  return {
    mean: note('stationary.mean', law.mean),
    variance: note('stationary.variance', law.variance),
    skewness: note('stationary.skewness', law.skewness),
    excessKurtosis: note('stationary.excessKurtosis', law.excessKurtosis),
    modes: law.modes,
    density: { x: points.map(([at]) => at), p: points.map(([, p]) => p) },
  };
}

/** Mean and variance of T, where the far end reflects or clamps (the same thing in continuous time). */
function passageOf(process: Process, { boundary, start }: TheorySetup, { value, up }: TheoryThreshold) {
  const first = start[0]!;
  const last = start.at(-1)!;
  const met = up ? first >= value : last <= value;
  if (!met && boundary[up ? 'lower' : 'upper'] === 'absorb') {
    const { upperProbability } = exitLaw(process, start, up ? [process.lower, value] : [value, process.upper]);
    const hit = up ? upperProbability.value : 1 - upperProbability.value;
    throw new TheoryError(
      `the ${up ? 'lower' : 'upper'} end absorbs: a share ${hit.toPrecision(6)} of the paths reaches the threshold, so the time to reach it has no mean`,
    );
  }
  mustBeInside(process, { value, up });
  return firstPassage(process, start, value, up);
}

function mustBeInside({ lower, upper }: Process, { value, up }: TheoryThreshold): void {
  if (up ? value > upper : value < lower) {
    throw new TheoryError(`the threshold ${value} lies outside the domain [${lower}, ${upper}]: it is never reached`);
  }
}
