/** Quantities known at points, between those points; and the extrapolation that makes them. */
import type { Quantity } from './process.js';

export interface Curve {
  /** Increasing. */
  readonly x: readonly number[];
  readonly values: readonly Quantity[];
  /** Slopes at the points: not finite at an end where the density is infinite. */
  readonly slopes: readonly number[];
}

/** Steps are taken in 1, 2, 3 and 4 parts: error expansions in 1/parts (Aitken–Neville). */
export const PARTS = [1, 2, 3, 4] as const;
const ORDER_4 = [-1 / 6, 4, -27 / 2, 32 / 3] as const;
const ORDER_3 = [0, 2, -9, 8] as const;

/**
 * To steps of size 0 on each of three nested grids, then to cells of size 0 from the two finest; the error from the next
 * best of both. values: [grid, coarsest first][parts].
 */
export function extrapolate(values: readonly (readonly number[])[]): Quantity {
  const toZero = (level: number, weights: readonly number[]) => {
    let sum = 0;
    for (let k = 0; k < PARTS.length; k++) sum += weights[k]! * values[level]![k]!;
    return sum;
  };
  const [coarse, middle, fine] = [toZero(0, ORDER_4), toZero(1, ORDER_4), toZero(2, ORDER_4)];
  const best = fine + (fine - middle) / 3;
  const next = middle + (middle - coarse) / 3;
  return { value: best, error: Math.abs(best - next) + Math.abs(fine - toZero(2, ORDER_3)) };
}

/** A cubic from values and slopes; where a slope is infinite at an end, a power of the distance from it. */
export function between({ x, values, slopes }: Curve, at: number): Quantity {
  const i = intervalAt(x, at);
  const [left, right] = [values[i]!, values[i + 1]!];
  const h = x[i + 1]! - x[i]!;
  const t = Math.min(1, Math.max(0, (at - x[i]!) / h));
  const error = (1 - t) * left.error + t * right.error;
  const rise = right.value - left.value;
  const [a, b] = [slopes[i]! * h, slopes[i + 1]! * h];
  if (t === 0 || t === 1 || rise === 0) return t === 1 ? right : left;
  if (!Number.isFinite(a)) return { value: left.value + rise * t ** positive(b / rise), error };
  if (!Number.isFinite(b)) return { value: right.value - rise * (1 - t) ** positive(a / rise), error };
  const u = 1 - t;
  const value = left.value + rise * t * t * (3 - 2 * t) + t * u * (a * u - b * t);
  return { value, error };
}

const positive = (power: number): number => (power > 0 ? power : 1);

/** The slope of the curve: of the density's values through the four nearest points. */
export function slopeBetween(x: readonly number[], values: readonly Quantity[], at: number): Quantity {
  const first = Math.max(0, Math.min(x.length - 4, intervalAt(x, at) - 1));
  const points = x.slice(first, first + 4).map((point, k) => ({ point, ...values[first + k]! }));
  const usable = points.filter(({ value }) => Number.isFinite(value));
  let [value, error] = [0, 0];
  for (const { point, ...known } of usable) {
    let weight = 1;
    for (const other of usable) if (other.point !== point) weight *= (at - other.point) / (point - other.point);
    value += weight * known.value;
    error += Math.abs(weight) * known.error;
  }
  return { value, error };
}

/** Where the curve, increasing, reaches `target`; null where it does not. */
export function solveFor(curve: Curve, target: number): number | null {
  const j = curve.values.findIndex(({ value }) => value >= target);
  if (j <= 0) return j === 0 ? curve.x[0]! : null;
  let [low, high] = [curve.x[j - 1]!, curve.x[j]!];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (between(curve, middle).value < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function intervalAt(x: readonly number[], at: number): number {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}
