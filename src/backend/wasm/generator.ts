/** What a generator is to the kernels: the words of any address, and a cheaper form of those that the loop over steps needs. */
import type { Graph, Value } from './graph.js';

/** The four words of an address, in each lane. */
export type Words = readonly [Value, Value, Value, Value];

/** What the noise of a path depends on apart from the step, kept for each path. */
export interface PathWords {
  readonly p0: Value;
  readonly p1: Value;
}

/** Words of the step table for one block of four steps: what its noise depends on apart from the path. */
export const STEP_WORDS = 4;

export type Key = readonly [number, number];

export interface Generator {
  /** Words of the constant table by name; some depend on the high word of the path, which all lanes share. */
  constants(key: Key, pathHigh: number): ReadonlyMap<string, number>;
  /** Any counter (block, path low, path high, stream) → its four words. */
  words(g: Graph, counter: Words): Words;
  pathWords(g: Graph, pathLow: Value): PathWords;
  /** Writes the STEP_WORDS words of a block of steps to table[at …]. */
  stepWords(table: Uint32Array, at: number, key: Key, pathHigh: number, stepBlock: number): void;
  /** The noise of a block of steps: the same bits as words() on the counter (step block, path low, path high, 0). */
  noiseWords(g: Graph, path: PathWords, step: Words): Words;
}
