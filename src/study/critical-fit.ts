/** Weighted log–log fits, linear in what is measured, so that a bootstrap of thousands of replicates costs nothing. */

/** Distances from the candidate, all > 0, and weights 1/SE² of ln y. */
export interface Abscissae {
  readonly d: readonly number[];
  readonly weights: readonly number[];
}

/** The exponent is Σ rows[1][i] ln yᵢ: the row of the weighted least-squares solution. */
export interface LinearFit {
  /** Row-major [coefficient][point]. */
  readonly rows: readonly Float64Array[];
  readonly columns: readonly (readonly number[])[];
}

export const apply = (row: ArrayLike<number>, y: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i]! * y[i]!;
  return sum;
};

/** ln y = a + p ln d + b d: a power law with its first analytic correction. */
export const correctedPower = ({ d, weights }: Abscissae): LinearFit =>
  leastSquares([d.map(() => 1), d.map(Math.log), d], weights);

/** ln y = a + p ln(d + d₀). */
export const shiftedPower = ({ d, weights }: Abscissae, shift: number): LinearFit =>
  leastSquares([d.map(() => 1), d.map((x) => Math.log(x + shift))], weights);

export function chiSquared({ rows, columns }: LinearFit, y: readonly number[], weights: readonly number[]): number {
  const coefficients = rows.map((row) => apply(row, y));
  return y.reduce((sum, value, i) => {
    const fitted = columns.reduce((at, column, k) => at + coefficients[k]! * column[i]!, 0);
    return sum + weights[i]! * (value - fitted) ** 2;
  }, 0);
}

/** (XᵀWX)⁻¹ XᵀW, by Gauss–Jordan on columns scaled to length 1. */
export function leastSquares(columns: readonly (readonly number[])[], weights: readonly number[]): LinearFit {
  const n = weights.length;
  const lengths = columns.map((column) => Math.sqrt(column.reduce((sum, x, i) => sum + weights[i]! * x * x, 0)));
  const scaled = columns.map((column, k) => column.map((x) => x / lengths[k]!));
  const rows = scaled.map((left) => {
    const normal = scaled.map((right) => left.reduce((sum, x, i) => sum + weights[i]! * x * right[i]!, 0));
    return Float64Array.from([...normal, ...left.map((x, i) => x * weights[i]!)]);
  });
  const K = columns.length;
  for (let k = 0; k < K; k++) {
    const best = rows.reduce((b, row, r) => (r >= k && Math.abs(row[k]!) > Math.abs(rows[b]![k]!) ? r : b), k);
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    for (let i = 0; i < K + n; i++) rows[k]![i]! /= pivot;
    rows.forEach((row, r) => {
      const factor = row[k]!;
      if (r !== k) for (let i = 0; i < K + n; i++) row[i]! -= factor * rows[k]![i]!;
    });
  }
  return { rows: rows.map((row, k) => row.slice(K).map((x) => x / lengths[k]!)), columns };
}

const SHIFTS = 48; // tried between a hundredth of the nearest distance and ten times the farthest: steps of some 20 %

/** d₀ of A/(d + d₀)^p: the weighted best of a grid, 0 among it where no point lies at the candidate itself. */
export class SaturatingFit {
  readonly shifts: readonly number[];
  readonly #fits: readonly LinearFit[];
  readonly #weights: readonly number[];

  constructor({ d, weights }: Abscissae) {
    const positive = d.filter((x) => x > 0);
    const [least, most] = [Math.min(...positive) / 100, Math.max(...positive) * 10];
    const grid = Array.from({ length: SHIFTS }, (_, i) => least * (most / least) ** (i / (SHIFTS - 1)));
    this.shifts = positive.length < d.length ? grid : [0, ...grid];
    this.#fits = this.shifts.map((shift) => shiftedPower({ d, weights }, shift));
    this.#weights = weights;
  }

  best(y: readonly number[]): number {
    let [least, found] = [Infinity, 0];
    this.#fits.forEach((fit, i) => {
      const chi = chiSquared(fit, y, this.#weights);
      if (chi < least) [least, found] = [chi, this.shifts[i]!];
    });
    return found;
  }
}

const SECTIONS = 24; // golden ones: to 1e-5 of what is searched

/** The shift of A (d + shift)^p that fits best, from −0.9 to 2 of the nearest distance: where the fitted critical point itself lies. */
export function bestShift(
  abscissae: Abscissae,
  y: readonly number[],
): { readonly shift: number; readonly power: number } {
  const nearest = Math.min(...abscissae.d);
  const misfit = (shift: number) => chiSquared(shiftedPower(abscissae, shift), y, abscissae.weights);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [-0.9 * nearest, 2 * nearest];
  for (let i = 0; i < SECTIONS; i++) {
    const [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (misfit(left) < misfit(right)) b = right;
    else a = left;
  }
  const shift = (a + b) / 2;
  return { shift, power: apply(shiftedPower(abscissae, shift).rows[1]!, y) };
}
