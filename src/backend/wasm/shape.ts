/** What the code of a kernel depends on. Plans that differ only in numbers share a kernel: numbers live in its constant table. */

import { absorbs, type Plan } from '../../plan/plan.js';
import type { BoundaryKind, Rng } from '../../spec/study.js';
import { type FlatProgram, flatten } from './program.js';
import { hasRelaxedSimd, keepsOrder } from './simd.js';

export const VECTORS = [1, 2, 4] as const;
export const BY_INTEGERS = [0, 1, 2] as const;

/** How the loop over lanes is cut. Results do not depend on it. */
export interface LoopCut {
  /** Vectors of four paths that it advances side by side. */
  readonly vectors: (typeof VECTORS)[number];
  /** Of them, those whose random words are computed lane by lane in 64-bit integers (integer-philox.ts); Threefry has none. */
  readonly byIntegers: (typeof BY_INTEGERS)[number];
}

/** What was measured to be the fastest in this engine (docs/performance.md, "WASM"). */
export const defaultCut = (): LoopCut => ({ vectors: 4, byIntegers: keepsOrder() ? 2 : 1 });

/** What was measured to be faster than that, of Philox, where another thread has its share of the core (docs/decisions/014-cut-by-trial.md). */
export const crowdedCut = (rng: Rng): LoopCut => ({
  vectors: keepsOrder() && rng !== 'threefry4x32-20' ? 4 : 2,
  byIntegers: 0,
});

export interface WatchedThreshold {
  readonly up: boolean;
  readonly bridge: boolean;
  readonly shift: boolean;
  readonly atExit: boolean;
}

export interface KernelShape {
  readonly program: FlatProgram;
  readonly rng: Rng;
  readonly lower: BoundaryKind;
  readonly upper: BoundaryKind;
  /** Then a mirror there is a sign that is dropped. */
  readonly lowerIsZero: boolean;
  readonly exitBridge: boolean;
  readonly thresholds: readonly WatchedThreshold[];
  /** A path ends with its last hit: no absorbing end that is to be met too, no save time after the start. */
  readonly endsWhenSeen: boolean;
  /** The noise has its mean moved (tilt.ts); null: it has not. */
  readonly tilt: { readonly slabs: number; readonly cells: number } | null;
  readonly cut: LoopCut;
  /** Sums of products are rounded once, by relaxed SIMD: a study may ask for it (`fast`), where the engine can. */
  readonly fused: boolean;
}

export function shapeOf(plan: Plan, cut: LoopCut): KernelShape {
  return {
    program: flatten(plan.program),
    rng: plan.rng,
    lower: plan.boundary.lower,
    upper: plan.boundary.upper,
    lowerIsZero: plan.lower === 0,
    exitBridge: absorbs(plan) && plan.exitBridge,
    thresholds: plan.thresholds.map(({ up, bridge, shift, atExit }) => ({ up, bridge, shift, atExit })),
    endsWhenSeen:
      plan.thresholds.length > 0 && (plan.rare !== null || !absorbs(plan)) && (plan.saveSteps.at(-1) ?? 0) === 0,
    tilt: plan.rare?.method === 'tilted' ? { slabs: plan.rare.firstSteps.length, cells: plan.rare.cells } : null,
    cut,
    fused: plan.fast === true && hasRelaxedSimd(),
  };
}

/** Equal for equal code. */
export const shapeKey = (shape: KernelShape): string => JSON.stringify(shape);

export const absorbsAt = (shape: KernelShape, up: boolean): boolean => (up ? shape.upper : shape.lower) === 'absorb';

/** Something may happen inside the domain on this side: an absorbing end or a threshold. */
export const hasBarrier = (shape: KernelShape, up: boolean): boolean =>
  absorbsAt(shape, up) || shape.thresholds.some((threshold) => threshold.up === up);

/** A barrier on this side is there as long as the path lives, so it never meets the end beyond without a replay. */
export const alwaysBarred = (shape: KernelShape, up: boolean): boolean =>
  absorbsAt(shape, up) || (shape.endsWhenSeen && shape.thresholds.length === 1 && shape.thresholds[0]!.up === up);

/** On this side a step may count for more than its ends show: a bridge, or a shifted barrier (0.5826 of the 3 deviations that a bridge reaches). */
export const reachesAt = (shape: KernelShape, up: boolean): boolean =>
  (absorbsAt(shape, up) && shape.exitBridge) ||
  shape.thresholds.some((threshold) => threshold.up === up && (threshold.bridge || threshold.shift));
