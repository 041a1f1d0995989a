/** The blocks of one plan or of many, in their order, and how they are cut into tasks. */
import { type Plan, pathsInBlocks } from '../../plan/plan.js';

const TASK_MS = 200; // long enough to hide the hand-over, short enough to share the work evenly and to stop soon

/** Contiguous blocks of one plan. */
export interface Piece {
  /** Of the plan among all. */
  readonly index: number;
  readonly plan: Plan;
  readonly first: number;
  readonly count: number;
}

/** A piece of a task. */
export interface Part extends Piece {
  /** Blocks of the plan that are not yet handed out. */
  readonly left: number;
}

/** Hands out the blocks in order, about TASK_MS of work at a time. */
export class Work {
  /** Blocks in all. */
  readonly blocks: number;
  readonly #pieces: readonly Piece[];
  readonly #workers: number;
  #at = 0; // piece that is handed out next, and the blocks of it that are gone
  #taken = 0;
  #left: number;
  /** Cost of a millisecond, by the last task that was measured; 0: none was. */
  #rate = 0;

  constructor(pieces: readonly Piece[], workers: number) {
    this.#pieces = pieces;
    this.#workers = workers;
    this.blocks = pieces.reduce((sum, { count }) => sum + count, 0);
    this.#left = pieces.reduce((sum, piece) => sum + costOf(piece), 0);
  }

  /** The next task; empty when all is handed out. Fewer blocks near the end, so that no worker waits long for the last. */
  take(): Part[] {
    const wanted = this.#rate === 0 ? 0 : Math.min(TASK_MS * this.#rate, this.#left / (2 * this.#workers));
    const task: Part[] = [];
    for (let cost = 0; this.#at < this.#pieces.length && (task.length === 0 || cost < wanted); ) {
      const { index, plan, first, count } = this.#pieces[this.#at]!;
      const one = { index, plan, first: first + this.#taken, count: 1 };
      // A path that branches may cost as much as any other block of them.
      const most = plan.rare?.method === 'splitting' ? 1 : Math.max(1, Math.round((wanted - cost) / costOf(one)));
      const piece = { ...one, count: Math.min(count - this.#taken, most) };
      cost += costOf(piece);
      this.#left -= costOf(piece);
      this.#taken += piece.count;
      task.push({ ...piece, left: count - this.#taken });
      if (this.#taken === count) {
        this.#at++;
        this.#taken = 0;
      }
      if (plan.rare?.method === 'splitting') break;
    }
    return task;
  }

  /** Tells how long a task took. */
  took(task: readonly Piece[], milliseconds: number): void {
    this.#rate = task.reduce((sum, piece) => sum + costOf(piece), 0) / Math.max(milliseconds, 0.01);
  }

  /** Nothing more is handed out. */
  end(): void {
    this.#at = this.#pieces.length;
  }
}

const SETUP = 2e5; // path-steps that take as long as to begin a block, and to send its counts

/** In path-steps, if every path lived to the end. */
const costOf = ({ plan, first, count }: Piece): number =>
  SETUP * count + pathsInBlocks(plan, first, count) * Math.max(1, plan.steps);
