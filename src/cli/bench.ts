/** `firstpassage bench`: path-steps per second of each backend of this machine. */
import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Bench, type BenchRequest, bench, benchGrowth } from '../bench/bench.js';
import { rateFigures } from '../bench/chart.js';
import { CHART_FORMATS, type ChartFormat, chartFile } from '../bench/chart-file.js';
import { compare, comparisonMarkdown, nothingCompared } from '../bench/compare.js';
import { readBench } from '../bench/file.js';
import { growthFigures, growthPointText } from '../bench/growth-text.js';
import { mainScenarios, scenarios, withFewerPaths } from '../bench/scenario.js';
import { benchMarkdown, runText } from '../bench/table.js';
import { FirstPassageError } from '../errors.js';
import { nodePen } from '../report/plot/node-pen.js';
import type { BackendName } from '../spec/study.js';
import { CHECK_FAILED } from './exit.js';
import { prepareFile, writeWhole } from './output.js';
import { note, print, printJson } from './terminal.js';

export interface BenchOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly runs: number;
  readonly fewer: number;
  readonly scenario: readonly string[];
  readonly backend: readonly BackendName[];
  readonly from?: string;
  readonly compare?: string;
  readonly chart?: Chart;
  readonly force?: boolean;
  readonly growth?: number | true;
}

interface Chart {
  readonly file: string;
  readonly format: ChartFormat;
}

const BACKENDS: readonly BackendName[] = ['reference', 'wasm', 'webgpu'];
const ALL = 'all';
const GROWTH_SECONDS = 60;

const AFTER = `
Exit status: 3 where --compare finds a row slower, 1 where it finds nothing to compare, else that of every command.

Examples:
  firstpassage bench --json > before.json
  firstpassage bench --runs 9 --compare before.json     what has changed since, row by row
  firstpassage bench --from before.json --chart rates.svg`;

export default function registerBench(program: Command): void {
  const command = program
    .command('bench')
    .summary('measure the backends')
    .description('Measure path-steps per second of each backend: medians, spread and ratios, as a Markdown table.');
  benchOptions(command).action(async (options: BenchOptions) => {
    await runBench(options);
  });
}

/** The options of `firstpassage bench`, which bench/run.mjs takes as well. */
export function benchOptions(command: Command): Command {
  const main = mainScenarios.map(({ id }) => id);
  return command
    .option('--json', 'print the result alone, as JSON, on stdout')
    .option('--quiet', 'no progress and no messages')
    .option('--runs <count>', 'timed runs of each, after one that is not timed', readCount, 5)
    .option('--fewer <times>', 'so many times fewer paths: a quick look', readCount, 1)
    .addOption(
      new Option('--scenario <id...>', 'what is measured')
        .choices([...scenarios.map(({ id }) => id), ALL])
        .default(main, main.join(' ')),
    )
    .addOption(new Option('--backend <name...>', 'only these').choices(BACKENDS).default(BACKENDS, 'all'))
    .option('--from <file>', 'measure nothing: take what an earlier --json printed')
    .option(
      '--compare <file>',
      'say of each row whether it is faster or slower than in this file of --json (5 runs or more)',
    )
    .option('--chart <file>', 'draw the rates, as .svg or .html', readChart)
    .option('--force', 'let --chart replace a file that exists')
    .addOption(
      new Option(
        '--growth [seconds]',
        'instead: how the cost of a path-step and memory grow with paths, steps, bins, save times and sweep points; so many seconds for each, on each backend (default: 60)',
      ).argParser(readCount),
    )
    .addHelpText('after', AFTER);
}

/** @param guests peers that take part beside our backends */
export async function runBench(options: BenchOptions, guests?: BenchRequest['guests']): Promise<Bench> {
  // What is wrong with a file is told before the work.
  const then = options.compare === undefined ? null : await readBench('--compare', options.compare);
  if (options.chart) await prepareFile('--chart', options.chart.file, options.force ?? false);
  const now = await resultOf(options, guests);
  const comparison = then && compare(then, now);
  if (options.chart) await draw(options.chart, now, options);
  if (options.json) await printJson(comparison ? { ...now, comparison } : now);
  else {
    await print(benchMarkdown(now));
    if (comparison) await print(`\n${comparisonMarkdown(comparison)}`);
  }
  if (comparison?.changes.length === 0) throw new FirstPassageError(nothingCompared(comparison, options.compare!));
  if (comparison?.changes.some(({ verdict }) => verdict === 'slower')) process.exitCode = CHECK_FAILED;
  return now;
}

function resultOf(options: BenchOptions, guests: BenchRequest['guests']): Promise<Bench> {
  const { from, growth } = options;
  if (from !== undefined) return readBench('--from', from);
  return growth === undefined ? measure(options, guests) : grow(options, growth === true ? GROWTH_SECONDS : growth);
}

const grow = ({ backend, quiet }: BenchOptions, budget: number) =>
  benchGrowth({
    backends: new Set(backend),
    budget,
    ...(quiet ? {} : { onPoint: (point) => note(growthPointText(point)) }),
  });

const measure = ({ runs, fewer, scenario, backend, quiet }: BenchOptions, guests: BenchRequest['guests']) =>
  bench({
    scenarios: scenarios
      .filter(({ id }) => scenario.includes(id) || scenario.includes(ALL))
      .map((one) => withFewerPaths(one, fewer)),
    backends: new Set(backend),
    runs,
    guests,
    ...(quiet ? {} : { onRun: (...run) => note(runText(runs, ...run)) }),
  });

async function draw({ file, format }: Chart, result: Bench, { quiet }: BenchOptions): Promise<void> {
  const pen = await nodePen();
  const figures = [...rateFigures(pen, result), ...growthFigures(pen, result.growth ?? [])];
  await writeWhole(file, chartFile(format, figures, result));
  if (!quiet) note(`wrote ${file}`);
}

function readChart(file: string): Chart {
  const format = CHART_FORMATS.find((one) => extname(file).toLowerCase() === `.${one}`);
  if (format) return { file, format };
  throw new InvalidArgumentError(`expected a file ending in .svg or .html, got ${JSON.stringify(file)}`);
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`expected a whole number from 1 to 9999, got ${JSON.stringify(text)}`);
}
