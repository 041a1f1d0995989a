/** A worker's end of the channel to its pool: parentPort in Node, the global scope in browsers. */
import type { FromWorker, ToWorker } from './pool.js';

export interface Port<Task, Result, Progress> {
  say(message: FromWorker<Result, Progress>, transfer?: ArrayBuffer[]): void;
  listen(receive: (message: ToWorker<Task>) => void): void;
}

interface Sender {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
}

export function openPort<Task, Result, Progress = never>(): Port<Task, Result, Progress> {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads?.parentPort) {
    const { parentPort } = threads;
    return {
      say: (message, transfer = []) => (parentPort as unknown as Sender).postMessage(message, transfer),
      listen: (receive) => parentPort.on('message', receive),
    };
  }
  const scope = globalThis as unknown as Sender & EventTarget;
  return {
    say: (message, transfer = []) => scope.postMessage(message, transfer),
    listen: (receive) =>
      scope.addEventListener('message', (event) => receive((event as MessageEvent<ToWorker<Task>>).data)),
  };
}

/** What went wrong, with its place, as a message to the pool. */
export const failureOf = (error: unknown): { readonly type: 'failed'; readonly message: string } => ({
  type: 'failed',
  message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error),
});
