/**
 * The scheme's own one-step kernel, without sampling: x̃ = x + μ dt + σ√dt z (+ ½σσ′dt (z² − 1)) with z ~ N(0, 1), then
 * the monitor and the ends exactly as the backends apply them. K acts on value functions u(x): (K u)(x) is the mean of
 * u after one step over the paths that live on. Value functions are smooth, with layers of a few σ√dt at the ends only,
 * so some hundred nodes do for every dt (collocation; numerics: "The discretised truth").
 */
import type { BoundaryKind, Scheme } from '../spec/study.js';
import { gradedInterpolant, type Interpolant } from './interpolant.js';
import { gaussLegendre } from './legendre.js';
import type { Matrix } from './matrix.js';
import type { Process } from './process.js';

/** What happens at an end: a boundary, or a barrier that takes the path out (an absorbing end or a threshold). */
export interface End {
  readonly at: number;
  readonly kind: BoundaryKind;
  /** For a barrier: crossings inside a step count too. */
  readonly bridge: boolean;
  /** An absorbing end with the bridge, behind a barrier on the grid: who leaves there inside a step has met the barrier. */
  readonly behind?: number | undefined;
}

/** The level that a path may cross inside a step, none without one. */
const levelInside = ({ kind, at, bridge, behind }: End): number | undefined =>
  kind !== 'absorb' ? undefined : bridge ? at : behind;

export interface Chain {
  readonly interpolant: Interpolant;
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
  scheme: Scheme,
  lower: End,
  upper: End,
  resolution: Resolution,
): Chain {
  const interpolant = chainInterpolant(process, dt, lower, upper, resolution);
  const rootDt = Math.sqrt(dt);
  const n = interpolant.nodes.length;
  const kernel: Matrix = { n, data: new Float64Array(n * n) };
  const exitLower = new Float64Array(n);
  const exitUpper = new Float64Array(n);
  const rule = gaussLegendre(16);
  const [lowerLevel, upperLevel] = [levelInside(lower), levelInside(upper)];
  for (let i = 0; i < n; i++) {
    const x = interpolant.nodes[i]!;
    const drift = process.drift(x) * dt;
    const noise = process.diffusion(x) * rootDt;
    const correction = scheme === 'milstein' ? (process.diffusionSlope(x) * dt) / 2 : 0;
    const pieces = cuts(noise, correction, (level) => level - x - drift + correction, lower, upper);
    for (let p = 0; p + 1 < pieces.length; p++) {
      const half = (pieces[p + 1]! - pieces[p]!) / 2;
      for (let k = 0; k < rule.n; k++) {
        const z = pieces[p]! + half * (1 + rule.x[k]!);
        const weight = (half * rule.w[k]! * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
        const y = x + (drift + noise * z + correction * (z * z - 1));
        step(i, x, y, noise, weight);
      }
    }
  }
  return { interpolant, lower, upper, dt, kernel, exitLower, exitUpper };

  /** One proposal y from x with its probability: monitor and barriers first, then the boundary. */
  function step(i: number, x: number, y: number, noise: number, weight: number): void {
    if (lower.kind === 'absorb' && y <= lower.at) exitLower[i]! += weight;
    else if (upper.kind === 'absorb' && y >= upper.at) exitUpper[i]! += weight;
    else {
      const low = lowerLevel === undefined ? 0 : crossing(lowerLevel, x, y, noise);
      const high = upperLevel === undefined ? 0 : crossing(upperLevel, x, y, noise);
      const exits = low + (1 - low) * high;
      if (exits > 0) {
        exitLower[i]! += (weight * exits * low) / (low + high);
        exitUpper[i]! += (weight * exits * high) / (low + high);
      }
      const at = bounded(y, lower, upper);
      // A mirrored path may land beyond a barrier on the other side: it leaves there (rare unless σ√dt ~ the width).
      if (upper.kind === 'absorb' && at >= upper.at) exitUpper[i]! += weight * (1 - exits);
      else if (lower.kind === 'absorb' && at <= lower.at) exitLower[i]! += weight * (1 - exits);
      else interpolant.spread(kernel.data, i * n, at, weight * (1 - exits));
    }
  }
}

/** The panels of a chain: layers at the ends are a few σ√dt wide, or a step of the drift where σ vanishes. */
export function chainInterpolant(
  process: Process,
  dt: number,
  lower: End,
  upper: End,
  { order, panels }: Resolution,
): Interpolant {
  const width = upper.at - lower.at;
  const scaleAt = (x: number) =>
    Math.max(2 * process.diffusion(x) * Math.sqrt(dt), Math.abs(process.drift(x)) * dt, 1e-7 * width);
  return gradedInterpolant(lower.at, upper.at, scaleAt(lower.at), scaleAt(upper.at), width / panels, order);
}

/**
 * P(a Brownian bridge from x to y with scale `noise` passes b). The backends' cut-off to 0 where p < 1.6e-8 is left out:
 * it changes no step's hit probability by more than that.
 */
function crossing(b: number, x: number, y: number, noise: number): number {
  const product = Math.max((b - x) * (b - y), 0);
  const variance = noise * noise;
  return product >= 18 * variance ? 0 : Math.exp((-2 * product) / variance);
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

/** Where the integrand over z has kinks (the proposal meets an end, or its mirror image does), and pieces between. */
function cuts(noise: number, correction: number, offset: (level: number) => number, lower: End, upper: End): number[] {
  const width = upper.at - lower.at;
  const kinks = [-NORMAL_REACH, NORMAL_REACH];
  for (const level of [lower.at - width, lower.at, upper.at, upper.at + width]) {
    // correction z² + noise z = offset
    const c = offset(level);
    const root = Math.sqrt(noise * noise + 4 * correction * c);
    if (Number.isNaN(root) || noise === 0) continue;
    kinks.push((2 * c) / (noise + root));
    if (correction !== 0) kinks.push(-(noise + root) / (2 * correction));
  }
  const sorted = kinks.filter((z) => Math.abs(z) <= NORMAL_REACH).sort((a, b) => a - b);
  const pieces = [sorted[0]!];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const parts = Math.ceil((sorted[i + 1]! - sorted[i]!) / PIECE);
    for (let p = 1; p <= parts; p++) pieces.push(sorted[i]! + ((sorted[i + 1]! - sorted[i]!) * p) / parts);
  }
  return pieces;
}
