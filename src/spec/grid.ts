/** The points of a grid. */
import type { Grid, GridAxis } from './study.js';

export interface Axis {
  /** The parameter. */
  readonly name: string;
  /** Increasing. */
  readonly values: readonly number[];
}

/** In the order of the study: the first axis varies slowest. */
export const axesOf = (grid: Grid): Axis[] =>
  Object.entries(grid).map(([name, axis]) => ({ name, values: valuesOf(axis) }));

export function valuesOf(axis: GridAxis): number[] {
  if (!('from' in axis)) return [...axis];
  const { from, to, steps, scale } = axis;
  return Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    if (i === 0) return from;
    if (i === steps - 1) return to;
    if (scale === 'log') {
      const value = from * (to / from) ** share;
      return asDecimal(value, value);
    }
    return asDecimal(from + (to - from) * share, Math.max(Math.abs(from), Math.abs(to)));
  });
}

const DECIMALS = 13; // of a value beside the scale: two fewer than a double has
const ROUNDING = 8 * Number.EPSILON; // what the few operations of a value may be off by, beside the scale

/** The value as somebody would write it, 0.15 for 0.15000000000000002, where such a decimal is within the rounding. */
function asDecimal(value: number, scale: number): number {
  const places = DECIMALS - Math.ceil(Math.log10(scale));
  const decimal = Number(value.toFixed(Math.min(100, Math.max(0, places)))) + 0; // not −0
  return Math.abs(decimal - value) <= ROUNDING * scale ? decimal : value;
}

export const pointsOf = (axes: readonly Axis[]): number =>
  axes.reduce((product, { values }) => product * values.length, 1);

/** Where point number `index` stands on each axis. */
export function placeOf(axes: readonly Axis[], index: number): number[] {
  const place: number[] = [];
  let rest = index;
  for (const { values } of [...axes].reverse()) {
    place.unshift(rest % values.length);
    rest = Math.floor(rest / values.length);
  }
  return place;
}

/** Values by parameter of point number `index`. */
export const paramsAt = (axes: readonly Axis[], index: number): Record<string, number> =>
  Object.fromEntries(placeOf(axes, index).map((i, axis) => [axes[axis]!.name, axes[axis]!.values[i]!]));
