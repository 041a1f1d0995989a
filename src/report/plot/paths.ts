/** Sample paths, and where each first passes a threshold. */
import type { SamplePaths } from '../../result/result.js';
import { formatNumber } from '../number.js';
import type { Figure } from './figure.js';
import type { Pen } from './pen.js';
import { drawSeries, type Rule, type Series } from './series.js';

export interface PathsPlot {
  readonly name: string;
  readonly samplePaths: SamplePaths;
  readonly domain: readonly [number, number];
  readonly thresholds: readonly { readonly threshold: number; readonly direction: 'up' | 'down' }[];
  /** Later times are left out. */
  readonly until: number;
}

/** More would hide one another. */
const MOST_PATHS = 16;
/** Points of one path: twice as many as the frame has places for. */
const MOST_POINTS = 400;

export function drawPaths(pen: Pen, { name, samplePaths, domain, thresholds, until }: PathsPlot): Figure {
  const { times, values } = samplePaths;
  const inTime = times.filter((time) => time <= until * (1 + 1e-12)).length;
  const x = times.slice(0, inTime);
  const shown = values.slice(0, MOST_PATHS);
  const [first, ...others] = shown.map((path) => thinOut(x, path.slice(0, inTime)));
  const crossings = thresholds.flatMap((threshold) => shown.flatMap((path) => firstBeyond(x, path, threshold)));
  const series: Series[] = [
    ...others.map((path): Series => ({ label: null, role: 'muted', as: 'thin', ...path })),
    ...(first ? [{ label: 'path 0', role: 'estimate', as: 'line', ...first } as const] : []),
    ...(others.length > 0
      ? [{ label: `paths 1 – ${others.length}`, role: 'muted', as: 'thin', x: [], y: [] } as const]
      : []),
    ...(crossings.length > 0
      ? [
          {
            label: 'first seen beyond',
            role: 'exact',
            as: 'points',
            x: crossings.map((c) => c.time),
            y: crossings.map((c) => c.x),
          } as const,
        ]
      : []),
  ];
  const rules: Rule[] = thresholds.map(({ threshold }) => ({
    y: threshold,
    label: formatNumber(threshold),
    role: 'exact',
  }));
  const seen =
    crossings.length > 0 ? ' Dots: where a path is first seen beyond a threshold; it goes on after that.' : '';
  return drawSeries(pen, {
    name,
    title: 'Sample paths',
    caption: `The first ${shown.length === 1 ? 'path' : `${shown.length} paths`} of the run.${seen}`,
    x: { label: 'time', domain: [0, until] },
    y: { label: 'x', domain: range(shown.flat(), domain) },
    series,
    rules,
    table: {
      columns: ['path', 'start', ...quarters(x).map((i) => `at ${formatNumber(x[i]!)}`)],
      rows: shown.map((path, i) => [
        String(i),
        formatNumber(path[0]!),
        ...quarters(x).map((k) => (path[k] === undefined ? 'gone' : formatNumber(path[k]!))),
      ]),
    },
  });
}

/** Four later places of the list. */
const quarters = (x: readonly number[]): number[] => [1, 2, 3, 4].map((k) => Math.round((k * (x.length - 1)) / 4));

/** The domain, or where the paths are, if they keep to a small part of it. */
function range(values: readonly number[], [lower, upper]: readonly [number, number]): readonly [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most - least > (upper - lower) / 4 || !(most > least)) return [lower, upper];
  const margin = (upper - lower) / 8;
  return [Math.max(lower, least - margin), Math.min(upper, most + margin)];
}

/** The least and the greatest of each stretch, in their order: what a dense line looks like. */
function thinOut(x: readonly number[], path: readonly number[]): { x: number[]; y: number[] } {
  const stride = Math.max(1, Math.ceil((2 * path.length) / MOST_POINTS));
  const kept = new Set<number>([0, path.length - 1]);
  for (let from = 0; from < path.length; from += stride) {
    let [least, most] = [from, from];
    for (let i = from; i < Math.min(path.length, from + stride); i++) {
      if (path[i]! < path[least]!) least = i;
      if (path[i]! > path[most]!) most = i;
    }
    kept.add(least).add(most);
  }
  const order = [...kept].filter((i) => i >= 0).sort((a, b) => a - b);
  return { x: order.map((i) => x[i]!), y: order.map((i) => path[i]!) };
}

function firstBeyond(
  x: readonly number[],
  path: readonly number[],
  { threshold, direction }: PathsPlot['thresholds'][number],
): { time: number; x: number }[] {
  const i = path.findIndex((at) => (direction === 'up' ? at >= threshold : at <= threshold));
  return i < 0 || i >= x.length ? [] : [{ time: x[i]!, x: path[i]! }];
}
