/** Entry of a worker, in Node and in browsers: takes one task at a time, in its own memory. */
import { BLOCK, type Plan, pathsInBlocks } from '../../plan/plan.js';
import type { Progress, Tally } from '../backend.js';
import { failureOf, openPort } from '../port.js';
import { simulateRareBlock } from '../reference/rare.js';
import { type BlockObserver, BlockRun } from './block-run.js';
import { Chooser } from './chooser.js';
import type { Kernel, KernelExports } from './kernel.js';
import { blockPieces, both, buffersOf, EndsObserver, plainTally, TallyObserver } from './observers.js';
import type { SentKernel, Share, Task, TaskResult } from './protocol.js';

const YIELD_MS = 100; // how long a cancel message may wait, and how often progress is told
const KEPT_KERNELS = 16; // instances with their memory (about 1 MB each)

const { say, listen } = openPort<Task, TaskResult, Progress>();
const instances = new Map<string, KernelExports>();
/** By the key of the first kernel: which of two. */
const choosers = new Map<string, Chooser>();
let cancelled = false;
let nextYield = 0;

listen((message) => {
  if (message.type === 'cancel') {
    cancelled = true;
    return;
  }
  cancelled = false;
  run(message.task).catch((error: unknown) => say(failureOf(error)));
});
say({ type: 'ready' });

async function run(task: Task): Promise<void> {
  nextYield = performance.now() + YIELD_MS;
  if (task.type === 'ends') return follow(task.share);
  const tallies: Tally[] = [];
  const done = { paths: 0, pathSteps: 0 };
  for (const share of task.shares) {
    const tally = share.kernel === null ? await search(share) : await count(share, share.kernel, task.ends, done);
    if (tally === null) {
      say({ type: 'cancelled' });
      return;
    }
    tallies.push(tally);
    done.paths += tally.paths;
    done.pathSteps += tally.pathSteps;
  }
  say({ type: 'done', result: tallies }, tallies.flatMap(buffersOf));
}

/** Where single paths end. */
async function follow({ plan, kernel, first, count }: Share): Promise<void> {
  const observer = new EndsObserver(plan, first, count);
  const blockRun = new BlockRun(withoutBytes(kernel!), await instantiate(kernel!), plan, observer);
  for (const piece of blockPieces(first, count)) {
    blockRun.begin(piece.first, piece.count);
    if (!(await finish(blockRun, () => {}))) {
      say({ type: 'cancelled' });
      return;
    }
  }
  say({ type: 'done', result: observer.ends });
}

/** The tally of blocks. @param before what this task has done already. @returns null if cancelled meanwhile. */
async function count(
  { plan, first, count: blocks, other = null, series = 0, later = 0 }: Share,
  kernel: SentKernel,
  withEnds: boolean,
  before: Progress,
): Promise<Tally | null> {
  const observer = new TallyObserver(plan, first, blocks);
  const ends = withEnds ? new EndsObserver(plan, first * BLOCK, pathsInBlocks(plan, first, blocks)) : null;
  const told = ends ? both(observer, ends) : observer;
  const runs = [new BlockRun(withoutBytes(kernel), await instantiate(kernel), plan, told)];
  const chooser = other && (await addRun(runs, other, plan, told)) ? chooserOf(kernel) : null;
  chooser?.begin(series);
  for (let block = 0; block < blocks; block++) {
    observer.enter(block);
    const { pathSteps } = observer;
    const blockRun = runs[chooser?.choice ?? 0]!;
    const paths = pathsInBlocks(plan, first + block, 1);
    const started = performance.now();
    blockRun.begin((first + block) * BLOCK, paths);
    const tell = () =>
      say({
        type: 'progress',
        progress: {
          paths: before.paths + observer.paths,
          pathSteps: before.pathSteps + pathSteps + blockRun.pathSteps,
        },
      });
    if (!(await finish(blockRun, tell))) return null;
    observer.leave();
    const steps = observer.pathSteps - pathSteps;
    if (paths === BLOCK && steps > 0) chooser?.took((performance.now() - started) / steps, blocks - block - 1 + later);
  }
  const tally = observer.tally();
  return ends ? { ...tally, ends: ends.ends } : tally;
}

/** @returns whether the other kernel runs here: in little memory it may not, and the first does without. */
async function addRun(runs: BlockRun[], other: SentKernel, plan: Plan, told: BlockObserver): Promise<boolean> {
  try {
    runs[1] = new BlockRun(withoutBytes(other), await instantiate(other), plan, told);
    return true;
  } catch {
    return false;
  }
}

function chooserOf({ key }: SentKernel): Chooser {
  const chooser = choosers.get(key) ?? new Chooser();
  choosers.delete(key);
  choosers.set(key, chooser);
  if (choosers.size > KEPT_KERNELS) choosers.delete(choosers.keys().next().value!);
  return chooser;
}

/**
 * One block of branching paths. A tree grows and dies too irregularly for lanes that march in step: it is followed by the
 * reference in f32, on every core.
 */
async function search({ plan, first }: Share): Promise<Tally | null> {
  const signal = {
    get aborted() {
      return cancelled;
    },
  };
  const tally = await simulateRareBlock(plan, Math.fround, first, signal);
  return tally && plainTally(tally);
}

/** Works until the block is finished, looking for messages now and then. @returns false if cancelled meanwhile. */
async function finish(blockRun: BlockRun, tell: () => void): Promise<boolean> {
  while (!blockRun.finished) {
    blockRun.work(nextYield);
    if (performance.now() < nextYield) continue;
    tell();
    await new Promise((resolve) => setTimeout(resolve, 0));
    nextYield = performance.now() + YIELD_MS;
    if (cancelled) return false;
  }
  return true;
}

const withoutBytes = ({ kernel }: SentKernel): Kernel => ({ ...kernel, bytes: new Uint8Array() });

async function instantiate({ key, module }: SentKernel): Promise<KernelExports> {
  const known = instances.get(key);
  instances.delete(key); // and back at the end: the first is the least recently used
  const wasm = known ?? ((await WebAssembly.instantiate(module)).exports as unknown as KernelExports);
  instances.set(key, wasm);
  if (instances.size > KEPT_KERNELS) instances.delete(instances.keys().next().value!);
  return wasm;
}
