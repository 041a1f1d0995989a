/** What the paths at one place tell, block by block. */
import { type Plan, unitOfX } from '../plan/plan.js';
import { type PowerSums, type Totals, toNumber } from '../reduce/totals.js';
import { allOnce, type BlockWeights, jackknife } from './critical-bootstrap.js';
import { integratedTime, lateRate } from './critical-correlation.js';

/** An estimate as a function of how often each block counts. */
export type Statistic = (weights: BlockWeights) => number;

/** Mean, variance, skewness and Binder cumulant of one save time. */
export interface SampledMoments {
  readonly mean: Statistic;
  readonly variance: Statistic;
  readonly skewness: Statistic;
  readonly binder: Statistic;
}

export function sampledMoments(totals: Totals, plan: Plan): SampledMoments {
  const { centre, halfWidth } = unitOfX(plan);
  const groups = usedGroups(totals, 0).map(({ count, sums }) => [count, ...sums.map(toNumber)]);
  const central = (weights: BlockWeights) => {
    const [n, s1, s2, s3, s4] = [0, 1, 2, 3, 4].map((r) =>
      groups.reduce((sum, group, g) => sum + weights[g]! * group[r]!, 0),
    ) as [number, number, number, number, number];
    const a = s1 / n;
    const m2 = s2 / n - a * a;
    const m3 = s3 / n - (3 * a * s2) / n + 2 * a ** 3;
    const m4 = s4 / n - (4 * a * s3) / n + (6 * a * a * s2) / n - 3 * a ** 4;
    return { n, mean: centre + halfWidth * a, m2, m3, m4 };
  };
  return {
    mean: (w) => central(w).mean,
    variance: (w) => {
      const { n, m2 } = central(w);
      return (halfWidth ** 2 * m2 * n) / (n - 1);
    },
    skewness: (w) => {
      const { m2, m3 } = central(w);
      return m3 / m2 ** 1.5;
    },
    binder: (w) => {
      const { m2, m4 } = central(w);
      return 1 - m4 / (3 * m2 * m2);
    },
  };
}

export interface SampledMemory {
  readonly autocorrelationTime: Statistic;
  /** 1/rate of the late decay: at most 1/λ₁, as C is a sum of exponentials of positive weight. */
  readonly relaxationTime: Statistic;
}

/** From the runs that start above and below the mean, saved at the same lags. */
export function sampledMemory(plus: Totals, minus: Totals, plan: Plan): SampledMemory {
  const times = plan.saveSteps.map((step) => step * plan.dt);
  const meansOf = (totals: Totals) =>
    times.map((_, k) => usedGroups(totals, k).map(({ count, sums }) => ({ count, sum: toNumber(sums[0]) })));
  const [above, below] = [meansOf(plus), meansOf(minus)];
  /** Up to a factor that all lags share. */
  const correlation = (weights: BlockWeights) =>
    times.map((_, k) => {
      let [up, down, n] = [0, 0, 0];
      above[k]!.forEach(({ count, sum }, g) => {
        up += weights[g]! * sum;
        down += weights[g]! * below[k]![g]!.sum;
        n += weights[g]! * count;
      });
      return (up - down) / n;
    });
  const blocks = above[0]!.length;
  const all = correlation(allOnce(blocks));
  const clear = (k: number) => jackknife(blocks, (w) => correlation(w)[k]!) < CLEAR * all[k]!;
  let last = times.length - 1;
  while (last > 1 && !clear(last)) last--;
  return {
    autocorrelationTime: (w) => integratedTime(times, correlation(w)),
    relaxationTime: (w) => {
      const rate = lateRate(times, correlation(w), last);
      return rate === null ? Number.NaN : 1 / rate;
    },
  };
}

const CLEAR = 0.05; // error of C(t), of itself: the last lag so clear of chance is where the slowest mode is read off

/** Blocks are the groups of a run of at most GROUPS blocks; of a longer one they are put together. */
const usedGroups = (totals: Totals, save: number): PowerSums[] =>
  totals.snapshots[save]!.groups.filter(({ count }) => count > 0);

export const blocksOf = (totals: Totals): number => usedGroups(totals, 0).length;

/** The estimate with its jackknife error. */
export function estimateOf(statistic: Statistic, blocks: number): { value: number; standardError: number } {
  return { value: statistic(allOnce(blocks)), standardError: jackknife(blocks, statistic) };
}
