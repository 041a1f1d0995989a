/** The result of a run, as printed by --json and written to result.json. Field names are public (README, "The result"). */
import type { Exit, FirstPassage } from '../reduce/first-passage.js';
import type { Snapshot } from '../reduce/snapshot.js';
import type { BackendName, Study } from '../spec/study.js';
import type { ErrorBudget } from './error-budget.js';

export type { Estimate, Histogram, QuantileLevel, Quantiles } from '../reduce/estimate.js';
export { QUANTILES } from '../reduce/estimate.js';
export type { Exit, FirstPassage, WeightAccount } from '../reduce/first-passage.js';
export type { Snapshot } from '../reduce/snapshot.js';
export type { ErrorBudget, QuantityErrors } from './error-budget.js';

/** One estimate beside what it should be. */
export interface Check {
  /** Dotted path of the result's field. */
  readonly quantity: string;
  readonly simulated: number;
  readonly standardError: number;
  readonly exact: number;
  /** Signed estimate of the discretisation error; null where none could be made. */
  readonly bias: number | null;
  readonly z: number;
  readonly zCorrected: number | null;
  readonly ok: boolean;
}

/** A histogram as a whole beside the law that it should have: χ² over bins pooled to 25 expected counts or more. */
export interface GoodnessOfFit {
  /** Dotted path of the histogram. */
  readonly quantity: string;
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  /** P(χ² at least as large) for a correct program. */
  readonly pValue: number;
  /** The same without the bias of the time step: how far the histogram is from the law in continuous time. */
  readonly pValueUncorrected: number;
  /** pValue above 6e-7, as for five standard errors. */
  readonly ok: boolean;
}

export interface Provenance {
  readonly version: string;
  readonly backend: BackendName;
  /** Why this backend, in words. */
  readonly reason: string;
  readonly adapter: string | null;
  readonly threads: number;
  readonly rng: string;
  readonly seed: number | string;
  /** The 64-bit key in hexadecimal, high word first: 0x… */
  readonly key: string;
  readonly seconds: number;
  readonly startupSeconds: number;
  readonly pathSteps: number;
  readonly pathStepsPerSecond: number;
  readonly partial: { readonly requested: number; readonly completed: number } | null;
  /** Of the counts of the result (digest.ts): the same for the same paths on the same backend. A part has none. */
  readonly digest?: string;
}

/** The first paths of the run; a path's list ends where the path does. */
export interface SamplePaths {
  readonly times: readonly number[];
  readonly values: readonly (readonly number[])[];
}

export interface Result {
  readonly schema: 'firstpassage/result@1';
  readonly spec: Study;
  readonly provenance: Provenance;
  readonly snapshots: readonly Snapshot[];
  /** null where the study sets no threshold; a list where the study gives a list. */
  readonly firstPassage: FirstPassage | readonly FirstPassage[] | null;
  /** Only the absorbing ends are present; null too where the paths have weights (method tilted or splitting). */
  readonly exits: { readonly lower?: Exit; readonly upper?: Exit } | null;
  readonly samplePaths: SamplePaths | null;
  readonly failures: { readonly nonFinite: number };
  readonly checks: readonly Check[];
  readonly goodnessOfFit: readonly GoodnessOfFit[];
  /** Why quantities have no check, by dotted path. */
  readonly unchecked: Readonly<Record<string, string>>;
  /** Only where the study has a tolerance. */
  readonly errorBudget?: ErrorBudget;
}
