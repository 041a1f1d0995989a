/** What `--times` writes of each path, as columns: for people with their own statistics. */
import type { PathEnds } from '../backend/backend.js';
import { FATE_DONE, FATE_FAILED, FATE_LOWER, FATE_UPPER } from '../backend/fate.js';
import { halfSteps, hitsMidStep } from '../backend/weights.js';
import type { Plan } from '../plan/plan.js';
import type { ColumnValues, ParquetColumn } from './parquet.js';

/** Why nothing more is known of a path. */
export type End =
  | 'horizon' // still alive at the last step
  | 'seen' // every threshold was hit, and nothing more was asked
  | 'lower'
  | 'upper' // left by that absorbing end
  | 'failed'; // its state became no finite number: its hits are withdrawn

/** Names of the columns of hit times, by threshold: `hit_time`, or `hit_time_1`, `hit_time_2`, … where there are several. */
export const hitColumns = ({ thresholds }: Plan): string[] =>
  thresholds.length === 1 ? ['hit_time'] : thresholds.map((_, j) => `hit_time_${j + 1}`);

/**
 * `path`: its index in the whole run, from 0. `hit_time…`: in units of time, null (NaN in .npy) where the path ended without that
 * hit. `end`, `end_time`: why and when it ended, so that a path without a hit is censored at `end_time`. `weight`, of tilted
 * paths: the likelihood ratio, 1 on average over all paths; the weights of the hits sum up to paths × probability.
 */
export const timesColumns = (plan: Plan): readonly ParquetColumn[] => [
  { name: 'path', type: 'int64' },
  ...hitColumns(plan).map((name): ParquetColumn => ({ name, type: 'double', nullable: true })),
  { name: 'end', type: 'string' },
  { name: 'end_time', type: 'double' },
  ...(plan.rare ? [{ name: 'weight', type: 'double' } as const] : []),
];

/** Rows of paths firstPath, firstPath + 1, … in the order of the columns. */
export function timesValues(plan: Plan, firstPath: number, ends: PathEnds): readonly ColumnValues[] {
  const { fate, endStep, hitStep, logWeight } = ends;
  const count = fate.length;
  const width = plan.thresholds.length;
  const unit = plan.dt / 2;
  const why: End[] = new Array(count);
  const endTime = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    why[i] = endOf(fate[i]!, endStep[i]!, plan);
    const atExit = fate[i] === FATE_LOWER || fate[i] === FATE_UPPER;
    endTime[i] = unit * halfSteps(endStep[i]!, atExit && plan.exitBridge);
  }
  const hits = plan.thresholds.map((_, j) => {
    const midStep = hitsMidStep(plan, j);
    const times: (number | null)[] = new Array(count);
    for (let i = 0; i < count; i++) {
      const step = hitStep[i * width + j]!;
      const known = step >= 0 && fate[i] !== FATE_FAILED;
      times[i] = known ? unit * halfSteps(step, midStep) : null;
      // Ended by this hit: no later than it.
      if (known && step === endStep[i] && why[i] === 'seen') endTime[i] = Math.min(endTime[i]!, times[i]!);
    }
    return times;
  });
  return [
    BigInt64Array.from({ length: count }, (_, i) => BigInt(firstPath + i)),
    ...hits,
    why,
    endTime,
    ...(logWeight ? [logWeight.map(Math.exp)] : []),
  ];
}

function endOf(fate: number, endStep: number, plan: Plan): End {
  if (fate === FATE_DONE) return endStep < plan.steps ? 'seen' : 'horizon';
  if (fate === FATE_LOWER) return 'lower';
  return fate === FATE_UPPER ? 'upper' : 'failed';
}
