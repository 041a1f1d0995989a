/** How far a sweep is, and how long the rest will take. */
import type { Backend } from '../backend/backend.js';

export interface SweepProgress {
  /** The biases of the time step come first; then the points. */
  readonly stage: 'biases' | 'points';
  /** Biases computed, or points that are whole: simulated, and compared with what is exact. */
  readonly done: number;
  /** null for biases: how many are needed shows on the way. */
  readonly total: number | null;
  /** Points simulated, the whole ones among them. */
  readonly simulated: number;
  /** Of the simulation so far. */
  readonly pathStepsPerSecond: number;
  /** Until all points are whole, by what points took so far; null for biases, and before that is known. */
  readonly secondsLeft: number | null;
}

/** How many points of the sweep are done with. */
export interface SweepCount {
  readonly simulated: number;
  /** Exact values are known; the whole ones are among them. */
  readonly compared: number;
  readonly whole: number;
}

/** What points took in this run, in one kind of work. */
class Pace {
  #seconds = 0;
  #points = 0;
  /** Of the work at hand: when it began (ms), and points done, one in part too. */
  #now: { readonly at: number; points: number } | null = null;

  async timed<T>(work: () => Promise<T>): Promise<T> {
    this.#now = { at: performance.now(), points: 0 };
    try {
      return await work();
    } finally {
      this.#seconds += secondsSince(this.#now.at);
      this.#points += this.#now.points;
      this.#now = null;
    }
  }

  /** @param points of the work at hand. */
  reached(points: number): void {
    if (this.#now !== null) this.#now.points = points;
  }

  /** Seconds of one point; null before the first. */
  get ofOne(): number | null {
    const seconds = this.#seconds + (this.#now === null ? 0 : secondsSince(this.#now.at));
    const points = this.#points + (this.#now?.points ?? 0);
    return points > 0 ? seconds / points : null;
  }
}

export class SweepClock {
  readonly simulation = new Pace();
  readonly comparison = new Pace();
  /** Seconds of simulation, without compiling. */
  #seconds = 0;
  /** Of the simulation that runs: when it began (ms), and the start-up time of the backend then (s). */
  #elapsed: { readonly at: number; readonly startup: number } | null = null;
  #pathSteps = 0;

  /** @param areTogether whether points are compared while others are simulated. */
  constructor(
    readonly total: number,
    readonly count: () => SweepCount,
    readonly areTogether: boolean,
    readonly backend: Pick<Backend, 'startupSeconds'>,
    readonly listener: ((progress: SweepProgress) => void) | undefined,
  ) {}

  biases(done: number): void {
    const [{ simulated }, pathStepsPerSecond] = [this.count(), this.#rate()];
    this.listener?.({ stage: 'biases', done, total: null, simulated, pathStepsPerSecond, secondsLeft: null });
  }

  async simulating(work: () => Promise<void>): Promise<void> {
    const startup = this.backend.startupSeconds;
    const before = this.#seconds;
    this.#elapsed = { at: performance.now(), startup };
    try {
      await this.simulation.timed(work);
    } finally {
      this.#seconds = before + this.#sinceStart();
      this.#elapsed = null;
    }
  }

  took(pathSteps: number): void {
    this.#pathSteps += pathSteps;
  }

  points(): void {
    const { simulated, whole } = this.count();
    this.listener?.({
      stage: 'points',
      done: whole,
      total: this.total,
      simulated,
      pathStepsPerSecond: this.#rate(),
      secondsLeft: this.#secondsLeft(),
    });
  }

  /** @param earlier seconds of an earlier run that the path-steps are of, too. */
  spent(pathSteps: number, earlier = 0) {
    const seconds = this.#seconds + earlier;
    return {
      seconds,
      startupSeconds: this.backend.startupSeconds,
      pathSteps,
      pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
    };
  }

  #secondsLeft(): number | null {
    const { simulated, compared } = this.count();
    const left = (points: number, { ofOne }: Pace): number | null => {
      if (points === 0) return 0;
      return ofOne === null ? null : ofOne * points;
    };
    const simulation = left(this.total - simulated, this.simulation);
    const comparison = left(this.total - compared, this.comparison);
    if (simulation === null || comparison === null) return null;
    return this.areTogether ? Math.max(simulation, comparison) : simulation + comparison;
  }

  #rate(): number {
    const seconds = this.#seconds + this.#sinceStart();
    return seconds > 0 ? this.#pathSteps / seconds : 0;
  }

  /** Seconds of the simulation that runs, without compiling. */
  #sinceStart(): number {
    if (this.#elapsed === null) return 0;
    const compiling = this.backend.startupSeconds - this.#elapsed.startup;
    return Math.max(0, secondsSince(this.#elapsed.at) - compiling);
  }
}

const secondsSince = (ms: number): number => (performance.now() - ms) / 1000;
