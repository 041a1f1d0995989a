/** Whether a threshold is ever hit, and when, whatever the far end does to the paths. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind } from '../spec/study.js';
import { exitLaw } from './exit.js';
import { endsOf, isNoiseless, NO_NOISE } from './feller.js';
import { firstPassage } from './passage.js';
import type { Process, Quantity } from './process.js';
import type { TimeLaw } from './time-law.js';

export interface HittingLaw {
  /** P(the threshold is ever hit). */
  readonly probability: Quantity;
  /** The time given a hit. @throws TheoryError where it has no mean. */
  time(): TimeLaw;
  /** What becomes of the other paths; null where all hit. */
  readonly loss: string | null;
}

type Boundary = { readonly lower: BoundaryKind; readonly upper: BoundaryKind };

/** The nature of an end may overrule what the study has there. */
export function hittingLaw(
  process: Process,
  boundary: Boundary,
  start: readonly number[],
  threshold: number,
  up: boolean,
): HittingLaw {
  const farKind = up ? boundary.lower : boundary.upper;
  const met = up ? start[0]! >= threshold : start.at(-1)! <= threshold;
  const sure = { value: 1, error: 0 };
  if (met) return { probability: sure, time: () => firstPassage(process, start, threshold, up), loss: null };
  if (up ? threshold > process.upper : threshold < process.lower) {
    throw new TheoryError(
      `the threshold ${threshold} lies outside the domain [${process.lower}, ${process.upper}]: it is never reached`,
    );
  }
  if (isNoiseless(process)) throw new TheoryError(NO_NOISE);
  const inside: Process = up ? { ...process, upper: threshold } : { ...process, lower: threshold };
  const natures = endsOf(inside);
  const [near, far] = up ? [natures.upper, natures.lower] : [natures.lower, natures.upper];
  const farName = up ? 'lower' : 'upper';
  if (near.class === 'entrance' || near.class === 'natural') {
    throw new TheoryError(`the threshold is never reached: ${near.reason}`);
  }
  if (!far.attracting || (far.class === 'regular' && farKind !== 'absorb')) {
    return { probability: sure, time: () => firstPassage(process, start, threshold, up), loss: null };
  }
  const law = exitLaw(inside, start);
  const [probability, time] = up ? [law.upperProbability, law.upper] : [law.lowerProbability, law.lower];
  return {
    probability,
    time: () => {
      if (time === null)
        throw new TheoryError('no path reaches the threshold: all start at the far end and stay there');
      return time;
    },
    loss:
      farKind === 'absorb' && far.class !== 'natural' ? `the ${farName} end absorbs` : `${farName} end: ${far.reason}`,
  };
}
