/** The result of a run, as printed by --json and written to result.json. Field names are public (README, "The result"). */
import type { BackendName, Study } from '../spec/study.js';

/** A number beside its standard error; what cannot be computed is null with the reason in words. */
export type Estimate =
  | { readonly value: number; readonly standardError: number }
  | { readonly value: null; readonly standardError: null; readonly reason: string };

export const QUANTILES = ['0.05', '0.25', '0.5', '0.75', '0.95'] as const;
export type QuantileLevel = (typeof QUANTILES)[number];
export type Quantiles = Readonly<Record<QuantileLevel, Estimate>>;

/** `edges` has one entry more than `counts`. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface Snapshot {
  readonly time: number;
  /** Paths still alive at this time; the statistics are over these. */
  readonly paths: number;
  readonly mean: Estimate;
  readonly variance: Estimate;
  readonly skewness: Estimate;
  readonly excessKurtosis: Estimate;
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
}

export interface FirstPassage {
  readonly threshold: number;
  readonly hits: number;
  /** Paths without a hit, absorbed ones included: hits + censored + nonFinite = paths. */
  readonly censored: number;
  /** Censored paths that left through an absorbing end. */
  readonly absorbed: number;
  readonly probability: Estimate;
  /** Over the paths that hit by the horizon. */
  readonly mean: Estimate;
  readonly variance: Estimate;
  /** E min(T, horizon) over all paths. */
  readonly restrictedMean: Estimate;
  /** Of T over all paths; null where fewer than that share hit by the horizon. */
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
  readonly survival: { readonly times: readonly number[]; readonly values: readonly number[] };
}

export interface Exit {
  readonly count: number;
  readonly probability: Estimate;
  readonly mean: Estimate;
  readonly variance: Estimate;
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
}

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
}

export interface Result {
  readonly schema: 'firstpassage/result@1';
  readonly spec: Study;
  readonly provenance: Provenance;
  readonly snapshots: readonly Snapshot[];
  /** null where the study sets no threshold; a list where the study gives a list. */
  readonly firstPassage: FirstPassage | readonly FirstPassage[] | null;
  /** Only the absorbing ends are present. */
  readonly exits: { readonly lower?: Exit; readonly upper?: Exit } | null;
  readonly samplePaths: { readonly times: readonly number[]; readonly values: readonly (readonly number[])[] } | null;
  readonly failures: { readonly nonFinite: number };
  readonly checks: readonly Check[];
}
