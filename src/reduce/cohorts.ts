/** The errors of differences between two plans that share their random numbers. */
import { COHORTS, cohortAt, seriesOf } from '../backend/cohorts.js';
import { type Plan, unitOfX } from '../plan/plan.js';
import { type Estimate, estimate, square, unknown } from './estimate.js';
import type { Totals } from './totals.js';

export type PairedField = 'mean' | 'variance' | 'probability' | 'restrictedMean';

/** What an estimate is of: a threshold, an end, or the positions at the last save time. */
export type PairedOf = { readonly threshold: number } | 'lower' | 'upper' | 'positions';

/**
 * Influence of each cohort on an estimate: to first order the estimate is off by their sum, and each has mean 0. Null where
 * the backend kept no cohorts, or nothing was seen.
 */
export function influencesOn(totals: Totals, plan: Plan, of: PairedOf, field: PairedField): Float64Array | null {
  const { cohorts } = totals;
  if (!cohorts) return null;
  const places = seriesOf(plan);
  const series = typeof of === 'string' ? places[of] : places.hits(of.threshold);
  const rows = Array.from({ length: COHORTS }, (_, g) => cohortAt(cohorts, series, g));
  const unit = of === 'positions' ? unitOfX(plan).halfWidth : plan.steps * plan.dt;
  if (field === 'mean' || field === 'variance') return ofMoments(rows, field, unit);
  // Over all paths: those without an event count 0, or live to the horizon.
  const members = rows.map((_, g) => Math.floor((totals.paths + COHORTS - 1 - g) / COHORTS));
  const values = rows.map(({ count, sum }, g) => (field === 'probability' ? count : sum + (members[g]! - count)));
  const mean = values.reduce((a, b) => a + b, 0) / totals.paths;
  const scale = field === 'probability' ? 1 : unit;
  return Float64Array.from(values, (value, g) => (scale * (value - mean * members[g]!)) / totals.paths);
}

type Row = ReturnType<typeof cohortAt>;

function ofMoments(rows: readonly Row[], field: 'mean' | 'variance', unit: number): Float64Array | null {
  const n = rows.reduce((total, { count }) => total + count, 0);
  if (n < 2) return null;
  const m = rows.reduce((total, { sum }) => total + sum, 0) / n;
  if (field === 'mean') return Float64Array.from(rows, ({ count, sum }) => (unit * (sum - m * count)) / n);
  const about = ({ count, sum, squares }: Row) => squares - 2 * m * sum + m * m * count;
  const v = rows.reduce((total, row) => total + about(row), 0) / n;
  return Float64Array.from(rows, (row) => (square(unit) * (about(row) - v * row.count)) / n);
}

/** What is compared of one point. */
export interface Paired {
  readonly estimate: Estimate;
  readonly influences: Float64Array | null;
  readonly paths: number;
}

/**
 * a − b with its error: from the cohorts where both share their random numbers, else as of independent estimates.
 * @param field its smallest error: two shares of n paths are told apart by one path at best.
 */
export function difference(a: Paired, b: Paired, shared: boolean, field: PairedField): Estimate {
  const [x, y] = [a.estimate, b.estimate];
  if (x.value === null) return unknown(x.reason);
  if (y.value === null) return unknown(y.reason);
  const value = x.value - y.value;
  const apart = Math.hypot(x.standardError, y.standardError);
  if (!shared) return estimate(value, apart);
  if (a.influences === null || b.influences === null) {
    return unknown(
      'what the paths of both points have in common is not kept here: use independent: true, or another backend',
    );
  }
  let squares = 0;
  a.influences.forEach((influence, g) => {
    squares += square(influence - b.influences![g]!);
  });
  const cohorts = Math.min(COHORTS, a.paths, b.paths);
  if (cohorts < 2) return unknown('a difference with its error needs at least 2 paths');
  const error = Math.sqrt((squares * cohorts) / (cohorts - 1));
  const least = field === 'probability' ? 1 / Math.min(a.paths, b.paths) : 0;
  // No path told the points apart: nothing is known of what they have in common.
  return estimate(value, error === 0 && least === 0 ? apart : Math.max(error, least));
}
