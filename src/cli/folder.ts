/** A folder to write to, made and tried before the work begins: what cannot be written is not computed first. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';

/**
 * Makes the folder where it is not there yet, and writes a small file into it that is removed again.
 * @param given what the message names: the folder, or the file that is to lie in it.
 * @throws UsageError where the folder cannot be made or written to.
 */
export async function makeFolder(option: string, folder: string, given = folder): Promise<void> {
  const trial = join(folder, `.firstpassage-${process.pid}`);
  try {
    await makeLevels(resolve(folder));
    await writeFile(trial, 'x').finally(() => rm(trial, { force: true }));
  } catch (error) {
    throw cannotWrite(option, given, error as NodeJS.ErrnoException);
  }
}

/** What an option names and why it cannot be written to. */
export function cannotWrite(option: string, given: string, { code, message }: NodeJS.ErrnoException): UsageError {
  const [why, remedy] = REASONS[code ?? ''] ?? [message, 'name another'];
  return new UsageError(
    `${option}: expected a place that can be written to, got ${JSON.stringify(given)}: ${why}: ${remedy}`,
  );
}

const DENIED = ['permission denied', 'change its permissions, or name another'] as const;
const REASONS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: ['it is read-only', 'name another'],
  ENOSPC: ['no space is left', 'free some, or name another'],
  ENOTDIR: ['a file stands where a folder is needed', 'name another'],
  EEXIST: ['it is a link to what does not exist', 'make that folder, or name another'],
  ELOOP: ['its links lead in a circle', 'name another'],
  ENAMETOOLONG: ['the name is too long', 'give it a shorter one'],
  ENOENT: ['nothing can be made there', 'name another'],
};

/** One level after the other: the recursion of mkdir itself never ends where a folder takes no others, as /proc. */
async function makeLevels(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (isThere) return;
  if (dirname(folder) !== folder) await makeLevels(dirname(folder));
  await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else may have made it in the meantime; a link to nothing is no folder.
    if (error.code !== 'EEXIST' || !(await stat(folder).catch(() => null))) throw error;
  });
}
