/** First passage to a threshold with the other end reflecting: the law of T on an infinite horizon. */
import { TheoryError } from '../errors.js';
import { cumulantsOf, type LogCumulants } from './cumulants.js';
import { type Moments, mixMoments, type Part } from './moments.js';
import { COARSE, FINE } from './orders.js';
import { largestLogSpeed, type Potential, potentialOf, refined, vanishes } from './potential.js';
import { mirror, mirrorStart, type Process } from './process.js';
import { logAdd } from './running.js';
import { averageOverStart, forEachStart } from './start.js';
import { type TimeLaw, timeLaw } from './time-law.js';

const NEGLIGIBLE = 90; // e^−90: what weighs less than this below the lowest start is left out …
const MOST_CLIMB = 2000; // … where Φ climbs further than this there: below it nothing needs to be left out
// Shares of the width: starts nearer to an end without noise leave it by drift alone, to the second order in the noise.
const NEAR_STEEP_END = 1e-3; // where Φ ~ 1/distance and panels nearer would be countless
const NEAR_POWER_END = 1e-8; // where m and s are power laws: the caps are narrower
const STEEP = 1000; // of d dΦ/dd: above it the end is steep

/** From the start law; starts at or past the threshold have T = 0. */
export function firstPassage(process: Process, start: readonly number[], threshold: number, up: boolean): TimeLaw {
  if (!up) return firstPassage(mirror(process), mirrorStart(start), -threshold, true);
  const fine = solve(process, start, threshold, FINE);
  const coarse = solve(process, start, threshold, COARSE);
  return timeLaw(fine.moments, coarse.moments, fine.nearEnd);
}

interface Solved {
  readonly moments: Moments;
  /** A bound on the error made by the drift-only way out of an end without noise. */
  readonly nearEnd: number;
}

function solve(process: Process, start: readonly number[], b: number, order: number): Solved {
  const a = process.lower;
  const parts: Part[] = [];
  const collect = (cumulants: (x: number) => LogCumulants, kinks: readonly number[]) =>
    forEachStart(start, kinks, (x, weight) => parts.push({ weight, cumulants: cumulants(x) }));
  if (start[0]! >= b) {
    collect(() => AT_ONCE, [b]);
    return { moments: mixMoments(parts), nearEnd: 0 };
  }
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
  const potential = withoutTheUnvisited(process, rough, from);
  const cumulants = cumulantsOf(potential, {
    scale: (panel) => panel.phi.map((phi) => -phi),
    speed: (panel) => panel.logSpeed,
    speedBefore: lowerCap?.logSpeed ?? -Infinity,
    scaleAfter: upperCap?.logScale ?? -Infinity,
    waitAfter: upperCap?.logWait ?? -Infinity,
  });
  collect(
    (x) => {
      if (x >= b) return AT_ONCE;
      if (x >= from) return cumulants(x);
      const way = wayOut(process, x, from).cumulants;
      return cumulants(from).map((log, n) => logAdd(log, Math.log(way[n]!)));
    },
    [from, b],
  );
  const moments = mixMoments(parts);
  if (!Number.isFinite(moments.mean) || !Number.isFinite(moments.variance)) {
    throw new TheoryError('the mean first-passage time or its variance exceeds 1e308: the threshold is out of reach');
  }
  return { moments, nearEnd };
}

const AT_ONCE: LogCumulants = [-Infinity, -Infinity, -Infinity, -Infinity];

/** The panels that matter: below the lowest start those where paths are ever found. */
function withoutTheUnvisited(process: Process, rough: Potential, from: number): Potential {
  const below = rough.panels.filter((panel) => panel.right <= from);
  const climb = below.reduce((sum, panel) => sum + Math.abs(panel.phiRight - panel.phiLeft), 0);
  const least = climb > MOST_CLIMB ? -2 * Math.log(process.diffusion(from)) - NEGLIGIBLE : -Infinity; // Φ(from) = 0
  return refined(process, rough, (panel) => panel.right > from || largestLogSpeed([panel]) > least);
}

interface WayOut {
  /** κ₁ … κ₄. */
  readonly cumulants: readonly number[];
  readonly error: number;
}

/**
 * The way from x to `to` next to an end without noise: there g = s M follows the drift, (σ²/2) g′ + μ g = 1 by two turns,
 * g = (1 + ε)/μ with ε = σ²μ′/(2μ²), and the next cumulants are those of the inverse Gaussian, ∫ σ²/μ³, 3σ⁴/μ⁵, 15σ⁶/μ⁷;
 * the rest is of order ε² and ε σσ′/μ.
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
    cumulants: [
      integrate((mu, _, epsilon) => (1 + epsilon) / mu),
      integrate((mu, sigma2) => sigma2 / mu ** 3),
      integrate((mu, sigma2) => (3 * sigma2 ** 2) / mu ** 5),
      integrate((mu, sigma2) => (15 * sigma2 ** 3) / mu ** 7),
    ],
    error: integrate((mu, _, epsilon, y) => {
      return (3 * epsilon * epsilon + Math.abs((2 * epsilon * process.diffusionSlope(y)) / mu)) / mu;
    }),
  };
}
