/** When the events of a step bin are reported. */
import type { Plan } from '../plan/plan.js';

/** The half-step at which an event of step bin i is reported. */
export function halfStepsOf(plan: Plan, midStep: boolean, i: number): number {
  if (i === 0) return 0;
  const width = 2 ** plan.stepShift;
  const firstStep = (i - 1) * width + 1;
  const lastStep = Math.min(i * width, plan.steps);
  return firstStep + lastStep - (midStep ? 1 : 0);
}

/**
 * For each edge between two bins of a histogram over [0, horizon]: events of this step and those before it are counted
 * below the edge.
 */
export function stepsBelowEdges(plan: Plan, midStep: boolean, bins: number, horizon: number): number[] {
  const halfSteps = 2 * Math.round(horizon / plan.dt);
  return Array.from({ length: bins - 1 }, (_, b) => {
    let [low, high] = [0, plan.stepBins]; // bin `low` lies below the edge, `high` does not
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (Math.floor((halfStepsOf(plan, midStep, middle) * bins) / halfSteps) <= b) low = middle;
      else high = middle;
    }
    return Math.min(low * 2 ** plan.stepShift, plan.steps);
  });
}
