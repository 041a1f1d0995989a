/** `firstpassage critical`: is anything singular along a path in parameter space? */
import type { Command } from 'commander';
import { criticalCsv } from '../report/critical-csv.js';
import { criticalText } from '../report/critical-text.js';
import { critical } from '../study/critical.js';
import { deliver } from './deliver.js';
import { INTERRUPTED } from './exit.js';
import { interruptible } from './interrupt.js';
import { addStudyOptions, readStudy, type StudyOptions } from './options.js';
import { json, prepareOut } from './output.js';
import { createProgress } from './progress.js';
import { canvas, note, print, printJson } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage critical                                   alpha - beta through 0, at the demonstration's noise
  firstpassage critical study.yaml --out results          critical.json and critical.csv
  firstpassage critical study.yaml --json | jq .verdict
  firstpassage critical --set 'control={ name: alpha, from: -0.2, to: 0.6 }'

A study names its path: control: { name: alpha-beta, from: -0.3, to: 0.3, steps: 25, at: 0 }
name is alpha-beta or any parameter; without 'at' the candidate is sought. paths are those of each of
some hundred runs. Ctrl-C prints what is known so far, marked partial; a second one ends at once.`;

/** Of the demonstration: sixteen blocks for the bootstrap, and about a minute in all on two cores. */
const PATHS = 65_536;

export default function registerCritical(program: Command): void {
  addStudyOptions(program.command('critical'), { writes: 'critical.json and critical.csv' })
    .summary('tell a critical point from a crossover along a path in parameter space')
    .description(
      'Follow a path in parameter space through a candidate point, by quadrature and by Monte Carlo: exponents with intervals, what remains as the noise vanishes, and a verdict.',
    )
    .addHelpText('after', EXAMPLES)
    .action(criticalCommand);
}

async function criticalCommand(file: string | undefined, options: StudyOptions): Promise<void> {
  const set = [...(file === undefined ? [`paths=${PATHS}`] : []), ...(options.set ?? [])];
  const study = await readStudy(file, { ...options, set });
  await prepareOut(options);
  if (!options.quiet) note('quadrature along the path, then the runs');
  const display = createProgress(options);
  const { value, interrupted } = await interruptible((signal) =>
    critical(study, { onProgress: display.update, signal }).finally(display.stop),
  );
  await deliver({ 'critical.json': json(value), 'critical.csv': criticalCsv(value) }, options, () =>
    options.json ? printJson(value) : print(criticalText(value, canvas)),
  );
  if (interrupted) process.exitCode = INTERRUPTED;
}
