/** What `theory --json` prints. Everything is in continuous time; null has its reason in `reasons`, by dotted path. */
import type { EndNature } from './feller.js';
import type { Regime } from './regime.js';

export interface Theory {
  readonly schema: 'firstpassage/theory@1';
  readonly stationary: StationaryTheory | null;
  readonly firstPassage: FirstPassageTheory | readonly FirstPassageTheory[] | null;
  readonly exit: ExitTheory | null;
  /** Decay rates of the process in the study's own domain, and how fast it forgets. */
  readonly spectrum: SpectrumTheory | null;
  /** Per time: the gap above 0 of −L between ends that keep the paths; its inverse; and ∫₀^∞ C(t)/C(0) dt of x. */
  readonly relaxationRate: number | null;
  readonly relaxationTime: number | null;
  readonly autocorrelationTime: number | null;
  /** What each end is to the process, whatever the study does there. */
  readonly ends: { readonly lower: EndNature; readonly upper: EndNature };
  readonly regime: Regime;
  /** Estimated numerical error of each quantity, by its dotted path. */
  readonly errors: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, string>>;
}

export interface StationaryTheory {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
  /** E X … E X⁴, and about the mean. */
  readonly moments: { readonly raw: readonly number[]; readonly central: readonly number[] };
  readonly modes: readonly number[];
  readonly density: { readonly x: readonly number[]; readonly p: readonly number[] };
}

export interface SpectrumTheory {
  /** Increasing, per time. Where the ends keep the paths 0 is left out and the first is the relaxation rate. */
  readonly eigenvalues: readonly number[];
  /** values[i][j] is eigenfunction i of the generator at x[j], of largest value 1. */
  readonly eigenfunctions: { readonly x: readonly number[]; readonly values: readonly (readonly number[])[] };
  /** The law of the paths that are left after long, where an end takes paths. */
  readonly quasiStationary: { readonly mean: number; readonly variance: number } | null;
}

export interface FirstPassageTheory {
  readonly threshold: number;
  /** P(T < ∞). */
  readonly probability: number | null;
  /** Of T over an infinite horizon; null where some of the paths never hit. */
  readonly mean: number | null;
  readonly variance: number | null;
  readonly skewness: number | null;
  readonly excessKurtosis: number | null;
  /** E T … E T⁴. */
  readonly moments: readonly (number | null)[] | null;
  /** Of T given that it is finite. */
  readonly conditionalMean: number | null;
  readonly conditionalVariance: number | null;
  /** P(t < T < ∞) ~ C e^−λt: λ per time, and C, null where the far end takes paths too. */
  readonly tailRate: number | null;
  readonly tailAmplitude: number | null;
  /** Censored at the horizon: mean and variance given a hit, restrictedMean = E min(T, horizon). */
  readonly atHorizon: {
    readonly probability: number;
    readonly mean: number | null;
    readonly variance: number | null;
    readonly restrictedMean: number;
  } | null;
}

export interface ExitTheory {
  readonly upperProbability: number;
  readonly lowerProbability: number;
  /** Of the time at either end; null where some of the paths never leave. */
  readonly meanTime: number | null;
  readonly variance: number | null;
  /** P(time > t) ~ C e^−λt. */
  readonly tailRate: number | null;
  readonly tailAmplitude: number | null;
  /** Of the time given that the path leaves there; probability 0 where none does. */
  readonly lower: ExitSide;
  readonly upper: ExitSide;
}

export interface ExitSide {
  readonly probability: number;
  readonly mean: number | null;
  readonly variance: number | null;
}
