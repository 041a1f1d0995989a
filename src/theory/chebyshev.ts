/** Smooth functions as short polynomials, for backends that have no tables. L. N. Trefethen, Approximation Theory and Practice (2013). */

/**
 * Coefficients in powers of t = y/half of a polynomial that is within `tolerance` of f, relative to its largest value on
 * [−half, half]; null where it would take a degree above `mostDegree`, or where its terms would cancel in f32.
 */
export function polynomialFit(
  f: (y: number) => number,
  half: number,
  tolerance: number,
  mostDegree: number,
): readonly number[] | null {
  const n = 2 * mostDegree;
  const nodes = Array.from({ length: n }, (_, k) => Math.cos((Math.PI * (k + 0.5)) / n));
  const values = nodes.map((t) => f(t * half));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!Number.isFinite(largest)) return null;
  const series = Array.from({ length: n }, (_, l) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += values[k]! * Math.cos((Math.PI * l * (k + 0.5)) / n);
    return ((l === 0 ? 1 : 2) * sum) / n;
  });
  let degree = n - 1;
  for (let tail = 0; degree > 0; degree--) {
    tail += Math.abs(series[degree]!);
    if (tail > tolerance * largest) break;
  }
  if (degree > mostDegree) return null;
  const powers = inPowers(series.slice(0, degree + 1));
  const terms = powers.reduce((sum, c) => sum + Math.abs(c), 0);
  if (terms > MOST_CANCELLATION * largest) return null;
  const allowed = 4 * tolerance * largest; // the tail that is left out, what the nodes alias of it, and rounding
  for (let i = 0; i <= CHECKS; i++) {
    const t = (2 * i) / CHECKS - 1;
    const value = powers.reduceRight((sum, c) => sum * t + c, 0);
    if (!(Math.abs(value - f(t * half)) <= allowed)) return null;
  }
  return powers;
}

/** Places at which the polynomial is held to f: what is narrow may lie between all of the nodes. */
const CHECKS = 2048;

/** Of Σ|c| over the largest value: a rounding error of f32 grows by at most this. */
const MOST_CANCELLATION = 32;

/** Σ a_l T_l(t) in powers of t. */
function inPowers(series: readonly number[]): number[] {
  const powers = new Array<number>(series.length).fill(0);
  let before: number[] = [1];
  let chebyshev: number[] = [0, 1];
  series.forEach((a, l) => {
    const current = l === 0 ? [1] : chebyshev;
    current.forEach((c, power) => {
      powers[power]! += a * c;
    });
    if (l > 0) {
      const next = [0, ...chebyshev.map((c) => 2 * c)];
      before.forEach((c, power) => {
        next[power]! -= c;
      });
      before = chebyshev;
      chebyshev = next;
    }
  });
  return powers;
}
