/** Submissions under way on a device: one runs while the next is queued. The time that each took goes to the pace. */
import type { Pace } from './pace.js';

/** Submissions at once. */
export const IN_FLIGHT = 2;

interface Submission<T> {
  readonly steps: number;
  readonly at: number;
  readonly done: Promise<T>;
}

export class InFlight<T> {
  readonly #pace: Pace;
  readonly #onDone: (told: T) => void;
  readonly #submitted: Submission<T>[] = [];
  #lastDone = 0;

  /** @param onDone called with what each submission tells, in their order */
  constructor(pace: Pace, onDone: (told: T) => void) {
    this.#pace = pace;
    this.#onDone = onDone;
  }

  /** One more, submitted `at` (performance.now), of so many steps. Waits for the oldest where as many as may be are under way. */
  async add(steps: number, at: number, done: Promise<T>): Promise<void> {
    done.catch(() => {}); // awaited later, or overtaken by another failure
    this.#submitted.push({ steps, at, done });
    if (this.#submitted.length >= IN_FLIGHT) await this.#settle();
  }

  /** All of them are done. */
  async drain(): Promise<void> {
    while (this.#submitted.length > 0) await this.#settle();
  }

  async #settle(): Promise<void> {
    const { steps, at, done } = this.#submitted.shift()!;
    const told = await done;
    const now = performance.now();
    this.#pace.observe(Math.max(1, steps), now - Math.max(at, this.#lastDone));
    this.#lastDone = now;
    this.#onDone(told);
  }
}
