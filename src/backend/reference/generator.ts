/** The generators by name, and what their numbers are for: an address (block, path low, path high, stream) → four words. */
import type { Rng } from '../../spec/study.js';
import { philox } from './philox.js';
import { threefry } from './threefry.js';

/** What a random number is for; part of its address, and public. */
export const STREAM_NOISE = 0;
export const STREAM_START = 1;
export const STREAM_BRIDGE = 2;
export const STREAM_EXIT = 3;
export const STREAM_SIDE = 4;
/** Branch c ≥ 1 of a path (splitting) has its numbers at (block, path low, c low, 16 + stream + 2⁸ path high + 2¹⁶ c high). */
export const STREAM_BRANCH = 16;

export const PHILOX_ROUNDS = { 'philox4x32-10': 10, 'philox4x32-7': 7 } as const;

/**
 * The four words of one address, written to out[0 … 3].
 * @param block the block of four steps, @param pathLow @param pathHigh the path's index, @param stream one of STREAM_…
 */
export function drawWords(
  out: Uint32Array,
  rng: Rng,
  block: number,
  pathLow: number,
  pathHigh: number,
  stream: number,
  key: readonly [number, number],
): void {
  if (rng === 'threefry4x32-20') threefry(out, block, pathLow, pathHigh, stream, key);
  else philox(out, block, pathLow, pathHigh, stream, key, PHILOX_ROUNDS[rng]);
}
