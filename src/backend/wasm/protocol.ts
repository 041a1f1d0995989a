/** What the main thread and a worker say to each other. All of it survives structured cloning. */
import type { Plan } from '../../plan/plan.js';
import type { PathEnds, Progress, Tally } from '../backend.js';
import type { Kernel } from './kernel.js';

/** A kernel as a worker gets it. Equal keys: the same code. */
export interface SentKernel {
  readonly key: string;
  readonly module: WebAssembly.Module;
  readonly kernel: Omit<Kernel, 'bytes'>;
}

/** A task and the numbers it is about: for `tally` blocks, for `ends` paths. */
export interface Task {
  readonly type: 'tally' | 'ends';
  readonly plan: Plan;
  /** null for branching paths, which a worker follows one by one. */
  readonly kernel: SentKernel | null;
  readonly first: number;
  readonly count: number;
  /** Of a `tally`: whether it brings the ends of its paths along. */
  readonly ends?: boolean;
}

export type ToWorker = { readonly type: 'task'; readonly task: Task } | { readonly type: 'cancel' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: Tally | PathEnds }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string };
