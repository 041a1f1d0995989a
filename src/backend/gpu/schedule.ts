/** The order of work in a batch: which steps go into which dispatch. Pure. */
import type { Plan } from '../../plan/plan.js';

export type Work =
  | { readonly kind: 'begin' }
  | { readonly kind: 'advance'; readonly first: number; readonly last: number }
  | { readonly kind: 'save'; readonly row: number }
  /** Lanes that take path after path, each at most so many quads. */
  | { readonly kind: 'stroll'; readonly lanes: number; readonly quads: number };

const QUAD = 4; // steps that share one address of noise

/**
 * Hands out the work of a batch. Dispatches end at save times and otherwise only between quads, so that a quad is cut
 * at the same places whatever the sizes asked for, and every path sees the same arithmetic. The rest of a quad that a
 * save time cut is a dispatch of its own (shaders/simulate.wgsl relies on it).
 */
export class Schedule {
  readonly #plan: Plan;
  #begun = false;
  #step = 0;
  #row = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  get done(): boolean {
    return this.#begun && this.#step >= this.#plan.steps;
  }

  /** Steps handed out so far. */
  get step(): number {
    return this.#step;
  }

  /**
   * About `steps` steps, in at most `most` dispatches of any kind.
   * @param grid a multiple of four at whose multiples dispatches end, besides save times, whatever `steps` is. Null: one dispatch to each save time
   */
  take(steps: number, most: number, grid: number | null = null): Work[] {
    const work: Work[] = [];
    if (!this.#begun) {
      this.#begun = true;
      work.push({ kind: 'begin' });
      this.#save(work);
    }
    let left = steps;
    while (left > 0 && !this.done && work.length < most - 1) {
      const first = this.#step;
      const stop = this.#plan.saveSteps[this.#row] ?? this.#plan.steps;
      const wanted = grid === null ? QUAD * Math.floor((first + left) / QUAD) : grid * (Math.floor(first / grid) + 1);
      const least = QUAD * (Math.floor(first / QUAD) + 1);
      const last = Math.min(stop, first % QUAD === 0 ? Math.max(wanted, least) : least);
      work.push({ kind: 'advance', first, last });
      this.#step = last;
      left -= last - first;
      this.#save(work);
    }
    return work;
  }

  #save(work: Work[]): void {
    if (this.#plan.saveSteps[this.#row] === this.#step) work.push({ kind: 'save', row: this.#row++ });
  }
}

const LARGEST = 2 ** 32 - 1; // that a dispatch can be told

/** How many quads each of so many lanes may take, so that all of them together may take `steps` steps of every slot. */
export const quadsOfLane = (steps: number, slots: number, lanes: number): number =>
  Math.min(LARGEST, Math.max(1, Math.ceil((steps * slots) / lanes / QUAD)));
