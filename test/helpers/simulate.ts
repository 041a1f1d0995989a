// Runs a plan on a backend down to totals.
import type { Backend, SimulateOptions } from '#dist/backend/backend.js';
import type { Plan } from '#dist/plan/plan.js';
import { addTally, emptyTotals, type Totals } from '#dist/reduce/totals.js';

export async function simulateTotals(
  backend: Backend,
  plan: Plan,
  { firstBlock = 0, blocks = plan.blocks, signal }: { firstBlock?: number; blocks?: number; signal?: AbortSignal } = {},
): Promise<Totals> {
  const totals = emptyTotals(plan);
  const options: SimulateOptions = { onTally: (tally) => addTally(totals, tally, plan), signal };
  await backend.simulate(plan, firstBlock, blocks, options);
  return totals;
}
