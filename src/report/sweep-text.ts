/** A sweep on a terminal: a heat map for each output where there are two axes, a table where there is one. */
import type { Axis, Sweep, SweepOutput } from '../result/sweep.js';
import { toAscii } from './ascii.js';
import type { Canvas } from './bars.js';
import { formatCount, formatExact, formatNumber, formatResult, formatScaled, formatSeconds } from './number.js';
import { formatTable, wrap } from './table.js';

/** From the smallest to the largest value. */
const SHADES = { unicode: [' ', '░', '▒', '▓', '█'], ascii: [' ', '.', ':', '+', '*', '#'] } as const;
const NOTHING = '?';
const MOST_ROWS = 24;
const MOST_COLUMNS = 48;
const MARGIN = 10; // of a map, for the values of its first axis

export function sweepText(sweep: Sweep, canvas: Canvas): string {
  const { axes, points, provenance } = sweep;
  const { partial } = provenance;
  const names = axes.map(({ name, values }) => `${name} ${rangeOf(values)}`).join(' × ');
  const lines = [
    `sweep of ${names}: ${formatCount(points.length)} points${partial ? ` of ${formatCount(partial.requested)} (partial)` : ''}, ${formatCount(sweep.spec.paths)} paths each`,
    ...wrap(whereText(sweep), canvas.width, 0),
    '',
    ...(points.length === 0 ? ['no point is complete'] : axes.length === 1 ? tableOf(sweep) : mapsOf(sweep, canvas)),
    ...failuresOf(sweep).flatMap((line) => ['', ...wrap(line, canvas.width, 0), '']),
    ...agreementOf(sweep, canvas),
  ];
  return canvas.unicode ? lines.join('\n') : toAscii(lines.join('\n'));
}

const rangeOf = (values: readonly number[]): string => `${formatNumber(values[0]!)} … ${formatNumber(values.at(-1)!)}`;

function whereText({ provenance }: Sweep): string {
  const { backend, adapter, pathSteps, seconds, theorySeconds, biasPoints } = provenance;
  const simulated =
    pathSteps === 0
      ? 'nothing simulated'
      : `${formatScaled(pathSteps)} path-steps on ${backend}${adapter ? ` (${adapter})` : ''} in ${formatSeconds(seconds)}`;
  const biases = biasPoints ? `, the bias of the time step at ${formatCount(biasPoints)} points` : '';
  return `${simulated}; exact values in ${formatSeconds(theorySeconds)} of all threads together${biases}`;
}

/** What is shown of an output: the estimate, or what theory says alone. */
const shown = ({ value, exact }: SweepOutput): number | null => value ?? exact;

function tableOf({ axes, points, spec }: Sweep): string[] {
  const outputs = spec.outputs ?? [];
  const cell = (output: SweepOutput): string => {
    const { value, standardError, exact } = output;
    if (value === null || standardError === null) return exact === null ? '–' : formatNumber(exact);
    const estimate = formatResult({ value, standardError });
    return exact === null ? estimate : `${estimate} (${formatExact(exact, standardError)})`;
  };
  const rows = points.map(({ params, outputs: found }) => [
    formatNumber(params[axes[0]!.name]!),
    ...outputs.map((name) => cell(found[name]!)),
  ]);
  const head = [axes[0]!.name, ...outputs];
  return [
    ...formatTable(
      [head, ...rows],
      head.map(() => 'right'),
    ),
    '',
    'in brackets, and where nothing is simulated: exact',
  ];
}

function mapsOf({ axes, points, spec }: Sweep, canvas: Canvas): string[] {
  const [first, second] = axes as [Axis, Axis];
  const wide = Math.max(1, Math.min(MOST_COLUMNS, canvas.width - MARGIN - 2));
  const rows = someOf(first.values.length, MOST_ROWS);
  const columns = someOf(second.values.length, wide);
  const cell = columns.length * 2 <= wide ? 2 : 1;
  return (spec.outputs ?? []).flatMap((name) => {
    const outputAt = (i: number, j: number) => points[i * second.values.length + j]?.outputs[name];
    const at = (i: number, j: number): number | null => {
      const output = outputAt(i, j);
      return output === undefined ? null : shown(output);
    };
    const outputs = rows.flatMap((i) => columns.map((j) => outputAt(i, j))).filter((output) => output !== undefined);
    const values = outputs.map(shown).filter((value) => value !== null);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (values.length === 0) return [`${name}: nothing is known`, ''];
    const notes = notesOf(outputs);
    if (low === high) {
      const where = values.length < outputs.length ? 'wherever it is known' : 'everywhere';
      return [`${name}: ${formatNumber(low)} ${where}${notes}`, ''];
    }
    const shade = (value: number | null): string => {
      if (value === null) return NOTHING.repeat(cell);
      const shades = canvas.unicode ? SHADES.unicode : SHADES.ascii;
      const share = scaled(value, low, high);
      return shades[Math.min(shades.length - 1, Math.floor(share * shades.length))]!.repeat(cell);
    };
    const isLog = spansDecades(low, high);
    const [from, to] = [formatNumber(second.values[0]!), formatNumber(second.values.at(-1)!)];
    const gap = Math.max(1, columns.length * cell - from.length - to.length);
    return [
      `${name}: ${formatNumber(low)} (light) … ${formatNumber(high)} (dark)${isLog ? ', in equal ratios' : ''}${notes}`,
      ...[...rows].reverse().map((i, k) => {
        const label = k === 0 || k === rows.length - 1 ? formatNumber(first.values[i]!) : k === 1 ? first.name : '';
        return `${label.slice(0, MARGIN - 2).padStart(MARGIN - 2)} │${columns.map((j) => shade(at(i, j))).join('')}│`;
      }),
      `${' '.repeat(MARGIN)}${from}${' '.repeat(gap)}${to}  ${second.name}`,
      '',
    ];
  });

  function scaled(value: number, low: number, high: number): number {
    return spansDecades(low, high) ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }
}

/** What the cells of a map are, where they are not all estimates or all of theory. */
function notesOf(outputs: readonly SweepOutput[]): string {
  const isExact = ({ value, exact }: SweepOutput) => value === null && exact !== null;
  const isMixed = outputs.some(isExact) && outputs.some(({ value }) => value !== null);
  const isMissing = outputs.some((output) => shown(output) === null);
  return `${isMixed ? '; exact where there is no estimate' : ''}${isMissing ? `; ${NOTHING} not known` : ''}`;
}

const DECADES = 1000;
const spansDecades = (low: number, high: number): boolean => low > 0 && high / low > DECADES;

/** Places out of `count`, evenly spread, the ends among them. */
const someOf = (count: number, most: number): number[] =>
  count <= most
    ? Array.from({ length: count }, (_, i) => i)
    : Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));

/** Paths without a finite state: what is left of the others is no sample of the law. */
export function failuresOf({ points, spec }: Sweep): string[] {
  const failing = points.filter(({ nonFinite }) => nonFinite > 0);
  if (failing.length === 0) return [];
  const paths = failing.reduce((sum, { nonFinite }) => sum + nonFinite, 0);
  const place = Object.entries(failing[0]!.params).map(([name, value]) => `${name} = ${formatNumber(value)}`);
  return [
    `FAILURES: at ${formatCount(failing.length)} of ${formatCount(points.length)} points, first at ${place.join(', ')}, paths became infinite or NaN, ${formatCount(paths)} of ${formatCount(failing.length * spec.paths)}: estimates there leave them out and are not compared with theory; use a smaller dt, backend reference (in double precision), or look at the drift near the ends`,
  ];
}

/** How the estimates agree with theory, all points together. */
function agreementOf({ points, spec }: Sweep, { width }: Canvas): string[] {
  const rows = (spec.outputs ?? []).flatMap((name) => {
    const z = points.map(({ outputs }) => outputs[name]!.zCorrected).filter((value) => value !== null);
    if (z.length === 0) return [];
    const spread = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0) / z.length);
    const worst = z.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    return [[name, formatCount(z.length), spread.toFixed(2), worst.toFixed(1)]];
  });
  if (rows.length === 0) return [];
  const table = formatTable(
    [['z against theory', 'points', 'rms', 'largest'], ...rows],
    ['left', 'right', 'right', 'right'],
  );
  const why =
    'z is the distance to the exact value and the bias of the time step in combined standard errors: about 1 in the mean where all is well' +
    (spec.independent ? '.' : '; neighbouring points share their random numbers, so their z go together.');
  return [...table, '', ...wrap(why, width, 0)];
}
