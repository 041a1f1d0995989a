/** `firstpassage bench`: path-steps per second of each backend of this machine. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Bench, type BenchRequest, bench } from '../bench/bench.js';
import { mainScenarios, scenarios, withFewerPaths } from '../bench/scenario.js';
import { benchMarkdown, runText } from '../bench/table.js';
import type { BackendName } from '../spec/study.js';
import { note, print, printJson } from './terminal.js';

export interface BenchOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly runs: number;
  readonly fewer: number;
  readonly scenario: readonly string[];
  readonly backend: readonly BackendName[];
}

const BACKENDS: readonly BackendName[] = ['reference', 'wasm', 'webgpu'];
const ALL = 'all';

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
    .option('--quiet', 'no progress')
    .option('--runs <count>', 'timed runs of each, after one that is not timed', readCount, 5)
    .option('--fewer <times>', 'so many times fewer paths: a quick look', readCount, 1)
    .addOption(
      new Option('--scenario <id...>', 'what is measured')
        .choices([...scenarios.map(({ id }) => id), ALL])
        .default(main, main.join(' ')),
    )
    .addOption(new Option('--backend <name...>', 'only these').choices(BACKENDS).default(BACKENDS, 'all'));
}

/** @param guests peers that take part beside our backends */
export async function runBench(options: BenchOptions, guests?: BenchRequest['guests']): Promise<Bench> {
  const { json, quiet, runs, fewer, scenario, backend } = options;
  const result = await bench({
    scenarios: scenarios
      .filter(({ id }) => scenario.includes(id) || scenario.includes(ALL))
      .map((one) => withFewerPaths(one, fewer)),
    backends: new Set(backend),
    runs,
    guests,
    ...(quiet ? {} : { onRun: (...run) => note(runText(runs, ...run)) }),
  });
  await (json ? printJson(result) : print(benchMarkdown(result)));
  return result;
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`expected a whole number from 1 to 9999, got ${JSON.stringify(text)}`);
}
