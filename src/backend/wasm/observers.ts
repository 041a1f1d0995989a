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
import type { LaneViews } from './lane-views.js';
import { NEVER } from './layout.js';

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
  /** Where paths have weights: of the present block, by path, the step of the hit or NEVER and ln of the weight. */
  private readonly weighted: { counter: WeightCounter; steps: Uint32Array; logs: Float32Array } | null;
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

  onEnd(views: LaneViews, lane: number, fate: number, endStep: number): void {
    this.paths++;
    this.pathSteps += endStep;
    if (fate === FATE_FAILED) {
      this.nonFinite++;
      return;
    }
    if (this.weighted) {
      const path = views.path[lane]! - this.firstPath;
      this.weighted.steps[path] = views.hits[0]![lane]!;
      this.weighted.logs[path] = views.endWeight[lane]!;
    } else {
      if (fate === FATE_LOWER) this.exits.lower.count(endStep);
      if (fate === FATE_UPPER) this.exits.upper.count(endStep);
    }
    if (this.cohorts) this.count(this.cohorts, views, lane, fate, endStep);
    for (let j = 0; j < this.hits.length; j++) {
      const step = views.hits[j]![lane]!;
      if (step !== NEVER) this.hits[j]!.count(step);
      else if (fate !== FATE_DONE) this.absorbed[j]!++;
    }
  }

  private count(cohorts: CohortCounter, views: LaneViews, lane: number, fate: number, endStep: number): void {
    const path = views.path[lane]! - this.firstPath;
    if (fate === FATE_LOWER) cohorts.exit('lower', path, endStep);
    if (fate === FATE_UPPER) cohorts.exit('upper', path, endStep);
    for (let j = 0; j < this.hits.length; j++) {
      const step = views.hits[j]![lane]!;
      if (step !== NEVER) cohorts.hit(j, path, step);
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

  onEnd(views: LaneViews, lane: number, fate: number, endStep: number): void {
    const { ends, thresholds, firstAddress } = this;
    // Differences of low words: a block never crosses a multiple of 2³², a run may.
    const index = (views.path[lane]! - (firstAddress % 2 ** 32) + 2 ** 32) % 2 ** 32;
    ends.x[index] = fate === FATE_FAILED ? Number.NaN : this.position(views.endX[lane]!);
    ends.fate[index] = fate;
    if (ends.logWeight) ends.logWeight[index] = views.endWeight[lane]!;
    ends.endStep[index] = endStep;
    for (let j = 0; j < thresholds; j++) ends.hitStep[index * thresholds + j] = views.hits[j]![lane]! | 0; // NEVER → −1
  }

  onSave(): void {}
}

/** Tells two observers the same. */
export const both = (a: BlockObserver, b: BlockObserver): BlockObserver => ({
  onEnd(views, lane, fate, endStep) {
    a.onEnd(views, lane, fate, endStep);
    b.onEnd(views, lane, fate, endStep);
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
