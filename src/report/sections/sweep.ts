/** The report of a sweep: each output over the grid, and how far it is from theory at every point. */
import type { Axis, Sweep, SweepOutput } from '../../result/sweep.js';
import { formatCount, formatNumber, formatScaled, formatSeconds } from '../number.js';
import type { Block, Page, Section } from '../page/page.js';
import type { Figure, FigureTable } from '../plot/figure.js';
import { drawHeatMap, type GridAxis, type HeatMap } from '../plot/heat-map.js';
import type { Pen } from '../plot/pen.js';
import { drawSeries, type Series } from '../plot/series.js';
import { failuresOf } from '../sweep-text.js';
import { spread } from './positions.js';
import { citeBlocks, reproduceBlocks } from './provenance.js';

/** Standard errors of a 95 % interval. */
const Z95 = 1.96;
/** As for one estimate: beyond so many combined errors something is wrong. */
const K = 5;
/** A quantity that spans more than this is shown by its logarithm. */
const SPAN = 300;
/** Beyond this many errors all colours of a map of z are the same. */
const Z_LIMIT = 4;

type Field = 'value' | 'exact' | 'zCorrected';

export function sweepSections(sweep: Sweep, { pen, prefix }: { pen: Pen; prefix: string }): Section[] {
  const names = Object.keys(sweep.points[0]?.outputs ?? {});
  const opening: Section = {
    id: `${prefix}sweep`,
    heading: 'The sweep',
    blocks: [...openingBlocks(sweep), ...(names.length === 0 ? [] : [summaryTable(sweep, names)])],
  };
  const each = names.map((name, k): Section => {
    const figures =
      sweep.axes.length === 1
        ? lineFigures(pen, sweep, name, `${prefix}output${k}`)
        : mapFigures(pen, sweep, name, `${prefix}output${k}`);
    return {
      id: `${prefix}output${k}`,
      heading: name,
      blocks: figures.length === 0 ? [{ kind: 'text', text: 'No point has a value.' }] : [{ kind: 'figures', figures }],
    };
  });
  const { version, backend } = sweep.provenance;
  const provenance: Section = {
    id: `${prefix}provenance`,
    heading: 'Provenance, and how to get this again',
    blocks: [...reproduceBlocks(sweep.spec, { version, backend }, 'sweep'), ...citeBlocks(sweep.spec, version)],
  };
  return [opening, ...each, provenance];
}

export function sweepTitle({ axes, spec }: Sweep): string {
  const name = typeof spec.model === 'string' ? spec.model : 'dX = μ(X) dt + σ(X) dW';
  return `${name} over ${axes.map((axis) => axis.name).join(' and ')}`;
}

export const sweepLede = (sweep: Sweep): Page['lede'] => {
  const { axes, points, spec } = sweep;
  const grid = axes.map(({ name, values }) => `${values.length} values of ${name}`).join(' × ');
  const all = Object.keys(points[0]?.outputs ?? {}).flatMap((name) => known(sweep, name, 'zCorrected'));
  const agree = all.filter((z) => Math.abs(z) <= K).length;
  const verdict =
    all.length === 0
      ? ''
      : ` ${formatCount(agree)} of ${formatCount(all.length)} estimates agree with theory within ${K} errors.`;
  return `${grid}, ${formatCount(spec.paths)} paths at each point.${verdict}`;
};

function openingBlocks(sweep: Sweep): Block[] {
  const { provenance: p, spec, points } = sweep;
  const shared = spec.independent
    ? 'Points have random numbers of their own.'
    : 'Points share their random numbers, so the errors of neighbours go together: a map of z has patches in place of grain, and differences between points are better known than the points themselves.';
  const blocks: Block[] = [
    {
      kind: 'text',
      text: `${formatCount(points.length)} points, ${formatCount(p.pathSteps)} path-steps in ${formatSeconds(p.seconds)} (${formatScaled(p.pathStepsPerSecond)} path-steps/s) on ${p.backend}${p.adapter === null ? '' : ` (${p.adapter})`}; exact values took ${formatSeconds(p.theorySeconds)} on all threads together. ${shared}`,
    },
  ];
  for (const text of failuresOf(sweep)) blocks.unshift({ kind: 'notice', tone: 'warning', text });
  if (p.partial !== null)
    blocks.unshift({
      kind: 'notice',
      tone: 'warning',
      text: `Partial: ${formatCount(p.partial.completed)} of ${formatCount(p.partial.requested)} points.`,
    });
  return blocks;
}

/** Numbers of one field at all points that have it. */
const known = ({ points }: Sweep, name: string, field: Field): number[] =>
  points.flatMap(({ outputs }) => outputs[name]?.[field] ?? []);

/** Of each output: its range, and how its distances from theory are spread. */
function summaryTable(sweep: Sweep, names: readonly string[]): Block {
  const rows = names.map((name) => {
    const values = known(sweep, name, 'value').length > 0 ? known(sweep, name, 'value') : known(sweep, name, 'exact');
    const z = known(sweep, name, 'zCorrected');
    const square = z.reduce((sum, v) => sum + v * v, 0);
    const worst = z.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const beyond = z.filter((v) => Math.abs(v) > Z95).length;
    const range =
      values.length === 0
        ? '–'
        : `${short(values.reduce((a, b) => Math.min(a, b)))} … ${short(values.reduce((a, b) => Math.max(a, b)))}`;
    return z.length === 0
      ? [[{ code: name }], range, formatCount(values.length), '–', '–', '–', 'not compared']
      : [
          [{ code: name }],
          range,
          formatCount(z.length),
          Math.sqrt(square / z.length).toFixed(2),
          `${((100 * beyond) / z.length).toFixed(1)} %`,
          worst.toFixed(1),
          [worst <= K ? { good: 'agrees' } : { bad: 'differs' }],
        ];
  });
  return {
    kind: 'table',
    caption: sweep.spec.independent
      ? 'Outputs, and their distances from theory less the bias of the step (of a correct program: 1.00 and 5 %)'
      : 'Outputs, and their distances from theory less the bias of the step (points share their random numbers: together they say little more than a few of them)',
    columns: [
      { label: 'output' },
      ...['range', 'points', 'root mean square z', `|z| above ${Z95}`, 'largest |z|'].map((label) => ({
        label,
        align: 'right' as const,
      })),
      { label: 'verdict' },
    ],
    rows: rows as Extract<Block, { kind: 'table' }>['rows'],
  };
}

const short = (value: number): string =>
  Math.abs(value) >= 1e7 ? value.toExponential(3).replace('e+', 'e') : formatNumber(Number(value.toPrecision(4)));

/** Over two parameters: the value (of theory alone: the exact one), and z. */
function mapFigures(pen: Pen, sweep: Sweep, name: string, id: string): Figure[] {
  const [first, second] = sweep.axes;
  if (first === undefined || second === undefined || first.values.length < 2 || second.values.length < 2) return [];
  const matrix = (field: Field) =>
    second.values.map((_, j) =>
      first.values.map((_unused, i) => sweep.points[i * second.values.length + j]?.outputs[name]?.[field] ?? null),
    );
  const grid = { x: gridAxis(sweep, first), y: gridAxis(sweep, second), curves: curvesOf(first, second) };
  const field = known(sweep, name, 'value').length > 0 ? 'value' : 'exact';
  const values = known(sweep, name, field);
  if (values.length === 0) return [];
  const positive = values.every((v) => v > 0);
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const scale = positive && most > SPAN * least ? 'log' : 'even';
  const draw = (map: Pick<HeatMap, 'name' | 'title' | 'caption' | 'values' | 'scale' | 'limits' | 'of'>) =>
    drawHeatMap(pen, { ...grid, ...map, table: mapTable(first, second, map.values) });
  const holes = values.length < first.values.length * second.values.length ? ' Empty: no value there.' : '';
  const figures = [
    draw({
      name: `${id}-map`,
      title: `${name}, ${field === 'value' ? 'simulated' : 'exact'}`,
      caption: `${name} at each point of the grid, ${field === 'value' ? 'simulated' : 'exact, by quadrature'}${scale === 'log' ? '; colours by its logarithm' : ''}.${holes}`,
      of: name,
      values: matrix(field),
      scale,
    }),
  ];
  const z = known(sweep, name, 'zCorrected');
  if (z.length > 0) {
    const square = Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length);
    figures.push(
      draw({
        name: `${id}-z`,
        title: `${name}: z less bias`,
        caption: `How far each estimate is from theory in standard errors, after the bias of the time step is taken off; root mean square ${square.toFixed(2)}${sweep.spec.independent ? ' (of a correct program 1)' : ''}.${sweep.spec.independent ? '' : ' Neighbours share their random numbers: patches are expected, a trend with the parameters is not.'}`,
        of: 'z less bias',
        values: matrix('zCorrected'),
        scale: 'signed',
        limits: [-Z_LIMIT, Z_LIMIT],
      }),
    );
  }
  return figures;
}

function gridAxis({ spec }: Pick<Sweep, 'spec'>, { name, values }: Axis): GridAxis {
  const axis = spec.grid?.[name];
  const log = axis !== undefined && 'from' in axis && axis.scale === 'log';
  return { label: name, values, scale: log ? 'log' : 'linear' };
}

/** Where the two parameters of the severity drift are equal. */
function curvesOf(x: Axis, y: Axis): NonNullable<HeatMap['curves']> {
  if ([x.name, y.name].sort().join() !== 'alpha,beta') return [];
  const from = Math.min(x.values[0]!, y.values[0]!);
  const to = Math.max(x.values.at(-1)!, y.values.at(-1)!);
  const line = Array.from({ length: 101 }, (_, i) => from + ((to - from) * i) / 100);
  return [{ label: 'alpha = beta', x: line, y: line }];
}

const MOST = 11; // rows and columns that one still reads

function mapTable(x: Axis, y: Axis, values: HeatMap['values']): FigureTable {
  const [across, down] = [spread(x.values.length, MOST), spread(y.values.length, MOST)];
  const whole = across.length === x.values.length && down.length === y.values.length;
  return {
    columns: [`${y.name} \\ ${x.name}`, ...across.map((i) => short(x.values[i]!))],
    rows: down.map((j) => [
      short(y.values[j]!),
      ...across.map((i) => (values[j]![i] == null ? null : short(values[j]![i]!))),
    ]),
    ...(whole ? {} : { note: 'some of the points' }),
  };
}

/** Over one parameter: estimates with 95 % bars on the exact curve, and z. */
function lineFigures(pen: Pen, sweep: Sweep, name: string, id: string): Figure[] {
  const axis = sweep.axes[0]!;
  const x = axis.values.slice(0, sweep.points.length);
  const at = (field: keyof SweepOutput & Field) => sweep.points.map(({ outputs }) => outputs[name]?.[field] ?? null);
  const [y, exact, z] = [at('value'), at('exact'), at('zCorrected')];
  const error = sweep.points.map(({ outputs }) => outputs[name]?.standardError ?? null);
  const reach = (sign: number) =>
    y.map((v, i) => (v === null || error[i] === null ? null : v + sign * Z95 * error[i]!));
  const all = [...y, ...exact].filter((v) => v !== null);
  if (all.length === 0) return [];
  const log = all.every((v) => v > 0) && Math.max(...all) > SPAN * Math.min(...all);
  const has = (values: readonly (number | null)[]) => values.some((v) => v !== null);
  const series: Series[] = [
    ...(has(exact) ? [{ label: 'exact', role: 'exact', as: 'line', x, y: exact } as const] : []),
    ...(has(y)
      ? [{ label: 'simulated, 95 %', role: 'estimate', as: 'points', x, y, low: reach(-1), high: reach(1) } as const]
      : []),
  ];
  const scale = gridAxis(sweep, axis).scale;
  const figures = [
    drawSeries(pen, {
      name: `${id}-line`,
      title: name,
      caption: `${name} against ${axis.name}${has(y) ? ', simulated with 95 % bars' : ''}${has(exact) ? ', and exact' : ''}.`,
      x: { label: axis.name, scale },
      y: { label: name, scale: log ? 'log' : 'linear' },
      series,
      table: {
        columns: [axis.name, 'simulated', 'standard error', 'exact', 'z less bias'],
        rows: x.map((v, i) => [
          formatNumber(v),
          ...[y[i], error[i], exact[i], z[i]].map((cell) => (cell == null ? null : formatNumber(cell))),
        ]),
      },
    }),
  ];
  if (has(z))
    figures.push(
      drawSeries(pen, {
        name: `${id}-z`,
        title: `${name}: z less bias`,
        caption: `How far each estimate is from theory in standard errors, after the bias of the time step is taken off; dotted: ±${Z95}, beyond which one in twenty lies by chance.`,
        x: { label: axis.name, scale },
        y: {
          label: 'z less bias',
          domain: [
            -Math.max(Z_LIMIT, ...z.map((v) => Math.abs(v ?? 0))),
            Math.max(Z_LIMIT, ...z.map((v) => Math.abs(v ?? 0))),
          ],
        },
        series: [{ label: null, role: 'estimate', as: 'points', x, y: z }],
        rules: [{ y: 0, solid: true }, { y: Z95 }, { y: -Z95 }],
      }),
    );
  return figures;
}
