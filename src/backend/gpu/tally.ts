/** What a batch left on the device → a tally. Pure: words in, numbers out. */
import { COUNT_HEAD, type GpuPlan, MOMENT_WORDS } from '../../plan/gpu.js';
import { absorbs, type Plan, stepBin } from '../../plan/plan.js';
import type { SnapshotTally, StepCounts, Tally } from '../backend.js';
import { sumOfPowers } from '../counter.js';
import { MOMENTS } from '../reference/moments.js';

const COUNT_FAILED = 2; // shaders/events.wgsl
const COUNT_ABSORBED = 3;

/** Of one plan; of many, one after the other. */
export interface BatchWords {
  /** COUNT_HEAD numbers, then row-major [series][step]. */
  readonly counts: Uint32Array;
  /** Row-major [snapshot][block][MOMENT_WORDS]. */
  readonly moments: Uint32Array;
  /** Row-major [snapshot][bin]. */
  readonly histogram: Uint32Array;
}

/** What a batch of many plans left of the one at `index`. */
export function wordsOfPoint(words: BatchWords, { points }: GpuPlan, index: number): BatchWords {
  const share = (all: Uint32Array) => {
    const size = all.length / points;
    return all.subarray(index * size, (index + 1) * size);
  };
  return { counts: share(words.counts), moments: share(words.moments), histogram: share(words.histogram) };
}

export function tallyOf(
  plan: Plan,
  gpuPlan: GpuPlan,
  { firstBlock, blocks, paths }: { readonly firstBlock: number; readonly blocks: number; readonly paths: number },
  words: BatchWords,
): Tally {
  const { steps, thresholds } = plan;
  const series = (index: number) => words.counts.subarray(COUNT_HEAD + index * (steps + 1)).subarray(0, steps + 1);
  const ends = series(thresholds.length);
  const ended = ends.reduce((sum, count) => sum + count, 0);
  const none: StepCounts = { counts: new Uint32Array(plan.stepBins), sum: 0n, sumOfSquares: 0n };
  const exits = absorbs(plan);
  return {
    firstBlock,
    blocks,
    paths,
    pathSteps: Number(sumOfPowers(ends, 1)) + (paths - ended) * steps,
    nonFinite: words.counts[COUNT_FAILED]!,
    hits: thresholds.map((_, j) => stepCounts(plan, series(j))),
    absorbed: thresholds.map((_, j) => words.counts[COUNT_ABSORBED + j]!),
    exits: {
      lower: exits ? stepCounts(plan, series(thresholds.length + 1)) : none,
      upper: exits ? stepCounts(plan, series(thresholds.length + 2)) : none,
    },
    snapshots: plan.saveSteps.map((_, row) => snapshotOf(plan, gpuPlan, row, blocks, words)),
  };
}

function stepCounts(plan: Plan, byStep: Uint32Array): StepCounts {
  const counts = new Uint32Array(plan.stepBins);
  for (let step = 0; step < byStep.length; step++) counts[stepBin(plan, step)]! += byStep[step]!;
  return { counts, sum: sumOfPowers(byStep, 1), sumOfSquares: sumOfPowers(byStep, 2) };
}

function snapshotOf(plan: Plan, gpuPlan: GpuPlan, row: number, blocks: number, words: BatchWords): SnapshotTally {
  const moments = new Float64Array(MOMENTS * blocks);
  const floats = new Float32Array(words.moments.buffer, words.moments.byteOffset, words.moments.length);
  for (let block = 0; block < blocks; block++) {
    const at = MOMENT_WORDS * (row * gpuPlan.batchBlocks + block);
    const [mean, m1, m2, m3, m4] = floats.subarray(at + 1, at + 6);
    moments.set(aboutTrueMean(words.moments[at]!, mean!, m1!, m2!, m3!, m4!), MOMENTS * block);
  }
  return { histogram: words.histogram.slice(row * plan.bins, (row + 1) * plan.bins), moments };
}

/** Central sums about m, which rounding left off the mean by d = Σ(x − m)/n, moved to the mean. */
function aboutTrueMean(n: number, m: number, m1: number, m2: number, m3: number, m4: number) {
  const d = n === 0 ? 0 : m1 / n;
  return [
    n,
    m + d,
    m2 - n * d * d,
    m3 - 3 * d * m2 + 2 * n * d ** 3,
    m4 - 4 * d * m3 + 6 * d * d * m2 - 3 * n * d ** 4,
  ];
}
