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
  /** Lanes take path after path where they can: measured faster with this driver than survivors that are listed anew. Default: false. */
  readonly strolls?: boolean | undefined;
}

export interface GpuPlan {
  readonly workgroupSize: number;
  /** Plans of one batch; 1: a plan by itself, batch after batch of its blocks. */
  readonly points: number;
  /** Slots of one of them. */
  readonly stride: number;
  /** Blocks of one of them in a batch, at least 1. */
  readonly batchBlocks: number;
  /** Paths of one batch. */
  readonly slots: number;
  /** u32 of state for each path (shaders/state.wgsl). */
  readonly fields: number;
  /** Series of counts by step (shaders/events.wgsl). */
  readonly series: number;
  readonly bytes: {
    readonly state: number;
    /** Three lists of paths (shaders/lists.wgsl). */
    readonly alive: number;
    readonly counts: number;
    /** What the noise of all paths shares, by four steps. */
    readonly quads: number;
    readonly start: number;
    /** Of the model; of many plans the table of all in which they differ. */
    readonly constants: number;
    /** 0 where nothing is saved, as for the histogram. */
    readonly moments: number;
    readonly histogram: number;
  };
  /** Paths may end early: the survivors are listed anew after each dispatch. */
  readonly compacts: boolean;
  /** Instead, each lane takes the next path when its own has ended (shaders/stroll.wgsl). */
  readonly strolls: boolean;
}

export const COUNT_HEAD = 16; // u32 before the series: lists' lengths, failures, absorbed by threshold, submissions
export const COUNT_SUBMISSIONS = 12; // which of them (shaders/survivors.wgsl)
export const MOMENT_WORDS = 8; // u32 of one block's moments (shaders/moments.wgsl)
const WORD = 4;
const LISTS = 3;
const QUAD_BYTES = 16;
const WORKGROUP = 64; // two warps or one wave; lavapipe and SwiftShader do not mind
const HARDWARE_BLOCKS = 1023; // 4.2 M paths: enough to fill any GPU, within 65,535 workgroups of 64
const SOFTWARE_BLOCKS = 8; // 32,768 paths: their state stays in the caches
const HARDWARE_MEMORY = 2 ** 29;
const SOFTWARE_MEMORY = 2 ** 26;

/** @throws StudyError where one block, or the counts of all steps, cannot fit this device. */
export function planGpu(plan: Plan, limits: GpuLimits, options: GpuPlanOptions): GpuPlan {
  const { steps, saveSteps, bins, program } = plan;
  const largest = largestBuffer(limits);
  const sizes = sizesOf(plan);
  const { fields, series, counts, histogram } = sizes;
  const strolls = options.strolls === true && compacts(plan) && steps > 0 && (saveSteps.at(-1) ?? 0) === 0;
  const quads = strolls ? QUAD_BYTES : sizes.quads; // lanes that take path after path compute them
  if (Math.max(counts, quads) > largest) {
    throw new StudyError([
      {
        path: 'horizon',
        message: `${steps} steps need ${Math.max(counts, quads)} B in one buffer, this GPU allows ${largest}: take a larger dt or a shorter horizon, or set backend to wasm`,
      },
    ]);
  }
  const momentsOfBlock = WORD * MOMENT_WORDS * saveSteps.length;
  const toRead = limits.maxBufferSize - counts - histogram; // what is left for moments where results are read back, in one buffer
  if (histogram > largest || momentsOfBlock > toRead) {
    throw new StudyError([
      {
        path: 'saveAt',
        message: `${saveSteps.length} histograms of ${bins} bins need ${histogram} B in one buffer, this GPU allows ${Math.min(largest, toRead + histogram)}: save at fewer times, or set backend to wasm`,
      },
    ]);
  }
  const { workgroupSize, memory, blocks: wanted } = shareOf(limits, options);
  const blockBytes = WORD * BLOCK * (fields + LISTS) + momentsOfBlock;
  const fitting = Math.min(
    plan.blocks,
    wanted,
    Math.floor(memory / blockBytes),
    Math.floor(largest / (WORD * BLOCK * fields)),
    saveSteps.length === 0 ? wanted : Math.floor(Math.min(largest, toRead) / momentsOfBlock),
    Math.floor((limits.maxComputeWorkgroupsPerDimension * workgroupSize) / BLOCK),
  );
  const batchBlocks = Math.max(1, fitting);
  const slots = batchBlocks * BLOCK;
  return {
    workgroupSize,
    points: 1,
    stride: slots,
    batchBlocks,
    slots,
    fields,
    series,
    bytes: {
      state: WORD * fields * slots,
      alive: WORD * LISTS * slots,
      counts,
      quads,
      start: WORD * plan.start.length,
      constants: 16 * Math.max(1, Math.ceil(program.constants.length / 4)),
      moments: momentsOfBlock * batchBlocks,
      histogram,
    },
    compacts: compacts(plan),
    strolls,
  };
}

/**
 * Many plans of one structure and size (backend/gpu/groups.ts), as many of them in each batch as this device takes; `points` is 1
 * where two are too many: then each is to be cut by itself.
 */
export function planGpuMany(plans: readonly Plan[], limits: GpuLimits, options: GpuPlanOptions): GpuPlan {
  const plan = plans[0]!;
  const { workgroupSize, memory, blocks: wanted } = shareOf(limits, options);
  const { fields, series, counts, quads, histogram } = sizesOf(plan);
  const stride = workgroupSize * Math.ceil(plan.paths / workgroupSize);
  const ofPoint = {
    state: WORD * fields * stride,
    alive: WORD * LISTS * stride,
    counts,
    start: plans.reduce((most, { start }) => Math.max(most, WORD * start.length), 0),
    constants: WORD * pointWords(plan),
    moments: WORD * MOMENT_WORDS * plan.saveSteps.length * plan.blocks,
    histogram,
  };
  const results = counts + ofPoint.moments + histogram; // which are read back through a buffer of their own
  const bytes = Object.values(ofPoint);
  const fitting = Math.min(
    Math.floor((wanted * BLOCK) / stride),
    Math.floor((memory - quads) / (bytes.reduce((sum, size) => sum + size, 0) + results)),
    Math.floor(largestBuffer(limits) / Math.max(...bytes)),
    Math.floor(limits.maxBufferSize / results),
    Math.floor((limits.maxComputeWorkgroupsPerDimension * workgroupSize) / stride),
    Math.floor(limits.maxComputeWorkgroupsPerDimension / plan.blocks),
  );
  if (fitting < 2 || plans.length < 2) return planGpu(plan, limits, options);
  const points = Math.ceil(plans.length / Math.ceil(plans.length / fitting)); // batches of about the same size
  const all = (size: number) => size * points;
  return {
    workgroupSize,
    points,
    stride,
    batchBlocks: plan.blocks,
    slots: all(stride),
    fields,
    series,
    bytes: {
      state: all(ofPoint.state),
      alive: all(ofPoint.alive),
      counts: all(counts),
      quads,
      start: all(ofPoint.start),
      constants: all(ofPoint.constants),
      moments: all(ofPoint.moments),
      histogram: all(histogram),
    },
    compacts: compacts(plan),
    strolls: false, // each point has a model of its own
  };
}

export const POINT_HEAD = 5; // u32 of a point before its thresholds (shaders/points.wgsl)

/** u32 of one row of the table of points. */
export const pointWords = ({ thresholds, program }: Plan): number =>
  POINT_HEAD + Math.max(1, thresholds.length) + Math.max(1, program.constants.length);

const largestBuffer = ({ maxStorageBufferBindingSize, maxBufferSize }: GpuLimits): number =>
  Math.min(maxStorageBufferBindingSize, maxBufferSize - WORD); // a word more is read back with the state

/** Fields and series, and bytes of the buffers that do not depend on the number of paths. */
function sizesOf(plan: Plan) {
  const { steps, thresholds, saveSteps, bins, program } = plan;
  const series = thresholds.length + 1 + (absorbs(plan) ? 2 : 0);
  return {
    fields: (program.heun ? 6 : 5) + 3 * thresholds.length,
    series,
    counts: WORD * (COUNT_HEAD + series * (steps + 1)),
    quads: QUAD_BYTES * Math.max(1, Math.ceil(steps / 4)),
    histogram: WORD * saveSteps.length * bins,
  };
}

/** Of this device: threads of a workgroup, bytes and blocks of a batch. */
function shareOf(limits: GpuLimits, options: GpuPlanOptions) {
  return {
    workgroupSize: Math.min(
      options.workgroupSize ?? WORKGROUP,
      limits.maxComputeInvocationsPerWorkgroup,
      limits.maxComputeWorkgroupSizeX,
    ),
    memory: options.memory ?? (options.software ? SOFTWARE_MEMORY : HARDWARE_MEMORY),
    blocks: options.batchBlocks ?? (options.software ? SOFTWARE_BLOCKS : HARDWARE_BLOCKS),
  };
}

const compacts = (plan: Plan): boolean =>
  absorbs(plan) || (plan.thresholds.length > 0 && (plan.saveSteps.at(-1) ?? 0) < plan.steps);
