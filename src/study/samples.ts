/** Sample paths: followed by the reference in f32, which draws the same random words as any backend. */
import { PathFollower } from '../backend/reference/simulate.js';
import type { Plan } from '../plan/plan.js';
import type { SamplePaths } from '../result/result.js';
import type { Study } from '../spec/study.js';

/** Points of one path after its start: enough for any plot. */
export const MAX_TIMES = 1000;

/** The first paths of a study at up to 1001 equally spaced times from 0 to the horizon; null where none are asked for. */
export function samplePaths(study: Study, plan: Plan): SamplePaths | null {
  const count = study.samplePaths;
  if (count === 0) return null;
  const steps = Math.round(study.horizon / study.dt); // the plan may end earlier, at its last save time
  const stride = Math.max(1, Math.ceil(steps / MAX_TIMES));
  const saveSteps = Array.from({ length: Math.floor(steps / stride) + 1 }, (_, i) => i * stride);
  const follower = new PathFollower({ ...plan, steps, saveSteps }, Math.fround);
  const values = Array.from({ length: count }, (_, path) => {
    const positions: number[] = [];
    follower.follow(path, (_index, x) => positions.push(x));
    return positions;
  });
  return { times: saveSteps.map((step) => step * plan.dt), values };
}
