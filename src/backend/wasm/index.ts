/** The WASM SIMD backend: a kernel generated for the model at hand, on every core, with nothing to install. */

import { FirstPassageError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import type { Backend, PathEnds, Progress, SimulateManyOptions, SimulateOptions, Tally } from '../backend.js';
import { joinEnds } from '../ends.js';
import { simulateInTurn } from '../in-turn.js';
import { requireMethod } from '../methods.js';
import { buildKernel } from './kernel.js';
import { NEVER } from './layout.js';
import { blockPieces } from './observers.js';
import { Pool, type Running } from './pool.js';
import { normals, randomWords } from './probe.js';
import type { SentKernel } from './protocol.js';
import { shapeKey, shapeOf, type Vectors } from './shape.js';
import { requireSimd } from './simd.js';

export interface WasmOptions {
  /** Workers; by default one for each core. */
  readonly threads?: number;
  /** Vectors of four paths interleaved in the loop; by default what was measured best. Results do not depend on it. */
  readonly vectors?: Vectors;
}

/** By measurement (docs/performance.md, "WASM"). */
const DEFAULT_VECTORS: Vectors = 2;
/** A step of Lamperti–Heun is two polynomials one after the other: more vectors hide the wait. */
const HEUN_VECTORS: Vectors = 4;

const TASK_MS = 200; // long enough to hide the hand-over, short enough to share the work evenly and to stop soon
const PROGRESS_MS = 50;
const KEPT_KERNELS = 16;

/** @throws BackendUnavailableError where this engine has no WebAssembly SIMD, or the page forbids it. */
export async function createWasmBackend(options: WasmOptions = {}): Promise<Backend> {
  const threads = options.threads ?? availableThreads();
  if (!Number.isInteger(threads) || threads < 1) {
    throw new FirstPassageError(`threads: expected a whole number ≥ 1, got ${threads}: leave it out to use every core`);
  }
  await requireSimd();
  return new WasmBackend(threads, options.vectors ?? null);
}

function availableThreads(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return os ? os.availableParallelism() : globalThis.navigator.hardwareConcurrency;
}

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly adapter: string;
  readonly randomWords = randomWords;
  readonly normals = normals;
  #startupSeconds = 0;
  readonly #pool: Pool;
  readonly #kernels = new Map<string, Promise<SentKernel>>();

  constructor(
    readonly threads: number,
    /** null: what was measured best for the plan. */
    readonly vectors: Vectors | null,
  ) {
    this.adapter = vectors === null ? 'WASM SIMD' : `WASM SIMD, ${vectors} × 4 paths interleaved`;
    this.#pool = new Pool(threads);
  }

  get startupSeconds(): number {
    return this.#startupSeconds;
  }

  async simulate(plan: Plan, firstBlock: number, blocks: number, options: SimulateOptions): Promise<void> {
    requireMethod(this.name, plan);
    const branches = plan.rare?.method === 'splitting';
    const kernel = branches ? null : await this.#kernelFor(plan);
    this.#startupSeconds += await this.#pool.warm(blocks);
    const { signal, onTally } = options;
    const progress = new ProgressBoard(options.onProgress);
    const finished = new Map<number, Tally>();
    const running = new Set<Running>();
    const stop = (): void => {
      for (const task of running) task.cancel();
    };
    const end = firstBlock + blocks;
    let next = firstBlock; // to be handed out
    let delivered = firstBlock; // to be told
    let blockMs = 0;

    const oneWorker = async (): Promise<void> => {
      while (next < end && !signal?.aborted) {
        const first = next;
        const count = branches ? 1 : taskBlocks(end - first, this.threads, blockMs);
        next += count;
        const started = performance.now();
        const task = this.#pool.run({ type: 'tally', plan, kernel, first, count, ends: options.ends ?? false }, (now) =>
          progress.during(first, now),
        );
        running.add(task);
        const tally = (await task.result.finally(() => running.delete(task))) as Tally | null;
        if (!tally) return;
        blockMs = (performance.now() - started) / count;
        progress.after(first, tally);
        finished.set(first, tally);
        for (let ready = finished.get(delivered); ready; ready = finished.get(delivered)) {
          finished.delete(delivered);
          delivered += ready.blocks;
          onTally(ready);
        }
      }
    };

    signal?.addEventListener('abort', stop, { once: true });
    try {
      await Promise.all(Array.from({ length: Math.min(this.threads, blocks) }, oneWorker));
    } catch (error) {
      next = end;
      stop();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void> {
    return simulateInTurn(this, plans, options);
  }

  async follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    const kernel = await this.#kernelFor(plan);
    const tasks = [...blockPieces(firstPath, count)].map(
      (piece) => this.#pool.run({ type: 'ends', plan, kernel, ...piece }).result as Promise<PathEnds>,
    );
    return joinEnds(await Promise.all(tasks));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #kernelFor(plan: Plan): Promise<SentKernel> {
    if (plan.steps >= NEVER) {
      throw new FirstPassageError(
        `expected fewer than ${NEVER} steps, got ${plan.steps}: use a larger dt or a shorter horizon`,
      );
    }
    const best = plan.program.heun === null ? DEFAULT_VECTORS : HEUN_VECTORS;
    const shape = shapeOf(plan, this.vectors ?? best);
    const key = shapeKey(shape);
    const known = this.#kernels.get(key);
    if (known) return known;
    const started = performance.now();
    const { bytes, ...kernel } = buildKernel(shape);
    const sent = WebAssembly.compile(bytes).then((module): SentKernel => {
      this.#startupSeconds += (performance.now() - started) / 1000;
      return { key, module, kernel };
    });
    this.#kernels.set(key, sent);
    if (this.#kernels.size > KEPT_KERNELS) this.#kernels.delete(this.#kernels.keys().next().value!);
    return sent;
  }
}

/** Blocks of the next task: about TASK_MS of work, fewer near the end so that no worker waits long for the last. */
function taskBlocks(left: number, threads: number, blockMs: number): number {
  const wanted = blockMs === 0 ? 1 : Math.round(TASK_MS / blockMs);
  return Math.max(1, Math.min(wanted, Math.ceil(left / (2 * threads))));
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

  after(task: number, { paths, pathSteps }: Tally): void {
    this.#running.delete(task);
    this.#paths += paths;
    this.#pathSteps += pathSteps;
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
