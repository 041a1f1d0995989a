/** What a plan says of a search for unlikely hits: plain data, read by every backend. rare.ts makes it. */

/** Time in slabs: step k belongs to the last slab whose first step is ≤ k. Short towards the horizon, where h changes fast. */
export interface Slabs {
  /** Increasing; the first is 1. */
  readonly firstSteps: readonly number[];
}

/** Noise with its mean moved: z ~ N(θ(k, x), 1) in step k from x, towards the threshold. */
export interface TiltPlan extends Slabs {
  readonly method: 'tilted';
  /** θ is tabulated at lower + i / perX, 0 ≤ i ≤ cells, in the plan's coordinate, and linear between; beyond the ends it stays. */
  readonly lower: number;
  readonly perX: number;
  readonly cells: number;
  /** Row-major [slab][cells + 1], in standard deviations of the noise; negative where the threshold lies below. */
  readonly tilts: Float32Array;
  /** A power of two near the probability: weights are counted in it. */
  readonly unit: number;
}

/** A path branches where it first comes to a level. */
export interface SplitPlan extends Slabs {
  readonly method: 'splitting';
  /** Row-major [slab][levels]: positions in the plan's coordinate, in the order in which a path comes to them. */
  readonly positions: Float32Array;
  readonly levels: number;
  readonly unit: number;
}

export type RarePlan = TiltPlan | SplitPlan;

/** Branches of a path at a level; a power of two, so that every weight is exact. */
export const BRANCHES = 4;

/** A branch has 48 bits for the digits of its name. */
export const MOST_LEVELS = 24;
