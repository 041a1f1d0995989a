/** Ctrl-C: the first one asks the run to stop where it is, the second one ends the process. */
import { INTERRUPTED } from './exit.js';
import { note } from './terminal.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const controller = new AbortController();

function onSignal(): void {
  if (controller.signal.aborted) process.exit(INTERRUPTED);
  note('\nstopping: what is computed will be printed; once more to end at once');
  controller.abort();
}

/**
 * Runs `work` with a signal that aborts on SIGINT or SIGTERM. From its start on the process does not die of the first
 * one: what was computed is still to be written when the work has ended.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  for (const signal of SIGNALS) if (!process.listeners(signal).includes(onSignal)) process.on(signal, onSignal);
  const value = await work(controller.signal);
  return { value, interrupted: controller.signal.aborted };
}
