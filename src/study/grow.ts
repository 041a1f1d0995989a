/**
 * A run that grows: paths are added to its totals until nobody wants more. Blocks are added whole and in order, so that what is
 * there after n paths has the same bits as one run of n paths, however often it was stopped on the way.
 */
import type { Backend, Tally } from '../backend/backend.js';
import type { Selection } from '../backend/select.js';
import { BLOCK, type Plan } from '../plan/plan.js';
import { addTally, addTotals, emptyTotals, type Totals } from '../reduce/totals.js';
import { buildResult } from '../result/build.js';
import type { Result, SamplePaths } from '../result/result.js';
import type { Study } from '../spec/study.js';
import { planStudy } from './plan.js';
import { describeRun } from './provenance.js';
import type { RunProgress } from './run.js';

export interface AdvanceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Blocks were added to the totals: `result()` says more than before. */
  readonly onGrowth?: (() => void) | undefined;
  /** Of this call: its paths and path-steps; totalPaths and what is left are of the call too. */
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

export class GrowingRun {
  #study: Study;
  #plan: Plan;
  #selection: Selection;
  /** Of whole blocks, from the first on. */
  readonly #whole: Totals;
  /** The last block, where it is short: it is simulated anew when paths are added to it. */
  #short: Tally | null = null;
  #seconds = 0;
  #samples: SamplePaths | null = null;

  /**
   * @param study checked and settled. The backend stays the caller's, who closes it.
   * @param plan of the same study with any number of paths, where it is at hand: some milliseconds, or more.
   */
  constructor(study: Study, selection: Selection, plan: Plan = planStudy(study)) {
    this.#study = study;
    this.#plan = withPaths(plan, study.paths);
    this.#selection = selection;
    this.#whole = emptyTotals(this.#plan);
  }

  get study(): Study {
    return this.#study;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get backend(): Backend {
    return this.#selection.backend;
  }

  /** Paths in the totals. */
  get paths(): number {
    return this.#whole.paths + (this.#short?.paths ?? 0);
  }

  /** Go on with another device of the same kind, after the old one was lost. */
  replaceBackend(selection: Selection): void {
    this.#selection = selection;
  }

  /** What result() is to show as sample paths. */
  keepSamples(samples: SamplePaths | null): void {
    this.#samples = samples;
  }

  /**
   * Simulate until there are so many paths; aborted, it ends early with whole blocks.
   * @throws DeviceLostError, WorkerError: what is in the totals stays valid, and a later call goes on from there.
   */
  async advance(paths: number, options: AdvanceOptions = {}): Promise<void> {
    if (paths < this.paths)
      throw new RangeError(`expected at least the ${this.paths} paths that there are, got ${paths}`);
    this.#study = { ...this.#study, paths };
    this.#plan = withPaths(this.#plan, paths);
    if (paths === this.paths) return;
    this.#short = null;
    const whole = Math.floor(paths / BLOCK);
    const told = { paths: 0, pathSteps: 0 }; // of the calls of simulate() that have ended
    await this.#simulate(whole - this.#whole.blocks, told, options, (tally) =>
      addTally(this.#whole, tally, this.#plan),
    );
    if (options.signal?.aborted || whole === this.#plan.blocks) return;
    await this.#simulate(1, told, options, (tally) => {
      this.#short = tally;
    });
  }

  async #simulate(
    blocks: number,
    told: { paths: number; pathSteps: number },
    { signal, onGrowth, onProgress }: AdvanceOptions,
    add: (tally: Tally) => void,
  ): Promise<void> {
    if (blocks === 0) return;
    const { backend } = this.#selection;
    const first = this.#whole.blocks;
    const before = { paths: this.#whole.paths - told.paths, startup: backend.startupSeconds, told: { ...told } };
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000 - (backend.startupSeconds - before.startup);
    const totalPaths = this.#plan.paths - before.paths;
    try {
      await backend.simulate(this.#plan, first, blocks, {
        signal,
        onTally: (tally) => {
          add(tally);
          told.paths += tally.paths;
          told.pathSteps += tally.pathSteps;
          onGrowth?.();
        },
        onProgress: ({ paths, pathSteps }) => {
          const seconds = elapsed();
          const done = before.told.paths + paths;
          onProgress?.({
            paths: done,
            totalPaths,
            pathSteps: before.told.pathSteps + pathSteps,
            pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
            secondsLeft: paths > 0 ? (seconds * (totalPaths - done)) / paths : null,
          });
        },
      });
    } finally {
      this.#seconds += elapsed();
    }
  }

  /** Of the paths so far, without checks; marked partial while there are fewer than were asked for last. */
  result(): Result {
    const totals = this.#totals();
    const provenance = describeRun(this.#study, this.#selection, totals, this.#plan.paths, this.#seconds);
    return buildResult(this.#study, this.#plan, totals, provenance, this.#samples);
  }

  #totals(): Totals {
    if (this.#short === null) return this.#whole;
    const all = emptyTotals(this.#plan);
    addTotals(all, this.#whole);
    addTally(all, this.#short, this.#plan);
    return all;
  }
}

const withPaths = (plan: Plan, paths: number): Plan => ({ ...plan, paths, blocks: Math.ceil(paths / BLOCK) });
