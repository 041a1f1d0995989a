/** `theory --json`: what is known of the first passage to one threshold. */
import { TheoryError } from '../errors.js';
import type { FirstPassageTheory } from './answer.js';
import { hittingLaw } from './hitting.js';
import { passageAtHorizon } from './horizon.js';
import type { Notes } from './notes.js';
import type { Process } from './process.js';
import { OUT_OF_SIGHT, tailOf } from './tail.js';
import type { TheorySetup, TheoryThreshold } from './theory-setup.js';

export function describePassage(
  process: Process,
  setup: TheorySetup,
  threshold: TheoryThreshold,
  path: string,
  notes: Notes,
): FirstPassageTheory {
  return {
    threshold: threshold.value,
    ...describeEver(process, setup, threshold, path, notes),
    ...describeTail(process, setup, threshold, path, notes),
    atHorizon: notes.attempt(`${path}.atHorizon`, () => describeCensored(process, setup, threshold, path, notes)),
  };
}

const NO_SPREAD = 'every path hits at the same time';

/** T over an infinite horizon. */
function describeEver(
  process: Process,
  { boundary, start }: TheorySetup,
  threshold: TheoryThreshold,
  path: string,
  notes: Notes,
): Omit<FirstPassageTheory, 'threshold' | 'atHorizon' | 'tailRate' | 'tailAmplitude'> {
  const none = { mean: null, variance: null, skewness: null, excessKurtosis: null, moments: null };
  const unknown = (names: readonly string[], why: string) => {
    for (const name of names) notes.reasons[`${path}.${name}`] ??= why;
  };
  const law = notes.attempt(`${path}.mean`, () => {
    return hittingLaw(process, boundary, start, thresholdPlace(process, boundary, threshold), threshold.up);
  });
  const conditional = ['conditionalMean', 'conditionalVariance'];
  if (law === null) {
    unknown(['probability', ...Object.keys(none), ...conditional], notes.reasons[`${path}.mean`]!);
    return { probability: null, ...none, conditionalMean: null, conditionalVariance: null };
  }
  const probability = notes.value(`${path}.probability`, law.probability);
  if (law.loss !== null) {
    const share = law.probability.value.toPrecision(6);
    unknown(
      Object.keys(none),
      `${law.loss}: a share ${share} of the paths reaches the threshold, so the time to reach it has no mean (conditionalMean is that of those)`,
    );
  }
  const time = notes.attempt(`${path}.conditionalMean`, () => law.time());
  if (time === null) {
    unknown([...Object.keys(none), ...conditional], notes.reasons[`${path}.conditionalMean`]!);
    return { probability, ...none, conditionalMean: null, conditionalVariance: null };
  }
  const given = {
    conditionalMean: notes.value(`${path}.conditionalMean`, time.mean),
    conditionalVariance: notes.value(`${path}.conditionalVariance`, time.variance),
  };
  if (law.loss !== null) return { probability, ...none, ...given };
  return {
    probability,
    mean: notes.value(`${path}.mean`, time.mean),
    variance: notes.value(`${path}.variance`, time.variance),
    skewness: notes.value(`${path}.skewness`, time.skewness, NO_SPREAD),
    excessKurtosis: notes.value(`${path}.excessKurtosis`, time.excessKurtosis, NO_SPREAD),
    moments: time.moments.map((moment, i) => notes.value(`${path}.moments[${i}]`, moment)),
    ...given,
  };
}

function describeTail(
  process: Process,
  { boundary, start }: TheorySetup,
  threshold: TheoryThreshold,
  path: string,
  notes: Notes,
): Pick<FirstPassageTheory, 'tailRate' | 'tailAmplitude'> {
  const { up } = threshold;
  const value = thresholdPlace(process, boundary, threshold);
  const tail = notes.attempt(`${path}.tailRate`, () => {
    if (up ? start[0]! >= value : start.at(-1)! <= value) throw new TheoryError('every path is there at time 0');
    mustBeInside(process, value, up);
    const inside = up ? { ...process, upper: value } : { ...process, lower: value };
    const ends = { lower: up ? boundary.lower : 'absorb', upper: up ? 'absorb' : boundary.upper } as const;
    const lossy = hittingLaw(process, boundary, start, value, up).loss !== null;
    return { lossy, ...tailOf(inside, ends, start) };
  });
  if (tail === null) {
    notes.reasons[`${path}.tailAmplitude`] = notes.reasons[`${path}.tailRate`]!;
    return { tailRate: null, tailAmplitude: null };
  }
  if (tail.lossy) notes.reasons[`${path}.tailAmplitude`] = 'the far end takes paths too';
  return {
    tailRate: notes.value(`${path}.tailRate`, tail.rate),
    tailAmplitude: tail.lossy ? null : notes.value(`${path}.tailAmplitude`, tail.amplitude, OUT_OF_SIGHT),
  };
}

function mustBeInside({ lower, upper }: Process, value: number, up: boolean): void {
  if (up ? value > upper : value < lower) {
    throw new TheoryError(`the threshold ${value} lies outside the domain [${lower}, ${upper}]: it is never reached`);
  }
}

/** A threshold at or beyond an absorbing end is hit exactly when the path leaves there. */
export function thresholdPlace(
  { lower, upper }: Process,
  boundary: TheorySetup['boundary'],
  { value, up }: TheoryThreshold,
): number {
  if (up && boundary.upper === 'absorb') return Math.min(value, upper);
  return !up && boundary.lower === 'absorb' ? Math.max(value, lower) : value;
}

function describeCensored(
  process: Process,
  { boundary, start, horizon }: TheorySetup,
  threshold: TheoryThreshold,
  path: string,
  notes: Notes,
): FirstPassageTheory['atHorizon'] {
  const value = thresholdPlace(process, boundary, threshold);
  mustBeInside(process, value, threshold.up);
  const censored = passageAtHorizon(process, boundary, start, value, threshold.up, horizon);
  const noted = (name: 'mean' | 'variance') => {
    const quantity = censored[name];
    if (quantity === null)
      notes.reasons[`${path}.atHorizon.${name}`] = 'a hit by the horizon is too unlikely to average over';
    return quantity && notes.value(`${path}.atHorizon.${name}`, quantity);
  };
  return {
    probability: notes.must(`${path}.atHorizon.probability`, censored.probability),
    mean: noted('mean'),
    variance: noted('variance'),
    restrictedMean: notes.must(`${path}.atHorizon.restrictedMean`, censored.restrictedMean),
  };
}
