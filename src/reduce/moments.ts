/** Mean, variance, skewness and kurtosis from power sums, with jackknife or delta-method errors. */
import { type Estimate, estimate, unknown } from './estimate.js';
import { addPowerSums, FIXED_POINT, GROUPS, type PowerSums } from './totals.js';

/** In x-units; variance unbiased (n − 1), excess kurtosis 0 for a normal law. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

export interface Units {
  readonly centre: number;
  readonly halfWidth: number;
}

/** @param sums about `centre` in units of `halfWidth`; count ≥ 2. */
export function momentsOf({ count: n, sums }: PowerSums, { centre, halfWidth: w }: Units): Moments {
  const [a1, a2, a3, a4] = sums.map((sum) => Number(sum) / FIXED_POINT / n) as [number, number, number, number];
  const m2 = Math.max(0, a2 - a1 ** 2);
  const m3 = a3 - 3 * a1 * a2 + 2 * a1 ** 3;
  const m4 = a4 - 4 * a1 * a3 + 6 * a1 ** 2 * a2 - 3 * a1 ** 4;
  return {
    mean: centre + w * a1,
    variance: (w ** 2 * m2 * n) / (n - 1),
    skewness: m3 / m2 ** 1.5,
    excessKurtosis: m4 / m2 ** 2 - 3,
  };
}

export type MomentEstimates = { readonly [name in keyof Moments]: Estimate };

const NAMES = ['mean', 'variance', 'skewness', 'excessKurtosis'] as const;

/**
 * @param blocks how many blocks were simulated: from GROUPS on the errors are jackknifed over groups of blocks, below
 * that they are influence functions averaged over the histogram.
 * @param histogram counts of equal bins over the domain.
 */
export function estimateMoments(
  groups: readonly PowerSums[],
  histogram: Float64Array,
  blocks: number,
  units: Units,
): MomentEstimates {
  const total: PowerSums = { count: 0, sums: [0n, 0n, 0n, 0n] };
  for (const group of groups) addPowerSums(total, group);
  if (total.count < 2) {
    const none = unknown(`${total.count} path${total.count === 1 ? '' : 's'} alive: moments need at least 2`);
    return { mean: none, variance: none, skewness: none, excessKurtosis: none };
  }
  const moments = momentsOf(total, units);
  const errors =
    blocks >= GROUPS ? jackknife(groups, total, moments, units) : deltaMethod(histogram, total.count, moments, units);
  const toEstimate = (name: keyof Moments): Estimate =>
    Number.isFinite(moments[name]) && Number.isFinite(errors[name])
      ? estimate(moments[name], errors[name])
      : unknown('all paths are at one point');
  return Object.fromEntries(NAMES.map((name) => [name, toEstimate(name)])) as unknown as MomentEstimates;
}

/** Delete-one-group jackknife for groups of unequal size: Busing, Meijer and van der Leeden, Stat. Comput. 9, 3 (1999). */
function jackknife(groups: readonly PowerSums[], total: PowerSums, moments: Moments, units: Units): Moments {
  const n = total.count;
  const used = groups.filter(({ count }) => count > 0 && n - count >= 2);
  const without = used.map((group) => ({
    h: n / group.count,
    moments: momentsOf(
      {
        count: n - group.count,
        sums: total.sums.map((sum, r) => sum - group.sums[r]!) as PowerSums['sums'],
      },
      units,
    ),
  }));
  const errorOf = (name: keyof Moments): number => {
    const G = without.length;
    const mean = without.reduce((sum, { h, moments: m }) => sum - (1 - 1 / h) * m[name], G * moments[name]);
    const squares = without.reduce((sum, { h, moments: m }) => {
      const pseudo = h * moments[name] - (h - 1) * m[name];
      return sum + (pseudo - mean) ** 2 / (h - 1);
    }, 0);
    return Math.sqrt(squares / G);
  };
  return byName(errorOf);
}

/** √(mean of the squared influence function / n), the mean taken over the bins' centres. */
function deltaMethod(histogram: Float64Array, n: number, moments: Moments, { centre, halfWidth }: Units): Moments {
  const { mean, skewness: g } = moments;
  const v = (moments.variance * (n - 1)) / n;
  const k = moments.excessKurtosis + 3;
  const influence: { readonly [name in keyof Moments]: (z: number) => number } = {
    mean: (z) => Math.sqrt(v) * z,
    variance: (z) => v * (z ** 2 - 1),
    skewness: (z) => z ** 3 - 3 * z - g - 1.5 * g * (z ** 2 - 1),
    excessKurtosis: (z) => z ** 4 - k - 4 * g * z - 2 * k * (z ** 2 - 1),
  };
  const width = (2 * halfWidth) / histogram.length;
  return byName((name) => {
    let squares = 0;
    histogram.forEach((count, i) => {
      if (count > 0)
        squares += count * influence[name]((centre - halfWidth + (i + 0.5) * width - mean) / Math.sqrt(v)) ** 2;
    });
    return Math.sqrt(squares / n / n);
  });
}

const byName = (f: (name: keyof Moments) => number): Moments =>
  Object.fromEntries(NAMES.map((name) => [name, f(name)])) as unknown as Moments;
