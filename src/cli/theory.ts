/** `firstpassage theory`: the exact quantities of a study, nothing simulated. */
import { type Command, InvalidArgumentError } from 'commander';
import { toAscii } from '../report/ascii.js';
import { discretisedLines } from '../report/discretised-text.js';
import { theoryText } from '../report/theory-text.js';
import { discretised } from '../study/discretised.js';
import { theory } from '../study/theory.js';
import { addStudyOptions, readStudy, type StudyOptions } from './options.js';
import { json, prepareOut, writeFiles } from './output.js';
import { canvas, print, printJson } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage theory                                     the severity demonstration
  firstpassage theory study.yaml --set params.alpha=0.5
  firstpassage theory --dt 0.2,0.1,0.05                   what these time steps do to it
  firstpassage theory study.yaml --json | jq .firstPassage.mean`;

interface TheoryOptions extends StudyOptions {
  readonly dt?: readonly number[];
}

/** A list of time steps. */
function timeSteps(text: string): number[] {
  return text.split(',').map((part) => {
    const dt = Number(part);
    if (!(dt > 0) || !Number.isFinite(dt)) {
      throw new InvalidArgumentError(`expected numbers > 0 with commas between, got ${part}: for example --dt 0.2,0.1`);
    }
    return dt;
  });
}

export default function registerTheory(program: Command): void {
  addStudyOptions(program.command('theory'), { writes: 'theory.json and density.csv' })
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
  await prepareOut(options);
  const ladder = options.dt?.map((dt) => discretised(study, dt));
  const exact = { ...theory(study), ...(ladder ? { discretised: ladder } : {}) };
  const density = exact.stationary?.density;
  const rows = density?.x.map((x, i) => `${x},${density.p[i]}\n`) ?? [];
  await writeFiles(
    { 'theory.json': json(exact), ...(rows.length > 0 ? { 'density.csv': `x,p\n${rows.join('')}` } : {}) },
    options,
  );
  if (options.json) await printJson(exact);
  else {
    const steps = ladder === undefined ? [] : ['', '', ...discretisedLines(ladder, canvas.width)];
    const text = steps.join('\n');
    await print(theoryText(study, exact, canvas) + (canvas.unicode ? text : toAscii(text)));
  }
}
