/** What a study looks like before any path is run: drift, noise, potential and fixed points along the domain. */
import type { Study } from '../spec/study.js';
import type { FixedPoint } from '../theory/index.js';
import { fixedPointsOf } from '../theory/index.js';
import { processOf } from './process.js';

export interface Landscape {
  readonly x: readonly number[];
  /** μ, in x-units per time. */
  readonly drift: readonly number[];
  /** σ, in x-units per √time. */
  readonly diffusion: readonly number[];
  /** −∫ 2μ/σ² dx in units of noise, least value 0; null where the noise vanishes. */
  readonly potential: readonly (number | null)[];
  readonly fixedPoints: readonly FixedPoint[];
}

const POINTS = 257; // a curve across a plot of some hundred pixels

/** Nodes and weights of Gauss–Legendre with three points on [0, 1]: exact to the fifth power in every cell. */
const NODES = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;

export function landscapeOf(study: Study): Landscape {
  const process = processOf(study);
  const { lower, upper, drift, diffusion } = process;
  const width = (upper - lower) / (POINTS - 1);
  const x = Array.from({ length: POINTS }, (_, i) => (i === POINTS - 1 ? upper : lower + i * width));
  const slope = (at: number) => (-2 * drift(at)) / diffusion(at) ** 2;
  let sum = 0;
  const raw = x.map((at, i) => {
    if (i > 0)
      sum += width * NODES.reduce((total, node, k) => total + WEIGHTS[k]! * slope(x[i - 1]! + node * width), 0);
    return diffusion(at) > 0 && Number.isFinite(sum) ? sum : null;
  });
  const least = raw.reduce<number>((low, value) => Math.min(low, value ?? low), Number.POSITIVE_INFINITY);
  return {
    x,
    drift: x.map(drift),
    diffusion: x.map(diffusion),
    potential: raw.map((value) => (value === null ? null : value - least)),
    fixedPoints: fixedPointsOf(process),
  };
}
