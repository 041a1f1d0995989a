/** What every launch on a device goes through: the cut, the kernels, the buffers, the pace. */
import { type GpuPlan, type GpuPlanOptions, planGpu, planGpuMany } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import { type BatchOptions, BatchRunner } from './batch.js';
import type { Device } from './device.js';
import type { Dialect, NormalsVariant } from './header.js';
import { Pace } from './pace.js';
import { type Compiler, compilePlan } from './pipelines.js';

/** For tests and measurements: the cut of the work, which never changes a result. */
export interface Tuning extends Partial<Dialect> {
  readonly batchBlocks?: number;
  readonly chunkSteps?: number;
  readonly compactSteps?: number;
  readonly workgroupSize?: number;
  readonly strolls?: boolean;
  readonly normals?: NormalsVariant;
}

const TARGET_MS = 50; // of one submission: far below every watchdog, and a page stays alive
const COMPACT_STEPS = 64;
/** Drivers on which lanes that take path after path were measured to be faster (docs/performance.md); SwiftShader is slower so. */
const STROLLING = /llvmpipe/;
const FIRST_PATH_STEPS = 2 ** 18; // of the very first submission: 10 ms for 25 M path-steps/s

export class Launcher {
  /** Spent on compiling so far. */
  compileSeconds = 0;

  constructor(
    readonly device: Device,
    readonly compiler: Compiler,
    readonly normals: NormalsVariant,
    readonly tuning: Tuning,
  ) {}

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
    const { chunkSteps, compactSteps = COMPACT_STEPS } = this.tuning;
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

  get #cutOptions(): GpuPlanOptions {
    const { adapter } = this.device;
    const { batchBlocks, workgroupSize, strolls = STROLLING.test(adapter.name) } = this.tuning;
    return { software: adapter.isSoftware, batchBlocks, workgroupSize, strolls };
  }
}
