/** Counts → what is drawn and tabled of them. */
import type { Histogram } from '../../result/result.js';
import { formatCount, formatEstimate, formatNumber } from '../number.js';
import type { FigureTable } from './figure.js';

/** Points of a smooth curve across the frame: finer than the screen shows. */
const POINTS = 240;

/** Evenly spaced numbers from `from` to `to`, both included. */
export const places = (from: number, to: number, count = POINTS): number[] =>
  Array.from({ length: count + 1 }, (_, i) => (i === count ? to : from + ((to - from) * i) / count));

/** Bars of the density count/(paths × width). */
export function densityOf({ edges, counts }: Histogram, paths: number): { x: number[]; x2: number[]; y: number[] } {
  return {
    x: edges.slice(0, -1),
    x2: edges.slice(1),
    y: counts.map((count, i) => (paths > 0 ? count / paths / (edges[i + 1]! - edges[i]!) : 0)),
  };
}

/** Rows of a table that people read: more of them are merged in groups. */
const MOST_ROWS = 50;

/** Bins, counts, density with its error, and the exact density at the middle. */
export function histogramTable(
  { edges, counts }: Histogram,
  paths: number,
  of: string,
  {
    exact,
    weighted = false,
  }: { readonly exact?: ((x: number) => number) | undefined; readonly weighted?: boolean | undefined } = {},
): FigureTable {
  const group = Math.ceil(counts.length / MOST_ROWS);
  const rows = Array.from({ length: Math.ceil(counts.length / group) }, (_, i) => {
    const [first, end] = [i * group, Math.min(counts.length, (i + 1) * group)];
    const count = counts.slice(first, end).reduce((a, b) => a + b, 0);
    const width = edges[end]! - edges[first]!;
    const share = (count + 1) / (paths + 2);
    const error = Math.sqrt((share * (1 - share)) / paths) / width;
    const middle = (edges[first]! + edges[end]!) / 2;
    return [
      `${formatNumber(edges[first]!)} – ${formatNumber(edges[end]!)}`,
      weighted ? formatNumber(count) : formatCount(count),
      densityText(count / paths / width, weighted ? null : error),
      ...(exact === undefined ? [] : [formatNumber(exact(middle))]),
    ];
  });
  return {
    columns: [of, 'paths', 'density', ...(exact === undefined ? [] : ['exact, at the middle'])],
    rows,
    ...(group === 1 ? {} : { note: `${group} bins to a row` }),
  };
}

const densityText = (density: number, error: number | null): string =>
  Number.isFinite(density) ? (error === null ? formatNumber(density) : formatEstimate(density, error)) : '–';

/** Where all but this share of the events lie: the rest of a long horizon is left out of pictures. */
const TAIL = 1e-3;

/** The end of the bin by which all but a thousandth of the counted events have happened. */
export function shownUntil({ edges, counts }: Histogram): number {
  const total = counts.reduce((a, b) => a + b, 0);
  let beyond = 0;
  for (let i = counts.length; i > 0; i--) {
    beyond += counts[i - 1]!;
    if (beyond > TAIL * total) return edges[i]!;
  }
  return edges.at(-1)!;
}

/** The bins up to a time. */
export function binsUntil({ edges, counts }: Histogram, until: number): Histogram {
  const bins = counts.filter((_, i) => edges[i]! < until * (1 - 1e-12)).length;
  return { edges: edges.slice(0, bins + 1), counts: counts.slice(0, bins) };
}

/** More bins than this are never put together. */
const MOST_TOGETHER = 8;

/** Bins put together until each holds whole steps: where some hold two steps and some three the picture would have teeth. */
export function wholeSteps({ edges, counts }: Histogram, dt: number): Histogram {
  const width = edges[1]! - edges[0]!;
  const fits = (bins: number) => Math.abs((bins * width) / dt - Math.round((bins * width) / dt)) < 1e-6;
  const together = Array.from({ length: MOST_TOGETHER }, (_, i) => i + 1).find(fits) ?? 1;
  if (together === 1 || counts.length % together !== 0) return { edges, counts };
  return {
    edges: edges.filter((_, i) => i % together === 0),
    counts: Array.from({ length: counts.length / together }, (_, i) =>
      counts.slice(i * together, (i + 1) * together).reduce((a, b) => a + b, 0),
    ),
  };
}
