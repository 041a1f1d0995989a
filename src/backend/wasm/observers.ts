/** What is made of the paths of a block: tallies for statistics, single ends for comparison. */
import { BLOCK, type Plan } from '../../plan/plan.js';
import type { PathEnds, StepCounts, Tally } from '../backend.js';
import { CohortCounter } from '../cohorts.js';
import { StepCounter } from '../counter.js';
import { FATE_DONE, FATE_FAILED, FATE_LOWER, FATE_UPPER } from '../fate.js';
import { countInBins } from '../reference/histogram.js';
import { blockMoments, MOMENTS } from '../reference/moments.js';
import { positionOf, positionsOf } from '../reference/program.js';
import { WeightCounter } from '../weights.js';
import type { BlockObserver } from './block-run.js';
import type { EndedPaths, LaneViews } from './lane-views.js';
import { NEVER } from './layout.js';

/** Of the present block, by path: the step of the hit or NEVER, and ln of the weight. */
interface Weighted {
  readonly counter: WeightCounter;
  readonly steps: Uint32Array;
  readonly logs: Float32Array;
}

/** Gathers the tally of contiguous blocks. */
export class TallyObserver implements BlockObserver {
  /** Paths that ended. */
  paths = 0;
  pathSteps = 0;
  private nonFinite = 0;
  private block = 0;
  /** Low word of the address of the first path of the block. */
  private firstPath = 0;
  private readonly hits: readonly StepCounter[];
  private readonly absorbed: number[];
  private readonly exits: { readonly lower: StepCounter; readonly upper: StepCounter };
  private readonly positions: ReturnType<typeof positionsOf>;
  /** Where paths have weights. */
  private readonly weighted: Weighted | null;
  private readonly snapshots: readonly { readonly histogram: Uint32Array; readonly moments: Float64Array }[];
  private readonly cohorts: CohortCounter | null;

  constructor(
    private readonly plan: Plan,
    private readonly firstBlock: number,
    private readonly blocks: number,
  ) {
    this.positions = positionsOf(plan, BLOCK);
    this.cohorts = plan.cohorts && plan.rare === null ? new CohortCounter(plan) : null;
    this.weighted = plan.rare && {
      counter: new WeightCounter(plan),
      steps: new Uint32Array(BLOCK),
      logs: new Float32Array(BLOCK),
    };
    this.hits = plan.thresholds.map(() => new StepCounter(plan));
    this.absorbed = plan.thresholds.map(() => 0);
    this.exits = { lower: new StepCounter(plan), upper: new StepCounter(plan) };
    this.snapshots = plan.saveSteps.map(() => ({
      histogram: new Uint32Array(plan.bins),
      moments: new Float64Array(blocks * MOMENTS),
    }));
  }

  /** The next events are those of this block, counted from the first. */
  enter(block: number): void {
    this.block = block;
    this.firstPath = (this.plan.pathOffset + (this.firstBlock + block) * BLOCK) % 2 ** 32;
    this.weighted?.steps.fill(NEVER);
  }

  /** All paths of the block have ended. */
  leave(): void {
    if (this.weighted === null) return;
    const { counter, steps, logs } = this.weighted;
    const logUnit = Math.log(this.plan.rare!.unit);
    steps.forEach((step, path) => {
      if (step === NEVER) return;
      counter.hit(step, Math.exp(logs[path]! - logUnit));
      counter.endPath();
    });
    counter.endBlock();
  }

  onEnd(ended: EndedPaths, count: number): void {
    this.paths += count;
    for (let i = 0; i < count; i++) this.pathSteps += ended.endStep[i]!;
    this.countFates(ended, count);
    if (this.weighted) this.noteWeights(this.weighted, ended, count);
    this.hits.forEach((counter, j) => {
      this.absorbed[j]! += countHits(counter, ended, j, count);
    });
    if (this.cohorts) this.countCohorts(this.cohorts, ended, count);
  }

  private countFates({ fate, endStep }: EndedPaths, count: number): void {
    for (let i = 0; i < count; i++) {
      if (fate[i] === FATE_DONE) continue;
      if (fate[i] === FATE_FAILED) this.nonFinite++;
      else if (this.weighted) continue;
      else if (fate[i] === FATE_LOWER) this.exits.lower.count(endStep[i]!);
      else this.exits.upper.count(endStep[i]!);
    }
  }

  private noteWeights(weighted: Weighted, { fate, path, hits, endWeight }: EndedPaths, count: number): void {
    for (let i = 0; i < count; i++) {
      if (fate[i] === FATE_FAILED) continue;
      const index = path[i]! - this.firstPath;
      weighted.steps[index] = hits[0]![i]!;
      weighted.logs[index] = endWeight[i]!;
    }
  }

  private countCohorts(cohorts: CohortCounter, { fate, path, endStep, hits }: EndedPaths, count: number): void {
    for (let i = 0; i < count; i++) {
      if (fate[i] === FATE_FAILED) continue;
      const index = path[i]! - this.firstPath;
      if (fate[i] === FATE_LOWER) cohorts.exit('lower', index, endStep[i]!);
      if (fate[i] === FATE_UPPER) cohorts.exit('upper', index, endStep[i]!);
      for (const [j, steps] of hits.entries()) if (steps[i] !== NEVER) cohorts.hit(j, index, steps[i]!);
    }
  }

  onSave(views: LaneViews, index: number, alive: number): void {
    const { histogram, moments } = this.snapshots[index]!;
    const x = this.positions(views.x, alive);
    countInBins(x, alive, ...this.plan.domain, histogram);
    blockMoments(x, alive, moments, this.block * MOMENTS);
    if (this.cohorts === null || index + 1 < this.snapshots.length) return;
    for (let lane = 0; lane < alive; lane++) this.cohorts.position(views.path[lane]! - this.firstPath, x[lane]!);
  }

  /** Plain data, ready to be sent. */
  tally(): Tally {
    const { firstBlock, blocks, paths, pathSteps, nonFinite, absorbed, snapshots } = this;
    const exits = { lower: plain(this.exits.lower), upper: plain(this.exits.upper) };
    return {
      firstBlock,
      blocks,
      paths,
      pathSteps,
      nonFinite,
      hits: this.hits.map(plain),
      absorbed,
      exits,
      snapshots,
      weights: this.weighted?.counter.tally(),
      ...(this.cohorts ? { cohorts: this.cohorts.sums } : {}),
    };
  }
}

/** @returns how many have left without a hit of threshold j. */
function countHits(counter: StepCounter, { fate, hits }: EndedPaths, j: number, count: number): number {
  const steps = hits[j]!;
  let absorbed = 0;
  for (let i = 0; i < count; i++) {
    if (fate[i] === FATE_FAILED) continue;
    if (steps[i] !== NEVER) counter.count(steps[i]!);
    else if (fate[i] !== FATE_DONE) absorbed++;
  }
  return absorbed;
}

const plain = ({ counts, sum, sumOfSquares }: StepCounts): StepCounts => ({ counts, sum, sumOfSquares });

/** The counters of a tally as plain data. */
export const plainTally = (tally: Tally): Tally => ({
  ...tally,
  hits: tally.hits.map(plain),
  exits: { lower: plain(tally.exits.lower), upper: plain(tally.exits.upper) },
});

/** The buffers of a tally, to be moved instead of copied. */
export function buffersOf({ hits, exits, snapshots, ends }: Tally): ArrayBuffer[] {
  const counts = [...hits, exits.lower, exits.upper].map((counter) => counter.counts);
  const single = ends
    ? [ends.x, ends.hitStep, ends.fate, ends.endStep, ...(ends.logWeight ? [ends.logWeight] : [])]
    : [];
  const arrays = [...counts, ...snapshots.flatMap(({ histogram, moments }) => [histogram, moments]), ...single];
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

/** Writes down where each path ended. */
export class EndsObserver implements BlockObserver {
  readonly ends: PathEnds;
  private readonly thresholds: number;
  private readonly position: (state: number) => number;
  private readonly firstAddress: number;

  constructor(plan: Plan, firstPath: number, count: number) {
    this.firstAddress = plan.pathOffset + firstPath;
    const thresholds = plan.thresholds.length;
    this.thresholds = thresholds;
    this.position = positionOf(plan, Math.fround);
    this.ends = {
      x: new Float64Array(count),
      hitStep: new Int32Array(count * thresholds),
      fate: new Uint8Array(count),
      endStep: new Int32Array(count),
      ...(plan.rare ? { logWeight: new Float64Array(count) } : {}),
    };
  }

  onEnd(ended: EndedPaths, count: number): void {
    const { ends, thresholds, firstAddress } = this;
    for (let i = 0; i < count; i++) {
      // Differences of low words: a block never crosses a multiple of 2³², a run may.
      const index = (ended.path[i]! - (firstAddress % 2 ** 32) + 2 ** 32) % 2 ** 32;
      const fate = ended.fate[i]!;
      ends.x[index] = fate === FATE_FAILED ? Number.NaN : this.position(ended.endX[i]!);
      ends.fate[index] = fate;
      if (ends.logWeight) ends.logWeight[index] = ended.endWeight[i]!;
      ends.endStep[index] = ended.endStep[i]!;
      for (let j = 0; j < thresholds; j++) ends.hitStep[index * thresholds + j] = ended.hits[j]![i]! | 0; // NEVER → −1
    }
  }

  onSave(): void {}
}

/** Tells two observers the same. */
export const both = (a: BlockObserver, b: BlockObserver): BlockObserver => ({
  onEnd(ended, count) {
    a.onEnd(ended, count);
    b.onEnd(ended, count);
  },
  onSave(views, index, alive) {
    a.onSave(views, index, alive);
    b.onSave(views, index, alive);
  },
});

/** The pieces of a run of paths that lie in one block each. */
export function* blockPieces(firstPath: number, count: number): Generator<{ first: number; count: number }> {
  for (let first = firstPath; first < firstPath + count; ) {
    const next = Math.min(firstPath + count, (Math.floor(first / BLOCK) + 1) * BLOCK);
    yield { first, count: next - first };
    first = next;
  }
}
