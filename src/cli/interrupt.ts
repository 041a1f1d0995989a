/** Ctrl-C: the first one asks the run to stop where it is, the second one ends the process. */
import { INTERRUPTED } from './exit.js';
import { note } from './terminal.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Who stops a whole group of processes may tell each of them twice: timeout(1) does, and npm on Ctrl-C. */
const TOGETHER = 300; // ms: nobody asks twice so quickly
const controller = new AbortController();
let working = false;
let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null;

export const isInterrupted = (): boolean => controller.signal.aborted;

function onSignal(signal: NodeJS.Signals): void {
  if (first?.signal === signal && performance.now() - first.at < TOGETHER) return;
  if (isInterrupted()) process.exit(INTERRUPTED);
  first = { signal, at: performance.now() };
  note('\nstopping: what is computed will be printed; once more to end at once');
  controller.abort();
  if (!working) letTheNextOneEnd();
}

/** No handler runs while the results are made, in one go: what ends the process then is the signal itself. */
function letTheNextOneEnd(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/**
 * Runs `work` with a signal that aborts on SIGINT or SIGTERM. From its start on the process does not die of the first
 * one: what was computed is still to be written when the work has ended.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  for (const signal of SIGNALS) if (!process.listeners(signal).includes(onSignal)) process.on(signal, onSignal);
  working = true;
  const value = await work(controller.signal);
  working = false;
  if (isInterrupted()) letTheNextOneEnd();
  return { value, interrupted: isInterrupted() };
}
