/** What a tolerance leaves to the bias and to chance, and what breaks it. */
import { StudyError, TheoryError } from '../errors.js';
import { BLOCK } from '../plan/plan.js';
import { STANDARD_ERRORS } from '../result/error-budget.js';
import { LIMITS } from '../spec/defaults.js';
import type { Chosen, Study } from '../spec/study.js';
import { relativeBias, type Target, type TargetsAt } from './tolerance-targets.js';

export const BIAS_SHARE = 1 / 3; // of the tolerance, where dt is ours to choose
const MARGIN = 0.97; // the standard error of a run may be a few per cent above the one foreseen
const FEWEST_PATHS = BLOCK; // fewer cost as much, and do not show their standard error

/** Whether the tolerance is to choose this field. */
export const isOpen = ({ open = [] }: Study, field: Chosen): boolean => open.includes(field);

/** A quantity that is 0 for sure has nothing to be wrong about. */
export const relevant =
  (targetsAt: TargetsAt): TargetsAt =>
  (dt) => {
    const targets = targetsAt(dt).filter(({ scale }) => scale > 0);
    if (targets.length === 0)
      throw refused('tolerance', 'expected a quantity to be relative to, got 0: every path starts at the threshold');
    return targets;
  };

export const statisticalWith = ({ deviation, scale }: Target, paths: number): number =>
  (STANDARD_ERRORS * deviation) / scale / Math.sqrt(paths);

/** The bias beside a third of the tolerance, or beside what the paths that are given leave of it. */
export function loadOf(targets: readonly Target[], study: Study, tolerance: number): number {
  const limitOf = (target: Target): number => {
    if (isOpen(study, 'paths')) return tolerance * BIAS_SHARE;
    const left = tolerance - statisticalWith(target, study.paths);
    if (left > 0) return Math.min(tolerance * BIAS_SHARE, left);
    throw tooFewPaths(targets, study, tolerance);
  };
  return Math.max(...targets.map((target) => relativeBias(target) / limitOf(target)));
}

/** Paths that bring the statistical errors within what the biases leave, at three significant digits. */
export function pathsNeeded(targets: readonly Target[], tolerance: number, { samplePaths }: Study): number {
  const needed = targets.map((target) => {
    const left = MARGIN * (tolerance - relativeBias(target));
    return left > 0 ? (statisticalWith(target, 1) / left) ** 2 : Infinity;
  });
  const most = Math.max(FEWEST_PATHS, samplePaths, ...needed);
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(most)) - 2);
  return Math.min(LIMITS.paths, Math.ceil(most / digit) * digit);
}

/** With dt given: the bias leaves something, and the paths that are given make do with it. */
export function mustKeep(
  targets: readonly Target[],
  study: Study,
  tolerance: number,
  stepThatWouldDo: () => number,
): void {
  const worst = targets.reduce((a, b) => (relativeBias(a) > relativeBias(b) ? a : b));
  if (relativeBias(worst) >= tolerance) {
    let remedy = 'use a smaller dt, or leave it out';
    try {
      remedy = `use dt ≤ ${short(stepThatWouldDo())}, or leave it out`;
    } catch (error) {
      if (!(error instanceof TheoryError || error instanceof StudyError)) throw error;
    }
    throw refused(
      'dt',
      `expected a bias of ${worst.quantity} below the tolerance ${tolerance}, got ${short(worst.bias / worst.scale)} at dt = ${study.dt}: ${remedy}`,
    );
  }
  if (isOpen(study, 'paths')) return;
  const left = (target: Target) => tolerance - relativeBias(target) - statisticalWith(target, study.paths);
  if (targets.some((target) => left(target) < 0)) throw tooFewPaths(targets, study, tolerance);
}

function tooFewPaths(targets: readonly Target[], study: Study, tolerance: number): StudyError {
  const withoutBias = targets.map((target) =>
    isOpen(study, 'dt') ? { ...target, bias: (tolerance * target.scale) / 3, biasError: 0 } : target,
  );
  const needed = pathsNeeded(withoutBias, tolerance, study);
  const worst = Math.max(...targets.map((target) => statisticalWith(target, study.paths)));
  return refused(
    'paths',
    `expected a statistical error (${STANDARD_ERRORS.toPrecision(3)} SE) within the tolerance ${tolerance}, got ${short(worst)} with ${study.paths} paths: use ${needed}, or leave paths out`,
  );
}

export function mustKeepSamples({ samplePaths, horizon, dt, paths }: Study): void {
  const steps = horizon / dt;
  const most = Math.floor(LIMITS.sampleSteps / steps);
  if (samplePaths > most)
    throw refused(
      'samplePaths',
      `expected less to keep, got ${samplePaths} paths of ${Math.round(steps)} steps: use ${most} or fewer`,
    );
  if (samplePaths > paths)
    throw refused('samplePaths', `expected at most paths = ${paths}, got ${samplePaths}: keep fewer`);
}

export const refused = (path: string, message: string): StudyError => new StudyError([{ path, message }]);

const short = (x: number): string => String(Number(x.toPrecision(3)));
