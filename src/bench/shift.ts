/** How far one sample lies above another: Hodges and Lehmann's estimate, with the interval of Mann and Whitney's test. */
import { median } from './contest.js';

export interface Shift {
  readonly value: number;
  /** Of at least 99 %, for any continuous law. Null where the samples are too small for it: four on each side, say. */
  readonly interval: readonly [number, number] | null;
}

const TAIL = 0.005; // on each side
const TAIL_Z = 2.5758; // the normal law's
/** Values on a side up to which the law of U is counted, not approximated. */
const COUNTED = 20;

/** Of `after` above `before`: the median of all differences. */
export function shiftOf(before: readonly number[], after: readonly number[]): Shift {
  const differences = after.flatMap((b) => before.map((a) => b - a)).sort((x, y) => x - y);
  const cut = cutOf(before.length, after.length);
  const interval = cut < 0 ? null : ([differences[cut]!, differences.at(-1 - cut)!] as const);
  return { value: median(differences), interval };
}

/** The largest u with P(U ≤ u) ≤ TAIL, where U counts the pairs (a, b) with b < a of two samples of one law; −1: there is none. */
function cutOf(n: number, m: number): number {
  if (Math.max(n, m) > COUNTED) return Math.floor((n * m - 1) / 2 - TAIL_Z * Math.sqrt((n * m * (n + m + 1)) / 12));
  const ways = waysOf(n, m);
  const allowed = TAIL * ways.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let u = 0;
  for (; below + ways[u]! <= allowed; u++) below += ways[u]!;
  return u - 1;
}

/** By u: how many of the orders of n and m values have U = u. The largest value is one of the n, above all m, or one of the m. */
function waysOf(n: number, m: number): number[] {
  const table: number[][][] = [];
  for (let i = 0; i <= n; i++) {
    table.push([]);
    for (let j = 0; j <= m; j++) {
      const [first, second] = [i > 0 ? table[i - 1]![j]! : [], j > 0 ? table[i]![j - 1]! : []];
      const count = (u: number) => (first[u - j] ?? 0) + (second[u] ?? 0);
      table[i]!.push(i === 0 && j === 0 ? [1] : Array.from({ length: i * j + 1 }, (_, u) => count(u)));
    }
  }
  return table[n]![m]!;
}
