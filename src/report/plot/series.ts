/** Curves, bars, bands and points in one frame: what most plots are. */
import type { Markish, ScaleOptions } from '@observablehq/plot';
import type { Figure, FigureTable } from './figure.js';
import { drawFrame } from './frame.js';
import { colour, type Role } from './palette.js';
import type { Pen } from './pen.js';
import { plainTick, tickText } from './ticks.js';

export interface SeriesPlot {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Straight lines across the frame: thresholds, ends, zero. */
  readonly rules?: readonly Rule[] | undefined;
  readonly table?: FigureTable | undefined;
  /** Of 440 units of width. Default 270. */
  readonly height?: number | undefined;
}

export interface Axis {
  readonly label: string;
  readonly scale?: 'linear' | 'log' | undefined;
  /** Default: what the data cover, with 0 where there are bars. */
  readonly domain?: readonly [number, number] | undefined;
}

/** Values may be null: nothing is drawn there. */
export interface Series {
  /** In the legend; null: not there. */
  readonly label: string | null;
  readonly role: Role;
  readonly as: 'line' | 'thin' | 'dashes' | 'bars' | 'band' | 'points';
  readonly x: readonly number[];
  /** bars: right edges, where x has the left ones. */
  readonly x2?: readonly number[] | undefined;
  readonly y: readonly (number | null)[];
  /** band: from low to high; points: error bars. */
  readonly low?: readonly (number | null)[] | undefined;
  readonly high?: readonly (number | null)[] | undefined;
  /** points: open circles. */
  readonly open?: boolean | undefined;
}

export type Rule = ({ readonly x: number } | { readonly y: number }) & {
  readonly label?: string | undefined;
  readonly role?: Role | undefined;
  /** A line that is none of the data's limits, such as an end of the domain. */
  readonly solid?: boolean | undefined;
};

interface Datum {
  readonly x: number;
  readonly x2: number | undefined;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export function drawSeries(pen: Pen, plot: SeriesPlot): Figure {
  const logY = plot.y.scale === 'log';
  const floor = logY ? lowestOf(plot) : 0;
  const marks = [
    ...(plot.rules ?? []).map((rule) => ruleOf(pen, rule)),
    ...plot.series.flatMap((series) => marksOf(pen, series, plot, floor)),
    ...(plot.rules ?? []).flatMap((rule) => labelOf(pen, rule)),
  ];
  return drawFrame(pen, {
    ...plot,
    marks,
    scales: {
      x: scaleOf(plot.x),
      y: { nice: plot.y.domain === undefined, ...scaleOf({ ...plot.y, ...roomFor(plot) }) },
    },
    legend: plot.series.flatMap(({ label, role, as, open }) => (label === null ? [] : [{ label, role, as, open }])),
  });
}

function scaleOf({ label, scale = 'linear', domain }: Axis): ScaleOptions {
  return {
    type: scale,
    label,
    ...(domain === undefined ? {} : { domain: [...domain] }),
    tickFormat: scale === 'log' ? tickText : plainTick,
  };
}

const dataOf = ({ x, x2, y, low, high }: Series): Datum[] =>
  x.map((at, i) => ({
    x: at,
    x2: x2?.[i],
    y: y[i] ?? null,
    low: low?.[i] ?? null,
    high: high?.[i] ?? null,
  }));

/** What a logarithmic axis can show. */
const shown = (value: number | null, { scale }: Axis): boolean =>
  value !== null && Number.isFinite(value) && (scale !== 'log' || value > 0);

function marksOf({ Plot }: Pen, series: Series, { x: xAxis, y: yAxis }: SeriesPlot, floor: number): Markish[] {
  const inside = (x: number) => xAxis.domain === undefined || (x >= xAxis.domain[0] && x <= xAxis.domain[1]);
  const data = dataOf(series).filter(({ x }) => shown(x, xAxis) && (series.as !== 'points' || inside(x)));
  const paint = colour(series.role);
  const y = (d: Datum) => (shown(d.y, yAxis) ? d.y : null);
  const clip = true;
  switch (series.as) {
    case 'bars':
      return [
        // One outline for all of them: neighbours that are painted apart leave seams.
        Plot.areaY(outline(data, floor), { x: 'x', y1: floor, y2: 'y', fill: paint, fillOpacity: 0.38, clip }),
        Plot.line(outline(data, floor), { x: 'x', y: 'y', stroke: paint, strokeWidth: 0.7, strokeOpacity: 0.8, clip }),
      ];
    case 'band':
      return [
        Plot.areaY(data, {
          x: 'x',
          y1: (d: Datum) => (shown(d.low, yAxis) ? d.low : null),
          y2: (d: Datum) => (shown(d.high, yAxis) ? d.high : null),
          fill: paint,
          fillOpacity: 0.3,
          clip,
        }),
      ];
    case 'points':
      return [
        Plot.ruleX(
          data.filter((d) => shown(d.low, yAxis) && shown(d.high, yAxis)),
          { x: 'x', y1: 'low', y2: 'high', stroke: paint, strokeWidth: 1.4, clip },
        ),
        // Not clipped: a point at the edge of the frame is seen whole.
        Plot.dot(
          data.filter((d) => y(d) !== null),
          {
            x: 'x',
            y: 'y',
            r: 2.6,
            stroke: paint,
            strokeWidth: 1.4,
            fill: series.open ? colour('paper') : paint,
          },
        ),
      ];
    default:
      return [
        Plot.line(data, {
          x: 'x',
          y,
          stroke: paint,
          strokeWidth: series.as === 'thin' ? 0.9 : 1.8,
          ...(series.as === 'thin' ? { strokeOpacity: 0.75 } : {}),
          ...(series.as === 'dashes' ? { strokeDasharray: '5 3' } : {}),
          clip,
        }),
      ];
  }
}

/** The tops of bars and the steps between them; what is not above the floor lies on it. */
function outline(bars: readonly Datum[], floor: number): { x: number; y: number }[] {
  const top = ({ y }: Datum) => Math.max(floor, y ?? floor);
  return bars.flatMap((bar, i) => {
    const right = bar.x2 ?? bar.x;
    const apart = bars[i + 1] === undefined || bars[i + 1]!.x > right;
    const before = i === 0 || (bars[i - 1]!.x2 ?? bar.x) < bar.x;
    return [
      ...(before ? [{ x: bar.x, y: floor }] : []),
      { x: bar.x, y: top(bar) },
      { x: right, y: top(bar) },
      ...(apart ? [{ x: right, y: floor }] : []),
    ];
  });
}

function ruleOf({ Plot }: Pen, rule: Rule): Markish {
  const look = {
    stroke: colour(rule.role ?? 'muted'),
    strokeWidth: 1.1,
    ...(rule.solid ? {} : { strokeDasharray: '2 3' }),
  };
  return 'x' in rule ? Plot.ruleX([rule.x], look) : Plot.ruleY([rule.y], look);
}

function labelOf({ Plot }: Pen, rule: Rule): Markish[] {
  if (rule.label === undefined) return [];
  const look = {
    fill: colour(rule.role ?? 'muted'),
    stroke: colour('paper'),
    strokeWidth: 3.5,
    fontSize: 11,
    text: () => rule.label!,
  };
  return 'x' in rule
    ? [Plot.text([rule.x], { ...look, x: (x: number) => x, frameAnchor: 'top', textAnchor: 'start', dx: 4, dy: 2 })]
    : [Plot.text([rule.y], { ...look, y: (y: number) => y, frameAnchor: 'left', textAnchor: 'start', dx: 5, dy: -7 })];
}

/** A linear axis about the one value that all points have: the library would give it no length. */
function roomFor({ y: axis, series }: SeriesPlot): { domain?: readonly [number, number] } {
  if (axis.domain !== undefined || axis.scale === 'log' || series.some(({ as }) => as === 'bars')) return {};
  const values = series.flatMap(({ y, low = [], high = [] }) => [...y, ...low, ...high].filter((v) => v !== null));
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  if (!values.every((v) => v === least) || values.length === 0) return {};
  const half = Math.abs(least) / 2 || 1;
  return { domain: [least - half, least + half] };
}

/** A foot for bars on a logarithmic axis: a little below all that is shown. */
function lowestOf({ y: axis, series }: SeriesPlot): number {
  if (axis.domain !== undefined) return axis.domain[0];
  const values = series.flatMap(({ y, low = [] }) => [...y, ...low].filter((v): v is number => shown(v, axis)));
  return values.length === 0 ? 1 : Math.min(...values) / 2;
}
