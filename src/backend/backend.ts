/** The one interface behind which webgpu, wasm and the reference run. */
import type { Plan } from '../plan/plan.js';
import type { BackendName, Rng } from '../spec/study.js';
import type { WeightTally } from './weights.js';

/** Events counted per step. */
export interface StepCounts {
  /** Counts by `stepBin(plan, k)`: shape [plan.stepBins]. */
  readonly counts: Uint32Array;
  /** Exact Σ k and Σ k² over the events: what the bins lose when stepShift > 0. */
  readonly sum: bigint;
  readonly sumOfSquares: bigint;
}

/** What was seen at one save time. */
export interface SnapshotTally {
  /** Shape [plan.bins]: bin ⌊(x − lower) · bins / (upper − lower)⌋, the last one closed. */
  readonly histogram: Uint32Array;
  /** Row-major [block][5]: paths alive, their mean, and Σ(x − mean)^r for r = 2, 3, 4. */
  readonly moments: Float64Array;
}

/** What happened to the paths of some contiguous blocks: summaries, and single paths only where they are asked for. */
export interface Tally {
  readonly firstBlock: number;
  readonly blocks: number;
  readonly paths: number;
  /** Steps taken by live paths: the sum over paths of the step at which each one ended. */
  readonly pathSteps: number;
  /** Paths whose state became NaN or infinite: their hits are withdrawn, and they are in no snapshot after the failure. */
  readonly nonFinite: number;
  /** By threshold. */
  readonly hits: readonly StepCounts[];
  /** By threshold: paths that left through an absorbing end without a hit. */
  readonly absorbed: readonly number[];
  readonly exits: { readonly lower: StepCounts; readonly upper: StepCounts };
  /** By save time. */
  readonly snapshots: readonly SnapshotTally[];
  /** What the hits weigh, where the plan looks for unlikely ones; then a hit counted above is one path with any hit. */
  readonly weights?: WeightTally | undefined;
  /** Sums over cohorts of paths (cohorts.ts), if the plan asks for them and this backend keeps them. */
  readonly cohorts?: Float64Array | undefined;
  /** Where each path ended, in path order, if the caller asked (SimulateOptions.ends). */
  readonly ends?: PathEnds | undefined;
}

/** Where single paths ended: for path-by-path comparison and for those who do their own statistics, never for ours. */
export interface PathEnds {
  /** Position in x after the last step: plan.steps, or the step at which the path ended. For an exit, the end itself. NaN for a failure. */
  readonly x: Float64Array;
  /** Row-major [path][threshold]: step of the hit, −1 where there was none. */
  readonly hitStep: Int32Array;
  /** 0 = alive or finished, 1 = left at the lower end, 2 = at the upper end, 3 = non-finite. */
  readonly fate: Uint8Array;
  /** The step at which the path ended. */
  readonly endStep: Int32Array;
  /** ln of the likelihood ratio at the end of each tilted path. */
  readonly logWeight?: Float64Array | undefined;
}

export interface Progress {
  /** Paths finished so far in this call; a path half-way through its horizon may count half. */
  readonly paths: number;
  /** Path-steps taken so far in this call. */
  readonly pathSteps: number;
}

export interface SimulateOptions {
  /** Called in block order, contiguous from the first block on. */
  readonly onTally: (tally: Tally) => void;
  /** Tallies bring the ends of their paths along, the very ones that they count; not for paths that branch. Default false. */
  readonly ends?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** On abort, simulate() resolves early; every tally handed out so far stays valid. */
  readonly signal?: AbortSignal | undefined;
}

export interface SimulateManyOptions {
  /** Called in the order of the plans, and for each plan in block order, contiguous from its first block on. */
  readonly onTally: (index: number, tally: Tally) => void;
  /** Of all plans together. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** On abort, simulateMany() resolves early; every tally handed out so far stays valid. */
  readonly signal?: AbortSignal | undefined;
}

export interface Backend {
  readonly name: BackendName;
  /** The device in words, null where there is none. */
  readonly adapter: string | null;
  readonly threads: number;
  /** Seconds from asking for the backend to being ready (device, compile); grows as plans are compiled. */
  readonly startupSeconds: number;

  /** Simulate blocks [firstBlock, firstBlock + blocks) of the plan. */
  simulate(plan: Plan, firstBlock: number, blocks: number, options: SimulateOptions): Promise<void>;

  /**
   * Simulates every plan whole, to the same bits as each by itself. Plans may differ in anything; those that differ in numbers
   * alone (constants, start, ends, thresholds, pathOffset) share a launch where the backend knows how.
   */
  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void>;

  /** A generator by itself: counters row-major [i][4] → words [i][4]. */
  randomWords(counters: Uint32Array, key: readonly [number, number], rng: Rng): Promise<Uint32Array>;

  /** The map from words to normals: pairs row-major [i][2] → [i][2]. */
  normals(words: Uint32Array): Promise<Float64Array>;

  /** Follow `count` single paths from index `firstPath`; like any index of a path, from plan.pathOffset on. */
  follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds>;

  close(): Promise<void>;
}
