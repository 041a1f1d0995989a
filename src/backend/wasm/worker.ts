/** Entry of a worker, in Node and in browsers: takes one task at a time, in its own memory. */
import { BLOCK, pathsInBlocks } from '../../plan/plan.js';
import { simulateRareBlock } from '../reference/rare.js';
import { BlockRun } from './block-run.js';
import type { Kernel, KernelExports } from './kernel.js';
import { blockPieces, both, buffersOf, EndsObserver, plainTally, TallyObserver } from './observers.js';
import type { FromWorker, SentKernel, Task, ToWorker } from './protocol.js';

const YIELD_MS = 100; // how long a cancel message may wait, and how often progress is told
const KEPT_KERNELS = 8; // instances with their memory (under 1 MB each)

interface Port {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void;
}

const { port, listen } = openPort();
const instances = new Map<string, KernelExports>();
let cancelled = false;
let nextYield = 0;

listen((message) => {
  if (message.type === 'cancel') {
    cancelled = true;
    return;
  }
  cancelled = false;
  run(message.task).catch((error: unknown) => {
    say({ type: 'failed', message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error) });
  });
});
say({ type: 'ready' });

async function run(task: Task): Promise<void> {
  if (task.kernel === null) return search(task);
  const wasm = await instantiate(task.kernel);
  nextYield = performance.now() + YIELD_MS;
  const kernel: Kernel = { ...task.kernel.kernel, bytes: new Uint8Array() };
  if (task.type === 'ends') {
    const observer = new EndsObserver(task.plan, task.first, task.count);
    const blockRun = new BlockRun(kernel, wasm, task.plan, observer);
    for (const piece of blockPieces(task.first, task.count)) {
      blockRun.begin(piece.first, piece.count);
      if (!(await finish(blockRun, () => {}))) return;
    }
    say({ type: 'done', result: observer.ends });
    return;
  }
  const observer = new TallyObserver(task.plan, task.first, task.count);
  const firstPath = task.first * BLOCK;
  const paths = pathsInBlocks(task.plan, task.first, task.count);
  const ends = task.ends ? new EndsObserver(task.plan, firstPath, paths) : null;
  const blockRun = new BlockRun(kernel, wasm, task.plan, ends ? both(observer, ends) : observer);
  for (let block = 0; block < task.count; block++) {
    const first = (task.first + block) * BLOCK;
    observer.enter(block);
    const before = { paths: observer.paths, pathSteps: observer.pathSteps };
    blockRun.begin(first, pathsInBlocks(task.plan, task.first + block, 1));
    const tell = () =>
      say({ type: 'progress', progress: { paths: observer.paths, pathSteps: before.pathSteps + blockRun.pathSteps } });
    if (!(await finish(blockRun, tell))) return;
    observer.leave();
  }
  const tally = observer.tally();
  const result = ends ? { ...tally, ends: ends.ends } : tally;
  say({ type: 'done', result }, buffersOf(result));
}

/**
 * One block of branching paths. A tree grows and dies too irregularly for lanes that march in step: it is followed by the
 * reference in f32, on every core.
 */
async function search({ plan, first }: Task): Promise<void> {
  const signal = {
    get aborted() {
      return cancelled;
    },
  };
  const tally = await simulateRareBlock(plan, Math.fround, first, signal);
  if (tally === null) say({ type: 'cancelled' });
  else say({ type: 'done', result: plainTally(tally) });
}

/** Works until the block is finished, looking for messages now and then. @returns false if cancelled meanwhile. */
async function finish(blockRun: BlockRun, tell: () => void): Promise<boolean> {
  while (!blockRun.finished) {
    blockRun.work(nextYield);
    if (performance.now() < nextYield) continue;
    tell();
    await new Promise((resolve) => setTimeout(resolve, 0));
    nextYield = performance.now() + YIELD_MS;
    if (cancelled) {
      say({ type: 'cancelled' });
      return false;
    }
  }
  return true;
}

async function instantiate({ key, module }: SentKernel): Promise<KernelExports> {
  const known = instances.get(key);
  instances.delete(key); // and back at the end: the first is the least recently used
  const wasm = known ?? ((await WebAssembly.instantiate(module)).exports as unknown as KernelExports);
  instances.set(key, wasm);
  if (instances.size > KEPT_KERNELS) instances.delete(instances.keys().next().value!);
  return wasm;
}

function say(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** The other end of the channel: parentPort in Node, the global scope in browsers. */
function openPort(): { port: Port; listen: (receive: (message: ToWorker) => void) => void } {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads?.parentPort) {
    const { parentPort } = threads;
    return { port: parentPort as unknown as Port, listen: (receive) => parentPort.on('message', receive) };
  }
  const scope = globalThis as unknown as Port & EventTarget;
  return {
    port: scope,
    listen: (receive) => scope.addEventListener('message', (event) => receive((event as MessageEvent<ToWorker>).data)),
  };
}
