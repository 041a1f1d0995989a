/** `firstpassage theory`: the exact quantities of a study, nothing simulated. */
import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../errors.js';
import { toAscii } from '../report/ascii.js';
import { discretisedLines } from '../report/discretised-text.js';
import { theoryText } from '../report/theory-text.js';
import { LIMITS } from '../spec/defaults.js';
import type { Study } from '../spec/study.js';
import { discretised } from '../study/discretised.js';
import { theory } from '../study/theory.js';
import { deliver } from './deliver.js';
import { addStudyOptions, readStudy, type StudyOptions } from './options.js';
import { json, prepareOut } from './output.js';
import { canvas, note, print, printJson } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage theory                                     the severity demonstration
  firstpassage theory study.yaml --set params.alpha=0.5
  firstpassage theory --dt 0.2,0.1,0.05                   what these time steps do to it
  firstpassage theory study.yaml --json | jq .firstPassage.mean`;

interface TheoryOptions extends StudyOptions {
  readonly dt?: readonly number[];
}

/** A list of time steps, each of them once. */
function timeSteps(text: string): number[] {
  const steps = text.split(',').map((part) => {
    const dt = Number(part);
    if (!(dt > 0) || !Number.isFinite(dt)) {
      throw new InvalidArgumentError(`expected numbers > 0 with commas between, got ${part}: for example --dt 0.2,0.1`);
    }
    return dt;
  });
  return [...new Set(steps)];
}

/** @throws UsageError where a run could not take so many steps. */
function mustReach({ horizon }: Study, dt: number): void {
  const least = Number((1.005 * (horizon / LIMITS.steps)).toPrecision(3)); // rounded up
  if (horizon / dt > LIMITS.steps) {
    throw new UsageError(
      `--dt: expected at most ${LIMITS.steps} steps to the horizon ${horizon}, got ${dt}: use dt ≥ ${least}`,
    );
  }
}

export default function registerTheory(program: Command): void {
  addStudyOptions(program.command('theory'), { writes: 'theory.json and, of a stationary law, density.csv' })
    .summary('print the exact quantities of a study')
    .description(
      'Print what is known exactly of a study: its stationary law, first-passage and exit times by quadrature.',
    )
    .option(
      '--dt <list>',
      "also what the study's scheme, ends and monitors give at these time steps: exact bias, without a path",
      timeSteps,
    )
    .addHelpText('after', EXAMPLES)
    .action(theoryCommand);
}

async function theoryCommand(file: string | undefined, options: TheoryOptions): Promise<void> {
  const study = await readStudy(file, options);
  for (const dt of options.dt ?? []) mustReach(study, dt);
  await prepareOut(options);
  const ladder = options.dt?.map((dt) => discretised(study, dt));
  const exact = { ...theory(study), ...(ladder ? { discretised: ladder } : {}) };
  const density = exact.stationary?.density;
  const rows = density?.x.map((x, i) => `${x},${density.p[i]}\n`) ?? [];
  const files = { 'theory.json': json(exact), ...(rows.length > 0 ? { 'density.csv': `x,p\n${rows.join('')}` } : {}) };
  await deliver(files, options, async () => {
    if (options.out !== undefined && rows.length === 0 && !options.quiet)
      note(`no density.csv: ${exact.reasons['stationary'] ?? 'there is no stationary density'}`);
    if (options.json) return printJson(exact);
    const steps = ladder === undefined ? [] : ['', '', ...discretisedLines(ladder, canvas.width)];
    const text = steps.join('\n');
    return print(theoryText(study, exact, canvas) + (canvas.unicode ? text : toAscii(text)));
  });
}
