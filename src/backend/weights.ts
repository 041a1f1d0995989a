/**
 * Sums over weighted hits, of tilted paths and of branching ones, that do not depend on how the blocks were cut: f64 in path
 * order inside a block, then fixed point.
 */
import { type Plan, stepBin } from '../plan/plan.js';

/** One unit is 2⁻¹⁰⁰ of the plan's unit of weight: a weight 1e-14 times the probability keeps all its bits. */
export const WEIGHT_BITS = 100n;
const UNIT = 2 ** Number(WEIGHT_BITS);

/**
 * Of one path: a = Σ w, b = Σ w t, c = Σ w t² over its hits, w in the plan's unit and t in horizons. Their sums over the paths:
 * a, b, c, aa, ab, ac, bb, bc, cc, in fixed point.
 */
export const WEIGHT_SUMS = 9;

export interface WeightTally {
  /** Shape [WEIGHT_SUMS]. */
  readonly sums: readonly bigint[];
  /** Σ w by step bin (plan.ts: `stepBin`), in fixed point; bins without a hit are missing. */
  readonly bins: ReadonlyMap<number, bigint>;
  /** The largest w of a path, in the plan's unit. */
  readonly largest: number;
  /** Shape [levels + 1], exact: branches that came to level i (entry 0: the paths themselves), and hits after i levels. Empty where none branch. */
  readonly reached: readonly bigint[];
  readonly hitsAfter: readonly bigint[];
}

/** Half-steps of a hit in step k (README: "What happens to a path"). */
export const halfSteps = (step: number, midStep: boolean): number => (step === 0 ? 0 : 2 * step - Number(midStep));

/** Gathers the hits of paths, path by path and block by block. */
export class WeightCounter implements WeightTally {
  readonly sums: bigint[] = new Array<bigint>(WEIGHT_SUMS).fill(0n);
  readonly bins = new Map<number, bigint>();
  readonly reached: bigint[];
  readonly hitsAfter: bigint[];
  largest = 0;
  readonly #plan: Plan;
  readonly #midStep: boolean;
  /** Hits of the present path. */
  readonly #steps: number[] = [];
  readonly #weights: number[] = [];
  readonly #block = new Float64Array(WEIGHT_SUMS);
  readonly #blockBins = new Map<number, number>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#midStep = hitsMidStep(plan);
    const levels = plan.rare?.method === 'splitting' ? plan.rare.levels + 1 : 0;
    this.reached = new Array<bigint>(levels).fill(0n);
    this.hitsAfter = new Array<bigint>(levels).fill(0n);
  }

  /** A hit of the present path, of weight w in the plan's unit. */
  hit(step: number, w: number): void {
    this.#steps.push(step);
    this.#weights.push(w);
  }

  /** The present path came to nothing: a state of it was no number. */
  withdraw(): void {
    this.#steps.length = this.#weights.length = 0;
  }

  endPath(): void {
    let [a, b, c] = [0, 0, 0];
    this.#steps.forEach((step, i) => {
      const w = this.#weights[i]!;
      const t = halfSteps(step, this.#midStep) / (2 * this.#plan.steps);
      a += w;
      b += w * t;
      c += w * t * t;
      const bin = stepBin(this.#plan, step);
      this.#blockBins.set(bin, (this.#blockBins.get(bin) ?? 0) + w);
    });
    this.withdraw();
    if (a === 0) return;
    [a, b, c, a * a, a * b, a * c, b * b, b * c, c * c].forEach((value, i) => {
      this.#block[i]! += value;
    });
    this.largest = Math.max(this.largest, a);
  }

  endBlock(): void {
    this.#block.forEach((value, i) => {
      this.sums[i]! += fixed(value);
    });
    this.#block.fill(0);
    for (const [bin, value] of this.#blockBins) this.bins.set(bin, (this.bins.get(bin) ?? 0n) + fixed(value));
    this.#blockBins.clear();
  }

  /** Plain data, ready to be sent. */
  tally(): WeightTally {
    const { sums, bins, largest, reached, hitsAfter } = this;
    return { sums, bins, largest, reached, hitsAfter };
  }
}

/** Whether a hit counts half a step early: the threshold, or the end that it stands for, has a bridge. */
export function hitsMidStep({ thresholds, exitBridge }: Plan, threshold = 0): boolean {
  const { atExit, bridge } = thresholds[threshold]!;
  return atExit ? exitBridge : bridge;
}

const fixed = (value: number): bigint => BigInt(Math.round(value * UNIT));

/** As an f64, rounded once. */
export const weightOf = (fixedPoint: bigint): number => Number(fixedPoint) / UNIT;
