/** Between the peaks of a stationary density: how deep the dip is, and how long paths take from one peak to the next. */
import type { Notes } from './notes.js';
import { firstPassage } from './passage.js';
import type { Process } from './process.js';
import { extremaOf, type StationaryLaw } from './stationary.js';

export interface Crossing {
  /** Peaks of the density, and the lowest point between them. */
  readonly from: number;
  readonly to: number;
  readonly over: number;
  /** ln p(from) − ln p(over): e^height is about the time over the dip; null where p has a pole. */
  readonly height: number | null;
  /** Exact mean time from one peak to the other, the ends as they are. */
  readonly meanTime: number | null;
}

/** Each pair of neighbouring peaks, both ways. */
export function crossingsOf(process: Process, law: StationaryLaw, notes: Notes): Crossing[] {
  const { modes, dips } = extremaOf(process);
  const pairs = modes.slice(1).flatMap((right, i) => {
    const left = modes[i]!;
    const over = dips.find((x) => x > left && x < right);
    return over === undefined ? [] : [[left, right, over] as const, [right, left, over] as const];
  });
  return pairs.map(([from, to, over], i) => {
    const path = `regime.crossings[${i}]`;
    const height = law.logDensity(from) - law.logDensity(over);
    return {
      from,
      to,
      over,
      height: notes.value(
        `${path}.height`,
        { value: height, error: 1e-12 * Math.abs(height) },
        'the density has a pole',
      ),
      meanTime: notes.attempt(`${path}.meanTime`, () =>
        notes.value(`${path}.meanTime`, firstPassage(process, [from], to, to > from).mean),
      ),
    };
  });
}
