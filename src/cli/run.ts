/** `firstpassage run`: the Monte Carlo result of a study. */
import type { Command } from 'commander';
import { selectBackend } from '../backend/select.js';
import { UsageError } from '../errors.js';
import { formatCount } from '../report/number.js';
import { describePlan, planText } from '../report/plan-text.js';
import { resultText } from '../report/text.js';
import type { Result } from '../result/result.js';
import type { TheoryResult } from '../result/theory.js';
import type { Study } from '../spec/study.js';
import { MOST_SHARDS, type Shard } from '../study/part.js';
import { planStudy } from '../study/plan.js';
import { run, runPart } from '../study/run.js';
import { theory } from '../study/theory.js';
import { type Settled, settle } from '../study/tolerance.js';
import { studyWarnings } from '../study/warnings.js';
import { deliver } from './deliver.js';
import { INTERRUPTED } from './exit.js';
import { interruptible } from './interrupt.js';
import { addStudyOptions, type OutputOptions, readStudy, type StudyOptions } from './options.js';
import { json, prepareOut, resultFiles } from './output.js';
import { createProgress, type ProgressDisplay } from './progress.js';
import { strictStatus } from './strict.js';
import { canvas, note, print, printJson } from './terminal.js';
import { checkTimes, TIMES_HELP, type TimesOptions, withTimes } from './times.js';

interface RunCommandOptions extends StudyOptions, TimesOptions {
  readonly dryRun?: boolean;
  readonly shard?: string;
  readonly strict?: boolean;
}

const EXAMPLES = `
Examples:
  firstpassage run                                        the severity demonstration
  firstpassage run study.yaml --set params.alpha=0.5 --set paths=1000000
  firstpassage run study.yaml --json > result.json
  firstpassage run study.yaml --out results               result.json and CSV files
  firstpassage run results/result.json --set seed=7       a result's study again
  firstpassage run study.yaml --dry-run                   steps, memory and backend, nothing simulated
  firstpassage run study.yaml --shard 2/8 --out part2     the second of eight parts, for merge
  firstpassage run study.yaml --times paths.parquet       besides, each path's times

Ctrl-C prints what is computed so far, marked partial; a second one ends at once.`;

export default function registerRun(program: Command): void {
  addStudyOptions(program.command('run'))
    .summary('simulate a study')
    .description('Simulate a study and print what happened to its paths, each number beside its standard error.')
    .option('--dry-run', 'print the plan of the run and end')
    .option('--strict', 'end with status 3 where a check against the exact value fails')
    .option('--shard <i/N>', 'simulate part i of N only (from 1) and write part.json; needs --out')
    .option('--times <file>', TIMES_HELP)
    .addHelpText('after', EXAMPLES)
    .action(runCommand);
}

async function runCommand(file: string | undefined, options: RunCommandOptions): Promise<void> {
  const shard = readShard(options);
  const study = await readStudy(file, options);
  if (options.dryRun) return dryRun(study, options);
  await checkTimes(options, study);
  await prepareOut(options);
  if (shard !== undefined) return runShard(study, shard, options);
  const { value, interrupted } = await withProgress(options, (onProgress, signal, onChecks) =>
    settledFor(study, options, signal).then((settled) =>
      withTimes(options, settled.study, shard, (onEnds) =>
        run(settled.study, { onProgress, onChecks, signal, settled, onEnds }),
      ),
    ),
  );
  const { result, lost } = value;
  await reportResult(result, options);
  if (lost) throw lost;
  if (interrupted) process.exitCode = INTERRUPTED;
  else if (options.strict) process.exitCode = strictStatus(result);
}

/** Writes a result where the options say. */
export async function reportResult(result: Result, options: OutputOptions): Promise<void> {
  await deliver(resultFiles(result), options, () =>
    options.json ? printJson(result) : print(resultText(result, { canvas, theory: theoryBeside(result.spec) })),
  );
}

/** The exact values for the report. They are a service: a run that has finished is never lost to them. */
export function theoryBeside(study: Study): TheoryResult | undefined {
  try {
    return theory(study);
  } catch (error) {
    note(`no exact values: ${(error as Error).message}`);
    return undefined;
  }
}

async function runShard(study: Study, shard: Shard, options: RunCommandOptions): Promise<void> {
  const { value, interrupted } = await withProgress(options, (onProgress, signal) =>
    settledFor(study, options, signal).then((settled) =>
      withTimes(options, settled.study, shard, (onEnds) =>
        runPart(settled.study, shard, { onProgress, signal, settled, onEnds }),
      ),
    ),
  );
  const { result: part, lost } = value;
  await deliver({ 'part.json': json(part) }, options, () =>
    options.json
      ? printJson(part)
      : print(`part ${shard.index} of ${shard.count}: ${formatCount(part.totals.paths)} paths`),
  );
  if (lost) throw lost;
  if (interrupted) {
    if (!options.quiet) note('the part is not complete: merge will refuse it');
    process.exitCode = INTERRUPTED;
  }
}

/** Work with its progress on stderr, which Ctrl-C ends early. */
export function withProgress<T>(
  options: Pick<OutputOptions, 'quiet'>,
  work: (onProgress: ProgressDisplay['update'], signal: AbortSignal, onChecks: ProgressDisplay['checks']) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  const display = createProgress(options);
  return interruptible((signal) => work(display.update, signal, display.checks).finally(display.stop));
}

/** The study with what its tolerance chooses, and the warnings that had to wait for it. */
export async function settledFor(
  study: Study,
  { quiet }: Pick<OutputOptions, 'quiet'>,
  signal?: AbortSignal,
): Promise<Settled> {
  const settled = await settle(study, { signal });
  const before = studyWarnings(study);
  const warnings = quiet ? [] : studyWarnings(settled.study).filter((warning) => !before.includes(warning));
  for (const warning of warnings) note(`warning: ${warning}`);
  return settled;
}

async function dryRun(asked: Study, options: RunCommandOptions): Promise<void> {
  const settled = await settledFor(asked, options);
  const { study } = settled;
  const { backend, reason } = await selectBackend(study.backend, study.method);
  await backend.close();
  const { name, adapter, threads } = backend;
  const description = describePlan(settled, planStudy(study), { backend: name, reason, adapter, threads });
  await (options.json ? printJson(description) : print(planText(description)));
}

function readShard({ shard, out, strict, dryRun: dry }: RunCommandOptions): Shard | undefined {
  if (shard === undefined) return undefined;
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const [index, count] = [Number(i), Number(n)];
  if (!(index >= 1 && index <= count && count <= MOST_SHARDS)) {
    const got = JSON.stringify(shard);
    throw new UsageError(
      `--shard: expected i/N with i from 1 to N and N up to ${MOST_SHARDS}, got ${got}: for example --shard 1/4`,
    );
  }
  if (out === undefined && !dry)
    throw new UsageError('--shard: expected --out, got none: name the folder for part.json');
  if (strict)
    throw new UsageError(
      `--strict: expected a whole run, got --shard ${shard}, which is not compared with theory: leave --strict out, and see the checks that merge prints`,
    );
  return { index, count };
}
