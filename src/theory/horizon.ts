/** Exact answers at a finite time, in continuous time: first passage censored at a horizon, and moments of x. */
import type { BoundaryKind } from '../spec/study.js';
import { centralMoments } from './central-moments.js';
import { solveFokkerPlanck } from './fokker-planck.js';
import { type Collocation, type Complex, collocate, type EndCondition } from './generator.js';
import { dot } from './legendre.js';
import type { Process, Quantity } from './process.js';
import { mustBeResolvable, mustNotVanish, mustVarySlowly } from './resolvable.js';
import { averageOverStart, forEachStart } from './start.js';
import { contour, crossing } from './talbot.js';

export interface PassageAtHorizon {
  /** P(T ≤ horizon). */
  readonly probability: Quantity;
  /** E and Var of T given T ≤ horizon; null where that has no chance. */
  readonly mean: Quantity | null;
  readonly variance: Quantity | null;
  /** E min(T, horizon) over all paths, those that never hit included. */
  readonly restrictedMean: Quantity;
}

export interface MomentsAt {
  readonly time: number;
  /** P(no absorbing end has been met). */
  readonly alive: Quantity;
  /** Over the paths alive; skewness and kurtosis of a point are NaN. */
  readonly mean: Quantity;
  readonly variance: Quantity;
  readonly skewness: Quantity;
  readonly excessKurtosis: Quantity;
}

type Boundary = { readonly lower: BoundaryKind; readonly upper: BoundaryKind };

/** The answer and its check: order of the Legendre series, points of the contour. */
const RESOLUTIONS = [
  { order: 18, points: 28 },
  { order: 14, points: 24 },
] as const;
const PANELS = [6, 24, 64]; // across the domain: more only where the error asks for it
/** Below this probability rounding, about 1e-14 of the largest value on the contour, is put where it matters less. */
const UNLIKELY = 1e-5;
const UNLIKELY_PANELS = [24, 64];
const POINTS_PER_SADDLE = 0.6; // the farther out the saddle, the more points for 10 digits, and the more rounding
const SMALL_RELATIVE_ERROR = 1e-5;
const SMALL_ERROR = 1e-8; // beside the horizon, or the width of the domain

const conditionOf = (kind: BoundaryKind): EndCondition => (kind === 'absorb' ? 'zero' : 'no flux');

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
  const seen = probability.value > 100 * (probability.error + 1e-13); // below it mean and variance are noise
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

const absorbingEnds = ({ lower, upper }: Process, boundary: Boundary): number[] => [
  ...(boundary.lower === 'absorb' ? [lower] : []),
  ...(boundary.upper === 'absorb' ? [upper] : []),
];

/** A function of time, its integral and its repeated integral. */
type Integrals = [number, number, number];

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
  const { mean, variance, skewness, excessKurtosis } = {
    mean: laws('mean'),
    variance: laws('variance'),
    skewness: laws('skewness'),
    excessKurtosis: laws('excessKurtosis'),
  };
  return { time, alive: laws('alive'), mean, variance, skewness, excessKurtosis };
}

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

interface Resolution {
  readonly order: number;
  readonly points: number;
  readonly panels: number;
}

/** Solves at two resolutions, on more panels while those `judged` differ by more than `SMALL_ERROR` × scale. */
function twoResolutions<Law extends Readonly<Record<string, number>>>(
  scale: number,
  judged: readonly (keyof Law)[],
  solve: (resolution: Resolution) => Law,
): (name: keyof Law) => Quantity {
  let pair: Law[] = [];
  for (const panels of PANELS) {
    pair = RESOLUTIONS.map((resolution) => solve({ ...resolution, panels }));
    const differences = judged.map((name) => Math.abs(pair[0]![name]! - pair[1]![name]!));
    if (differences.every((difference) => !(difference > SMALL_ERROR * scale))) break;
  }
  const [fine, coarse] = pair as [Law, Law];
  return (name) => ({ value: fine[name]!, error: Math.abs(fine[name]! - coarse[name]!) });
}

/** Layers at an absorbing end are σ√(2/|s|) wide, |s| ≤ about 25/t on the contour. */
function problemOf(process: Process, ends: Boundary, time: number, { order, panels }: Resolution): Collocation {
  const width = process.upper - process.lower;
  const layer = (end: number) => Math.max(0.3 * process.diffusion(end) * Math.sqrt(time), 1e-3 * width);
  const operator = (x: number) => [process.diffusion(x) ** 2 / 2, process.drift(x), 0] as const;
  const scale = { lower: layer(process.lower), upper: layer(process.upper), widest: width / panels };
  return collocate(process, operator, conditionOf(ends.lower), conditionOf(ends.upper), scale, order);
}

/** The start law as weights on the unknowns, and the shares that begin at or beyond either end. */
function startOf(problem: Collocation, { lower, upper }: Process, start: readonly number[]) {
  const weights = new Float64Array(problem.n);
  const outside = { lower: 0, upper: 0 };
  forEachStart(start, [lower, upper], (x, weight) => {
    if (x < lower) outside.lower += weight;
    else if (x > upper) outside.upper += weight;
    else problem.spread(weights, x, weight);
  });
  return { weights, outside };
}

/** What drives û: the state at t = 0 (an impulse, (s − L) û = f), or boundary values held from t = 0 on (a step, f/s). */
interface Source {
  readonly kind: 'impulse' | 'step';
  readonly side: Float64Array;
}

/** ω · u(t), ∫ ω · u and ∬ ω · u up to `time` for each source, from one factorisation for each point of the contour, moved by `shift`. */
function invert(
  problem: Collocation,
  weights: Float64Array,
  sources: readonly Source[],
  time: number,
  points: number,
  shift = 0,
): Integrals[] {
  const results = sources.map((): Integrals => [0, 0, 0]);
  const growth = Math.exp(shift * time);
  for (const point of contour(time, points)) {
    const s = { re: point.s.re + shift, im: point.s.im };
    const weight = { re: growth * point.weight.re, im: growth * point.weight.im };
    const solve = problem.factor(s);
    sources.forEach(({ kind, side }, i) => {
      const { re, im } = solve(side, kind === 'impulse' ? ONE : inverse(s));
      let value: Complex = { re: dot(weights, re), im: dot(weights, im) };
      const sums = results[i]!;
      for (let k = 0; k < sums.length; k++) {
        sums[k]! += weight.re * value.re - weight.im * value.im;
        value = times(value, inverse(s));
      }
    });
  }
  return results;
}

const ONE: Complex = { re: 1, im: 0 };
const inverse = ({ re, im }: Complex): Complex => ({ re: re / (re * re + im * im), im: -im / (re * re + im * im) });
const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
