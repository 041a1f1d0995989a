/** The benchmark as Markdown tables. */
import type { Bench } from './bench.js';
import type { Contestant, Measured, Row, Spread } from './contest.js';
import { growthMarkdown } from './growth-text.js';
import type { Machine } from './machine.js';
import { baseOf, measureOf, rateRatio, scalingOf } from './pairs.js';

export function benchMarkdown({ machine, rows, skipped, growth }: Bench): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  const missing = skipped.length > 0 ? [`Not measured: ${skipped.join('; ')}.`] : [];
  const tables = [
    ...scenarios.map((scenario) => scenarioText(scenario, rows)),
    ...(growth ? [growthMarkdown(growth)] : []),
  ];
  return [machineText(machine), ...tables, ...missing].join('\n\n');
}

export function machineText({ cpu, cores, simd, memoryGiB, platform, node }: Machine): string {
  const vectors = simd.length > 0 ? `, ${simd.join(' ')}` : '';
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}${vectors}`;
}

/** One run, for a line of progress. */
export function runText(runs: number, { who, environment, threads }: Contestant, round: number, run: Measured): string {
  const when = round === 0 ? 'warm-up' : `round ${round} of ${runs}`;
  const rate = (run.pathSteps / run.seconds / 1e6).toPrecision(3);
  return `${when}: ${who}, ${environment}, ${threadText(threads)}: ${rate} M path-steps/s`;
}

/** A contestant in words, told apart from the others of its scenario. */
export function rowLabel({ who, environment, adapter, version, threads }: Row): string {
  const place = version?.startsWith('Node') ? version : environment === 'native' ? '' : environment;
  const device = who === 'webgpu' ? shortAdapter(adapter) : '';
  return [who, device, place, threadText(threads)].filter((word) => word !== '').join(', ');
}

/** What is in brackets after the name of a driver says little more. */
const shortAdapter = (adapter: string | null): string => adapter?.replace(/\s*\(.*$/, '') ?? 'GPU';

const threadText = (threads: number) => `${threads} thread${threads === 1 ? '' : 's'}`;

const COLUMNS = ['who', 'where', 'threads', 'paths', 'steps', 'dt', 'median s', 'min–max s', 'runs'];

function scenarioText(scenario: string, all: readonly Row[]): string {
  const mine = all.filter((row) => row.scenario === scenario);
  const rows = mine.filter(({ estimate }) => estimate !== null);
  const base = baseOf(rows);
  const extras: readonly Column[] = [
    { title: 'GPU s', cell: ({ gpuSeconds }) => secondsText(gpuSeconds) },
    { title: 'start-up s', cell: ({ startupSeconds }) => secondsText(startupSeconds) },
    { title: 'M path-steps/s', cell: ({ pathStepsPerSecond }) => (pathStepsPerSecond / 1e6).toPrecision(3) },
    {
      title: base ? `× wasm, ${threadText(base.threads)}` : '',
      cell: (row) => (base ? (row === base ? '1' : spreadText(rateRatio(row, base))) : ''),
    },
    {
      title: `cost of a step ÷ \`${rows[0]?.against}\``,
      cell: (row) => {
        const measure = measureOf(row, all);
        return measure ? spreadText(rateRatio(measure, row)) : '';
      },
    },
  ];
  const shown = extras.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  const lines = rows.map((row) => [
    row.who,
    [row.environment, row.adapter, row.version].filter((word) => word !== null).join(', '),
    String(row.threads),
    String(row.paths),
    String(Number(row.steps.toPrecision(4))),
    String(row.dt),
    row.seconds.median.toFixed(3),
    row.seconds.runs > 1 ? `${row.seconds.min.toFixed(3)}–${row.seconds.max.toFixed(3)}` : '',
    String(row.seconds.runs),
    ...shown.map(({ cell }) => cell(row)),
  ]);
  const header = [...COLUMNS, ...shown.map(({ title }) => title)];
  const table = [line(header), line(header.map(() => '---')), ...lines.map(line)].join('\n');
  return [`### ${scenario}`, table, ...scalingText(mine)].join('\n\n');
}

interface Column {
  readonly title: string;
  /** '' where there is nothing to tell; a column of nothing else is left out. */
  readonly cell: (row: Row) => string;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const secondsText = (seconds: number | null): string => (seconds === null ? '' : seconds.toFixed(3));

/** One run has no spread. */
export const spreadText = ({ median, min, max }: Spread): string =>
  min === max ? median.toPrecision(3) : `${median.toPrecision(3)} (${min.toPrecision(3)}–${max.toPrecision(3)})`;

/** A yardstick first: what the machine itself gives. */
function scalingText(rows: readonly Row[]): string[] {
  const found = scalingOf(rows).sort((a, b) => Number(a.row.estimate !== null) - Number(b.row.estimate !== null));
  if (found.length === 0) return [];
  const gains = found.map(({ row, gain }) => `${rowLabel(row)} ${spreadText(gain)}`);
  return [`Rate ÷ that on one thread: ${gains.join('; ')}.`];
}
