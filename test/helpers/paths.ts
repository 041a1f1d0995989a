// Path-by-path comparison, with a tolerance that follows from measured rounding.
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import type { Plan } from '#dist/plan/plan.js';

export interface Comparison {
  /** Largest |x − x_f32| over the paths that ended alike. */
  readonly worst: number;
  /** What `worst` may be. */
  readonly allowed: number;
  /** Share of paths whose hits, fate or last step differ. */
  readonly different: number;
}

/**
 * The reference in f32 rounds each operation; what that does to these very paths is measured against the reference in f64.
 * A backend rounds the same number of operations in another order and maps words to normals with an error of its own,
 * `normalError`, where f32 rounding alone makes about 6.56 · 2⁻²⁴: so it may be off by (1 + normalError / 6.56 · 2²⁴)
 * times that. The factor 4 is for the largest of many.
 */
export async function comparePaths(
  backend: Backend,
  plan: Plan,
  count: number,
  normalError: number,
): Promise<Comparison> {
  const f64 = await (await createReferenceBackend({ precision: 'f64' })).follow(plan, 0, count);
  const f32 = await (await createReferenceBackend({ precision: 'f32' })).follow(plan, 0, count);
  const other = await backend.follow(plan, 0, count);
  const thresholds = plan.thresholds.length;
  const alike = (a: typeof f32, b: typeof f32, i: number): boolean => {
    if (a.fate[i] !== b.fate[i] || a.endStep[i] !== b.endStep[i]) return false;
    for (let j = 0; j < thresholds; j++)
      if (a.hitStep[i * thresholds + j] !== b.hitStep[i * thresholds + j]) return false;
    return true;
  };
  let rounding = 0;
  let worst = 0;
  let different = 0;
  for (let i = 0; i < count; i++) {
    if (alike(f32, f64, i)) rounding = Math.max(rounding, Math.abs(f32.x[i]! - f64.x[i]!));
    if (!alike(f32, other, i)) different++;
    else if (!Object.is(f32.x[i], other.x[i])) worst = Math.max(worst, Math.abs(f32.x[i]! - other.x[i]!));
  }
  const allowed = 4 * rounding * (1 + (normalError / 6.56) * 2 ** 24);
  return { worst, allowed, different: different / count };
}
