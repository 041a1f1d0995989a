/** The state of single paths as a device leaves it → PathEnds. */
import type { Plan } from '../../plan/plan.js';
import type { PathEnds } from '../backend.js';

// shaders/state.wgsl
const FIELD_FATE = 1;
const FIELD_END = 2;
const DONE = 4;

export interface PathEndsBuilder {
  readonly ends: PathEnds;
  /** Takes `paths` paths from the state of a batch, row-major [field][slot], as those from `at` on. */
  add(state: Uint32Array, slots: number, at: number, paths: number): void;
}

export function pathEndsOf(plan: Plan, count: number): PathEndsBuilder {
  const thresholds = plan.thresholds.length;
  // FIELD_POSITION and FIELD_HIT
  const [positionField, hitField] = plan.program.heun ? [5, 6] : [0, 5];
  const x = new Float64Array(count);
  const hitStep = new Int32Array(count * thresholds);
  const fate = new Uint8Array(count);
  const endStep = new Int32Array(count);
  const add = (state: Uint32Array, slots: number, at: number, paths: number) => {
    const field = (index: number) => state.subarray(index * slots, index * slots + paths);
    x.set(new Float32Array(state.buffer, state.byteOffset + 4 * positionField * slots, paths), at);
    fate.set(
      field(FIELD_FATE).map((value) => (value === DONE ? 0 : value)),
      at,
    );
    endStep.set(field(FIELD_END), at);
    for (let j = 0; j < thresholds; j++) {
      field(hitField + j).forEach((step, i) => {
        hitStep[(at + i) * thresholds + j] = step;
      });
    }
  };
  return { ends: { x, hitStep, fate, endStep }, add };
}
