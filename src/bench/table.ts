/** The benchmark as a Markdown table. */
import type { Bench } from './bench.js';
import { type Contestant, type Measured, type Row, rateRatio } from './contest.js';

export function benchMarkdown({ machine, rows, skipped }: Bench): string {
  const { cpu, cores, memoryGiB, platform, node } = machine;
  const head = `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}`;
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  const missing = skipped.length > 0 ? [`Not measured: ${skipped.join('; ')}.`] : [];
  return [head, ...scenarios.map((scenario) => scenarioTable(scenario, rows)), ...missing].join('\n\n');
}

/** One run, for a line of progress. */
export function runText(runs: number, { who, environment, threads }: Contestant, round: number, run: Measured): string {
  const when = round === 0 ? 'warm-up' : `round ${round} of ${runs}`;
  const rate = (run.pathSteps / run.seconds / 1e6).toPrecision(3);
  return `${when}: ${who}, ${environment}, ${threadText(threads)}: ${rate} M path-steps/s`;
}

const threadText = (threads: number) => `${threads} thread${threads === 1 ? '' : 's'}`;

const COLUMNS = ['who', 'where', 'threads', 'path-steps a run', 'median s', 'min–max s', 'runs', 'M path-steps/s'];

function scenarioTable(scenario: string, all: readonly Row[]): string {
  const rows = all.filter((row) => row.scenario === scenario);
  const base = baseOf(rows);
  const ratioTitle = base ? [`× ${label(base)}`] : [];
  const lines = rows.map((row) => [
    row.who,
    row.adapter === null ? row.environment : `${row.environment}, ${row.adapter}`,
    String(row.threads),
    row.pathSteps.toExponential(2),
    row.seconds.median.toFixed(3),
    `${row.seconds.min.toFixed(3)}–${row.seconds.max.toFixed(3)}`,
    String(row.seconds.runs),
    (row.pathStepsPerSecond / 1e6).toPrecision(3),
    ...(base ? [ratioText(row, base)] : []),
  ]);
  const header = [...COLUMNS, ...ratioTitle];
  return [`### ${scenario}`, '', line(header), line(header.map(() => '---')), ...lines.map(line)].join('\n');
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const label = (row: Row) => `wasm, ${threadText(row.threads)}`;

function ratioText(row: Row, base: Row): string {
  if (row === base) return '1';
  const { median, min, max } = rateRatio(row, base);
  return `${median.toPrecision(3)} (${min.toPrecision(3)}–${max.toPrecision(3)})`;
}

/** What the ratios are to: wasm on the most threads, in Node; nothing where it did not run. */
function baseOf(rows: readonly Row[]): Row | undefined {
  const ours = rows.filter(({ who, environment }) => who === 'wasm' && environment === 'node');
  return ours.sort((a, b) => b.threads - a.threads)[0];
}
