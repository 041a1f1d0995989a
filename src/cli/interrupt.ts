/** Ctrl-C: the first one asks the run to stop where it is, the second one ends the process. */
import { INTERRUPTED } from './exit.js';
import { note } from './terminal.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs `work` with a signal that aborts on SIGINT or SIGTERM. */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    note('\nstopping: what is computed will be printed; once more to end at once');
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const value = await work(controller.signal);
    return { value, interrupted: controller.signal.aborted };
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
