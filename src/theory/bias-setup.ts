/** What a discretisation error is asked for, and what is told of it. */
import type { BoundaryKind, Scheme } from '../spec/study.js';

export interface BiasSetup {
  readonly scheme: Scheme;
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  /** Quantiles of the start in x at u = i / (length − 1), linear between; one entry: a fixed start. */
  readonly start: readonly number[];
  readonly thresholds: readonly {
    readonly value: number;
    readonly up: boolean;
    readonly bridge: boolean;
    readonly shift?: boolean;
    /** Times of a distribution function that is wanted. */
    readonly cdfAt?: readonly number[];
  }[];
  /** Absorbing ends see crossings inside a step too (plan.ts: `Plan.exitBridge`). */
  readonly exitBridge: boolean;
  /** In units of time, like `saveAt`; multiples of dt. */
  readonly horizon: number;
  readonly saveAt: readonly number[];
  /** Shares whose quantiles are wanted; none without them. */
  readonly levels?: readonly number[];
  /** Times at which the distribution functions of the exits are wanted. */
  readonly exitCdfAt?: readonly number[];
  /** Places at which the distribution function of x is wanted. */
  readonly edges?: readonly number[];
}

/** `value` is the scheme's own at this dt, `exact` that of continuous time; bias = value − exact, known to `error`. */
export interface Bias {
  readonly value: number;
  readonly exact: number;
  readonly bias: number;
  readonly error: number;
}

/** By the horizon; mean and variance given a hit, null where a hit is too unlikely. */
export interface PassageBias {
  readonly probability: Bias;
  readonly mean: Bias | null;
  readonly variance: Bias | null;
  readonly restrictedMean: Bias;
  /** For `levels`: of T over all paths at a threshold, of the times of those that leave at an exit. */
  readonly quantiles: readonly (Bias | null)[];
  /** P(T ≤ t) over all paths, for `cdfAt`. */
  readonly cdf: readonly (Bias | null)[];
}

export interface SnapshotBias {
  readonly time: number;
  /** null, like all of these, where practically no path is alive. */
  readonly mean: Bias | null;
  readonly variance: Bias | null;
  /** null where all paths are at one point. */
  readonly skewness: Bias | null;
  readonly excessKurtosis: Bias | null;
  /** For `levels`; over the paths alive, like all of these. */
  readonly quantiles: readonly (Bias | null)[];
  /** P(X ≤ x), for `edges`; the error is that of the exact one. */
  readonly cdf: readonly (Bias | null)[];
  /** Σ δ²/p over the cells between `edges`, δ the error of a cell's share p: n paths give n times this to χ². */
  readonly doubt: number;
}

export interface DiscretisationBias {
  readonly firstPassage: readonly (PassageBias | null)[];
  readonly snapshots: readonly (SnapshotBias | null)[];
  /** For each absorbing end; null at the others. */
  readonly exits: { readonly lower: PassageBias | null; readonly upper: PassageBias | null };
  /** Why an entry is null, by its dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}
