/**
 * The scheme's own one-step kernel, without sampling: what it proposes for z ~ N(0, 1) (stepper.ts), then the monitor and
 * the ends exactly as the backends apply them. K acts on value functions u(x): (K u)(x) is the mean of
 * u after one step over the paths that live on. Value functions are smooth, with layers of a few σ√dt at the ends only,
 * so some hundred nodes do for every dt (collocation; numerics: "The discretised truth").
 */
import type { BoundaryKind, Scheme } from '../spec/study.js';
import { gradedInterpolant, type Interpolant } from './interpolant.js';
import { gaussLegendre } from './legendre.js';
import type { Matrix } from './matrix.js';
import type { Process } from './process.js';
import { type Stepper, stepperOf } from './stepper.js';

/** What happens at an end: a boundary, or a barrier that takes the path out (an absorbing end or a threshold). */
export interface End {
  readonly at: number;
  readonly kind: BoundaryKind;
  /** For a barrier: crossings inside a step count too. */
  readonly bridge: boolean;
  /** For a barrier on the grid: it is moved towards the path by 0.5826 σ√dt. */
  readonly shift?: boolean | undefined;
  /** An absorbing end with the bridge, behind a barrier on the grid: who leaves there inside a step has met the barrier. */
  readonly behind?: number | undefined;
}

/** The level that a path may cross inside a step, none without one. */
const levelInside = ({ kind, at, bridge, behind }: End): number | undefined =>
  kind !== 'absorb' ? undefined : bridge ? at : behind;

export interface Chain {
  /** In the coordinate of the scheme. */
  readonly interpolant: Interpolant;
  readonly stepper: Stepper;
  /** In x. */
  readonly lower: End;
  readonly upper: End;
  readonly dt: number;
  /** (K u)(x_i) = Σ_j K_ij u_j. */
  readonly kernel: Matrix;
  /** P(the step from node i leaves through the lower, upper end). */
  readonly exitLower: Float64Array;
  readonly exitUpper: Float64Array;
}

export interface Resolution {
  /** Nodes of a panel. */
  readonly order: number;
  /** Fewest panels across the domain; more are added towards the ends. */
  readonly panels: number;
}

const NORMAL_REACH = 8.5; // |z|; beyond lies 2e-17
const PIECE = 3; // of z, with 16 nodes: the normal density and a value function to 1e-13

export function chainOf(
  process: Process,
  dt: number,
  scheme: Scheme | Stepper,
  lower: End,
  upper: End,
  resolution: Resolution,
): Chain {
  const boundary = { lower: lower.kind, upper: upper.kind };
  const stepper = typeof scheme === 'string' ? stepperOf(process, scheme, boundary) : scheme;
  const interpolant = chainInterpolant(stepper, dt, lower, upper, resolution);
  const ends = { lower: inCoordinate(lower, stepper), upper: inCoordinate(upper, stepper) };
  const [low, high] = [ends.lower.at, ends.upper.at];
  const n = interpolant.nodes.length;
  const kernel: Matrix = { n, data: new Float64Array(n * n) };
  const exitLower = new Float64Array(n);
  const exitUpper = new Float64Array(n);
  const rule = gaussLegendre(16);
  const [lowerLevel, upperLevel] = [levelInside(ends.lower), levelInside(ends.upper)];
  for (let i = 0; i < n; i++) {
    const x = interpolant.nodes[i]!;
    const proposed = stepper.from(x, dt);
    const { noise } = proposed;
    const seenLow = low + (lower.shift ? SHIFT * noise : 0);
    const seenHigh = high - (upper.shift ? SHIFT * noise : 0);
    const width = high - low;
    const pieces = piecesBetween(
      proposed.kinks([low - width, low, seenLow, seenHigh, high, high + width], NORMAL_REACH),
    );
    for (let p = 0; p + 1 < pieces.length; p++) {
      const half = (pieces[p + 1]! - pieces[p]!) / 2;
      for (let k = 0; k < rule.n; k++) {
        const z = pieces[p]! + half * (1 + rule.x[k]!);
        const weight = (half * rule.w[k]! * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
        step(i, x, proposed.propose(z), noise, weight, seenLow, seenHigh);
      }
    }
  }
  return { interpolant, stepper, lower, upper, dt, kernel, exitLower, exitUpper };

  /** One proposal y from x with its probability: monitor and barriers first, then the boundary. */
  function step(
    i: number,
    x: number,
    y: number,
    noise: number,
    weight: number,
    seenLow: number,
    seenHigh: number,
  ): void {
    if (lower.kind === 'absorb' && y <= seenLow) exitLower[i]! += weight;
    else if (upper.kind === 'absorb' && y >= seenHigh) exitUpper[i]! += weight;
    else {
      const pLow = lowerLevel === undefined ? 0 : crossing(lowerLevel, x, y, noise);
      const pHigh = upperLevel === undefined ? 0 : crossing(upperLevel, x, y, noise);
      const exits = pLow + (1 - pLow) * pHigh;
      if (exits > 0) {
        exitLower[i]! += (weight * exits * pLow) / (pLow + pHigh);
        exitUpper[i]! += (weight * exits * pHigh) / (pLow + pHigh);
      }
      const at = bounded(y, ends.lower, ends.upper);
      // A mirrored path may land beyond a barrier on the other side: it leaves there (rare unless σ√dt ~ the width).
      if (upper.kind === 'absorb' && at >= high) exitUpper[i]! += weight * (1 - exits);
      else if (lower.kind === 'absorb' && at <= low) exitLower[i]! += weight * (1 - exits);
      else interpolant.spread(kernel.data, i * n, at, weight * (1 - exits));
    }
  }
}

const SHIFT = 0.5825971579390106; // −ζ(½)/√(2π): backend/reference/monitor.ts

const inCoordinate = (end: End, { coordinate }: Stepper): End => ({
  ...end,
  at: coordinate(end.at),
  behind: end.behind === undefined ? undefined : coordinate(end.behind),
});

/** The panels of a chain: layers at the ends are a few σ√dt wide, or a step of the drift where σ vanishes. */
export function chainInterpolant(
  { drift, diffusion, coordinate }: Stepper,
  dt: number,
  lower: End,
  upper: End,
  { order, panels }: Resolution,
): Interpolant {
  const [low, high] = [coordinate(lower.at), coordinate(upper.at)];
  const width = high - low;
  const scaleAt = (x: number) => Math.max(2 * diffusion(x) * Math.sqrt(dt), Math.abs(drift(x)) * dt, 1e-7 * width);
  return gradedInterpolant(low, high, scaleAt(low), scaleAt(high), width / panels, order);
}

/**
 * P(a Brownian bridge from x to y with scale `noise` passes b). The backends' cut-off to 0 where p < 1.6e-8 is left out:
 * it changes no step's hit probability by more than that. Theirs for unlikely hits, p < 4.2e-18, is this one.
 */
function crossing(b: number, x: number, y: number, noise: number): number {
  const product = Math.max((b - x) * (b - y), 0);
  const variance = noise * noise;
  return product >= 20 * variance ? 0 : Math.exp((-2 * product) / variance);
}

function bounded(proposal: number, lower: End, upper: End): number {
  let y = proposal;
  if (lower.kind === 'reflect') y = Math.max(y, 2 * lower.at - y);
  if (upper.kind === 'reflect') y = Math.min(y, 2 * upper.at - y);
  if (lower.kind === 'reflect' && upper.kind === 'reflect' && y < lower.at) {
    const width = upper.at - lower.at;
    const turns = (proposal - lower.at) / (2 * width);
    const r = 2 * width * (turns - Math.floor(turns));
    y = lower.at + (r > width ? 2 * width - r : r);
  }
  return Math.min(Math.max(y, lower.at), upper.at);
}

/** Integrals over z are cut where the integrand has kinks, and into pieces that 16 nodes resolve. */
function piecesBetween(kinks: readonly number[]): number[] {
  const sorted = [-NORMAL_REACH, ...kinks, NORMAL_REACH].sort((a, b) => a - b);
  const pieces = [sorted[0]!];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const parts = Math.ceil((sorted[i + 1]! - sorted[i]!) / PIECE);
    for (let p = 1; p <= parts; p++) pieces.push(sorted[i]! + ((sorted[i + 1]! - sorted[i]!) * p) / parts);
  }
  return pieces;
}
