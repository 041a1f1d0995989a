/** The slowest time of a scaling study as its noise is taken away. */
import type { Critical, Limit } from '../../result/critical.js';
import type { Block, Table } from '../page/page.js';
import type { Figure } from '../plot/figure.js';
import type { Pen } from '../plot/pen.js';
import { drawSeries, type Series } from '../plot/series.js';
import { digits, short, Z95 } from './critical-text.js';

export function limitBlocks(pen: Pen, { limits, control }: Critical, prefix: string): Block[] {
  const table: Table = {
    kind: 'table',
    caption:
      'The slowest time as noise is taken away: one that stays finite is no trace of a transition, one that grows as a power of the noise is',
    columns: [
      { label: 'limit' },
      { label: 'looked at' },
      { label: 'by quadrature' },
      { label: 'from the paths' },
      { label: 'time ∝ noise^−p: p', align: 'right' },
      { label: 'from the paths, 95 %', align: 'right' },
      { label: 'goes to', align: 'right' },
    ],
    rows: limits.map((limit) => [
      limit.name,
      limit.where,
      limit.exact,
      limit.monteCarlo,
      limit.exponent === null ? '–' : digits(limit.exponent),
      limit.sampled === null
        ? '–'
        : `${digits(limit.sampled.value)} (${digits(limit.sampled.interval[0])} … ${digits(limit.sampled.interval[1])})`,
      limit.goesTo === null ? '–' : `${control} = ${digits(limit.goesTo)}`,
    ]),
  };
  return [
    table,
    { kind: 'figures', figures: limits.flatMap((limit, k) => limitFigure(pen, limit, `${prefix}limit${k}`)) },
  ];
}

function limitFigure(pen: Pen, limit: Limit, name: string): Figure[] {
  const levels = [...limit.levels].sort((a, b) => a.noise * a.vanishing - b.noise * b.vanishing);
  const x = levels.map(({ noise, vanishing }) => (levels.every((level) => level.noise === 1) ? vanishing : noise));
  const time = levels.map(({ slowestTime }) => slowestTime);
  const exact = levels.map(({ autocorrelationTime }) => autocorrelationTime.exact);
  const value = levels.map(({ autocorrelationTime }) => autocorrelationTime.value);
  const reach = (sign: number) =>
    levels.map(({ autocorrelationTime: t }) =>
      t.value === null ? null : t.value + sign * Z95 * (t.standardError ?? 0),
    );
  const all: readonly Series[] = [
    { label: 'slowest time, exact', role: 'exact', as: 'line', x, y: time },
    { label: 'autocorrelation time, exact', role: 'third', as: 'dashes', x, y: exact },
    { label: 'the same, simulated', role: 'estimate', as: 'points', x, y: value, low: reach(-1), high: reach(1) },
  ];
  const series = all.filter(({ y }) => y.some((v) => v !== null));
  if (series.length === 0) return [];
  return [
    drawSeries(pen, {
      name,
      title: `${limit.name}, ${limit.where}`,
      caption: `Times against the factor on the noise (or on what vanishes), both logarithmic. By quadrature: ${limit.exact}; from the paths: ${limit.monteCarlo}.`,
      x: { label: 'factor', scale: 'log' },
      y: { label: 'time', scale: 'log' },
      series,
      table: {
        columns: ['factor', 'slowest time', 'autocorrelation time, exact', 'simulated'],
        rows: x.map((v, i) => [
          short(v),
          ...[time[i], exact[i], value[i]].map((cell) => (cell == null ? null : short(cell))),
        ]),
      },
    }),
  ];
}
