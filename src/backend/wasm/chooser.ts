/**
 * Which of several kernels is the fastest on this core at present: the others are tried now and then, for a few blocks. What is fastest changes while
 * we run, for a neighbour on the same core leaves less of it (docs/decisions/014-cut-by-trial.md). Results do not depend on it.
 */

const TRIAL = 3; // blocks; the first warms up
const FIRST = 8; // blocks before the first trial
const BETWEEN = 96; // 3 blocks in 99, slower by a sixth: half a per cent
/** What a trial must cost, of what the present choice costs, to replace it. */
const WORTH = 0.97;

export class Chooser {
  /** Of the next block. */
  choice = 0;
  #best = 0;
  #left = FIRST;
  /** Costs of the latest blocks of this choice, the last one last. */
  #costs: number[] = [];
  /** What the best choice cost just before the trial. */
  #toBeat = 0;

  constructor(readonly choices: number) {}

  /** Tells what the block of this choice has cost, by path-step. */
  took(cost: number): void {
    this.#costs.push(cost);
    if (this.#costs.length > TRIAL) this.#costs.shift();
    if (--this.#left > 0) return;
    const [, ...later] = this.#costs;
    const least = Math.min(...later);
    this.#costs = [];
    if (this.choice === this.#best) {
      this.#toBeat = least;
      this.choice = (this.#best + 1) % this.choices;
      this.#left = TRIAL;
      return;
    }
    if (least < WORTH * this.#toBeat) this.#best = this.choice;
    this.choice = this.#best;
    this.#left = BETWEEN;
  }
}
