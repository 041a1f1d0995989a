/** How much to submit at once, so that a submission takes about as long as it should: steps, and paths where steps alone cannot be fewer. */

const GROWTH = 4; // at most this factor from one submission to the next
const SHORT_MS = 2; // below this the clock and the submission itself are what was measured

export class Pace {
  readonly #targetMs: number;
  #next: number;
  #atStart: number;
  #fresh = true;
  #slowest = 0;

  /** @param first steps of the very first submission: small, for a device of unknown speed. */
  constructor(targetMs: number, first: number) {
    this.#targetMs = targetMs;
    this.#next = first;
    this.#atStart = first;
  }

  /** A batch begins: all its paths are alive, as when the last one began. */
  restart(): void {
    this.#next = this.#atStart;
    this.#fresh = true;
    this.#slowest = 0;
  }

  /** The most ms that a step of this batch took so far. */
  get slowest(): number {
    return this.#slowest;
  }

  get steps(): number {
    return Math.max(1, Math.floor(this.#next));
  }

  /** A submission of so many steps took so long. */
  observe(steps: number, ms: number): void {
    const fitting = (steps * this.#targetMs) / Math.max(ms, 0.1);
    this.#next = Math.min(GROWTH * Math.max(this.#next, steps), Math.max(fitting, this.#next / GROWTH));
    this.#slowest = Math.max(this.#slowest, ms / steps);
    if (ms <= SHORT_MS) return; // nothing to begin the next batch with: of this one all paths may have ended at their start
    if (this.#fresh) this.#atStart = this.#next;
    this.#fresh = false;
  }
}

/** How many paths a batch has where a dispatch takes a fixed number of steps at least: a device of unknown speed gets few. */
export class Breadth {
  readonly #targetMs: number;
  #paths: number;

  /** @param first paths of the very first batch; Infinity: as many as fit, always */
  constructor(targetMs: number, first: number) {
    this.#targetMs = targetMs;
    this.#paths = first;
  }

  get paths(): number {
    return this.#paths;
  }

  /** A batch is over; the slowest of its least dispatches took so long. @param alive paths that went all through the first of them */
  observe(paths: number, alive: number, ms: number): void {
    if (this.#paths === Number.POSITIVE_INFINITY) return;
    const room = this.#targetMs / Math.max(ms, 0.1);
    this.#paths = room < 1 ? paths * room : Math.max(this.#paths, alive * Math.min(GROWTH, room));
  }
}
