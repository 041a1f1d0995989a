/** The WASM SIMD backend: a kernel generated for the model at hand, on every core, with nothing to install. */

import { FirstPassageError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import type { Backend, PathEnds, Progress, SimulateManyOptions, SimulateOptions, Tally } from '../backend.js';
import { joinEnds } from '../ends.js';
import { requireMethod } from '../methods.js';
import { availableThreads, Pool, type Running } from '../pool.js';
import { buildKernel } from './kernel.js';
import { NEVER } from './layout.js';
import { blockPieces } from './observers.js';
import { normals, randomWords } from './probe.js';
import type { SentKernel, Share, Task, TaskResult } from './protocol.js';
import {
  BY_INTEGERS,
  crowdedCut,
  defaultCut,
  type KernelShape,
  type LoopCut,
  shapeKey,
  shapeOf,
  VECTORS,
} from './shape.js';
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

const PROGRESS_MS = 50;
const TRY_AFTER = 1; // second: short runs do without a second kernel, which keeps the main thread busy for 20 to 100 ms
const KEPT_KERNELS = 16;

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
  #startupSeconds = 0;
  readonly #pool: Pool<Task, TaskResult, Progress>;
  readonly #kernels = new Map<string, Promise<SentKernel>>();
  /** By the key of a kernel: the seconds that it has worked, and its like for crowded cores, once it is there. */
  readonly #usage = new Map<string, Usage>();
  /** Plans of all runs. */
  #series = 0;

  constructor(
    readonly threads: number,
    /** null: whichever is the faster. */
    readonly cut: LoopCut | null,
    private readonly tryAfter: number,
  ) {
    this.adapter =
      cut === null ? 'WASM SIMD' : `WASM SIMD, ${cut.vectors} × 4 paths, ${cut.byIntegers} × 4 by integers`;
    this.#pool = openPool(threads);
  }

  get startupSeconds(): number {
    return this.#startupSeconds;
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
    if (pieces[0]) await this.#kernelOf(pieces[0].plan);
    this.#startupSeconds += await this.#pool.warm(work.blocks);
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
          const kernel = await this.#kernelOf(plan);
          const other = kernel && this.#otherThan(kernel, plan);
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
        for (const { kernel } of shares) if (kernel) this.#usageOf(kernel).seconds += took / 1000 / shares.length;
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
    const kernel = await this.#kernelFor(plan);
    const tasks = [...blockPieces(firstPath, count)].map(
      (piece) => this.#pool.run({ type: 'ends', share: { plan, kernel, ...piece } }).result as Promise<PathEnds>,
    );
    return joinEnds(await Promise.all(tasks));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** null for branching paths, which have none. */
  async #kernelOf(plan: Plan): Promise<SentKernel | null> {
    return plan.rare?.method === 'splitting' ? null : this.#kernelFor(plan);
  }

  #kernelFor(plan: Plan): Promise<SentKernel> {
    if (plan.steps >= NEVER) {
      throw new FirstPassageError(
        `expected fewer than ${NEVER} steps, got ${plan.steps}: use a larger dt or a shorter horizon`,
      );
    }
    const shape = shapeOf(plan, this.cut ?? defaultCut());
    const key = shapeKey(shape);
    const known = this.#kernels.get(key);
    if (known) return known;
    const started = performance.now();
    const sent = compile(shape).then((kernel) => {
      this.#startupSeconds += (performance.now() - started) / 1000;
      return kernel;
    });
    this.#kernels.set(key, sent);
    dropOldest(this.#kernels);
    return sent;
  }

  /** The kernel for crowded cores that goes with one; null where it is not wanted, or not yet there. */
  #otherThan(kernel: SentKernel, plan: Plan): SentKernel | null {
    const usage = this.#usageOf(kernel);
    if (this.cut === null && usage.seconds >= this.tryAfter && !usage.isWanted) {
      usage.isWanted = true;
      compile(shapeOf(plan, crowdedCut(plan.rng))).then(
        (other) => {
          usage.other = other;
        },
        () => {}, // then there is none
      );
    }
    return usage.other;
  }

  #usageOf({ key }: SentKernel): Usage {
    const usage = this.#usage.get(key) ?? { seconds: 0, isWanted: false, other: null };
    this.#usage.set(key, usage);
    dropOldest(this.#usage);
    return usage;
  }
}

interface Usage {
  seconds: number;
  /** Its like for crowded cores is compiled, or tried to be. */
  isWanted: boolean;
  other: SentKernel | null;
}

async function compile(shape: KernelShape): Promise<SentKernel> {
  const { bytes, ...kernel } = buildKernel(shape);
  return { key: shapeKey(shape), module: await WebAssembly.compile(bytes), kernel };
}

function dropOldest(kernels: Map<string, unknown>): void {
  if (kernels.size > KEPT_KERNELS) kernels.delete(kernels.keys().next().value!);
}

/** Sums what tasks have told so far, and passes it on now and then. */
class ProgressBoard {
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
