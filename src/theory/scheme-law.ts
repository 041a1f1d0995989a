/** The law of a scheme after any number of steps, from powers of its one-step kernel: start weights carried forward. */
import type { Chain } from './chain.js';
import { dot } from './legendre.js';
import { type Matrix, resolvent } from './matrix.js';
import { powerOf, type Side, startWeightsOf } from './truth.js';

export class SchemeLaw {
  readonly #weights: Float64Array;
  readonly #met: { readonly lower: number; readonly upper: number };
  readonly #rows = new Map<number, Float64Array>();
  readonly #leaving: { lower?: Float64Array; upper?: Float64Array } = {};

  constructor(
    readonly chain: Chain,
    start: readonly number[],
  ) {
    const { weights, met } = startWeightsOf(chain, start);
    this.#weights = weights;
    this.#met = met;
  }

  /** E[u(X_n); alive], u by its values at the nodes. */
  expectation(steps: number, u: Float64Array): number {
    return dot(this.#rowAt(steps), u);
  }

  /** P(left through this side within so many steps), those met at the start included; linear inside a step. */
  passed(side: Side, steps: number): number {
    const whole = Math.floor(steps);
    const share = steps - whole;
    const below = this.#passed(side, whole);
    return share === 0 ? below : below + share * (this.#passed(side, whole + 1) - below);
  }

  /** The number of steps, linear inside a step, by which this share of all paths has left; null where `most` do not do. */
  stepsUntil(side: Side, share: number, most: number): number | null {
    if (this.#passed(side, 0) >= share) return 0;
    if (this.#passed(side, most) < share) return null;
    let [low, high] = [0, most];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#passed(side, middle) < share) low = middle;
      else high = middle;
    }
    const below = this.#passed(side, low);
    return low + (share - below) / (this.#passed(side, high) - below);
  }

  #passed(side: Side, steps: number): number {
    const u = this.#leavingFrom(side);
    return this.#met[side] + dot(this.#weights, u) - dot(this.#rowAt(steps), u);
  }

  /** P(ever leaves through this side) at the nodes: (I − K)⁻¹ h, and 1 where there is no other way out. */
  #leavingFrom(side: Side): Float64Array {
    const { chain } = this;
    const other = side === 'lower' ? chain.upper : chain.lower;
    this.#leaving[side] ??=
      other.kind === 'absorb'
        ? resolvent(chain.kernel)(side === 'lower' ? chain.exitLower : chain.exitUpper)
        : new Float64Array(chain.kernel.n).fill(1);
    return this.#leaving[side];
  }

  /** ω Kⁿ by the binary digits of n. */
  #rowAt(steps: number): Float64Array {
    const known = this.#rows.get(steps);
    if (known !== undefined) return known;
    let row = this.#weights;
    for (let bit = 0, left = steps; left > 0; bit++, left = Math.floor(left / 2)) {
      if (left % 2 === 1) row = rowTimes(row, powerOf(this.chain, bit));
    }
    this.#rows.set(steps, row);
    return row;
  }
}

function rowTimes(row: Float64Array, { n, data }: Matrix): Float64Array {
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const weight = row[i]!;
    const from = i * n;
    for (let j = 0; j < n; j++) product[j]! += weight * data[from + j]!;
  }
  return product;
}
