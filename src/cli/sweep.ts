/** `firstpassage sweep`: a grid over one or two parameters. */
import { type Command, InvalidArgumentError } from 'commander';
import { selectBackend } from '../backend/select.js';
import { sweepCsv, sweepJson, sweepParquet } from '../report/sweep-table.js';
import { sweepText } from '../report/sweep-text.js';
import type { Sweep } from '../result/sweep.js';
import { DEMONSTRATION_SWEEP } from '../spec/defaults.js';
import { axesOf, pointsOf } from '../spec/grid.js';
import { sweep } from '../study/sweep.js';
import { SweepMemory } from '../study/sweep-memory.js';
import { deliver } from './deliver.js';
import { INTERRUPTED } from './exit.js';
import { interruptible } from './interrupt.js';
import { addStudyOptions, readStudy, type StudyOptions } from './options.js';
import { RESULT, SweepJournal } from './sweep-journal.js';
import { createSweepProgress } from './sweep-progress.js';
import { canvas, note, print, printExact } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage sweep                                       the severity model over alpha and beta
  firstpassage sweep study.yaml                            the grid that the study has
  firstpassage sweep study.yaml --set 'grid={ alpha: { from: 0, to: 1, steps: 21 } }'
  firstpassage sweep study.yaml --set 'outputs=[firstPassage.probability, theory.relaxationRate]'
  firstpassage sweep study.yaml --out phase                sweep.json, sweep.csv and sweep.parquet
  firstpassage sweep study.yaml --out phase                the same again: goes on where it was stopped
  firstpassage sweep study.yaml --set independent=true     random numbers of its own for every point

In a study, grid: { alpha: { from: 0, to: 1, steps: 21, scale: linear }, beta: [0.2, 0.4] } has one axis or two.
Ctrl-C prints the points done so far, marked partial; with --out the next run goes on with all that was computed.`;

interface SweepCommandOptions extends StudyOptions {
  readonly paths?: number;
  readonly theory: boolean;
}

export default function registerSweep(program: Command): void {
  addStudyOptions(program.command('sweep'), { writes: 'sweep.json, sweep.csv and sweep.parquet' })
    .summary('simulate a grid over one or two parameters')
    .description(
      'Simulate every point of a grid over one or two parameters, each estimate beside its exact value, and draw the outputs over it.',
    )
    .option('--paths <n>', 'paths of each point, in place of those of the study', pathsOf)
    .option('--no-theory', 'estimates alone, without exact values beside them')
    .addHelpText('after', EXAMPLES)
    .action(sweepCommand);
}

function pathsOf(text: string): number {
  const paths = Number(text);
  if (!Number.isInteger(paths) || paths < 1) throw new InvalidArgumentError(`expected a whole number ≥ 1, got ${text}`);
  return paths;
}

async function sweepCommand(file: string | undefined, options: SweepCommandOptions): Promise<void> {
  const { paths, quiet, theory } = options;
  const set = [...(options.set ?? []), ...(paths === undefined ? [] : [`paths=${paths}`])];
  const study = await readStudy(file, { ...options, set }, DEMONSTRATION_SWEEP);
  const { backend, reason } = await selectBackend(study.backend, study.method);
  try {
    const journal = await SweepJournal.open(study, backend.name, theory, options);
    const memory = journal?.memory ?? new SweepMemory();
    const kept = keptText(memory, pointsOf(axesOf(study.grid ?? {})));
    if (kept !== null && !quiet) note(`going on: ${kept}`);
    const display = createSweepProgress(options);
    const { value: result, interrupted } = await interruptible((signal) => {
      const running = sweep(study, {
        backend,
        reason,
        signal,
        theory,
        memory,
        estimatesFirst: false,
        onProgress: display.update,
        onPoint: (point) => journal?.add(point),
      });
      return keeping(journal, running.finally(display.stop));
    });
    await report(result, options);
    if (result.provenance.partial === null) await journal?.remove();
    else if (journal !== null && !quiet) note('run the same command again to go on');
    if (interrupted && result.provenance.partial !== null) process.exitCode = INTERRUPTED; // whole all the same: not stopped
  } finally {
    await backend.close();
  }
}

/** Leaves in the journal what the sweep can go on with: of one that is whole its points, in case they cannot be written. */
async function keeping(journal: SweepJournal | null, running: Promise<Sweep>): Promise<Sweep> {
  let isWhole = false;
  try {
    const result = await running;
    isWhole = result.provenance.partial === null;
    return result;
  } finally {
    await (isWhole ? journal?.save() : journal?.stop());
  }
}

/** What an earlier run has left; null if nothing. */
function keptText({ points, simulated, biases }: SweepMemory, total: number): string | null {
  const more = [...simulated.keys()].filter((index) => index >= points.length).length;
  if (points.length + more + biases.size === 0) return null;
  const parts = [`${points.length} of ${total} points are done already`];
  if (more > 0) parts.push(`${more} more are simulated`);
  else if (points.length === 0) parts.push(`the bias of the time step is known at ${biases.size}`);
  return parts.join(', ');
}

async function report(result: Sweep, options: SweepCommandOptions): Promise<void> {
  const files =
    options.out === undefined
      ? {}
      : { [RESULT]: sweepJson(result), 'sweep.csv': sweepCsv(result), 'sweep.parquet': await sweepParquet(result) };
  await deliver(files, options, () =>
    options.json ? printExact(sweepJson(result)) : print(sweepText(result, canvas)),
  );
}
