/** The progress of a run from what its tasks tell. */
import type { Progress, Tally } from '../backend.js';

const PROGRESS_MS = 50;

/** Sums what tasks have told so far, and passes it on now and then. */
export class ProgressBoard {
  readonly #listener: ((progress: Progress) => void) | undefined;
  readonly #running = new Map<number, Progress>();
  #paths = 0;
  #pathSteps = 0;
  #told = Number.NEGATIVE_INFINITY;

  constructor(listener: ((progress: Progress) => void) | undefined) {
    this.#listener = listener;
  }

  during(task: number, progress: Progress): void {
    this.#running.set(task, progress);
    this.#tell();
  }

  after(task: number, tallies: readonly Tally[]): void {
    this.#running.delete(task);
    for (const { paths, pathSteps } of tallies) {
      this.#paths += paths;
      this.#pathSteps += pathSteps;
    }
    this.#tell();
  }

  /** All tasks are over. */
  end(): void {
    this.#told = Number.NEGATIVE_INFINITY;
    this.#tell();
  }

  #tell(): void {
    const now = performance.now();
    if (!this.#listener || now - this.#told < PROGRESS_MS) return;
    this.#told = now;
    let paths = this.#paths;
    let pathSteps = this.#pathSteps;
    for (const progress of this.#running.values()) {
      paths += progress.paths;
      pathSteps += progress.pathSteps;
    }
    this.#listener({ paths, pathSteps });
  }
}
