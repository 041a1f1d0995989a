/** How a plan is cut for one GPU: batches of blocks, buffer sizes, workgroups. Plain data; touches no device. */
import { StudyError } from '../errors.js';
import { absorbs, BLOCK, type Plan } from './plan.js';

/** The limits of a device that a plan must respect, named as WebGPU names them. */
export interface GpuLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

export interface GpuPlanOptions {
  /** A driver that computes on the CPU: small batches stay in its caches, and in the time of one dispatch. */
  readonly software: boolean;
  /** Most bytes of one batch on the device. */
  readonly memory?: number | undefined;
  readonly batchBlocks?: number | undefined;
  readonly workgroupSize?: number | undefined;
}

export interface GpuPlan {
  readonly workgroupSize: number;
  /** Blocks of one batch, at least 1. */
  readonly batchBlocks: number;
  /** Paths of one batch. */
  readonly slots: number;
  /** u32 of state for each path (shaders/state.wgsl). */
  readonly fields: number;
  /** Series of counts by step (shaders/events.wgsl). */
  readonly series: number;
  readonly bytes: {
    readonly state: number;
    /** Two lists of the paths alive. */
    readonly alive: number;
    readonly counts: number;
    /** What the noise of all paths shares, by four steps. */
    readonly quads: number;
    readonly start: number;
    readonly constants: number;
    /** 0 where nothing is saved, as for the histogram. */
    readonly moments: number;
    readonly histogram: number;
  };
  /** Paths may end early: the survivors are listed anew after each dispatch. */
  readonly compacts: boolean;
}

export const COUNT_HEAD = 16; // u32 before the series: lists' lengths, failures, absorbed by threshold
export const MOMENT_WORDS = 8; // u32 of one block's moments (shaders/moments.wgsl)
const WORD = 4;
const QUAD_BYTES = 16;
const WORKGROUP = 64; // two warps or one wave; lavapipe and SwiftShader do not mind
const HARDWARE_BLOCKS = 1023; // 4.2 M paths: enough to fill any GPU, within 65,535 workgroups of 64
const SOFTWARE_BLOCKS = 8; // 32,768 paths: their state stays in the caches
const HARDWARE_MEMORY = 2 ** 29;
const SOFTWARE_MEMORY = 2 ** 26;

/** @throws StudyError where one block, or the counts of all steps, cannot fit this device. */
export function planGpu(plan: Plan, limits: GpuLimits, options: GpuPlanOptions): GpuPlan {
  const { steps, thresholds, saveSteps, bins, program } = plan;
  const largest = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const fields = (program.heun ? 6 : 5) + 3 * thresholds.length;
  const series = thresholds.length + 1 + (absorbs(plan) ? 2 : 0);
  const counts = WORD * (COUNT_HEAD + series * (steps + 1));
  const quads = QUAD_BYTES * Math.max(1, Math.ceil(steps / 4));
  const histogram = WORD * saveSteps.length * bins;
  if (Math.max(counts, quads) > largest) {
    throw new StudyError([
      {
        path: 'horizon',
        message: `${steps} steps need ${Math.max(counts, quads)} B in one buffer, this GPU allows ${largest}: take a larger dt or a shorter horizon, or set backend to wasm`,
      },
    ]);
  }
  if (histogram > largest) {
    throw new StudyError([
      {
        path: 'saveAt',
        message: `${saveSteps.length} histograms of ${bins} bins need ${histogram} B in one buffer, this GPU allows ${largest}: save at fewer times, or set backend to wasm`,
      },
    ]);
  }
  const workgroupSize = Math.min(
    options.workgroupSize ?? WORKGROUP,
    limits.maxComputeInvocationsPerWorkgroup,
    limits.maxComputeWorkgroupSizeX,
  );
  const memory = options.memory ?? (options.software ? SOFTWARE_MEMORY : HARDWARE_MEMORY);
  const blockBytes = WORD * BLOCK * (fields + 2) + WORD * MOMENT_WORDS * saveSteps.length;
  const wanted = options.batchBlocks ?? (options.software ? SOFTWARE_BLOCKS : HARDWARE_BLOCKS);
  const fitting = Math.min(
    plan.blocks,
    wanted,
    Math.floor(memory / blockBytes),
    Math.floor(largest / (WORD * BLOCK * fields)),
    saveSteps.length === 0 ? wanted : Math.floor(largest / (WORD * MOMENT_WORDS * saveSteps.length)),
    Math.floor((limits.maxComputeWorkgroupsPerDimension * workgroupSize) / BLOCK),
  );
  const batchBlocks = Math.max(1, fitting);
  const slots = batchBlocks * BLOCK;
  return {
    workgroupSize,
    batchBlocks,
    slots,
    fields,
    series,
    bytes: {
      state: WORD * fields * slots,
      alive: WORD * 2 * slots,
      counts,
      quads,
      start: WORD * plan.start.length,
      constants: 16 * Math.max(1, Math.ceil(plan.program.constants.length / 4)),
      moments: WORD * MOMENT_WORDS * saveSteps.length * batchBlocks,
      histogram,
    },
    compacts: absorbs(plan) || (thresholds.length > 0 && (saveSteps.at(-1) ?? 0) < steps),
  };
}
