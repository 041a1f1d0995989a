/** How far an estimate may be from the exact value, and what makes it so: the time step and chance. */
import type { Chosen, Scheme } from '../spec/study.js';

/** Share of runs whose error is within `total`: more where the bias is large beside the statistical error. */
export const CONFIDENCE = 0.95;
/** Standard errors of that confidence: Φ⁻¹(0.975). */
export const STANDARD_ERRORS = 1.959964;

/** Errors of one quantity, all relative to `scale`. */
export interface QuantityErrors {
  /** Dotted path of the result's field. */
  readonly quantity: string;
  /** In units of the quantity: the mean first-passage time itself, or √E x² for a mean of x. */
  readonly scale: number;
  /** Signed error of the time step, and how well it is known. */
  readonly bias: number;
  readonly biasError: number;
  /** 1.96 standard errors; null where the run has no estimate. */
  readonly statistical: number | null;
  /** |bias| + biasError + statistical: the interval around the estimate. */
  readonly total: number | null;
}

/** The errors of the quantity that is the furthest off; `others` has the rest. */
export interface ErrorBudget extends QuantityErrors {
  readonly tolerance: number;
  readonly confidence: number;
  readonly others: readonly QuantityErrors[];
  readonly chosen: { readonly scheme: Scheme; readonly dt: number; readonly paths: number };
  /** Which of these the study had fixed. */
  readonly given: readonly Chosen[];
  /** Where the bias comes from: the scheme's own one-step kernel, or coupled pairs of paths. */
  readonly biasFrom: 'kernel' | 'pilot';
  /** Expected steps of all paths together. */
  readonly pathSteps: number;
  /** What was compared, in words. */
  readonly why: string;
}

export const withStatistical = (errors: QuantityErrors, statistical: number | null): QuantityErrors => ({
  ...errors,
  statistical,
  total: statistical === null ? null : Math.abs(errors.bias) + errors.biasError + statistical,
});

/** The quantity with the largest total first: an unknown total is the largest. */
export function furthestOff(quantities: readonly QuantityErrors[]): readonly [QuantityErrors, ...QuantityErrors[]] {
  const sorted = [...quantities].sort((a, b) => (b.total ?? Infinity) - (a.total ?? Infinity) || 0);
  return sorted as [QuantityErrors, ...QuantityErrors[]];
}
