/** `firstpassage merge`: the result of all parts of a sharded run. */
import { existsSync } from 'node:fs';
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

const HOLDS_RESULT = 'it holds a result, not a part: write parts with run --shard';

export default function registerMerge(program: Command): void {
  addOutputOptions(program.command('merge'))
    .summary('put the parts of a sharded run together')
    .description('Put the parts that `run --shard` wrote together: the same result as one run, wherever they ran.')
    .argument('<dir...>', 'folders with a part.json, in any order')
    .addHelpText('after', EXAMPLES)
    .action(mergeCommand);
}

async function mergeCommand(dirs: readonly string[], options: OutputOptions): Promise<void> {
  const parts = await Promise.all(dirs.map(readPart));
  const result = mergeParts(
    parts,
    dirs.map((dir) => JSON.stringify(dir)),
  );
  await prepareOut(options);
  await reportResult(result, options);
}

async function readPart(place: string): Promise<Part> {
  const refuse = (why: string) =>
    new MergeError(`expected a folder with part.json, got ${JSON.stringify(place)}: ${why}`);
  try {
    const isFolder = (await stat(place)).isDirectory();
    const file = isFolder ? join(place, 'part.json') : place;
    if (isFolder && !existsSync(file))
      throw refuse(existsSync(join(place, 'result.json')) ? HOLDS_RESULT : 'it has no part.json');
    const part: unknown = JSON.parse(await readFile(file, 'utf8'));
    const schema = typeof part === 'object' && part !== null && 'schema' in part && 'spec' in part ? part.schema : null;
    if (String(schema).startsWith('firstpassage/result@')) throw refuse(HOLDS_RESULT);
    if (schema !== null) return part as Part;
    throw new MergeError(`expected a part in ${JSON.stringify(place)}, got other JSON: write it with run --shard`);
  } catch (error) {
    if (error instanceof MergeError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(code === 'ENOENT' ? 'no such file or folder' : message);
  }
}
