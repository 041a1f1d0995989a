/**
 * Accuracy by request: scheme, dt and paths such that the error of the time step and that of chance together stay within
 * the study's tolerance, at least cost. What the study fixes stays as it is.
 */
import type { Backend } from '../backend/backend.js';
import { CONFIDENCE, type ErrorBudget, furthestOff, withStatistical } from '../result/error-budget.js';
import { LIMITS } from '../spec/defaults.js';
import type { Study } from '../spec/study.js';
import { mustBeParsed } from './must-be-parsed.js';
import { mustFitBudget } from './tolerance-budget.js';
import { chooseAll } from './tolerance-choose.js';
import { isOpen, mustKeepSamples, refused, statisticalWith } from './tolerance-limits.js';
import { settledStudy } from './tolerance-pairs.js';

export interface SettleOptions {
  /** The backend whose rate is measured where the budget is one of time; the study's own without it. */
  readonly backend?: Backend | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Settled {
  readonly study: Study;
  /** Planned errors; null for a study without a tolerance. */
  readonly errorBudget: ErrorBudget | null;
}

/** @throws StudyError where the tolerance cannot be kept with what the study fixes, or within its budget. */
export async function settle(study: Study, options: SettleOptions = {}): Promise<Settled> {
  mustBeParsed(study);
  if (study.tolerance === undefined) return { study, errorBudget: null };
  const choice = await chooseAll(study, study.tolerance, options.signal);
  const { scheme, dt, targets, paths } = choice;
  const settled: Study = { ...settledStudy(study), scheme, dt, paths };
  mustKeepSamples(settled);
  const [first, ...others] = furthestOff(
    targets.map((target) => {
      const { quantity, scale, bias, biasError } = target;
      const errors = { quantity, scale, bias: bias / scale, biasError: biasError / scale };
      return withStatistical({ ...errors, statistical: null, total: null }, statisticalWith(target, paths));
    }),
  );
  if (first.total! > study.tolerance)
    throw refused(
      'tolerance',
      `expected one that ${LIMITS.paths} paths can keep, got ${study.tolerance}: use a larger one`,
    );
  const errorBudget: ErrorBudget = {
    tolerance: study.tolerance,
    confidence: CONFIDENCE,
    ...first,
    others,
    chosen: { scheme, dt, paths },
    given: (['scheme', 'dt', 'paths'] as const).filter((field) => !isOpen(study, field)),
    biasFrom: choice.biasFrom,
    pathSteps: choice.pathSteps,
    why: choice.why,
  };
  await mustFitBudget(settled, errorBudget, options);
  return { study: settled, errorBudget };
}
