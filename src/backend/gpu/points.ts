/** Fills the table `points` of shaders/points.wgsl, field by field, and the starts that it points into. */
import { POINT_HEAD, pointWords } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';

/** @param plans of one structure (groups.ts). */
export function packPoints(plans: readonly Plan[]): {
  table: Uint32Array<ArrayBuffer>;
  start: Float32Array<ArrayBuffer>;
} {
  const stride = pointWords(plans[0]!);
  const table = new Uint32Array(stride * plans.length);
  const floats = new Float32Array(table.buffer);
  const start = new Float32Array(plans.reduce((sum, plan) => sum + plan.start.length, 0));
  let startFirst = 0;
  plans.forEach((plan, i) => {
    const at = i * stride;
    const thresholdsAt = at + POINT_HEAD;
    table.set([plan.pathOffset % 2 ** 32, startFirst, plan.start.length], at);
    floats.set([plan.lower, plan.upper], at + 3);
    floats.set(
      plan.thresholds.map(({ value }) => value),
      thresholdsAt,
    );
    floats.set(plan.program.constants, thresholdsAt + Math.max(1, plan.thresholds.length));
    start.set(plan.start, startFirst);
    startFirst += plan.start.length;
  });
  return { table, start };
}
