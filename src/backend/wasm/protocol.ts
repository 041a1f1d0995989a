/** What the main thread and a worker say to each other. All of it survives structured cloning. */
import type { Plan } from '../../plan/plan.js';
import type { PathEnds, Tally } from '../backend.js';
import type { Kernel } from './kernel.js';

/** A kernel as a worker gets it. Equal keys: the same code. */
export interface SentKernel {
  readonly key: string;
  readonly module: WebAssembly.Module;
  readonly kernel: Omit<Kernel, 'bytes'>;
}

/** Numbers of a plan: for a tally blocks, for ends paths. */
export interface Share {
  readonly plan: Plan;
  /** null for branching paths, which a worker follows one by one. */
  readonly kernel: SentKernel | null;
  /** The same paths by other code, which may be faster at times. */
  readonly other?: SentKernel | null;
  /** Of the plan in its run: equal for blocks that cost about the same. */
  readonly series?: number;
  /** Blocks of the plan that a worker may expect after these. */
  readonly later?: number;
  readonly first: number;
  readonly count: number;
}

/** `tally`: of each share one, of any plans, with the ends of its paths where they are wanted. `ends`: those of one share. */
export type Task =
  | { readonly type: 'tally'; readonly shares: readonly Share[]; readonly ends: boolean }
  | { readonly type: 'ends'; readonly share: Share };

export type TaskResult = readonly Tally[] | PathEnds;
