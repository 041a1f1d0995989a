/**
 * Which of two kernels is the faster on this core at present: the other is tried now and then, for a few blocks. It changes while we run, for a
 * neighbour on the same core leaves less of it (docs/decisions/014-cut-by-trial.md). Results do not depend on it.
 */

/** Blocks of a trial, and before it to compare with; the first of them warms up. */
export const TRIAL = 3;
const FIRST = 8; // blocks before the first trial
const BETWEEN = 96; // 3 blocks in 99, slower by a sixth: half a per cent
/** What a trial must cost, of what the present choice costs, to replace it. */
const WORTH = 0.97;

export class Chooser {
  /** Of the next block. */
  choice: 0 | 1 = 0;
  #best: 0 | 1 = 0;
  #series: number | null = null;
  /** Blocks until a trial begins, or until this one ends. */
  #left = FIRST;
  /** Costs of the latest blocks of this choice in this series. */
  #costs: number[] = [];
  /** What the best choice cost just before the trial. */
  #toBeat = 0;

  /** The next blocks are of this series: those of another may cost more or less, and are not compared with them. */
  begin(series: number): void {
    if (series === this.#series) return;
    this.#series = series;
    this.#costs = [];
    if (this.choice !== this.#best) this.#settle(FIRST);
  }

  /**
   * Tells what the block of this choice has cost, by path-step.
   * @param later blocks of the series that are sure to come
   */
  took(cost: number, later: number): void {
    this.#costs.push(cost);
    if (this.#costs.length > TRIAL) this.#costs.shift();
    this.#left--;
    if (this.choice === this.#best) this.#try(later);
    else if (this.#left === 0) this.#judge();
  }

  #try(later: number): void {
    if (this.#left > 0 || this.#costs.length < TRIAL || later < TRIAL) return;
    this.#toBeat = this.#least();
    this.#costs = [];
    this.choice = this.#best === 0 ? 1 : 0;
    this.#left = TRIAL;
  }

  #judge(): void {
    if (this.#least() < WORTH * this.#toBeat) this.#best = this.choice;
    this.#costs = [];
    this.#settle(BETWEEN);
  }

  #settle(left: number): void {
    this.choice = this.#best;
    this.#left = left;
  }

  #least(): number {
    const [, ...warm] = this.#costs;
    return Math.min(...warm);
  }
}
