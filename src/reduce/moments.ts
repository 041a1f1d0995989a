/** Mean, variance, skewness and kurtosis from power sums, with jackknife or delta-method errors. */
import { type Estimate, estimate, square, unknown } from './estimate.js';
import { addPowerSums, GROUPS, type PowerSums, times, toNumber } from './totals.js';

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
export function momentsOf({ count: n, sums: [s1, s2, s3, s4] }: PowerSums, { centre, halfWidth: w }: Units): Moments {
  // Central sums in fixed point, where nothing cancels; f64 from there on.
  const N = BigInt(n);
  const a = s1 / N;
  const a2 = times(a, a);
  const m2 = Math.max(0, toNumber(s2 - N * a2) / n);
  const m3 = toNumber(s3 - 3n * times(a, s2) + 2n * N * times(a2, a)) / n;
  const m4 = toNumber(s4 - 4n * times(a, s3) + 6n * times(a2, s2) - 3n * N * times(a2, a2)) / n;
  return {
    mean: centre + w * toNumber(a),
    variance: (square(w) * m2 * n) / (n - 1),
    skewness: m3 / (m2 * Math.sqrt(m2)),
    excessKurtosis: m4 / square(m2) - 3,
  };
}

export type MomentEstimates = { readonly [name in keyof Moments]: Estimate };

const NAMES = ['mean', 'variance', 'skewness', 'excessKurtosis'] as const;

/** Paths of which a moment has an error: two are as far from their mean as each other, so that the error of their variance comes out as 0. */
const FEWEST = { mean: 2, variance: 3, skewness: 3, excessKurtosis: 4 } as const;

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
  const toEstimate = (name: keyof Moments): Estimate => {
    if (total.count < FEWEST[name])
      return unknown(`${total.count} paths alive: its error needs at least ${FEWEST[name]}`);
    return Number.isFinite(moments[name]) && Number.isFinite(errors[name])
      ? estimate(moments[name], errors[name])
      : unknown('all paths are at one point');
  };
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
      return sum + square(pseudo - mean) / (h - 1);
    }, 0);
    return Math.sqrt(squares / G);
  };
  return byName(errorOf);
}

const NARROW = 8; // bins a standard deviation, below which a histogram says little of the shape

/**
 * Influence functions squared: from the moments themselves for mean and variance, over the bins' centres for skewness and
 * kurtosis (whose errors need moments up to the eighth); where the histogram is coarse at least those of a normal law, since only
 * what lies far out is told by its bins.
 */
function deltaMethod(histogram: Float64Array, n: number, moments: Moments, { centre, halfWidth }: Units): Moments {
  const { mean, skewness: g, excessKurtosis } = moments;
  const v = (moments.variance * (n - 1)) / n;
  const k = excessKurtosis + 3;
  const width = (2 * halfWidth) / histogram.length;
  const shapeError = (influence: (z: number) => number, normal: number): number => {
    let squares = 0;
    histogram.forEach((count, i) => {
      const z = (centre - halfWidth + (i + 0.5) * width - mean) / Math.sqrt(v);
      if (count > 0) squares += count * square(influence(z));
    });
    const seen = Math.sqrt(squares) / n;
    return Math.sqrt(v) < NARROW * width ? Math.max(seen, Math.sqrt(normal / n)) : seen;
  };
  return {
    mean: Math.sqrt(v / n),
    variance: v * Math.sqrt(Math.max(0, k - 1) / n),
    skewness: shapeError((z) => z * square(z) - 3 * z - g - 1.5 * g * (square(z) - 1), 6),
    excessKurtosis: shapeError((z) => square(square(z)) - k - 4 * g * z - 2 * k * (square(z) - 1), 24),
  };
}

const byName = (f: (name: keyof Moments) => number): Moments =>
  Object.fromEntries(NAMES.map((name) => [name, f(name)])) as unknown as Moments;
