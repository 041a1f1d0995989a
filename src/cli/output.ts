/** Where results go: a folder is refused while it holds something, a name while it is taken; files are written whole. */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { CSV_NAMES, csvFiles } from '../report/csv.js';
import type { Result } from '../result/result.js';
import type { OutputOptions } from './options.js';
import { note } from './terminal.js';

/** What this program writes, and so may take away again under --force. */
const OWN_NAMES: readonly string[] = [
  'result.json',
  'part.json',
  'theory.json',
  'density.csv',
  'sweep.json',
  'sweep.csv',
  'sweep.parquet',
  'critical.json',
  'critical.csv',
  ...CSV_NAMES,
];

/** Before the work begins: makes the folder, or says why it cannot be used. */
export async function prepareOut({ out, force }: OutputOptions): Promise<void> {
  if (out === undefined) return;
  mustBeNamed(out);
  const names = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR')
      throw new UsageError(`--out: expected a folder, got the file ${JSON.stringify(out)}: name a folder`);
    throw error;
  });
  if (names.length > 0 && !force) {
    const found = `${names.length} file${names.length === 1 ? '' : 's'}`;
    throw new UsageError(
      `--out: expected an empty folder, got ${JSON.stringify(out)} with ${found}: add --force to write into it, or name another`,
    );
  }
  await mkdir(out, { recursive: true });
}

/** @throws UsageError where --out is there and names nothing, as of a variable that is empty. */
export function mustBeNamed(out: string): void {
  if (out === '') throw new UsageError('--out: expected a name, got "": give it one, or leave --out out');
}

/** result.json and the CSV files. */
export const writeResult = (result: Result, options: OutputOptions): Promise<void> =>
  writeFiles({ 'result.json': json(result), ...csvFiles(result) }, options);

/** The files given, each whole or not at all; files of an earlier run that this one does not have are removed. */
export async function writeFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  { out, quiet }: OutputOptions,
): Promise<void> {
  if (out === undefined) return;
  for (const name of OWN_NAMES) if (!(name in files)) await rm(join(out, name), { force: true });
  for (const [name, text] of Object.entries(files)) await writeWhole(join(out, name), text);
  if (!quiet) note(`wrote ${Object.keys(files).join(', ')} to ${out}`);
}

/** Before the work begins: makes the folder of a file, or says that the name is taken. */
export async function prepareFile(option: string, path: string, force: boolean): Promise<void> {
  const isTaken = (await stat(path).catch(() => null)) !== null;
  if (isTaken && !force)
    throw new UsageError(
      `${option}: expected a name that is free, got ${JSON.stringify(path)}, which exists: add --force to replace it, or name another`,
    );
  await mkdir(dirname(resolve(path)), { recursive: true });
}

/** The whole file or none. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.unfinished`, content);
  await rename(`${path}.unfinished`, path);
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
