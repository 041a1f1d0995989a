/** Where results go: a folder is refused while it holds something, a name while it is taken; files are written whole. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { CSV_NAMES, csvFiles } from '../report/csv.js';
import type { Result } from '../result/result.js';
import { cannotWrite, makeFolder } from './folder.js';
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
    if (error.code === 'ENOTDIR' && existsSync(out))
      throw new UsageError(`--out: expected a folder, got the file ${JSON.stringify(out)}: name a folder`);
    throw cannotWrite('--out', out, error);
  });
  if (names.length > 0 && !force) {
    const found = `${names.length} file${names.length === 1 ? '' : 's'}`;
    throw new UsageError(
      `--out: expected an empty folder, got ${JSON.stringify(out)} with ${found}: add --force to write into it, or name another`,
    );
  }
  for (const name of names) {
    if (OWN_NAMES.includes(name) && (await stat(join(out, name)).catch(() => null))?.isDirectory())
      throw new UsageError(
        `--out: expected a folder without one named ${name}, got ${JSON.stringify(out)}: rename that, or name another`,
      );
  }
  await makeFolder('--out', out);
}

/** @throws UsageError where --out is there and names nothing, as of a variable that is empty. */
export function mustBeNamed(out: string): void {
  if (out === '') throw new UsageError('--out: expected a name, got "": give it one, or leave --out out');
}

/** result.json and the CSV files. */
export const resultFiles = (result: Result): Readonly<Record<string, string>> => ({
  'result.json': json(result),
  ...csvFiles(result),
});

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
  const taken = await stat(path).catch(() => null);
  if (taken !== null && !force)
    throw new UsageError(
      `${option}: expected a name that is free, got ${JSON.stringify(path)}, which exists: add --force to replace it, or name another`,
    );
  if (taken?.isDirectory())
    throw new UsageError(`${option}: expected a file, got the folder ${JSON.stringify(path)}: name another`);
  await makeFolder(option, dirname(resolve(path)), path);
}

/** The whole file or none. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
