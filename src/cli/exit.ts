/** How a command ends: 0 done, 1 failed while running, 2 bad usage or bad study, 3 --strict and a check failed, 130 interrupted. */
import { CommanderError } from 'commander';
import { ExpressionError, FirstPassageError, InterruptedError, MergeError, StudyError, UsageError } from '../errors.js';
import { note } from './terminal.js';

export const CHECK_FAILED = 3;
export const INTERRUPTED = 130;

/** Says what went wrong and returns the exit status. A stack is shown only for a defect of ours. */
export function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // commander has printed its message already; help and version are no errors.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof FirstPassageError) {
    note(error.message);
    if (error instanceof InterruptedError) return INTERRUPTED;
    const wrongInput = [StudyError, UsageError, ExpressionError, MergeError].some((kind) => error instanceof kind);
    return wrongInput ? 2 : 1;
  }
  const { code, syscall, message, stack } = error as NodeJS.ErrnoException;
  note(code !== undefined && syscall !== undefined ? message : `unexpected error, please report it: ${stack ?? error}`);
  return 1;
}
