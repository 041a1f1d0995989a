/** `firstpassage schema`: JSON Schema of the study file. */
import type { Command } from 'commander';
import { studyJsonSchema } from '../spec/schema.js';
import { printJson } from './terminal.js';

const EXAMPLES = `
Example, for completion and checks in an editor:
  firstpassage schema > study.schema.json
  # first line of study.yaml:
  # yaml-language-server: $schema=study.schema.json`;

export default function registerSchema(program: Command): void {
  program
    .command('schema')
    .summary('print the JSON Schema of the study file')
    .description('Print the JSON Schema (draft 2020-12) of the study file.')
    .option('--json', 'JSON is what is printed anyway')
    .addHelpText('after', EXAMPLES)
    .action(() => printJson(studyJsonSchema()));
}
