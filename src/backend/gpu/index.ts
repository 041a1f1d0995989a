/** The WebGPU backend: a browser's own GPU, or Dawn in Node. */

import { BackendUnavailableError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import type { Rng } from '../../spec/study.js';
import type { Backend, PathEnds, SimulateManyOptions, SimulateOptions } from '../backend.js';
import { requireMethod } from '../methods.js';
import { type AdapterReport, findAdapter, findGpu } from './adapter.js';
import { Device } from './device.js';
import { mayHaveHardware } from './hardware.js';
import type { NormalsVariant } from './header.js';
import { Launcher, type Tuning } from './launch.js';
import { simulatePlans } from './many.js';
import type { GPU } from './names.js';
import { Compiler } from './pipelines.js';
import { type NormalsReport, probeNormals } from './probe.js';
import { followPaths, simulatePlan } from './single.js';
import { runWords } from './words.js';

export { type AdapterReport, listAdapters } from './adapter.js';
export type { Tuning } from './launch.js';
export type { NormalsReport } from './probe.js';

export interface WebgpuOptions {
  /** The GPU to use, in place of the environment's own. */
  readonly gpu?: GPU | undefined;
  /** The name of the adapter, as `listAdapters` tells it. Default: the preferred one. */
  readonly adapter?: string | undefined;
  /** Whether to keep the time of the device itself, where it has timestamps. Default: false. */
  readonly timestamps?: boolean | undefined;
  /** Whether an adapter that computes on the CPU will do. Default: allow. */
  readonly software?: 'allow' | 'refuse' | undefined;
  /** For tests and measurements: the cut of the work, which never changes a result. */
  readonly tuning?: Tuning | undefined;
}

export interface WebgpuBackend extends Backend {
  readonly name: 'webgpu';
  readonly adapter: string;
  readonly adapterReport: AdapterReport;
  /** What makes the normals, and how exactly. */
  readonly normalsVariant: NormalsVariant;
  readonly normalsReport: NormalsReport;
  /** Seconds of the device so far by its own timestamps; null where it keeps none. */
  deviceSeconds(): Promise<number> | null;
}

/** @throws BackendUnavailableError, with the remedy, where there is no adapter, or none to compute with. */
export async function createWebgpuBackend(options: WebgpuOptions = {}): Promise<WebgpuBackend> {
  const started = performance.now();
  if (options.software === 'refuse' && options.gpu === undefined && !mayHaveHardware()) {
    throw new BackendUnavailableError('expected a hardware GPU, got a machine without a GPU device: use backend wasm');
  }
  const gpu = options.gpu ?? (await findGpu());
  const adapter = await findAdapter(gpu, options.software ?? 'allow', options.adapter);
  const device = await Device.open(adapter, options);
  try {
    const compiler = new Compiler(device, options.tuning);
    const normals = await probeNormals(device, compiler);
    const launcher = new Launcher(device, compiler, options.tuning?.normals ?? normals.variant, options.tuning ?? {});
    return new Webgpu(launcher, normals, (performance.now() - started) / 1000);
  } catch (error) {
    device.close();
    throw error;
  }
}

class Webgpu implements WebgpuBackend {
  readonly name = 'webgpu';
  readonly threads = 1;
  readonly normalsReport: NormalsReport;
  readonly normalsVariant: NormalsVariant;
  readonly #launcher: Launcher;
  readonly #device: Device;
  readonly #compiler: Compiler;
  readonly #openingSeconds: number;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(launcher: Launcher, normals: NormalsReport, openingSeconds: number) {
    this.#launcher = launcher;
    this.#device = launcher.device;
    this.#compiler = launcher.compiler;
    this.#openingSeconds = openingSeconds;
    this.normalsReport = normals;
    this.normalsVariant = launcher.normals;
  }

  get startupSeconds(): number {
    return this.#openingSeconds + this.#launcher.compileSeconds;
  }

  deviceSeconds(): Promise<number> | null {
    return this.#device.stopwatch?.seconds() ?? null;
  }

  get adapter(): string {
    return this.#device.adapter.name;
  }

  get adapterReport(): AdapterReport {
    return this.#device.adapter;
  }

  simulate(plan: Plan, firstBlock: number, blocks: number, options: SimulateOptions): Promise<void> {
    requireMethod(this.name, plan);
    return this.#alone(() => simulatePlan(this.#launcher, plan, firstBlock, blocks, options));
  }

  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void> {
    for (const plan of plans) requireMethod(this.name, plan);
    return this.#alone(() => simulatePlans(this.#launcher, plans, options));
  }

  follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    return this.#alone(() => followPaths(this.#launcher, plan, firstPath, count));
  }

  randomWords(counters: Uint32Array, key: readonly [number, number], rng: Rng): Promise<Uint32Array> {
    return this.#alone(async () => {
      const request = { entry: 'draw_words' as const, key, rng, normals: this.normalsVariant };
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
}
