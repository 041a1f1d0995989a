/** `firstpassage bench`: path-steps per second of each backend of this machine. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { bench } from '../bench/bench.js';
import { scenarios } from '../bench/scenario.js';
import { benchMarkdown, runText } from '../bench/table.js';
import type { BackendName } from '../spec/study.js';
import { note, print, printJson } from './terminal.js';

interface BenchOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly runs: number;
  readonly scenario: readonly string[];
  readonly backend: readonly BackendName[];
}

const BACKENDS: readonly BackendName[] = ['reference', 'wasm', 'webgpu'];
const SCENARIOS = scenarios.map(({ id }) => id);

export default function registerBench(program: Command): void {
  program
    .command('bench')
    .summary('measure the backends')
    .description('Measure path-steps per second of each backend: medians, spread and ratios, as a Markdown table.')
    .option('--json', 'print the result alone, as JSON, on stdout')
    .option('--quiet', 'no progress')
    .option('--runs <count>', 'timed runs of each, after one that is not timed', readRuns, 5)
    .addOption(new Option('--scenario <id...>', 'only these').choices(SCENARIOS).default(SCENARIOS, 'all'))
    .addOption(new Option('--backend <name...>', 'only these').choices(BACKENDS).default(BACKENDS, 'all'))
    .action(benchCommand);
}

async function benchCommand({ json, quiet, runs, scenario, backend }: BenchOptions): Promise<void> {
  const result = await bench({
    scenarios: scenarios.filter(({ id }) => scenario.includes(id)),
    backends: new Set(backend),
    runs,
    ...(quiet ? {} : { onRun: (...run) => note(runText(runs, ...run)) }),
  });
  await (json ? printJson(result) : print(benchMarkdown(result)));
}

function readRuns(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`expected a whole number from 1 to 9999, got ${JSON.stringify(text)}`);
}
