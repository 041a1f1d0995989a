/**
 * Sums over cohorts of paths: path i is of cohort i mod 64. Where two plans share their random numbers, what a cohort does in one
 * and in the other goes together: from the differences, cohort by cohort, follows the error of a difference between the plans.
 */
import { type Plan, unitOfX } from '../plan/plan.js';
import { halfSteps, hitsMidStep } from './weights.js';

export const COHORTS = 64;
/** Of each cohort in a series: events or paths, Σ and Σ² of their times or positions. */
export const COHORT_SUMS = 3;
/** Times are in units of the last step's, positions in half-widths from the middle; both rounded to whole 2⁻³², so that sums are exact. */
const UNIT = 2 ** 32;

/** Series of a plan: hits by threshold, exits at the lower and at the upper end, positions at the last save time. */
export const seriesOf = ({ thresholds }: Plan) => ({
  hits: (j: number) => j,
  lower: thresholds.length,
  upper: thresholds.length + 1,
  positions: thresholds.length + 2,
  count: thresholds.length + 3,
});

/** Row-major [series][cohort][3], all 0. */
export const emptyCohorts = (plan: Plan): Float64Array =>
  new Float64Array(seriesOf(plan).count * COHORTS * COHORT_SUMS);

/** What one cohort has in a series. */
export const cohortAt = (sums: Float64Array, series: number, cohort: number) => {
  const at = (series * COHORTS + cohort) * COHORT_SUMS;
  return { count: sums[at]!, sum: sums[at + 1]! / UNIT, squares: sums[at + 2]! / UNIT };
};

export class CohortCounter {
  readonly sums: Float64Array<ArrayBuffer>;
  readonly #steps: number;
  readonly #centre: number;
  readonly #halfWidth: number;
  readonly #midStep: readonly boolean[];
  readonly #series: ReturnType<typeof seriesOf>;

  constructor(plan: Plan) {
    this.#series = seriesOf(plan);
    this.sums = new Float64Array(this.#series.count * COHORTS * COHORT_SUMS);
    this.#steps = Math.max(1, plan.steps);
    ({ centre: this.#centre, halfWidth: this.#halfWidth } = unitOfX(plan));
    const hits = plan.thresholds.map((_, j) => hitsMidStep(plan, j));
    this.#midStep = [...hits, plan.exitBridge, plan.exitBridge];
  }

  /** @param path its index in the plan, or in its block. */
  hit(threshold: number, path: number, step: number): void {
    this.#event(threshold, path, step);
  }

  exit(side: 'lower' | 'upper', path: number, step: number): void {
    this.#event(this.#series[side], path, step);
  }

  /** Where a path is at the last save time, in x. */
  position(path: number, x: number): void {
    this.#add(this.#series.positions, path, (x - this.#centre) / this.#halfWidth);
  }

  #event(series: number, path: number, step: number): void {
    this.#add(series, path, halfSteps(step, this.#midStep[series]!) / (2 * this.#steps));
  }

  #add(series: number, path: number, value: number): void {
    const at = (series * COHORTS + (path % COHORTS)) * COHORT_SUMS;
    this.sums[at]! += 1;
    this.sums[at + 1]! += Math.round(value * UNIT);
    this.sums[at + 2]! += Math.round(value * value * UNIT);
  }
}
