/** The histogram of the position at one time beside the exact density. */
import type { Histogram } from '../../result/result.js';
import { formatCount, formatNumber } from '../number.js';
import type { Figure } from './figure.js';
import { densityOf, histogramTable, places } from './histogram.js';
import type { Pen } from './pen.js';
import { drawSeries, type Rule, type Series } from './series.js';

export interface PositionPlot {
  readonly name: string;
  readonly time: number;
  readonly histogram: Histogram;
  /** Paths alive at that time. */
  readonly paths: number;
  /** p(x) over the paths alive at that time, exactly. */
  readonly exact?: ((x: number) => number) | null | undefined;
  /** p(x) at late times, exactly. */
  readonly stationary?: { readonly x: readonly number[]; readonly p: readonly number[] } | null | undefined;
  /** Places to mark: thresholds. */
  readonly rules?: readonly Rule[] | undefined;
  /** Said after the description: how well it fits. */
  readonly remark?: string | undefined;
}

export function drawPositions(pen: Pen, plot: PositionPlot): Figure {
  const { histogram, time, paths, exact, stationary, remark } = plot;
  const [from, to] = [histogram.edges[0]!, histogram.edges.at(-1)!];
  const xs = places(from, to);
  const series: Series[] = [
    { label: 'simulated', role: 'estimate', as: 'bars', ...densityOf(histogram, paths) },
    ...(stationary
      ? [{ label: 'stationary, exact', role: 'third', as: 'dashes', x: stationary.x, y: stationary.p } as const]
      : []),
    ...(exact
      ? [{ label: `exact at ${formatNumber(time)}`, role: 'exact', as: 'line', x: xs, y: xs.map(exact) } as const]
      : []),
  ];
  const beside = exact ? ' beside the exact density at that time' : '';
  const late = stationary ? ' and that of late times (dashed)' : '';
  return drawSeries(pen, {
    name: plot.name,
    title: `Position at time ${formatNumber(time)}`,
    caption: `Histogram of ${formatCount(paths)} paths at time ${formatNumber(time)}${beside}${late}.${remark ? ` ${remark}` : ''}`,
    x: { label: 'x', domain: [from, to] },
    y: { label: 'density' },
    series,
    rules: plot.rules,
    table: histogramTable(histogram, paths, 'x', { exact: exact ?? undefined }),
  });
}
