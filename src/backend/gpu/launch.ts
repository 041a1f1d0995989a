/** What every launch on a device goes through: the cut, the kernels, the buffers, the pace. */
import { type GpuPlan, type GpuPlanOptions, planGpu, planGpuMany } from '../../plan/gpu.js';
import { BLOCK, type Plan } from '../../plan/plan.js';
import { type BatchOptions, BatchRunner } from './batch.js';
import type { Device } from './device.js';
import { type Dialect, isPlain, type NormalsVariant } from './header.js';
import { Breadth, Pace } from './pace.js';
import { type Compiler, compilePlan } from './pipelines.js';

/** For tests and measurements: the cut of the work, which never changes a result. */
export interface Tuning extends Partial<Dialect> {
  readonly batchBlocks?: number;
  readonly chunkSteps?: number;
  readonly compactSteps?: number;
  readonly workgroupSize?: number;
  readonly strolls?: boolean;
  readonly normals?: NormalsVariant;
  /** Paths of the first batch where something is watched. */
  readonly firstPaths?: number;
}

const TARGET_MS = 50; // of one submission: far below every watchdog, and a page stays alive
const COMPACT_STEPS = 64;
/** Drivers on which lanes that take path after path were measured to be faster (docs/performance.md); SwiftShader is slower so. */
const STROLLING = /llvmpipe/;
const FIRST_PATH_STEPS = 2 ** 18; // of the very first submission: 10 ms for 25 M path-steps/s
/** Of the very first batch of watched paths, which take COMPACT_STEPS at least at once: 40 ms for 100 M path-steps/s. */
const FIRST_PATHS = 2 ** 16;

export class Launcher {
  /** Spent on compiling so far. */
  compileSeconds = 0;
  readonly #breadth: Breadth;

  constructor(
    readonly device: Device,
    readonly compiler: Compiler,
    readonly normals: NormalsVariant,
    readonly tuning: Tuning,
  ) {
    const { isSoftware } = device.adapter; // whose batches are small anyway, and which has no watchdog
    this.#breadth = new Breadth(TARGET_MS, tuning.firstPaths ?? (isSoftware ? Number.POSITIVE_INFINITY : FIRST_PATHS));
  }

  /** Paths that a batch of the plan may have by what is known of the device so far, at least a block. */
  pathsAtOnce(plan: Plan): number {
    return isPlain(plan) ? Number.POSITIVE_INFINITY : Math.max(BLOCK, this.#breadth.paths);
  }

  /** A batch of so many paths of plans like this one is over. @param slowest ms that a step took */
  learn(plan: Plan, { paths, pathSteps, slowest }: { paths: number; pathSteps: number; slowest: number }): void {
    if (isPlain(plan)) return;
    const steps = Math.min(this.#compactSteps, Math.max(1, plan.steps));
    this.#breadth.observe(paths, Math.min(paths, pathSteps / steps), slowest * steps);
  }

  /** The cut of so many blocks of one plan. */
  cut(plan: Plan, blocks: number): GpuPlan {
    return planGpu({ ...plan, blocks: Math.max(1, blocks) }, this.device.limits, this.#cutOptions);
  }

  /** The cut of plans of one structure, each whole. */
  cutMany(plans: readonly Plan[]): GpuPlan {
    return planGpuMany(plans, this.device.limits, this.#cutOptions);
  }

  /** Compiles what the plan needs, and gives `work` its buffers for as long as it runs. @param keepsState state() is wanted */
  async launch(
    plan: Plan,
    gpuPlan: GpuPlan,
    work: (runner: BatchRunner, options: BatchOptions) => Promise<void>,
    keepsState = false,
  ): Promise<void> {
    const { device } = this;
    const started = performance.now();
    const kernels = await device.guard('shaders', () => compilePlan(this.compiler, plan, gpuPlan, this.normals));
    this.compileSeconds += (performance.now() - started) / 1000;
    const { chunkSteps } = this.tuning;
    const compactSteps = this.#compactSteps;
    const pace = new Pace(TARGET_MS, Math.max(4, FIRST_PATH_STEPS / gpuPlan.slots));
    let runner: BatchRunner | undefined;
    try {
      const made = await device.guard('buffers', () => {
        runner = new BatchRunner(device, plan, gpuPlan, kernels, keepsState);
        return runner;
      });
      await device.guard('simulation', () => work(made, { pace, chunkSteps, compactSteps }));
    } finally {
      runner?.release();
    }
  }

  get #compactSteps(): number {
    return this.tuning.compactSteps ?? COMPACT_STEPS;
  }

  get #cutOptions(): GpuPlanOptions {
    const { adapter } = this.device;
    const { batchBlocks, workgroupSize, strolls = STROLLING.test(adapter.name) } = this.tuning;
    return { software: adapter.isSoftware, batchBlocks, workgroupSize, strolls };
  }
}
