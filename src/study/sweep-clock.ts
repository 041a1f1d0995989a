/** How far a sweep is, and how long the rest will take. */
import type { Backend } from '../backend/backend.js';

export interface SweepProgress {
  /** The biases of the time step come first; then the points. */
  readonly stage: 'biases' | 'points';
  /** Biases computed, or points done; a point half-way may count in part. */
  readonly done: number;
  /** null for biases: how many are needed shows on the way. */
  readonly total: number | null;
  /** Of the simulation so far. */
  readonly pathStepsPerSecond: number;
  /** For the points, from those done so far; null before the first of them. */
  readonly secondsLeft: number | null;
}

export class SweepClock {
  /** Seconds of simulation, without compiling. */
  #simulation = 0;
  /** Of the simulation that runs: when it began (ms), and the start-up time of the backend then (s). */
  #elapsed: { readonly at: number; readonly startup: number } | null = null;
  #pathSteps = 0;
  #done: number;
  readonly #began = { done: -1, at: 0 };
  /** Of the group of points at hand: how many, where its present stage begins and how much of it that is. */
  #group = { points: 0, from: 0, part: 1 };
  /** Share of the simulation in the time of the last group. */
  #simulationShare = 0.5;
  #last = { simulation: 0, comparison: 0 };

  /** @param done points that an earlier run has done. */
  constructor(
    readonly total: number,
    done: number,
    readonly backend: Pick<Backend, 'startupSeconds'>,
    readonly listener: ((progress: SweepProgress) => void) | undefined,
  ) {
    this.#done = done;
  }

  biases(done: number): void {
    this.listener?.({ stage: 'biases', done, total: null, pathStepsPerSecond: this.#rate(), secondsLeft: null });
  }

  async simulating(work: () => Promise<void>, points: number): Promise<void> {
    this.#group = { points, from: 0, part: this.#simulationShare };
    const startup = this.backend.startupSeconds;
    const before = this.#simulation;
    this.#elapsed = { at: performance.now(), startup };
    try {
      const { taken } = await timed(work);
      this.#last.simulation = taken;
    } finally {
      this.#simulation = before + this.#sinceStart();
      this.#elapsed = null;
    }
  }

  async comparing<T>(work: () => Promise<T>, points: number): Promise<T> {
    this.#group = { points, from: this.#simulationShare, part: 1 - this.#simulationShare };
    const { taken, result } = await timed(work);
    this.#last.comparison = taken;
    this.#simulationShare = this.#last.simulation / Math.max(1e-9, this.#last.simulation + taken);
    this.#done += points;
    this.#group = { points: 0, from: 0, part: 1 };
    this.share(0);
    return result;
  }

  took(pathSteps: number): void {
    this.#pathSteps += pathSteps;
  }

  /** How much of the stage at hand is done. */
  share(share: number): void {
    const now = performance.now();
    if (this.#began.done < 0) Object.assign(this.#began, { done: this.#done, at: now });
    const { points, from, part } = this.#group;
    const done = this.#done + points * (from + part * Math.min(1, share));
    const gone = done - this.#began.done;
    const secondsLeft = gone > 0 ? ((now - this.#began.at) / 1000 / gone) * (this.total - done) : null;
    this.listener?.({ stage: 'points', done, total: this.total, pathStepsPerSecond: this.#rate(), secondsLeft });
  }

  /** @param earlier seconds of an earlier run that the path-steps are of, too. */
  simulation(pathSteps: number, earlier = 0) {
    const seconds = this.#simulation + earlier;
    return {
      seconds,
      startupSeconds: this.backend.startupSeconds,
      pathSteps,
      pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
    };
  }

  #rate(): number {
    const seconds = this.#simulation + this.#sinceStart();
    return seconds > 0 ? this.#pathSteps / seconds : 0;
  }

  /** Seconds of the simulation that runs, without compiling. */
  #sinceStart(): number {
    if (this.#elapsed === null) return 0;
    const compiling = this.backend.startupSeconds - this.#elapsed.startup;
    return Math.max(0, (performance.now() - this.#elapsed.at) / 1000 - compiling);
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly taken: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { taken: (performance.now() - started) / 1000, result };
}
