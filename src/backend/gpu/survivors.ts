/** The lists of paths that still go on (shaders/survivors.wgsl). Pure. */
import { EVERY_SLOT, NO_LIST } from './params.js';

/**
 * Which lists of paths a dispatch reads and writes. Where paths may end early, the first dispatch reads every slot, and
 * each writes the list that the next one reads. Elsewhere every path goes on, and `rush` lists those it left behind.
 */
export class SurvivorLists {
  #source: 0 | 1 | typeof EVERY_SLOT = EVERY_SLOT;
  #troubled = 1;

  constructor(readonly compacts: boolean) {}

  /** The list that the last dispatch wrote; null before the first, and where nobody lists those that go on. */
  get listed(): 0 | 1 | null {
    return this.#source === EVERY_SLOT ? null : this.#source;
  }

  next(): { source: number; survivors: number; troubled: number } {
    this.#troubled = 1 - this.#troubled;
    if (!this.compacts) return { source: EVERY_SLOT, survivors: NO_LIST, troubled: this.#troubled };
    const source = this.#source;
    const survivors = source === 0 ? 1 : 0;
    this.#source = survivors;
    return { source, survivors, troubled: NO_LIST };
  }
}
