/** Where drift and noise change within a thousandth of the domain: panels that are set by a look at a few nodes would step over it. */
import type { Process } from './process.js';

const CELLS = 4096;
const POWER_LAW = 16; // p (p + 1) with p ≤ 3.5: the bend of d⁻ᵖ, d cells from an end where the noise vanishes, is that over d² of its height
/** Of ∫|Φ′|, which one cell carries beside the straight line through its neighbours; a wave as long as 1/256 of the domain has a tenth of that. */
const MARKED = 1e-5;
/** Of more, the structure is everywhere, and whoever looks sees it. */
const MOST_MARKED = 256;
const DOUBLINGS = 8; // of the distance from such a place, over which panels become long again

const known = new WeakMap<Process, readonly number[]>();

/** Edges that panels are to have, ascending: close together around each such place, and wider and wider away from it. */
export function finePlaces(process: Process): readonly number[] {
  const places = known.get(process) ?? placesOf(process);
  known.set(process, places);
  return places;
}

function placesOf({ drift, diffusion, lower, upper }: Process): number[] {
  const width = (upper - lower) / CELLS;
  const at = (cell: number) => lower + (cell + 0.5) * width;
  const slopes = Float64Array.from({ length: CELLS }, (_, i) => (2 * drift(at(i))) / diffusion(at(i)) ** 2); // Φ′
  const whole = slopes.reduce((sum, slope) => sum + Math.abs(slope) * width, 0);
  const marked: number[] = [];
  for (let i = 1; i + 1 < CELLS; i++) {
    const [before, here, after] = [slopes[i - 1]!, slopes[i]!, slopes[i + 1]!];
    const bend = Math.abs(before - 2 * here + after);
    const height = Math.max(Math.abs(before), Math.abs(here), Math.abs(after));
    const cells = Math.min(i, CELLS - 1 - i);
    if (bend * width > MARKED * Math.max(1, whole) && bend > (POWER_LAW / cells ** 2) * height) marked.push(i);
  }
  if (marked.length > MOST_MARKED) return [];
  const places = new Set<number>();
  for (const cell of marked) {
    places.add(at(cell));
    for (let k = 0; k < DOUBLINGS; k++) for (const side of [-1, 1]) places.add(at(cell + side * 2 ** k));
  }
  return [...places].filter((x) => x > lower && x < upper).sort((a, b) => a - b);
}
