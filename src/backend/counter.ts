/** Counts events by step, with the exact sums that coarse bins lose. */
import { type Plan, stepBin } from '../plan/plan.js';
import type { StepCounts } from './backend.js';

const SPLIT_BITS = 16; // k = high · 2¹⁶ + low, so that each product stays below 2³²
const SPLIT = 2 ** SPLIT_BITS;
const CARRY_EVERY = 2 ** 20; // and 2²⁰ of them below 2⁵²
const EXACT = 2 ** 52;

export class StepCounter implements StepCounts {
  readonly counts: Uint32Array;
  readonly #plan: Plan;
  /** A bin is one step: the sums follow from the counts. */
  readonly #fine: boolean;
  #events = 0;
  #carried = { sum: 0n, sumOfSquares: 0n };
  // Since the last carry: Σ k, and k² in three parts.
  #sum = 0;
  #highSquares = 0;
  #crossProducts = 0;
  #lowSquares = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#fine = plan.stepShift === 0;
    this.counts = new Uint32Array(plan.stepBins);
  }

  /** One event at step k, 0 ≤ k < 2³². */
  count(step: number): void {
    if (this.#fine) {
      this.counts[step]!++;
      return;
    }
    this.counts[stepBin(this.#plan, step)]!++;
    const high = step >>> SPLIT_BITS;
    const low = step & (SPLIT - 1);
    this.#sum += step;
    this.#highSquares += high * high;
    this.#crossProducts += high * low;
    this.#lowSquares += low * low;
    if (++this.#events % CARRY_EVERY === 0) this.#carry();
  }

  get sum(): bigint {
    if (this.#fine) return sumOfPowers(this.counts, 1);
    this.#carry();
    return this.#carried.sum;
  }

  get sumOfSquares(): bigint {
    if (this.#fine) return sumOfPowers(this.counts, 2);
    this.#carry();
    return this.#carried.sumOfSquares;
  }

  #carry(): void {
    const split = BigInt(SPLIT);
    this.#carried.sum += BigInt(this.#sum);
    this.#carried.sumOfSquares +=
      (BigInt(this.#highSquares) * split + 2n * BigInt(this.#crossProducts)) * split + BigInt(this.#lowSquares);
    this.#sum = this.#highSquares = this.#crossProducts = this.#lowSquares = 0;
  }
}

/** Σ countsₖ kⁿ, exactly, for k < 2³². */
export function sumOfPowers(counts: Uint32Array, power: 1 | 2): bigint {
  let carried = 0n;
  let sum = 0; // below 2⁵³
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k]!;
    const term = power === 1 ? count * k : count * k * k;
    if (term >= EXACT) carried += BigInt(count) * BigInt(k) ** BigInt(power);
    else sum += term;
    if (sum < EXACT) continue;
    carried += BigInt(sum);
    sum = 0;
  }
  return carried + BigInt(sum);
}
