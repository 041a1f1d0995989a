/** First passage to a threshold with the other end reflecting: mean and variance of T on an infinite horizon. */
import { TheoryError } from '../errors.js';
import { largestLogSpeed, type Panel, potentialOf, refined, vanishes } from './potential.js';
import { mirror, type Process, type Quantity } from './process.js';
import { runningIntegral } from './running.js';
import { averageOverStart } from './start.js';

export interface PassageLaw {
  /** E T and Var T from the start law. */
  readonly mean: Quantity;
  readonly variance: Quantity;
}

const NEGLIGIBLE = 90; // e^−90: what weighs less than this below the lowest start is left out
// Shares of the width: starts nearer to an end without noise leave it by drift alone, to the second order in the noise.
const NEAR_STEEP_END = 1e-3; // where Φ ~ 1/distance and panels nearer would be countless
const NEAR_POWER_END = 1e-8; // where m and s are power laws: the caps are narrower
const STEEP = 1000; // of d dΦ/dd: above it the end is steep

/**
 * T(x) = ∫ₓᵇ g and Var = 2 ∫ₓᵇ h, with g = s M, h = s ∫ s M², M = ∫ₐʸ m. Every term is positive, so no digit cancels.
 * Starts at or past the threshold have T = 0.
 */
export function firstPassage(process: Process, start: readonly number[], threshold: number, up: boolean): PassageLaw {
  if (!up)
    return firstPassage(
      mirror(process),
      [...start].reverse().map((x) => -x),
      -threshold,
      true,
    );
  const fine = solve(process, start, threshold, 20);
  const coarse = solve(process, start, threshold, 16);
  return {
    mean: { value: fine.mean, error: Math.abs(fine.mean - coarse.mean) + fine.nearEnd },
    variance: { value: fine.variance, error: Math.abs(fine.variance - coarse.variance) + 2 * fine.mean * fine.nearEnd },
  };
}

interface Solved {
  readonly mean: number;
  readonly variance: number;
  /** A bound on the error made by the drift-only way out of an end without noise. */
  readonly nearEnd: number;
}

function solve(process: Process, start: readonly number[], b: number, order: number): Solved {
  const a = process.lower;
  if (start[0]! >= b) return { mean: 0, variance: 0, nearEnd: 0 };
  let from = start[0]!;
  let nearEnd = 0;
  if (vanishes(process, a)) {
    const near = a + NEAR_POWER_END * (b - a);
    const steep = (2 * (near - a) * process.drift(near)) / process.diffusion(near) ** 2 > STEEP;
    const edge = steep ? a + NEAR_STEEP_END * (b - a) : near;
    if (from < edge) {
      from = edge;
      nearEnd = wayOut(process, start[0]!, from).error;
    }
  }
  const rough = potentialOf(process, [a, from, b], order, from);
  const { lowerCap, upperCap } = rough;
  if (lowerCap?.logSpeed === Infinity) {
    throw new TheoryError(
      'the mean first-passage time is infinite: the noise vanishes at the far end and nothing brings paths back from there',
    );
  }
  if (upperCap?.logScale === Infinity) {
    throw new TheoryError('the threshold is never reached: the noise vanishes there and the drift does not lead to it');
  }
  const least = 0 - 2 * Math.log(process.diffusion(from)) - NEGLIGIBLE; // Φ(from) = 0
  const potential = refined(process, rough, (panel) => panel.right > from || largestLogSpeed([panel]) > least);
  const speed = runningIntegral(potential, (panel) => panel.logSpeed, lowerCap?.logSpeed ?? -Infinity); // ln M
  const logs = (f: (phi: number, logM: number) => number) => (panel: Panel, index: number) =>
    panel.phi.map((phi, k) => f(phi, speed.nodes[index]![k]!));
  const squared = runningIntegral(
    potential,
    logs((phi, logM) => 2 * logM - phi),
    -Infinity,
  ); // ln ∫ s M²
  const tail =
    upperCap === null ? [-Infinity, -Infinity] : [speed.total, squared.total].map((v) => v + upperCap.logScale);
  const time = runningIntegral(
    potential,
    logs((phi, logM) => logM - phi),
    tail[0]!,
    true,
  );
  const spread = runningIntegral(
    potential,
    (panel, index) => panel.phi.map((phi, k) => squared.nodes[index]![k]! - phi),
    tail[1]!,
    true,
  );
  const T = (x: number) =>
    x >= b ? 0 : x >= from ? Math.exp(time.at(x)) : Math.exp(time.at(from)) + wayOut(process, x, from).time;
  const V = (x: number) =>
    x >= b ? 0 : 2 * Math.exp(spread.at(Math.max(x, from))) + (x < from ? wayOut(process, x, from).variance : 0);
  const mean = averageOverStart(start, T, [from, b]);
  const variance = averageOverStart(start, (x) => V(x) + (T(x) - mean) ** 2, [from, b]);
  if (!Number.isFinite(mean) || !Number.isFinite(variance)) {
    throw new TheoryError('the mean first-passage time or its variance exceeds 1e308: the threshold is out of reach');
  }
  return { mean, variance, nearEnd };
}

interface WayOut {
  readonly time: number;
  readonly variance: number;
  readonly error: number;
}

/**
 * The way from x to `to` next to an end without noise: there g = s M follows the drift, (σ²/2) g′ + μ g = 1 by two turns,
 * g = (1 + ε)/μ with ε = σ²μ′/(2μ²), and Var = ∫ σ²/μ³ dx; the rest is of order ε² and ε σσ′/μ.
 */
function wayOut(process: Process, x: number, to: number): WayOut {
  if (!(process.drift(process.lower) > 0)) {
    throw new TheoryError(
      'a path that starts at the end stays there: neither noise nor drift moves it, so its first-passage time is infinite',
    );
  }
  const step = 1e-6 * (process.upper - process.lower); // of the difference quotient for μ′: 1e-12 of the width squared
  const integrate = (f: (mu: number, sigma2: number, epsilon: number, y: number) => number) =>
    averageOverStart([x, to], (y) => {
      const mu = process.drift(y);
      const sigma2 = process.diffusion(y) ** 2;
      const slope = (process.drift(y + step) - process.drift(y)) / step;
      return f(mu, sigma2, (sigma2 * slope) / (2 * mu * mu), y);
    }) *
    (to - x);
  return {
    time: integrate((mu, _, epsilon) => (1 + epsilon) / mu),
    variance: integrate((mu, sigma2) => sigma2 / mu ** 3),
    error: integrate((mu, _, epsilon, y) => {
      return (3 * epsilon * epsilon + Math.abs((2 * epsilon * process.diffusionSlope(y)) / mu)) / mu;
    }),
  };
}
