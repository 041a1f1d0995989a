/** The WASM SIMD backend: a kernel generated for the model at hand, on every core, with nothing to install. */

import { FirstPassageError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import type { Backend, PathEnds, Progress, SimulateManyOptions, SimulateOptions, Tally } from '../backend.js';
import { joinEnds } from '../ends.js';
import { requireMethod } from '../methods.js';
import { availableThreads, Pool, type Running } from '../pool.js';
import { Kernels } from './kernels.js';
import { blockPieces } from './observers.js';
import { normals, randomWords } from './probe.js';
import { ProgressBoard } from './progress-board.js';
import type { Share, Task, TaskResult } from './protocol.js';
import { BY_INTEGERS, type LoopCut, VECTORS } from './shape.js';
import { requireSimd } from './simd.js';
import { type Piece, Work } from './work.js';

export interface WasmOptions {
  /** Workers; by default one for each core. */
  readonly threads?: number;
  /** How the loop over lanes is cut; by default whichever of two is the faster, found out while it runs. Results do not depend on it. */
  readonly cut?: LoopCut;
  /** Seconds that a form of study has been worked on, ≥ 0, before there is a second cut to choose; Infinity: never. */
  readonly tryAfter?: number;
}

const TRY_AFTER = 1; // second: short runs do without a second kernel, which keeps the main thread busy for 20 to 100 ms

/** @throws BackendUnavailableError where this engine has no WebAssembly SIMD, or the page forbids it. */
export async function createWasmBackend(options: WasmOptions = {}): Promise<Backend> {
  const threads = options.threads ?? availableThreads();
  if (!Number.isInteger(threads) || threads < 1) {
    throw new FirstPassageError(`threads: expected a whole number ≥ 1, got ${threads}: leave it out to use every core`);
  }
  const cut = options.cut ?? null;
  if (cut !== null && !(isOneOf(VECTORS, cut.vectors) && isOneOf(BY_INTEGERS, cut.byIntegers))) {
    throw new FirstPassageError(
      `cut: expected vectors of ${VECTORS.join(', ')} and byIntegers of ${BY_INTEGERS.join(', ')}, got ${JSON.stringify(cut)}: leave it out for what is fastest`,
    );
  }
  const { tryAfter = TRY_AFTER } = options;
  if (!(tryAfter >= 0)) {
    throw new FirstPassageError(`tryAfter: expected seconds ≥ 0, got ${tryAfter}: leave it out for ${TRY_AFTER}`);
  }
  await requireSimd();
  return new WasmBackend(threads, cut, tryAfter);
}

const isOneOf = (known: readonly number[], given: number): boolean => known.includes(given);

const SCRIPT = './worker.js';

const openPool = (threads: number): Pool<Task, TaskResult, Progress> =>
  new Pool(threads, 'WASM worker', {
    thread: ({ Worker }, execArgv) => new Worker(new URL(SCRIPT, import.meta.url), { execArgv }),
    web: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  });

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly adapter: string;
  readonly randomWords = randomWords;
  readonly normals = normals;
  #warmSeconds = 0;
  readonly #pool: Pool<Task, TaskResult, Progress>;
  readonly #kernels: Kernels;
  /** Plans of all runs. */
  #series = 0;

  constructor(
    readonly threads: number,
    /** null: whichever is the faster. */
    readonly cut: LoopCut | null,
    tryAfter: number,
  ) {
    this.adapter =
      cut === null ? 'WASM SIMD' : `WASM SIMD, ${cut.vectors} × 4 paths, ${cut.byIntegers} × 4 by integers`;
    this.#pool = openPool(threads);
    this.#kernels = new Kernels(cut, tryAfter);
  }

  get startupSeconds(): number {
    return this.#warmSeconds + this.#kernels.startupSeconds;
  }

  simulate(plan: Plan, firstBlock: number, blocks: number, { onTally, ...options }: SimulateOptions): Promise<void> {
    const pieces = [{ index: 0, plan, first: firstBlock, count: blocks }];
    return this.#simulate(pieces, { ...options, onTally: (_, tally) => onTally(tally) });
  }

  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void> {
    const pieces = plans.map((plan, index) => ({ index, plan, first: 0, count: plan.blocks }));
    return this.#simulate(pieces, options);
  }

  async #simulate(
    pieces: readonly Piece[],
    { signal, onTally, onProgress, ends = false }: SimulateManyOptions & Pick<SimulateOptions, 'ends'>,
  ): Promise<void> {
    for (const { plan } of pieces) requireMethod(this.name, plan);
    const work = new Work(pieces, this.threads);
    const series = this.#series;
    this.#series += pieces.length;
    // Compiled before the clock of the run begins; later shapes are rare.
    if (pieces[0]) await this.#kernels.of(pieces[0].plan);
    this.#warmSeconds += await this.#pool.warm(work.blocks);
    const progress = new ProgressBoard(onProgress);
    const finished = new Map<number, { readonly task: readonly Piece[]; readonly tallies: readonly Tally[] }>();
    const running = new Set<Running<TaskResult>>();
    const stop = (): void => {
      for (const task of running) task.cancel();
    };
    let handedOut = 0;
    let delivered = 0;

    const oneWorker = async (): Promise<void> => {
      while (!signal?.aborted) {
        const task = work.take();
        if (task.length === 0) return;
        const number = handedOut++;
        const shares: Share[] = [];
        for (const { index, plan, first, count, left } of task) {
          const kernel = await this.#kernels.of(plan);
          const other = kernel && this.#kernels.otherThan(kernel, plan);
          const later = Math.floor(left / this.threads);
          shares.push({ plan, kernel, other, first, count, series: series + index, later });
        }
        if (signal?.aborted) return;
        const started = performance.now();
        const run = this.#pool.run({ type: 'tally', shares, ends }, (now) => progress.during(number, now));
        running.add(run);
        const tallies = (await run.result.finally(() => running.delete(run))) as readonly Tally[] | null;
        if (!tallies) return;
        const took = performance.now() - started;
        work.took(task, took);
        for (const { kernel } of shares) if (kernel) this.#kernels.worked(kernel, took / 1000 / shares.length);
        progress.after(number, tallies);
        finished.set(number, { task, tallies });
        for (let ready = finished.get(delivered); ready; ready = finished.get(delivered)) {
          finished.delete(delivered++);
          ready.tallies.forEach((tally, i) => {
            onTally(ready!.task[i]!.index, tally);
          });
        }
      }
    };

    signal?.addEventListener('abort', stop, { once: true });
    try {
      await Promise.all(Array.from({ length: Math.min(this.threads, work.blocks) }, oneWorker));
      progress.end();
    } catch (error) {
      work.end();
      stop();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    const kernel = await this.#kernels.ofSteps(plan);
    const tasks = [...blockPieces(firstPath, count)].map(
      (piece) => this.#pool.run({ type: 'ends', share: { plan, kernel, ...piece } }).result as Promise<PathEnds>,
    );
    return joinEnds(await Promise.all(tasks));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
