/** Growth as tables and as pictures. */
import type { Figure } from '../report/plot/figure.js';
import { SERIES } from '../report/plot/palette.js';
import type { Pen } from '../report/plot/pen.js';
import { drawSeries, type Series } from '../report/plot/series.js';
import { type GrowthPoint, growthAxes } from './growth.js';

/** Time of one path-step, in ns. */
const cost = ({ seconds, pathSteps }: GrowthPoint): number => (1e9 * seconds) / pathSteps;

const axesOf = (points: readonly GrowthPoint[]) => [...new Set(points.map(({ axis }) => axis))];
const whoOf = (points: readonly GrowthPoint[]) => [...new Set(points.map(({ who }) => who))];
const fixedOf = (axis: string) => growthAxes.find(({ name }) => name === axis)?.fixed ?? '';

export function growthMarkdown(points: readonly GrowthPoint[]): string {
  return axesOf(points)
    .map((axis) => {
      const lines = points.filter((point) => point.axis === axis).map((point) => `| ${cellsOf(point).join(' | ')} |`);
      const head = `| who | ${axis} | path-steps | seconds | ns per path-step | memory MiB |`;
      return [
        `### Growth with ${axis}: ${fixedOf(axis)}`,
        '',
        head,
        '| --- | --- | --- | --- | --- | --- |',
        ...lines,
      ].join('\n');
    })
    .join('\n\n');
}

const cellsOf = (point: GrowthPoint): string[] => [
  point.who,
  String(point.size),
  point.pathSteps.toExponential(2),
  point.seconds.toPrecision(3),
  cost(point).toPrecision(3),
  point.memoryMiB.toFixed(0),
];

/** One point, for a line of progress. */
export const growthPointText = (point: GrowthPoint): string =>
  `${point.axis} ${point.size}: ${point.who}: ${cost(point).toPrecision(3)} ns per path-step, ${point.memoryMiB.toFixed(0)} MiB`;

/** For each axis the time of a path-step, and the memory of the process. */
export function growthFigures(pen: Pen, points: readonly GrowthPoint[]): Figure[] {
  return axesOf(points).flatMap((axis, i) => {
    const mine = points.filter((point) => point.axis === axis);
    const draw = (name: string, what: string, label: string, of: (point: GrowthPoint) => number) =>
      drawSeries(pen, {
        name: `growth-${name}-${i}`,
        title: `${what} with ${axis}: ${fixedOf(axis)}`,
        caption: 'Both axes are logarithmic',
        x: { label: axis, scale: 'log' },
        y: { label, scale: 'log' },
        series: whoOf(mine).flatMap((who, k) =>
          seriesOf(
            who,
            mine.filter((point) => point.who === who),
            k,
            of,
          ),
        ),
        table: {
          columns: ['who', axis, label],
          rows: mine.map((point) => [point.who, point.size, Number(of(point).toPrecision(3))]),
        },
      });
    return [
      draw('cost', 'Cost of a path-step', 'ns per path-step', cost),
      draw('memory', 'Memory', 'MiB of the process', ({ memoryMiB }) => memoryMiB),
    ];
  });
}

/** A line through its points. */
function seriesOf(
  who: string,
  points: readonly GrowthPoint[],
  place: number,
  of: (point: GrowthPoint) => number,
): Series[] {
  const common = {
    role: SERIES[place % SERIES.length]!,
    x: points.map(({ size }) => size),
    y: points.map(of),
  };
  return [
    { ...common, label: who, as: 'line' },
    { ...common, label: null, as: 'points' },
  ];
}
