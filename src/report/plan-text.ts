/** What a run will do, before it does it. */
import { absorbsLower, absorbsUpper, type Plan } from '../plan/plan.js';
import type { ErrorBudget } from '../result/error-budget.js';
import type { BackendName, Study } from '../spec/study.js';
import { budgetLines } from './budget-text.js';
import { formatBytes, formatCount, formatScaled } from './number.js';
import { formatTable } from './table.js';
import { studyLines } from './text.js';

export interface PlannedBackend {
  readonly backend: BackendName;
  readonly reason: string;
  readonly adapter: string | null;
  readonly threads: number;
}

/** As printed by `run --dry-run --json`. */
export interface PlanDescription extends PlannedBackend {
  readonly schema: 'firstpassage/plan@1';
  readonly spec: Study;
  readonly paths: number;
  readonly blocks: number;
  readonly steps: number;
  /** Upper bound: paths that end early take fewer. */
  readonly pathSteps: number;
  /** Bytes of the totals that the host keeps; a device or worker needs as much, and its paths besides. */
  readonly memoryBytes: number;
  /** As planned; only where the study has a tolerance. */
  readonly errorBudget?: ErrorBudget;
}

const F64 = 8; // bytes
const MOMENTS = 64 * 4 * 32; // bytes of a save time: groups × power sums × a BigInt of ~200 bits with its header

export function describePlan(
  { study, errorBudget }: { readonly study: Study; readonly errorBudget: ErrorBudget | null },
  plan: Plan,
  backend: PlannedBackend,
): PlanDescription {
  const events = plan.thresholds.length + Number(absorbsLower(plan)) + Number(absorbsUpper(plan));
  return {
    schema: 'firstpassage/plan@1',
    spec: study,
    paths: plan.paths,
    blocks: plan.blocks,
    steps: plan.steps,
    pathSteps: plan.paths * plan.steps,
    memoryBytes: events * plan.stepBins * F64 + plan.saveSteps.length * (plan.bins * F64 + MOMENTS),
    ...backend,
    ...(errorBudget === null ? {} : { errorBudget }),
  };
}

export function planText(d: PlanDescription): string {
  const device = d.adapter === null ? '' : ` on ${d.adapter}`;
  const rows = [
    ['steps', formatCount(d.steps)],
    ['blocks', `${formatCount(d.blocks)} of up to 4,096 paths`],
    ['path-steps', `${formatScaled(d.pathSteps)} at most`],
    ['memory', `${formatBytes(d.memoryBytes)} for totals`],
    ['backend', `${d.backend}${device}${d.threads > 1 ? `, ${d.threads} threads` : ''}: ${d.reason}`],
  ];
  const budget = budgetLines(d.errorBudget);
  const accuracy = budget.length === 0 ? [] : ['', ...budget];
  return [...studyLines(d.spec), '', ...formatTable(rows, ['left', 'left']), ...accuracy].join('\n');
}
