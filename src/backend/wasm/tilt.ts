/** The tilt of the noise in each lane (reference/tilted.ts): θ from its table, and what it does to the weight of the path. */
import type { Plan } from '../../plan/plan.js';
import type { TiltPlan } from '../../plan/search.js';
import type { Graph, Value } from './graph.js';
import type { Layout } from './layout.js';

/** Names in the constant table. */
export const TILT_LOWER = 'tilt lower';
export const TILT_PER_X = 'tilt per x';
export const TILT_CELLS = 'tilt cells';
export const TILT_LAST = 'tilt last cell';

/** The numbers of a tilt by name; none without one. */
export const tiltConstants = ({ rare }: Plan): readonly (readonly [string, number])[] =>
  rare?.method !== 'tilted'
    ? []
    : [
        [TILT_LOWER, rare.lower],
        [TILT_PER_X, rare.perX],
        [TILT_CELLS, rare.cells],
        [TILT_LAST, rare.cells - 1],
      ];

export interface Tilted {
  /** θ + ξ. */
  readonly z: Value;
  /** The weight after the step: ln w − θ (ξ + ½θ). */
  readonly weight: Value;
}

/** @param row address of the row of the step in the table, in all lanes. A NaN of a lane that has ended reads the first cell. */
export function tilt(g: Graph, x: Value, xi: Value, row: Value, weight: Value): Tilted {
  const offset = g.mul(g.sub(x, g.parameter(TILT_LOWER)), g.parameter(TILT_PER_X));
  const at = g.lesser(g.greater(offset, g.f32(0)), g.parameter(TILT_CELLS));
  const cell = g.lesser(g.op('f32x4.floor', at), g.parameter(TILT_LAST));
  const bytes = g.shift('i32x4.shl', g.op('i32x4.trunc_sat_f32x4_s', cell), 2);
  const [below, above] = g.gatherPairs(g.op('i32x4.add', row, bytes));
  const theta = g.add(below, g.mul(g.sub(at, cell), g.sub(above, below)));
  const half = g.mul(g.f32(0.5), theta);
  return { z: g.add(theta, xi), weight: g.sub(weight, g.mul(theta, g.add(xi, half))) };
}

/** Puts the table into the memory of a kernel. */
export function loadTilt(memory: ArrayBuffer, { tilt }: Layout, { rare }: Plan): void {
  if (tilt && rare?.method === 'tilted') new Float32Array(memory, tilt.table, rare.tilts.length).set(rare.tilts);
}

/** Writes the addresses of the rows of four steps, the first of them `step`, to words[at …]. */
export function tiltRows(
  words: Uint32Array,
  at: number,
  { table }: { table: number },
  rare: TiltPlan,
  step: number,
): void {
  const { firstSteps, cells } = rare;
  let low = 0; // the last slab that begins at or before the step
  for (let high = firstSteps.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1;
    if (firstSteps[middle]! <= step) low = middle;
    else high = middle - 1;
  }
  for (let k = 0; k < 4; k++) {
    if (firstSteps[low + 1] === step + k) low++;
    words[at + k] = table + 4 * low * (cells + 1);
  }
}
