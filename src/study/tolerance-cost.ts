/** What a run would take: steps, and seconds by a short measurement. */
import type { Backend } from '../backend/backend.js';
import { PathFollower } from '../backend/reference/simulate.js';
import { selectBackend } from '../backend/select.js';
import { BLOCK } from '../plan/plan.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { planStudy } from './plan.js';

/** Time beside Euler–Maruyama's of one step on wasm, severity and double-well: 1.7 to 2.4, 1.1 to 1.4. */
export const STEP_COST = { 'euler-maruyama': 1, milstein: 1.2, 'lamperti-heun': 2 } as const;

const LIFE_STEPS = 20_000; // of a path that is followed for its length alone
const LIFE_PATHS = 128; // the mean life to a tenth
const LIFE_SEED = 'firstpassage life';

/**
 * How long a path is simulated on average, in units of time: to its last threshold, save time or end.
 * @param ladder steps that all times are whole multiples of. @param duration E min(T, horizon), where it is known.
 */
export function meanLife(study: Study, ladder: readonly number[], duration: number | undefined): number {
  const { boundary, horizon, saveAt } = study;
  const absorbs = boundary.lower === 'absorb' || boundary.upper === 'absorb';
  const thresholds = thresholdsOf(study).length;
  if (!absorbs && thresholds === 0) return saveAt.at(-1) ?? horizon;
  if (!absorbs && thresholds === 1 && saveAt.length === 0 && duration !== undefined) return duration;
  const dt = ladder.filter((step) => horizon / step <= LIFE_STEPS).at(-1) ?? ladder[0]!;
  const plan = planStudy({ ...study, scheme: 'euler-maruyama', dt, seed: LIFE_SEED });
  const follower = new PathFollower(plan, (x) => x);
  let steps = 0;
  for (let path = 0; path < LIFE_PATHS; path++) {
    follower.follow(path, () => undefined);
    steps += follower.endStep;
  }
  return (steps / LIFE_PATHS) * dt;
}

const LONG_ENOUGH = 0.2; // seconds of a measurement
const SHORT_RUN = 256; // steps of its paths

/** Path-steps per second of this study on its backend: paths of a short horizon, doubled until they take a while. */
export async function measureRate(study: Study, given?: Backend): Promise<{ rate: number; backend: string }> {
  const backend = given ?? (await selectBackend(study.backend)).backend;
  try {
    const steps = Math.min(SHORT_RUN, Math.round(study.horizon / study.dt));
    const horizon = steps * study.dt;
    const saveAt = study.firstPassage === null ? [horizon] : [];
    for (let blocks = Math.max(1, backend.threads); ; blocks *= 2) {
      const plan = planStudy({ ...study, horizon, saveAt, paths: blocks * BLOCK });
      const [started, startup] = [performance.now(), backend.startupSeconds];
      let pathSteps = 0;
      await backend.simulate(plan, 0, blocks, {
        onTally: (tally) => {
          pathSteps += tally.pathSteps;
        },
      });
      const seconds = (performance.now() - started) / 1000 - (backend.startupSeconds - startup);
      if (seconds > LONG_ENOUGH) return { rate: pathSteps / seconds, backend: backend.name };
    }
  } finally {
    if (given === undefined) await backend.close();
  }
}
