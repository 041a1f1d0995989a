/** Moments of one block of paths: two passes about the block's own mean, in path order. */

/** Entries of one block in SnapshotTally.moments: paths alive, mean, Σ(x − mean)², Σ(x − mean)³, Σ(x − mean)⁴. */
export const MOMENTS = 5;

/** @param x positions of the paths alive, in path order; writes MOMENTS numbers from out[at] on. */
export function blockMoments(x: ArrayLike<number>, count: number, out: Float64Array, at: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += x[i]!;
  const mean = count === 0 ? 0 : sum / count;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < count; i++) {
    const d = x[i]! - mean;
    const d2 = d * d;
    m2 += d2;
    m3 += d2 * d;
    m4 += d2 * d2;
  }
  out[at] = count;
  out[at + 1] = mean;
  out[at + 2] = m2;
  out[at + 3] = m3;
  out[at + 4] = m4;
}
