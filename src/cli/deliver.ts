/** What was computed goes to the folder of --out and to stdout; where one of them fails, the other has it. */
import { FirstPassageError } from '../errors.js';
import { cannotWrite } from './folder.js';
import type { OutputOptions } from './options.js';
import { writeFiles } from './output.js';

/**
 * Writes the files, then prints; what cannot be written is printed all the same.
 * @throws FirstPassageError, after printing, where the files could not be written.
 */
export async function deliver(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: OutputOptions,
  print: () => Promise<void>,
): Promise<void> {
  const failure = await writeFiles(files, options).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  );
  await print();
  if (failure === null) return;
  const { out = '' } = options;
  throw unwritten('--out', out, failure);
}

/** Of a failure after the work: it is told beside the result, so it is no usage error. */
export const unwritten = (option: string, given: string, error: NodeJS.ErrnoException): FirstPassageError =>
  new FirstPassageError(`${cannotWrite(option, given, error).message} (the result is printed)`);
