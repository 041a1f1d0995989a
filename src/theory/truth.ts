/** The discretised truth: what a simulation with this scheme and dt estimates, to many digits and without sampling. */
import { TheoryError } from '../errors.js';
import { centralMoments } from './central-moments.js';
import type { Chain } from './chain.js';
import { startWeights } from './interpolant.js';
import { dot } from './legendre.js';
import { apply, type Matrix, multiply, resolvent } from './matrix.js';

/**
 * Times as they are reported: (k − ½) dt with the bridge, k dt on the grid, 0 for a threshold met at the start. With the
 * bridge the variance is less dt²/12 (Sheppard), like the estimate.
 */
export interface SchemePassage {
  readonly probability: number;
  /** Given a hit. */
  readonly mean: number;
  readonly variance: number;
  /** E min(T, horizon) over all paths; null without a horizon. */
  readonly restrictedMean: number | null;
}

export interface SchemeMoments {
  /** P(no barrier met). */
  readonly alive: number;
  /** Over the paths alive. */
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

export type Side = 'lower' | 'upper';

/** Passage through one end of the chain on an infinite horizon; given that end, where both are barriers. */
export function passageOfChain(chain: Chain, start: readonly number[], side: Side): SchemePassage {
  if (chain.lower.kind !== 'absorb' && chain.upper.kind !== 'absorb') {
    throw new TheoryError('neither end of this chain takes paths out');
  }
  const solve = resolvent(chain.kernel);
  const exit = side === 'lower' ? chain.exitLower : chain.exitUpper;
  // E[Kⁱ; this side] for i = 0, 1, 2: u = h + K u; Σ k Kᵏ⁻¹h = (I − K)⁻² h; Σ k² Kᵏ⁻¹h = (I + K)(I − K)⁻³ h.
  const F = solve(exit);
  const G = solve(F);
  const third = solve(G);
  const again = apply(chain.kernel, third);
  const Q = third.map((value, i) => value + again[i]!);
  return reported(chain, start, side, [F, G, Q], null);
}

/** The same, censored after `steps` steps. */
export function passageWithin(chain: Chain, start: readonly number[], side: Side, steps: number): SchemePassage {
  return reported(chain, start, side, censoredSums(chain, side, steps), steps);
}

/** P(no barrier met within n steps), n = 0 … as asked; `steps` increasing. */
export function survivalOf(chain: Chain, start: readonly number[], steps: readonly number[]): number[] {
  const weights = startWeightsOf(chain, start).weights;
  return powersApplied(chain, steps, [new Float64Array(chain.kernel.n).fill(1)]).map(([u]) => dot(weights, u!));
}

/** Moments of x after n steps over the paths alive; `steps` increasing. */
export function momentsOfChain(chain: Chain, start: readonly number[], steps: readonly number[]): SchemeMoments[] {
  const { weights } = startWeightsOf(chain, start);
  const centre = (chain.lower.at + chain.upper.at) / 2;
  const positions = chain.interpolant.nodes.map(chain.stepper.position);
  const powers = [0, 1, 2, 3, 4].map((power) => positions.map((x) => (x - centre) ** power));
  return powersApplied(chain, steps, powers).map((values) => {
    const sums = values.map((u) => dot(weights, u));
    return { alive: sums[0]!, ...centralMoments(sums, centre) };
  });
}

/** Mean and variance of the scheme's own stationary law, between ends that keep the paths. */
export function stationaryOfChain(chain: Chain): Pick<SchemeMoments, 'alive' | 'mean' | 'variance'> {
  if (chain.lower.kind === 'absorb' || chain.upper.kind === 'absorb') {
    throw new TheoryError('there is no stationary law: an end takes paths out');
  }
  // h − K h = f − E f with h = 0 at the first node: E f takes that unknown's place, with a column of ones.
  const { n, data } = chain.kernel;
  const bordered = data.slice();
  for (let i = 0; i < n; i++) bordered[i * n] = (i === 0 ? 1 : 0) - 1;
  const solve = resolvent({ n, data: bordered });
  const centre = (chain.lower.at + chain.upper.at) / 2;
  const first: Float64Array = chain.interpolant.nodes.map((state) => chain.stepper.position(state) - centre);
  const mean = solve(first)[0]!;
  const second = solve(first.map((x) => x * x))[0]!;
  return { alive: 1, mean: centre + mean, variance: second - mean ** 2 };
}

export const startWeightsOf = ({ interpolant, lower, upper, stepper }: Chain, start: readonly number[]) =>
  startWeights(interpolant, start, lower, upper, stepper.coordinate);

/** Σ_{k ≤ N} kⁱ Kᵏ⁻¹ h for i = 0, 1, 2: step by step, or by squaring K where that is less work. */
function censoredSums(chain: Chain, side: Side, steps: number): Sums {
  if (steps > chain.kernel.n * Math.log2(steps)) return doubledSums(chain, side, steps);
  let u = side === 'lower' ? chain.exitLower : chain.exitUpper;
  const sums = [0, 1, 2].map(() => new Float64Array(chain.kernel.n)) as [Float64Array, Float64Array, Float64Array];
  for (let k = 1; k <= steps; k++) {
    sums.forEach((sum, power) => {
      for (let i = 0; i < u.length; i++) sum[i]! += k ** power * u[i]!;
    });
    if (k < steps) u = apply(chain.kernel, u);
  }
  return sums;
}

/** By doubling: sums over n steps, moved on by Kᵖ, join sums over p steps. */
function doubledSums(chain: Chain, side: Side, steps: number): Sums {
  const { kernel } = chain;
  const exit = side === 'lower' ? chain.exitLower : chain.exitUpper;
  let block: Sums = [exit, exit, exit];
  let blockSteps = 1;
  let bit = 0;
  let done: Sums = [new Float64Array(kernel.n), new Float64Array(kernel.n), new Float64Array(kernel.n)];
  for (let left = steps; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) done = joined(block, blockSteps, powerOf(chain, bit), done);
    if (left === 1) break;
    block = joined(block, blockSteps, powerOf(chain, bit), block);
    blockSteps *= 2;
    bit++;
  }
  return done;
}

type Sums = readonly [Float64Array, Float64Array, Float64Array];

/** The sums over the first `n` steps and then those of `next`: (k + n)² = k² + 2nk + n². */
function joined(first: Sums, n: number, power: Matrix, [F, G, Q]: Sums): Sums {
  const moved: Sums = [F, G.map((g, i) => g + n * F[i]!), Q.map((q, i) => q + 2 * n * G[i]! + n * n * F[i]!)];
  const [f, g, q] = moved.map((values, part) => {
    const later = apply(power, values);
    return later.map((value, i) => value + first[part]![i]!);
  }) as [Float64Array, Float64Array, Float64Array];
  return [f, g, q];
}

/** Kⁿ u for every n asked and every u, by the binary digits of n. */
function powersApplied(chain: Chain, steps: readonly number[], functions: readonly Float64Array[]): Float64Array[][] {
  const results = steps.map(() => [...functions]);
  const last = Math.max(0, ...steps);
  for (let bit = 0; 2 ** bit <= last; bit++) {
    const power = powerOf(chain, bit);
    steps.forEach((n, i) => {
      if (Math.floor(n / 2 ** bit) % 2 === 1) results[i] = results[i]!.map((u) => apply(power, u));
    });
  }
  return results;
}

const powers = new WeakMap<Chain, Matrix[]>();

/** K to the power 2^bit, multiplied out once for each chain. */
export function powerOf(chain: Chain, bit: number): Matrix {
  const known = powers.get(chain) ?? [chain.kernel];
  powers.set(chain, known);
  while (known.length <= bit) known.push(multiply(known.at(-1)!, known.at(-1)!));
  return known[bit]!;
}

function reported(chain: Chain, start: readonly number[], side: Side, sums: Sums, steps: number | null): SchemePassage {
  const { weights, met } = startWeightsOf(chain, start);
  const [hit, first, second] = sums.map((u) => dot(weights, u)) as [number, number, number];
  const shift = (side === 'lower' ? chain.lower : chain.upper).bridge ? 0.5 : 0;
  const probability = met[side] + hit;
  const mean = (first - shift * hit) / probability;
  const square = (second - 2 * shift * first + shift * shift * hit) / probability;
  return {
    probability,
    mean: mean * chain.dt,
    variance: (square - mean * mean - (shift / 6) * (hit / probability)) * chain.dt ** 2,
    restrictedMean: steps === null ? null : (first - shift * hit + steps * (1 - probability)) * chain.dt,
  };
}
