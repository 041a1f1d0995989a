/** The relaxation rate: the first non-zero eigenvalue of −L between reflecting ends. */
import { TheoryError } from '../errors.js';
import { collocate } from './generator.js';
import { gaussLegendre } from './legendre.js';
import type { Process, Quantity } from './process.js';
import { mustBeResolvable } from './resolvable.js';

/**
 * Differentiating L φ = −λ φ, w = φ′ obeys ½σ² w″ + (σσ′ + μ) w′ + μ′ w = −λ w with w = 0 at both ends: the eigenvalue 0
 * is gone, and λ1 is the smallest one, with w > 0.
 */
export function relaxationRate(process: Process): Quantity {
  mustBeResolvable(process);
  const [fine, coarse] = [20, 16].map((order) => solve(process, order)) as [number, number];
  return { value: fine, error: Math.abs(fine - coarse) };
}

/**
 * Noda's inverse iteration (Numer. Math. 17, 382 (1971)): for w > 0 and (A − s) w′ = w, s + min w/w′ is a lower bound of
 * the smallest eigenvalue and the next shift; it converges quadratically, however close the next eigenvalue is.
 */
function solve(process: Process, order: number): number {
  const width = process.upper - process.lower;
  const operator = (x: number) =>
    [process.diffusion(x) ** 2 / 2, process.drift(x) + process.diffusionSlope(x), driftSlope(process, x)] as const;
  const scale = { lower: 0.02 * width, upper: 0.02 * width, widest: width / 16 };
  const problem = collocate(process, operator, 'zero', 'zero', scale, order);
  const SITES = 400;
  const sites = Array.from({ length: SITES }, (_, i) => process.lower + (width * (i + 0.5)) / SITES);
  const VISIBLE = 1e-7; // of the largest w: below it w is rounding
  const MOST = 60; // turns; some 10 are usual
  let shift = 0;
  let values = sites.map(() => 1);
  let f: (x: number) => number = () => 1;
  for (let turn = 0; turn < MOST; turn++) {
    const c = problem.factor({ re: -shift, im: 0 })(problem.rightSide(f, 0, 0), { re: 1, im: 0 }).re;
    const next = sites.map((x) => problem.evaluate(c, x));
    const most = next.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0); // < 0 where rounding took the shift past λ1
    const ratios = next.map((w, i) => values[i]! / w).filter((_, i) => Math.min(next[i]! / most, values[i]!) > VISIBLE);
    const low = ratios.reduce((a, b) => Math.min(a, b), Infinity);
    const high = ratios.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!(low * high > 0))
      throw new TheoryError('the relaxation rate could not be found: the noise is too small to resolve');
    if (high - low < 1e-11 * (shift + low)) return shift + low;
    shift += low - 1e-12 * Math.abs(low);
    values = next.map((w) => w / most);
    f = (x) => problem.evaluate(c, x) / most;
  }
  throw new TheoryError('the relaxation rate could not be found: the iteration did not settle');
}

/** μ′ from a polynomial through 9 points about x, kept inside the domain. */
function driftSlope({ drift, lower, upper }: Process, x: number): number {
  const half = 0.01 * (upper - lower);
  const centre = Math.min(Math.max(x, lower + half), upper - half);
  const rule = gaussLegendre(9);
  const f = rule.x.map((t) => drift(centre + half * t));
  const t = (x - centre) / half;
  let [p0, p1, d0, d1] = [1, t, 0, 1]; // P_{l−1}, P_l and slopes
  let slope = 0;
  for (let l = 1; l < rule.n; l++) {
    let c = 0;
    for (let k = 0; k < rule.n; k++) c += rule.basis[l]![k]! * f[k]!;
    slope += c * d1;
    [p0, p1, d0, d1] = [p1, ((2 * l + 1) * t * p1 - l * p0) / (l + 1), d1, d0 + (2 * l + 1) * p1];
  }
  return slope / half;
}
