/** `firstpassage theory`: the exact quantities of a study, nothing simulated. */
import type { Command } from 'commander';
import { theoryText } from '../report/theory-text.js';
import { theory } from '../study/theory.js';
import { addStudyOptions, readStudy, type StudyOptions } from './options.js';
import { json, prepareOut, writeFiles } from './output.js';
import { canvas, print, printJson } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage theory                                     the severity demonstration
  firstpassage theory study.yaml --set params.alpha=0.5
  firstpassage theory study.yaml --json | jq .firstPassage.mean`;

export default function registerTheory(program: Command): void {
  addStudyOptions(program.command('theory'), { writes: 'theory.json and density.csv' })
    .summary('print the exact quantities of a study')
    .description(
      'Print what is known exactly of a study: its stationary law, first-passage and exit times by quadrature.',
    )
    .addHelpText('after', EXAMPLES)
    .action(theoryCommand);
}

async function theoryCommand(file: string | undefined, options: StudyOptions): Promise<void> {
  const study = await readStudy(file, options);
  await prepareOut(options);
  const exact = theory(study);
  const density = exact.stationary?.density;
  const rows = density?.x.map((x, i) => `${x},${density.p[i]}\n`) ?? [];
  await writeFiles(
    { 'theory.json': json(exact), ...(rows.length > 0 ? { 'density.csv': `x,p\n${rows.join('')}` } : {}) },
    options,
  );
  await (options.json ? printJson(exact) : print(theoryText(study, exact, canvas)));
}
