/** How many peaks of a histogram stand out from chance. */

const STANDARD_ERRORS = 4.5; // of a rise or fall, to be taken for one: 7e-6 a comparison, with tens of them in a histogram
const CELLS = [16, 32, 64]; // bins put together to so many: wide ones see shallow dips, narrow ones narrow peaks

/** At least 1. Counts of equal bins over the domain. */
export function significantModes(counts: readonly number[]): number {
  return Math.max(...CELLS.map((cells) => modesOf(together(counts, cells))));
}

function together(counts: readonly number[], cells: number): number[] {
  const sums = new Array<number>(cells).fill(0);
  counts.forEach((count, i) => {
    sums[Math.floor((i * cells) / counts.length)]! += count;
  });
  return sums;
}

/** Peaks are taken where the counts have fallen, and dips where they have risen again, by more than chance. */
function modesOf(counts: readonly number[]): number {
  const apart = (high: number, low: number) => high - low > STANDARD_ERRORS * Math.sqrt(high + low);
  let [modes, rising, extreme] = [0, true, 0];
  for (const count of counts) {
    if (rising ? count > extreme : count < extreme) extreme = count;
    if (rising && apart(extreme, count)) [modes, rising, extreme] = [modes + 1, false, count];
    else if (!rising && apart(count, extreme)) [rising, extreme] = [true, count];
  }
  return Math.max(1, rising ? modes + 1 : modes);
}
