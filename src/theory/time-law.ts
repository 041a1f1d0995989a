/** The law of a time as its moments, each with its error. */
import type { Moments } from './moments.js';
import { compare } from './orders.js';
import type { Quantity } from './process.js';

export interface TimeLaw {
  /** A moment beyond 1e308 is Infinity. */
  readonly mean: Quantity;
  readonly variance: Quantity;
  /** Of no units, so finite also then. NaN where the time has no spread. */
  readonly skewness: Quantity;
  readonly excessKurtosis: Quantity;
  /** E T … E T⁴. */
  readonly moments: readonly Quantity[];
}

/** From two orders; `extra` is a further error of the mean, and of the other moments in proportion. */
export function timeLaw(fine: Moments, coarse: Moments, extra = 0): TimeLaw {
  const share = fine.mean === 0 ? 0 : extra / fine.mean;
  const quantity = (name: keyof Moments, powers: number): Quantity => {
    const { value, error } = compare(fine[name], coarse[name]);
    return { value, error: share === 0 ? error : error + powers * share * Math.abs(value) };
  };
  return {
    mean: quantity('mean', 1),
    variance: quantity('variance', 2),
    skewness: quantity('skewness', 3),
    excessKurtosis: quantity('excessKurtosis', 4),
    moments: [quantity('raw1', 1), quantity('raw2', 2), quantity('raw3', 3), quantity('raw4', 4)],
  };
}
