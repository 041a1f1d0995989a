/** Times of events from counts per step. */
import type { Plan } from '../plan/plan.js';
import { type Estimate, equalEdges, estimate, type Histogram, square, unknown } from './estimate.js';
import { halfStepsOf } from './step-bins.js';
import type { EventTotals } from './totals.js';

const FEWEST_SPREAD = 3; // the error of the variance of two comes out as 0

/**
 * Events in time, in the units of their half-steps: h = 2k on the grid, 2k − 1 with the bridge, 0 at the start. Where the counts
 * are weights, what needs the exact sums of times (sum, mean, variance, squaresAbout) is not to be asked.
 */
export class EventTimes {
  readonly count: number;
  readonly #atStart: number;
  /** Events up to and including bin i. */
  readonly #cumulative: Float64Array;

  /** @param midStep whether events are counted half a step early (bridge). */
  constructor(
    readonly events: EventTotals,
    readonly plan: Plan,
    readonly midStep: boolean,
  ) {
    this.#cumulative = new Float64Array(events.counts.length);
    let sum = 0;
    events.counts.forEach((count, i) => {
      sum += count;
      this.#cumulative[i] = sum;
    });
    this.count = sum;
    this.#atStart = events.counts[0] ?? 0;
  }

  /** Σ h, exact. */
  get #sum(): bigint {
    const later = BigInt(this.count - this.#atStart);
    return this.midStep ? 2n * this.events.sum - later : 2n * this.events.sum;
  }

  /** Σ h², exact. */
  get #sumOfSquares(): bigint {
    const later = BigInt(this.count - this.#atStart);
    const squares = 4n * this.events.sumOfSquares;
    return this.midStep ? squares - 4n * this.events.sum + later : squares;
  }

  /** Σ T over the events, in units of time. */
  get sum(): number {
    return (Number(this.#sum) * this.plan.dt) / 2;
  }

  get mean(): Estimate {
    if (this.count === 0) return unknown('no path got there by the horizon');
    if (this.count === 1) return unknown('one event gives no standard error');
    return estimate(this.sum / this.count, Math.sqrt(this.#sampleVariance / this.count));
  }

  /** With the bridge, dt²/12 less than the sample's: times are grouped in steps (Sheppard). */
  get variance(): Estimate {
    if (this.count < FEWEST_SPREAD)
      return unknown(
        `${this.count} event${this.count === 1 ? '' : 's'}: a variance with its error needs at least ${FEWEST_SPREAD}`,
      );
    const v = this.#sampleVariance;
    const aboutMean = (v * (this.count - 1)) / this.count; // with v itself the error of three would come out as 0
    const grouping = this.midStep ? square(this.plan.dt) / 12 : 0;
    const grouped = 1 - this.#atStart / this.count; // paths that hit at the start have no step to be grouped in
    return estimate(
      Math.max(0, v - grouped * grouping),
      Math.sqrt(Math.max(0, this.#fourthMoment() - square(aboutMean)) / this.count),
    );
  }

  /** Σ (T − centre)² over the events. */
  squaresAbout(centre: number): number {
    const mean = this.sum / this.count;
    return this.count === 0
      ? 0
      : this.#sampleVariance * Math.max(1, this.count - 1) + this.count * square(mean - centre);
  }

  /** Unbiased, in time², from exact sums. */
  get #sampleVariance(): number {
    const n = BigInt(this.count);
    const numerator = n * this.#sumOfSquares - this.#sum * this.#sum; // n² times the variance of h
    return ((Number(numerator) / this.count / Math.max(1, this.count - 1)) * square(this.plan.dt)) / 4;
  }

  #fourthMoment(): number {
    const mean = this.sum / this.count;
    let sum = 0;
    this.events.counts.forEach((count, i) => {
      if (count > 0) sum += count * square(square(this.#binTime(i) - mean));
    });
    return sum / this.count;
  }

  /** The time at which an event of bin i is reported; the middle of a coarse bin. */
  #binTime(i: number): number {
    return (this.#halfSteps(i) * this.plan.dt) / 2;
  }

  /** The same in half-steps. */
  #halfSteps(i: number): number {
    return halfStepsOf(this.plan, this.midStep, i);
  }

  /** The end of bin i on the time axis: all its events have happened by then. */
  #binEnd(i: number): number {
    return Math.min(i * 2 ** this.plan.stepShift, this.plan.steps) * this.plan.dt;
  }

  /** Events up to time t, linear inside a step. */
  countBy(t: number): number {
    const position = t / this.plan.dt / 2 ** this.plan.stepShift;
    const i = Math.min(Math.floor(position), this.#cumulative.length - 1);
    const below = this.#cumulative[i]!;
    const above = this.#cumulative[Math.min(i + 1, this.#cumulative.length - 1)]!;
    const share = Math.min(
      1,
      (t - this.#binEnd(i)) / Math.max(this.#binEnd(i + 1) - this.#binEnd(i), Number.MIN_VALUE),
    );
    return below + (above - below) * Math.max(0, share);
  }

  /** The time by which `wanted` events have happened; null where there are fewer. */
  timeOf(wanted: number): number | null {
    if (wanted > this.count || this.count === 0) return null;
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulative[middle]! >= wanted) high = middle;
      else low = middle + 1;
    }
    if (low === 0) return 0;
    const below = this.#cumulative[low - 1]!;
    const share = (wanted - below) / (this.#cumulative[low]! - below);
    return this.#binEnd(low - 1) + share * (this.#binEnd(low) - this.#binEnd(low - 1));
  }

  /** Events by the time at which they are reported, over [0, horizon]. */
  histogram(bins: number, horizon: number): Histogram {
    const counts = new Array<number>(bins).fill(0);
    const halfSteps = 2 * Math.round(horizon / this.plan.dt);
    this.events.counts.forEach((count, i) => {
      // In whole half-steps: on the grid, times lie on the edges of bins, and rounding must not move them.
      if (count > 0) counts[Math.min(bins - 1, Math.floor((this.#halfSteps(i) * bins) / halfSteps))]! += count;
    });
    return { edges: equalEdges(0, horizon, bins), counts };
  }
}
