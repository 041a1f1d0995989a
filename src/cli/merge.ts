/** `firstpassage merge`: the result of all parts of a sharded run. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { MergeError } from '../errors.js';
import { mergeParts } from '../study/merge.js';
import type { Part } from '../study/part.js';
import { addOutputOptions, type OutputOptions } from './options.js';
import { prepareOut } from './output.js';
import { reportResult } from './run.js';

const EXAMPLES = `
Example:
  firstpassage run study.yaml --shard 1/2 --out part1
  firstpassage run study.yaml --shard 2/2 --out part2
  firstpassage merge part1 part2 --out whole`;

export default function registerMerge(program: Command): void {
  addOutputOptions(program.command('merge'))
    .summary('put the parts of a sharded run together')
    .description('Put the parts that `run --shard` wrote together: the same result as one run, wherever they ran.')
    .argument('<dir...>', 'folders with a part.json, in any order')
    .addHelpText('after', EXAMPLES)
    .action(mergeCommand);
}

async function mergeCommand(dirs: readonly string[], options: OutputOptions): Promise<void> {
  const result = mergeParts(await Promise.all(dirs.map(readPart)));
  await prepareOut(options);
  await reportResult(result, options);
}

async function readPart(dir: string): Promise<Part> {
  try {
    const file = (await stat(dir)).isDirectory() ? join(dir, 'part.json') : dir;
    const part: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof part === 'object' && part !== null && 'schema' in part && 'spec' in part) return part as Part;
    throw new MergeError(`expected a part in ${JSON.stringify(dir)}, got other JSON: write it with run --shard`);
  } catch (error) {
    if (error instanceof MergeError) throw error;
    throw new MergeError(`expected a folder with part.json, got ${JSON.stringify(dir)}: ${(error as Error).message}`);
  }
}
