/** The quantity by which the contestants of a scenario are seen to compute the same, from the tallies of a run. */
import type { Tally } from '../backend/backend.js';

export interface BenchEstimate {
  readonly value: number;
  readonly standardError: number;
}

/** Mean of x at the last save time, from block means: E x = Σ n mean / Σ n. */
export function meanPosition(tallies: readonly Tally[]): BenchEstimate {
  let n = 0;
  let sum = 0;
  let squares = 0; // Σ x²
  for (const { blocks, snapshots } of tallies) {
    const { moments } = snapshots.at(-1)!;
    for (let block = 0; block < blocks; block++) {
      const [alive, mean, central] = moments.subarray(5 * block, 5 * block + 3) as unknown as [number, number, number];
      n += alive;
      sum += alive * mean;
      squares += central + alive * mean * mean;
    }
  }
  return estimateOf(n, sum, squares);
}

/** Mean over the paths that hit, in the time units of the study; the bridge's times are mid-step: (k − ½) dt. */
export function meanFirstPassageTime(tallies: readonly Tally[], dt: number): BenchEstimate {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const { hits } of tallies) {
    n += hits[0]!.counts.reduce((total, count) => total + count, 0);
    sum += Number(hits[0]!.sum);
    squares += Number(hits[0]!.sumOfSquares);
  }
  const { value, standardError } = estimateOf(n, sum, squares);
  return { value: (value - 0.5) * dt, standardError: standardError * dt };
}

function estimateOf(n: number, sum: number, squares: number): BenchEstimate {
  const value = sum / n;
  return { value, standardError: Math.sqrt((squares / n - value * value) / (n - 1)) };
}
