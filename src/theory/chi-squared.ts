/** The χ² law, and counts compared with what they should be. */

/** P(χ² with `degrees` of freedom ≥ x). */
export const chiSquaredTail = (x: number, degrees: number): number => (x <= 0 ? 1 : upperGamma(degrees / 2, x / 2));

/** Q(a, x) = Γ(a, x)/Γ(a): by the series of P below a + 1, by Legendre's continued fraction (modified Lentz) above. */
function upperGamma(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > 1e-17 * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  const TINY = 1e-300;
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b || TINY);
    c = b + factor / c || TINY;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** ln Γ(a), a > 0: Stirling's series from 10 on, the recursion below. */
function logGamma(a: number): number {
  let shift = 0;
  let x = a;
  for (; x < 10; x++) shift += Math.log(x);
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

export interface Fit {
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** n Σ δ²/p: how much the errors δ of the expected shares p can add to χ². */
  readonly allowance: number;
}

export interface ExpectedCell {
  readonly count: number;
  /** Its probability, and how well that is known. */
  readonly share: number;
  readonly error: number;
}

/** Cells expected below this are pooled with the next one. */
export const FEWEST_IN_CELL = 25;

/** χ² of the counts; null where fewer than two cells are left. Neighbours are pooled from the first on. */
export function fitOf(cells: readonly ExpectedCell[]): Fit | null {
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const pooled: { count: number; share: number; error: number }[] = [];
  let open = { count: 0, share: 0, error: 0 };
  for (const { count, share, error } of cells) {
    open = { count: open.count + count, share: open.share + share, error: open.error + error };
    if (n * open.share >= FEWEST_IN_CELL) {
      pooled.push(open);
      open = { count: 0, share: 0, error: 0 };
    }
  }
  const last = pooled.at(-1);
  if (last !== undefined) {
    last.count += open.count;
    last.share += open.share;
    last.error += open.error;
  }
  if (pooled.length < 2) return null;
  let [chiSquared, allowance] = [0, 0];
  for (const { count, share, error } of pooled) {
    chiSquared += (count - n * share) ** 2 / (n * share);
    allowance += (n * error ** 2) / share;
  }
  const degreesOfFreedom = pooled.length - 1;
  return { chiSquared, degreesOfFreedom, pValue: chiSquaredTail(chiSquared, degreesOfFreedom), allowance };
}
