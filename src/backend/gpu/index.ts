/** The WebGPU backend: a browser's own GPU, or Dawn in Node. */

import { BackendUnavailableError } from '../../errors.js';
import { type GpuPlan, planGpu } from '../../plan/gpu.js';
import { BLOCK, type Plan, pathsInBlocks } from '../../plan/plan.js';
import type { Backend, PathEnds, SimulateManyOptions, SimulateOptions } from '../backend.js';
import { simulateInTurn } from '../in-turn.js';
import { requireMethod } from '../methods.js';
import { type AdapterReport, findAdapter, findGpu } from './adapter.js';
import { BatchRunner } from './batch.js';
import { Device } from './device.js';
import { pathEndsOf } from './ends.js';
import { mayHaveHardware } from './hardware.js';
import type { NormalsVariant } from './header.js';
import type { GPU } from './names.js';
import { Pace } from './pace.js';
import { Compiler, compilePlan, type PlanKernels } from './pipelines.js';
import { type NormalsReport, probeNormals } from './probe.js';
import { tallyOf } from './tally.js';
import { runWords } from './words.js';

export { type AdapterReport, listAdapters } from './adapter.js';
export type { NormalsReport } from './probe.js';

export interface WebgpuOptions {
  /** The GPU to use, in place of the environment's own. */
  readonly gpu?: GPU | undefined;
  /** Whether an adapter that computes on the CPU will do. Default: allow. */
  readonly software?: 'allow' | 'refuse' | undefined;
  /** For tests and measurements: the cut of the work, which never changes a result. */
  readonly tuning?: Tuning | undefined;
}

export interface Tuning {
  readonly batchBlocks?: number;
  readonly chunkSteps?: number;
  readonly compactSteps?: number;
  readonly workgroupSize?: number;
  readonly normals?: NormalsVariant;
}

export interface WebgpuBackend extends Backend {
  readonly name: 'webgpu';
  readonly adapter: string;
  readonly adapterReport: AdapterReport;
  /** What makes the normals, and how exactly. */
  readonly normalsVariant: NormalsVariant;
  readonly normalsReport: NormalsReport;
}

const TARGET_MS = 50; // of one submission: far below every watchdog, and a page stays alive
const COMPACT_STEPS = 64;
const FIRST_PATH_STEPS = 2 ** 18; // of the very first submission: 10 ms for 25 M path-steps/s

/** @throws BackendUnavailableError, with the remedy, where there is no adapter, or none to compute with. */
export async function createWebgpuBackend(options: WebgpuOptions = {}): Promise<WebgpuBackend> {
  const started = performance.now();
  if (options.software === 'refuse' && options.gpu === undefined && !mayHaveHardware()) {
    throw new BackendUnavailableError('expected a hardware GPU, got a machine without a GPU device: use backend wasm');
  }
  const gpu = options.gpu ?? (await findGpu());
  const device = await Device.open(await findAdapter(gpu, options.software ?? 'allow'));
  try {
    const compiler = new Compiler(device);
    const normals = await probeNormals(device, compiler);
    return new Webgpu(device, compiler, normals, options.tuning ?? {}, (performance.now() - started) / 1000);
  } catch (error) {
    device.close();
    throw error;
  }
}

class Webgpu implements WebgpuBackend {
  readonly name = 'webgpu';
  readonly threads = 1;
  startupSeconds: number;
  readonly normalsReport: NormalsReport;
  readonly normalsVariant: NormalsVariant;
  readonly #device: Device;
  readonly #compiler: Compiler;
  readonly #tuning: Tuning;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(device: Device, compiler: Compiler, normals: NormalsReport, tuning: Tuning, startupSeconds: number) {
    this.#device = device;
    this.#compiler = compiler;
    this.#tuning = tuning;
    this.normalsReport = normals;
    this.normalsVariant = tuning.normals ?? normals.variant;
    this.startupSeconds = startupSeconds;
  }

  get adapter(): string {
    return this.#device.adapter.name;
  }

  get adapterReport(): AdapterReport {
    return this.#device.adapter;
  }

  simulate(plan: Plan, firstBlock: number, blocks: number, options: SimulateOptions): Promise<void> {
    requireMethod(this.name, plan);
    return this.#alone(async () => {
      const gpuPlan = this.#cut(plan, blocks);
      const kernels = await this.#compile(plan, gpuPlan);
      const pace = this.#pace(gpuPlan);
      await this.#withRunner(plan, gpuPlan, kernels, false, async (runner) => {
        let paths = 0;
        let pathSteps = 0;
        for (let block = firstBlock; block < firstBlock + blocks; ) {
          const firstPath = plan.pathOffset + block * BLOCK;
          const count = blocksOfBatch(firstPath, Math.min(gpuPlan.batchBlocks, firstBlock + blocks - block));
          const place = { firstPath, paths: pathsInBlocks(plan, block, count) };
          const onStep = (step: number) => {
            const share = step / Math.max(1, plan.steps);
            // While paths may end early, how many steps were taken is known only at the end of the batch.
            const taken = gpuPlan.compacts ? 0 : place.paths * step;
            options.onProgress?.({ paths: paths + share * place.paths, pathSteps: pathSteps + taken });
          };
          const finished = await runner.run(place, { ...this.#steps(), pace, signal: options.signal, onStep });
          if (!finished) return;
          const tally = tallyOf(plan, gpuPlan, { ...place, firstBlock: block, blocks: count }, await runner.words());
          // A batch that compacts its paths keeps no trace of those that ended: they are followed once more.
          const ends = options.ends ? await this.#endsOf(plan, block * BLOCK, place.paths) : undefined;
          paths += tally.paths;
          pathSteps += tally.pathSteps;
          options.onTally(ends ? { ...tally, ends } : tally);
          options.onProgress?.({ paths, pathSteps });
          block += count;
        }
      });
    });
  }

  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void> {
    return simulateInTurn(this, plans, options);
  }

  follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    return this.#alone(() => this.#endsOf(plan, firstPath, count));
  }

  async #endsOf(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    const gpuPlan = this.#cut(plan, Math.ceil(count / BLOCK));
    const kernels = await this.#compile(plan, gpuPlan);
    const pace = this.#pace(gpuPlan);
    const builder = pathEndsOf(plan, count);
    await this.#withRunner(plan, gpuPlan, kernels, true, async (runner) => {
      for (let done = 0; done < count; ) {
        const start = plan.pathOffset + firstPath + done;
        const paths = Math.min(gpuPlan.slots, count - done, 2 ** 32 - (start % 2 ** 32));
        await runner.run({ firstPath: start, paths }, { ...this.#steps(), pace });
        builder.add(await runner.state(), gpuPlan.slots, done, paths);
        done += paths;
      }
    });
    return builder.ends;
  }

  randomWords(counters: Uint32Array, key: readonly [number, number], rounds: 7 | 10): Promise<Uint32Array> {
    return this.#alone(async () => {
      const request = { entry: 'draw_words' as const, key, rounds, normals: this.normalsVariant };
      return this.#inParts(counters, (given) => runWords(this.#device, this.#compiler, { ...request, given }));
    });
  }

  normals(words: Uint32Array): Promise<Float64Array> {
    return this.#alone(async () => {
      const padded = new Uint32Array(4 * Math.ceil(words.length / 4));
      padded.set(words);
      const request = { entry: 'map_to_normals' as const, normals: this.normalsVariant };
      const run = (given: Uint32Array<ArrayBuffer>) => runWords(this.#device, this.#compiler, { ...request, given });
      const bits = await this.#inParts(padded, run);
      return Float64Array.from(new Float32Array(bits.buffer, bits.byteOffset, words.length));
    });
  }

  async close(): Promise<void> {
    await this.#busy.catch(() => {});
    this.#device.close();
  }

  /** One use of the device at a time: error scopes are a stack. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#busy.catch(() => {}).then(work);
    this.#busy = result;
    return result;
  }

  async #inParts(given: Uint32Array, run: (part: Uint32Array<ArrayBuffer>) => Promise<Uint32Array>) {
    const PART = 4 * 2 ** 20;
    const out = new Uint32Array(given.length);
    for (let at = 0; at < given.length; at += PART) {
      out.set(await run(new Uint32Array(given.subarray(at, at + PART))), at);
    }
    return out;
  }

  #cut(plan: Plan, blocks: number): GpuPlan {
    const { batchBlocks, workgroupSize } = this.#tuning;
    const software = this.#device.adapter.isSoftware;
    const limited = { ...plan, blocks: Math.max(1, blocks) };
    return planGpu(limited, this.#device.limits, { software, batchBlocks, workgroupSize });
  }

  #pace(gpuPlan: GpuPlan): Pace {
    return new Pace(TARGET_MS, Math.max(4, FIRST_PATH_STEPS / gpuPlan.slots));
  }

  #steps() {
    const { chunkSteps, compactSteps = COMPACT_STEPS } = this.#tuning;
    return { chunkSteps, compactSteps };
  }

  async #compile(plan: Plan, gpuPlan: GpuPlan): Promise<PlanKernels> {
    const started = performance.now();
    const kernels = await this.#device.guard('shaders', () =>
      compilePlan(this.#compiler, plan, gpuPlan, this.normalsVariant),
    );
    this.startupSeconds += (performance.now() - started) / 1000;
    return kernels;
  }

  async #withRunner(
    plan: Plan,
    gpuPlan: GpuPlan,
    kernels: PlanKernels,
    keepsState: boolean,
    work: (runner: BatchRunner) => Promise<void>,
  ): Promise<void> {
    let runner: BatchRunner | undefined;
    try {
      const made = await this.#device.guard('buffers', () => {
        runner = new BatchRunner(this.#device, plan, gpuPlan, kernels, keepsState);
        return runner;
      });
      await this.#device.guard('simulation', () => work(made));
    } finally {
      runner?.release();
    }
  }
}

/** A batch never crosses a multiple of 2³² paths, as a block does not: the high word of the path's address is the same for all of it. */
const blocksOfBatch = (firstPath: number, blocks: number): number =>
  Math.max(1, Math.min(blocks, Math.floor((2 ** 32 - (firstPath % 2 ** 32)) / BLOCK)));
