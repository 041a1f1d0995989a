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
    if (i === steps - 1) return to;
    return scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  });
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
