/** What a tolerance is about, and what the scheme's own kernel says of it: bias and spread, before any path is run. */
import { StudyError, TheoryError } from '../errors.js';
import type { Scheme, Study } from '../spec/study.js';
import { discretisationBias, momentsAt, type PassageBias, type Process } from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import { processOf } from './process.js';

/** A quantity at one dt; all numbers in its units. */
export interface Target {
  /** Dotted path of the result's field. */
  readonly quantity: string;
  /** What the tolerance is relative to. */
  readonly scale: number;
  readonly bias: number;
  readonly biasError: number;
  /** Its standard error is this / √paths. */
  readonly deviation: number;
  /** E min(T, horizon), where it is a first passage that the kernel knows. */
  readonly duration?: number;
}

/** The bias beside the scale, as large as it may be. */
export const relativeBias = ({ bias, biasError, scale }: Target): number => (Math.abs(bias) + biasError) / scale;

/** Known to less than itself: that a smaller step seems to do would be luck. */
export const isUnresolved = ({ bias, biasError }: Target): boolean => biasError > 1.01 * Math.abs(bias);

/** The targets at a dt. @throws TheoryError where they cannot be had. */
export type TargetsAt = (dt: number) => readonly Target[];

/**
 * Of each threshold the mean over the paths that hit by the horizon (E min(T, horizon) would be the horizon, to any
 * tolerance, where few of them do); without thresholds the means at the save times.
 */
export function targetNames({ firstPassage, saveAt }: Study): string[] {
  if (firstPassage === null) return saveAt.map((_, i) => `snapshots[${i}].mean`);
  if ('threshold' in firstPassage) return ['firstPassage.mean'];
  return firstPassage.map((_, j) => `firstPassage[${j}].mean`);
}

export function kernelTargets(study: Study, scheme: Scheme): TargetsAt {
  const process = processOf(study);
  const names = targetNames(study);
  const setup = { ...biasSetupOf(study), scheme };
  const watches = study.firstPassage !== null;
  const alive = watches ? [] : aliveShares(process, study, setup.start);
  return (dt) => {
    const found = discretisationBias(process, watches ? { ...setup, saveAt: [] } : { ...setup, thresholds: [] }, dt);
    return names.map((quantity, i) => {
      const reason = found.reasons[watches ? `firstPassage[${i}]` : 'snapshots'];
      if (watches) {
        const passage = found.firstPassage[i];
        if (!passage) throw new TheoryError(reason ?? 'the law of the first passage is not known');
        return passageTarget(quantity, passage, study.horizon, dt);
      }
      const snapshot = found.snapshots[i];
      if (!snapshot) throw new TheoryError(reason ?? 'the law of x is not known');
      const { mean, variance } = snapshot;
      if (mean === null || variance === null) {
        const message = `expected a save time at which paths are alive, got ${study.saveAt[i]}, when practically none is: use an earlier one`;
        throw new StudyError([{ path: `saveAt[${i}]`, message }]);
      }
      return {
        quantity,
        scale: Math.hypot(mean.exact, Math.sqrt(Math.max(0, variance.exact))),
        bias: mean.bias,
        biasError: mean.error,
        deviation: Math.sqrt(Math.max(0, variance.value) / alive[i]!()),
      };
    });
  };
}

const RARE = 1e-3; // probability of a hit, below which its mean may be out of reach for rounding

function passageTarget(
  quantity: string,
  { probability, mean, variance, restrictedMean }: PassageBias,
  horizon: number,
  dt: number,
): Target {
  if (mean === null || variance === null) {
    const p = probability.exact;
    if (p > RARE) throw new TheoryError('the mean of the first passage is not resolved');
    const message = `expected a first passage that paths make, got one by the horizon ${horizon} with probability ${Number(p.toPrecision(2))}: use a later horizon or a nearer threshold`;
    throw new StudyError([{ path: 'tolerance', message }]);
  }
  const grouped = Math.max(0, variance.value) + (dt * dt) / 12; // what Sheppard's correction took off
  return {
    quantity,
    scale: mean.exact,
    bias: mean.bias,
    biasError: mean.error,
    deviation: Math.sqrt(grouped / probability.value),
    duration: restrictedMean.value,
  };
}

/** P(alive) at each save time, computed when asked: a mean is over the paths alive. */
function aliveShares(process: Process, study: Study, start: readonly number[]): (() => number)[] {
  const { boundary, saveAt } = study;
  const absorbs = boundary.lower === 'absorb' || boundary.upper === 'absorb';
  return saveAt.map((time) => {
    let share = absorbs ? undefined : 1;
    return () => {
      share ??= Math.max(Number.MIN_VALUE, momentsAt(process, boundary, start, time).alive.value);
      return share;
    };
  });
}
