/** What one step of a scheme proposes, as a function of the normal z: the schemes of backend/reference/scheme.ts in f64. */
import type { BoundaryKind, Scheme } from '../spec/study.js';
import { type Lamperti, lampertiOf } from './lamperti.js';
import type { Process } from './process.js';

export interface Stepper {
  /** x → the coordinate in which the scheme works, and back; the identity but for Lamperti–Heun. */
  readonly coordinate: (x: number) => number;
  readonly position: (state: number) => number;
  /** Drift and diffusion in that coordinate. */
  readonly drift: (state: number) => number;
  readonly diffusion: (state: number) => number;
  /** The step from a state. */
  readonly from: (state: number, dt: number) => Step;
}

export interface Step {
  /** σ√dt. */
  readonly noise: number;
  readonly propose: (z: number) => number;
  /** The z within ±reach at which z ↦ proposal is not smooth or meets one of the levels, in any order. */
  readonly kinks: (levels: readonly number[], reach: number) => number[];
}

type Boundary = { readonly lower: BoundaryKind; readonly upper: BoundaryKind };

/** @param process on the whole domain, whose ends a predictor may be mirrored at. @throws TheoryError as lampertiOf */
export function stepperOf(process: Process, scheme: Scheme, boundary: Boundary): Stepper {
  return scheme === 'lamperti-heun' ? heunStepper(lampertiOf(process), boundary) : plainStepper(process, scheme);
}

const identity = (x: number): number => x;

function plainStepper({ drift, diffusion, diffusionSlope }: Process, scheme: Scheme): Stepper {
  return {
    coordinate: identity,
    position: identity,
    drift,
    diffusion,
    from(x, dt) {
      const push = drift(x) * dt;
      const noise = diffusion(x) * Math.sqrt(dt);
      const correction = scheme === 'milstein' ? (diffusionSlope(x) * dt) / 2 : 0;
      return {
        noise,
        propose: (z) => x + (push + noise * z + correction * (z * z - 1)),
        kinks: (levels, reach) =>
          levels
            .flatMap((level) => {
              // correction z² + noise z = c
              const c = level - x - push + correction;
              const root = Math.sqrt(noise * noise + 4 * correction * c);
              if (Number.isNaN(root) || noise === 0) return [];
              const near = (2 * c) / (noise + root);
              return correction === 0 ? [near] : [near, -(noise + root) / (2 * correction)];
            })
            .filter((z) => Math.abs(z) <= reach),
      };
    },
  };
}

function heunStepper({ lower, upper, coordinate, position, drift, slopes }: Lamperti, boundary: Boundary): Stepper {
  /** As in the reference: a mirror at each end turns the drift, an absorbing end lets it go on linearly. */
  const driftAtPredictor = (q: number): number => {
    let y = q;
    let sign = 1;
    if (boundary.lower === 'reflect' && y < lower) [y, sign] = [2 * lower - y, -sign];
    if (boundary.upper === 'reflect' && y > upper) [y, sign] = [2 * upper - y, -sign];
    let f = drift(Math.min(Math.max(y, lower), upper));
    if (boundary.lower === 'absorb') f += slopes[0] * Math.min(y - lower, 0);
    if (boundary.upper === 'absorb') f += slopes[1] * Math.max(y - upper, 0);
    return sign * f;
  };
  return {
    coordinate,
    position,
    drift,
    diffusion: () => 1,
    from(y, dt) {
      const noise = Math.sqrt(dt);
      const push = drift(y) * dt;
      const propose = (z: number) => y + ((push + driftAtPredictor(y + (push + noise * z)) * dt) / 2 + noise * z);
      // Where the predictor meets an end, and where its first image meets the other one.
      const width = upper - lower;
      const turns = [lower - width, lower, upper, upper + width].map((end) => (end - y - push) / noise);
      return {
        noise,
        propose,
        kinks(levels, reach) {
          const edges = [-reach, ...turns.filter((z) => Math.abs(z) < reach), reach];
          const crossings = edges.slice(1).flatMap((right, i) => {
            const inside = 1e-13 * reach; // the proposal jumps at the edges
            return levels.flatMap((level) => root((z) => propose(z) - level, edges[i]! + inside, right - inside));
          });
          return [...edges.slice(1, -1), ...crossings];
        },
      };
    },
  };
}

/** The root of an increasing f, if there is one between a and b: Illinois' method. */
function root(f: (z: number) => number, a: number, b: number): number[] {
  let [fa, fb] = [f(a), f(b)];
  if (!(fa < 0 && fb > 0)) return [];
  let side = 0;
  const MOST = 60;
  for (let i = 0; i < MOST && b - a > 1e-13; i++) {
    const z = (a * fb - b * fa) / (fb - fa);
    const fz = f(z);
    if (fz > 0) {
      [b, fb] = [z, fz];
      if (side === 1) fa /= 2;
      side = 1;
    } else {
      [a, fa] = [z, fz];
      if (side === -1) fb /= 2;
      side = -1;
    }
    if (fz === 0) return [z];
  }
  return [(a + b) / 2];
}
