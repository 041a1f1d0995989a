/**
 * Lamperti's coordinate y = ψ(x) = ∫ dx/σ, in which the noise is that of Brownian motion: dY = f(Y) dt + dW with
 * f = μ/σ − σ′/2 (Itô). G. A. Pavliotis, Stochastic Processes and Applications (2014), § 3.4.
 */
import { TheoryError } from '../errors.js';
import { coefficientsOf, evaluateSeries, gaussLegendre, unresolved } from './legendre.js';
import { piecewise } from './piecewise.js';
import type { Process } from './process.js';

/** ψ alone, which knows nothing of the drift. */
export interface LampertiCoordinate {
  /** ψ of the ends of the domain: −upper and upper, so that y is as small as can be (f32 keeps most digits of it). */
  readonly lower: number;
  readonly upper: number;
  /** ψ(x) for x in the domain, in units of √time. */
  readonly coordinate: (x: number) => number;
  /** ψ⁻¹(y), in the domain. */
  readonly position: (y: number) => number;
}

export interface Lamperti extends LampertiCoordinate {
  /** f(y) = μ/σ − σ′/2 at x = ψ⁻¹(y), per √time. */
  readonly drift: (y: number) => number;
  /** f′ at the lower and at the upper end: f goes on linearly beyond an absorbing one. */
  readonly slopes: readonly [number, number];
}

const ORDER = 16;
const RESOLVED = 1e-14; // share of the last Legendre coefficients of 1/σ on a panel
const SHORTEST = 2 ** -40; // of the domain: next to a place that no polynomial resolves
const FIRST_PANELS = 64; // narrow bumps of σ would pass between the nodes of a few
const MOST_PANELS = 2000;

interface Panel {
  readonly left: number;
  readonly right: number;
  /** Legendre series of (half-width)/σ. */
  readonly series: Float64Array;
  /** ∫ dx/σ from the lower end to `left`. */
  before: number;
}

/** @throws TheoryError where σ vanishes or is not finite in the domain, the ends included. */
export function lampertiCoordinate(process: Pick<Process, 'diffusion' | 'lower' | 'upper'>): LampertiCoordinate {
  const { lower, upper } = process;
  const panels = panelsOf(process);
  const last = panels.at(-1)!;
  const length = last.before + evaluateSeries(last.series, 1).integral;
  const coordinate = (x: number): number => {
    if (x <= lower) return -length / 2;
    if (x >= upper) return length / 2;
    const panel = panels[indexOf(panels, ({ right }) => x < right)]!;
    return panel.before + evaluateSeries(panel.series, relative(panel, x)).integral - length / 2;
  };
  const position = (y: number): number => {
    const travelled = y + length / 2;
    if (travelled <= 0) return lower;
    if (travelled >= length) return upper;
    const i = indexOf(panels, (_, k) => travelled < (panels[k + 1]?.before ?? Infinity));
    return invert(panels[i]!, travelled);
  };
  return { lower: -length / 2, upper: length / 2, coordinate, position };
}

/** @throws TheoryError where σ vanishes or is not finite in the domain, the ends included. */
export function lampertiOf(process: Process): Lamperti {
  const along = lampertiCoordinate(process);
  const { lower, upper, position } = along;
  const exactly = lampertiDrift(process, position);
  const length = upper - lower;
  return {
    ...along,
    drift: piecewise(exactly, lower, upper), // kernels ask for it a million times
    slopes: lampertiSlopes(exactly, length),
  };
}

/** f(y) from μ and σ themselves. */
export function lampertiDrift(
  { drift, diffusion, diffusionSlope }: Pick<Process, 'drift' | 'diffusion' | 'diffusionSlope'>,
  position: (y: number) => number,
): (y: number) => number {
  return (y) => {
    const x = position(y);
    const sigma = diffusion(x);
    return drift(x) / sigma - diffusionSlope(x) / (2 * sigma);
  };
}

/** f′ at both ends of [−length/2, length/2]. */
export const lampertiSlopes = (f: (y: number) => number, length: number): readonly [number, number] => [
  slopeAt(f, -length / 2, length),
  slopeAt(f, length / 2, -length),
];

/** f′ at an end from values inside, error h⁴ f⁗′/5 and rounding 1e-13/h. */
function slopeAt(f: (y: number) => number, end: number, inwards: number): number {
  const h = inwards / 1024;
  const [f0, f1, f2, f3, f4] = [0, 1, 2, 3, 4].map((k) => f(end + k * h)) as [number, number, number, number, number];
  return (-25 * f0 + 48 * f1 - 36 * f2 + 16 * f3 - 3 * f4) / (12 * h);
}

function panelsOf({ diffusion, lower, upper }: Pick<Process, 'diffusion' | 'lower' | 'upper'>): Panel[] {
  const rule = gaussLegendre(ORDER);
  const width = upper - lower;
  const panels: Panel[] = [];
  let before = 0;
  const visit = (left: number, right: number): void => {
    const half = (right - left) / 2;
    const slowness = rule.x.map((t) => half / diffusion(left + half * (1 + t)));
    if (!slowness.every((value) => Number.isFinite(value) && value > 0)) vanishing(left, right);
    if (unresolved(rule, slowness) > RESOLVED && right - left > SHORTEST * width) {
      if (panels.length > MOST_PANELS) vanishing(left, right);
      visit(left, left + half);
      visit(left + half, right);
      return;
    }
    const series = coefficientsOf(rule, slowness);
    panels.push({ left, right, series, before });
    before += evaluateSeries(series, 1).integral;
  };
  for (const end of [lower, upper]) if (!(diffusion(end) > 0)) vanishing(end, end);
  for (let i = 0; i < FIRST_PANELS; i++)
    visit(lower + (width * i) / FIRST_PANELS, lower + (width * (i + 1)) / FIRST_PANELS);
  return panels;
}

function vanishing(left: number, right: number): never {
  throw new TheoryError(
    `∫ dx/σ needs a diffusion that is finite and > 0 in the whole domain, the ends included; at or near x = ${Number(((left + right) / 2).toPrecision(4))} it is not`,
  );
}

const relative = ({ left, right }: Panel, x: number): number =>
  Math.min(1, Math.max(-1, (2 * (x - left)) / (right - left) - 1));

/** The first index for which `inside` holds, the last one at the latest; it holds from there on. */
function indexOf(panels: readonly Panel[], inside: (panel: Panel, index: number) => boolean): number {
  let [low, high] = [0, panels.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inside(panels[middle]!, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Newton's method, kept inside the panel. */
function invert({ left, right, series, before }: Panel, travelled: number): number {
  let [low, high, t] = [-1, 1, 0];
  const MOST = 60;
  for (let i = 0; i < MOST; i++) {
    const { integral, value } = evaluateSeries(series, t);
    const excess = before + integral - travelled;
    if (excess > 0) high = t;
    else low = t;
    let next = t - excess / value;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const moved = Math.abs(next - t);
    t = next;
    if (moved < Number.EPSILON) break;
  }
  return left + ((right - left) / 2) * (1 + t);
}
