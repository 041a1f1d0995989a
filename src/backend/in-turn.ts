/** Many plans, one after the other: for a backend, or a kind of plan, that has no launch for many at once. */
import type { Plan } from '../plan/plan.js';
import type { Backend, Progress, SimulateManyOptions } from './backend.js';

/** `Backend.simulateMany` by way of `Backend.simulate`. */
export async function simulateInTurn(
  backend: Pick<Backend, 'simulate'>,
  plans: readonly Plan[],
  { onTally, onProgress, signal }: SimulateManyOptions,
): Promise<void> {
  const before = { paths: 0, pathSteps: 0 };
  for (const [index, plan] of plans.entries()) {
    if (signal?.aborted) return;
    const tell = ({ paths, pathSteps }: Progress): void =>
      onProgress?.({ paths: before.paths + paths, pathSteps: before.pathSteps + pathSteps });
    const seen = { paths: 0, pathSteps: 0 };
    await backend.simulate(plan, 0, plan.blocks, {
      signal,
      onProgress: tell,
      onTally: (tally) => {
        seen.paths += tally.paths;
        seen.pathSteps += tally.pathSteps;
        onTally(index, tally);
      },
    });
    before.paths += seen.paths;
    before.pathSteps += seen.pathSteps;
    tell({ paths: 0, pathSteps: 0 });
  }
}
