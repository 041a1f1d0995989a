/** Counts of positions in equal bins over the domain. */

/** Bin of x: ⌊(x − lower) · scale⌋ with scale = bins / (upper − lower) as f32, the last bin closed. */
export const binOf = (x: number, lower: number, scale: number, bins: number): number => {
  const bin = Math.fround(Math.fround(x - lower) * scale) | 0; // x ≥ lower: truncation is the floor
  return bin < bins ? bin : bins - 1;
};

/** Adds the positions to `counts` (shape [bins]). */
export function countInBins(
  x: ArrayLike<number>,
  count: number,
  lower: number,
  upper: number,
  counts: Uint32Array,
): void {
  const bins = counts.length;
  const low = Math.fround(lower);
  const scale = Math.fround(bins / Math.fround(Math.fround(upper) - low));
  for (let i = 0; i < count; i++) counts[binOf(x[i]!, low, scale, bins)]!++;
}
