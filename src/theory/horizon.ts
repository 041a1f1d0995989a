/** First passage censored at a horizon: exact answers in continuous time. */
import { solveFokkerPlanck } from './fokker-planck.js';
import type { Collocation } from './generator.js';
import {
  absorbingEnds,
  type Boundary,
  type Integrals,
  invert,
  ONE,
  problemOf,
  RESOLUTIONS,
  type Resolution,
  type Source,
  startOf,
  twoResolutions,
} from './laplace.js';
import { dot } from './legendre.js';
import { isSeen, type Process, type Quantity } from './process.js';
import { mustBeResolvable, mustVarySlowly } from './resolvable.js';
import { crossing } from './talbot.js';

export interface PassageAtHorizon {
  /** P(T ≤ horizon). */
  readonly probability: Quantity;
  /** E and Var of T given T ≤ horizon; null where that has no chance. */
  readonly mean: Quantity | null;
  readonly variance: Quantity | null;
  /** E min(T, horizon) over all paths, those that never hit included. */
  readonly restrictedMean: Quantity;
}

/** Below this probability rounding, about 1e-14 of the largest value on the contour, is put where it matters less. */
const UNLIKELY = 1e-5;
const UNLIKELY_PANELS = [24, 64];
const POINTS_PER_SADDLE = 0.6; // the farther out the saddle, the more points for 10 digits, and the more rounding
const SMALL_RELATIVE_ERROR = 1e-5;
const NOTHING: Quantity = { value: 0, error: 0 };
/** Every path is at or past the threshold from the start. */
const AT_ONCE: PassageAtHorizon = {
  probability: { value: 1, error: 0 },
  mean: NOTHING,
  variance: NOTHING,
  restrictedMean: NOTHING,
};

/** The threshold is an absorbing end of a shorter domain; the other end is as in the study. */
export function passageAtHorizon(
  process: Process,
  boundary: Boundary,
  start: readonly number[],
  threshold: number,
  up: boolean,
  horizon: number,
): PassageAtHorizon {
  if (up ? start[0]! >= threshold : start.at(-1)! <= threshold) return AT_ONCE;
  const inside: Process = up ? { ...process, upper: threshold } : { ...process, lower: threshold };
  mustBeResolvable(inside);
  mustVarySlowly(inside);
  const ends = { lower: up ? boundary.lower : 'absorb', upper: up ? 'absorb' : boundary.upper } as const;
  // Where σ vanishes at an end that takes paths out, value functions are singular: finite volumes have closed forms there.
  if (absorbingEnds(inside, ends).some((end) => !(process.diffusion(end) > 0))) {
    return passageByVolumes(inside, ends, start, up ? 'upper' : 'lower', horizon);
  }
  const far = up ? ends.lower : ends.upper;
  const solve = (resolution: Resolution, contourOf: ContourOf = () => ({ points: resolution.points, shift: 0 })) => {
    const problem = problemOf(inside, ends, horizon, resolution);
    const { weights, outside } = startOf(problem, inside, start);
    const met = up ? outside.upper : outside.lower;
    // F(t) = P(0 < T ≤ t): (s − L) F̂ = 0 inside, F̂ = 1/s at the threshold. A further 1/s is an integral over time.
    // The survival S = 1 − F starts at 1: where most paths hit it is the smaller number, and its integrals stay finite.
    const sources: Source[] = [
      { kind: 'step', side: problem.rightSide(() => 0, up ? 0 : 1, up ? 1 : 0) },
      { kind: 'impulse', side: problem.rightSide(() => 1, 0, 0) },
    ];
    const { points, shift } = contourOf(problem, weights, sources[0]!);
    const [hits, survival] = invert(problem, weights, sources, horizon, points, shift) as [Integrals, Integrals];
    const [F, I, J] = hits;
    const unlikely = { probability: F, first: horizon * F - I, second: horizon * horizon * F - 2 * (horizon * I - J) };
    if (far === 'absorb' || F < 0.5) return censored(unlikely, met, horizon);
    const [S, R, U] = survival;
    const likely = {
      probability: 1 - met - S,
      first: R - horizon * S,
      second: 2 * (horizon * R - U) - horizon * horizon * S,
    };
    return censored(likely, met, horizon);
  };
  const laws = twoResolutions(horizon, ['probability', 'restrictedMean'], solve);
  const { value, error } = laws('probability');
  const sharp = value < UNLIKELY ? unlikely(solve, horizon) : null;
  if (sharp !== null) return sharp;
  const probability = { value: Math.min(1, Math.max(0, value)), error };
  const seen = isSeen(probability);
  return {
    probability,
    mean: seen ? laws('mean') : null,
    variance: seen ? laws('variance') : null,
    restrictedMean: laws('restrictedMean'),
  };
}

const FIRST = 1 / 100; // of the horizon: from there on finite volumes follow the law closely

function passageByVolumes(
  inside: Process,
  boundary: Boundary,
  start: readonly number[],
  side: 'lower' | 'upper',
  horizon: number,
): PassageAtHorizon {
  const { exits } = solveFokkerPlanck(inside, { boundary, start, times: [FIRST * horizon, horizon] });
  const { mean, variance } = exits[side];
  const probability = exits[side].probability(horizon);
  const early = mean === null ? 0 : probability.value * (horizon - mean.value); // E (horizon − T)⁺
  const error = probability.error * horizon + (mean === null ? 0 : probability.value * mean.error);
  return { probability, mean, variance, restrictedMean: { value: horizon - early, error } };
}

type Law = ReturnType<typeof censored>;

/** Number of points, and how far to the right the contour is moved. */
type ContourOf = (problem: Collocation, weights: Float64Array, hit: Source) => { points: number; shift: number };

/**
 * The same where a hit is unlikely, to relative accuracy: e^{st} F̂(s) is smallest on the real axis at a saddle, where it is
 * near F(t) itself, and the contour is moved to cross there. null where no digit is known.
 */
function unlikely(
  solve: (resolution: Resolution, contourOf: ContourOf) => Law,
  horizon: number,
): PassageAtHorizon | null {
  const contourBy =
    (fewest: number): ContourOf =>
    (problem, weights, hit) => {
      const saddle = saddleOf(problem, weights, hit, horizon);
      const points = fewest + 2 * Math.round((POINTS_PER_SADDLE * saddle * horizon) / 2);
      return { points, shift: Math.max(0, saddle - crossing(points) / horizon) };
    };
  let [fine, coarse] = [] as unknown as [Law, Law];
  for (const panels of UNLIKELY_PANELS) {
    [fine, coarse] = RESOLUTIONS.map((resolution) =>
      solve({ ...resolution, panels }, contourBy(resolution.points)),
    ) as [Law, Law];
    if (Math.abs(fine.probability - coarse.probability) <= SMALL_RELATIVE_ERROR * fine.probability) break;
  }
  const quantity = (name: keyof Law) => ({ value: fine[name], error: Math.abs(fine[name] - coarse[name]) });
  const probability = quantity('probability');
  if (!(probability.value > 10 * probability.error)) return null;
  return {
    probability,
    mean: quantity('mean'),
    variance: quantity('variance'),
    restrictedMean: quantity('restrictedMean'),
  };
}

/** Where s t + ln û(s) is least for real s > 0, to a factor of √2: the saddle is several times as wide. */
function saddleOf(problem: Collocation, weights: Float64Array, { side }: Source, time: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let s = 0.5 / time; ; s *= Math.SQRT2) {
    const value = s * time + Math.log(dot(weights, problem.factor({ re: s, im: 0 })(side, ONE).re));
    if (!(value < least)) return s / Math.SQRT2;
    least = value;
  }
}

/** From P(0 < T ≤ H), E[T; T ≤ H], E[T²; T ≤ H] and the share with T = 0. */
function censored(law: { probability: number; first: number; second: number }, met: number, horizon: number) {
  const probability = met + law.probability;
  const mean = law.first / probability;
  return {
    probability,
    mean,
    variance: law.second / probability - mean * mean,
    restrictedMean: law.first + horizon * (1 - probability),
  };
}
