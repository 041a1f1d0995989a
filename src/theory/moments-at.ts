/** Moments of x at a finite time, in continuous time, over the paths that no absorbing end has taken. */
import { centralMoments } from './central-moments.js';
import { absorbingEnds, type Boundary, invert, problemOf, type Source, startOf, twoResolutions } from './laplace.js';
import { isSeen, type Process, type Quantity } from './process.js';
import { mustBeResolvable, mustNotVanish, mustVarySlowly } from './resolvable.js';
import { averageOverStart } from './start.js';

export interface MomentsAt {
  readonly time: number;
  /** P(no absorbing end has been met). */
  readonly alive: Quantity;
  /** Over the paths alive: NaN where practically none is; skewness and kurtosis of a point are NaN too. */
  readonly mean: Quantity;
  readonly variance: Quantity;
  readonly skewness: Quantity;
  readonly excessKurtosis: Quantity;
}

/** E and Var of x at `time`, over the paths that no absorbing end has taken. */
export function momentsAt(process: Process, boundary: Boundary, start: readonly number[], time: number): MomentsAt {
  if (time === 0) return momentsOfStart(start);
  mustBeResolvable(process);
  mustVarySlowly(process);
  mustNotVanish(process, absorbingEnds(process, boundary));
  const { lower, upper } = process;
  const centre = (lower + upper) / 2;
  const laws = twoResolutions(upper - lower, ['alive', 'mean', 'variance'], (resolution) => {
    const problem = problemOf(process, boundary, time, resolution);
    const { weights } = startOf(problem, process, start);
    const sources = [0, 1, 2, 3, 4].map((power): Source => {
      return { kind: 'impulse', side: problem.rightSide((x) => (x - centre) ** power, 0, 0) };
    });
    const values = invert(problem, weights, sources, time, resolution.points).map(([value]) => value);
    return { alive: values[0]!, ...centralMoments(values, centre) };
  });
  const alive = laws('alive');
  const [mean, variance, skewness, excessKurtosis] = isSeen(alive)
    ? [laws('mean'), laws('variance'), laws('skewness'), laws('excessKurtosis')]
    : [NOTHING, NOTHING, NOTHING, NOTHING];
  return { time, alive, mean, variance, skewness, excessKurtosis };
}

const NOTHING: Quantity = { value: Number.NaN, error: Number.POSITIVE_INFINITY };

function momentsOfStart(start: readonly number[]): MomentsAt {
  const centre = averageOverStart(start, (x) => x);
  const sums = [0, 1, 2, 3, 4].map((power) => averageOverStart(start, (x) => (x - centre) ** power));
  const { mean, variance, skewness, excessKurtosis } = centralMoments(sums, centre);
  const sure = (value: number): Quantity => ({ value, error: 0 });
  return {
    time: 0,
    alive: sure(1),
    mean: sure(mean),
    variance: sure(variance),
    skewness: sure(skewness),
    excessKurtosis: sure(excessKurtosis),
  };
}
