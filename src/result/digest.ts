/**
 * A short digest of the counts of a result: two runs of one study, seed, and backend show the same one exactly when the same
 * paths did the same things, wherever they ran. For comparing at a glance (64 bits), not against forgery.
 */
import type { Exit, FirstPassage, Result } from './result.js';

/** FNV-1a for 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. */
const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = (1n << 64n) - 1n;

/** The counts of a result: whole numbers only, none of which hangs on rounding after the run. */
export type Counted = Pick<Result, 'snapshots' | 'firstPassage' | 'exits' | 'failures'> & {
  readonly provenance: Pick<Result['provenance'], 'pathSteps'>;
};

/**
 * Sixteen hexadecimal digits in fours, `3f2a-91c0-77de-0b12`: FNV-1a over the decimal counts in ASCII, each followed by a comma:
 * path-steps, failures; of each first passage hits, censored, absorbed and its histogram; of the exits (lower, upper) count and
 * histogram; of each save time the paths alive and its histogram.
 */
export function digestOf({ snapshots, firstPassage, exits, failures, provenance }: Counted): string {
  const passages: readonly FirstPassage[] =
    firstPassage === null ? [] : 'threshold' in firstPassage ? [firstPassage] : firstPassage;
  const ends = [exits?.lower, exits?.upper].filter((exit): exit is Exit => exit !== undefined);
  return hash([
    provenance.pathSteps,
    failures.nonFinite,
    ...passages.flatMap(({ hits, censored, absorbed, histogram }) => [hits, censored, absorbed, ...histogram.counts]),
    ...ends.flatMap(({ count, histogram }) => [count, ...histogram.counts]),
    ...snapshots.flatMap(({ paths, histogram }) => [paths, ...histogram.counts]),
  ]);
}

function hash(counts: readonly number[]): string {
  let state = OFFSET_BASIS;
  for (const count of counts) {
    for (const character of `${count},`) {
      state = ((state ^ BigInt(character.charCodeAt(0))) * PRIME) & MASK;
    }
  }
  return state
    .toString(16)
    .padStart(16, '0')
    .replace(/(.{4})(?=.)/g, '$1-');
}
