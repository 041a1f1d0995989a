/** How many steps to submit at once, so that a submission takes about as long as it should. */

const GROWTH = 4; // at most this factor from one submission to the next
const SHORT_MS = 2; // below this the clock and the submission itself are what was measured

export class Pace {
  readonly #targetMs: number;
  #next: number;
  #atStart: number;
  #fresh = true;

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
  }

  get steps(): number {
    return Math.max(1, Math.floor(this.#next));
  }

  /** A submission of so many steps took so long. */
  observe(steps: number, ms: number): void {
    const fitting = (steps * this.#targetMs) / Math.max(ms, 0.1);
    this.#next = Math.min(GROWTH * Math.max(this.#next, steps), Math.max(fitting, this.#next / GROWTH));
    if (this.#fresh) this.#atStart = this.#next;
    if (ms > SHORT_MS) this.#fresh = false;
  }
}
