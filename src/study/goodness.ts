/** A histogram as a whole beside the law that its scheme should have. */
import type { Histogram } from '../reduce/estimate.js';
import type { GoodnessOfFit } from '../result/result.js';
import { type Bias, chiSquaredTail, type ExpectedCell, FEWEST_IN_CELL, fitOf } from '../theory/index.js';

const LEAST_P = 6e-7; // as rare as five standard errors
const MOST_ALLOWANCE = 0.25; // of the spread of χ²: what the law's own error may add

/**
 * @param starts bins that begin a cell. @param cdf at the edges between the cells, and at the last one where counts may be
 * missing. @param rest what lies beyond the histogram: one more cell. @param doubt ∫ δ²/p of an error δ of the law.
 * @returns a row, or why there is none.
 */
export function fitOfCells(
  { counts }: Histogram,
  starts: readonly number[],
  cdf: readonly Bias[],
  rest: number,
  doubt: number,
): Omit<GoodnessOfFit, 'quantity'> | string {
  if (cdf.length === 0) return 'its bins are all within the layer of some steps of noise at an end: use a smaller dt';
  const observed = starts.map((from, c) => {
    let sum = 0;
    for (let b = from; b < (starts[c + 1] ?? counts.length); b++) sum += counts[b]!;
    return sum;
  });
  if (cdf.length === starts.length) observed.push(rest);
  const below: readonly Pick<Bias, 'value' | 'exact' | 'error'>[] = [
    { value: 0, exact: 0, error: 0 },
    ...cdf,
    { value: 1, exact: 1, error: 0 },
  ];
  const cells = (which: 'value' | 'exact') =>
    observed.map((count, c): ExpectedCell => {
      const [left, right] = [below[c]!, below[c + 1]!];
      return { count, share: right[which] - left[which], error: Math.hypot(left.error, right.error) };
    });
  const fit = fitOf(cells('value'));
  if (fit === null) return `fewer than two of its cells expect ${FEWEST_IN_CELL} counts or more`;
  const spread = Math.sqrt(2 * fit.degreesOfFreedom);
  const allowance = fit.allowance + doubt * observed.reduce((a, b) => a + b, 0);
  if (!(allowance <= MOST_ALLOWANCE * spread)) {
    const shown = Number.isFinite(allowance) ? allowance.toPrecision(2) : 'any amount';
    return `the law of the scheme is not known well enough for so many paths: its error adds ${shown} to χ²`;
  }
  const { chiSquared, degreesOfFreedom, pValue } = fit;
  const uncorrected = fitOf(cells('exact'));
  const pValueUncorrected = uncorrected && chiSquaredTail(uncorrected.chiSquared, uncorrected.degreesOfFreedom);
  return { chiSquared, degreesOfFreedom, pValue, pValueUncorrected: pValueUncorrected ?? 1, ok: pValue > LEAST_P };
}
