/** What is told of a first passage, and of an exit. */
import type { Direction, Monitor } from '../spec/study.js';
import type { Estimate, Histogram, Quantiles } from './estimate.js';
import type { Hazard, Survival } from './hazard.js';

export interface FirstPassage {
  readonly threshold: number;
  readonly direction: Direction;
  readonly monitor: Monitor;
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
  readonly survival: Survival;
  readonly hazard: Hazard;
  /** λ of P(T > t) ~ e^−λt, per time. */
  readonly tailRate: Estimate;
  /** Where the hits have weights (method tilted or splitting): what they are worth. */
  readonly weights?: WeightAccount;
}

/** What the weights of a first passage are worth. */
export interface WeightAccount {
  /** (Σ w)²/Σ w² over the paths: so many hits of equal weight would have this spread. */
  readonly effectiveSampleSize: number;
  /** Share of the largest weight in their sum: near 1 the estimate rests on one path. */
  readonly largestShare: number;
  /** Relative variance of the weight of one path × path-steps of one path: the work for a relative error of 1. */
  readonly work: number;
  /** The same of plain sampling: (1 − p)/p × E min(T, horizon)/dt. */
  readonly plainWork: number;
  /** Quantiles of the time given a hit by the horizon. */
  readonly quantiles: Quantiles;
  /** P(level i + 1 | level i), the last one P(hit | last level); null where paths do not branch. */
  readonly stages: readonly number[] | null;
}

/** Paths that left through one end; mean, variance and quantiles are of their exit times. */
export interface Exit {
  readonly count: number;
  readonly probability: Estimate;
  readonly mean: Estimate;
  readonly variance: Estimate;
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
}
