/** The signed discretisation error of every quantity of a run, before any path is run: the scheme's value − the exact one. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind, Scheme } from '../spec/study.js';
import { positionBiases, timesBias } from './bias-laws.js';
import { passageBias, snapshotBiases } from './bias-moments.js';
import { type Ends, isUnlikely, schemeBetween } from './bias-step.js';
import type { Process } from './process.js';
import type { Side } from './truth.js';

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
  readonly mean: Bias;
  readonly variance: Bias;
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

export function discretisationBias(process: Process, setup: BiasSetup, dt: number): DiscretisationBias {
  const { boundary, thresholds, saveAt, exitBridge, levels = [] } = setup;
  const reasons: Record<string, string> = {};
  const attempt = <T>(path: string, answer: () => T): T | null => {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      reasons[path] = error.message;
      return null;
    }
  };
  const ends = {
    lower: { at: process.lower, kind: boundary.lower, bridge: exitBridge },
    upper: { at: process.upper, kind: boundary.upper, bridge: exitBridge },
  };
  const passage = (path: string, side: Side, between: Ends, wanted: readonly number[], ofAll: boolean) =>
    attempt(path, (): PassageBias => {
      const unlikely = isUnlikely(process, setup, between[side].at, side);
      const scheme = schemeBetween(process, setup, dt, between, [setup.horizon], unlikely);
      const law = passageBias(scheme, process, setup, side);
      for (const name of ['mean', 'variance'] as const) {
        if (law[name] === null) reasons[`${path}.${name}`] = 'a hit by the horizon is too unlikely to average over';
      }
      if (unlikely) return { ...law, quantiles: levels.map(() => null), cdf: wanted.map(() => null) }; // of all paths: not reached
      const detail = attempt(`${path}.quantiles`, () => timesBias(scheme, process, setup, side, wanted, ofAll));
      return { ...law, ...(detail ?? { quantiles: levels.map(() => null), cdf: wanted.map(() => null) }) };
    });
  const exit = (side: Side) =>
    boundary[side] === 'absorb' ? passage(`exits.${side}`, side, ends, setup.exitCdfAt ?? [], false) : null;
  return {
    firstPassage: thresholds.map(({ value, up, bridge, shift, cdfAt = [] }, i) => {
      const path = `firstPassage[${i}]`;
      const side = up ? 'upper' : 'lower';
      const beyond = up ? value >= process.upper : value <= process.lower;
      // A threshold at or beyond an absorbing end is hit exactly when that exit happens.
      if (beyond && boundary[side] === 'absorb') return passage(path, side, ends, cdfAt, true);
      if (up ? value > process.upper : value < process.lower) {
        reasons[path] = `the threshold ${value} lies outside the domain: it is never reached`;
        return null;
      }
      if (up ? value <= process.lower : value >= process.upper) {
        reasons[path] = 'every path is at or past the threshold from the start: there is nothing to be biased';
        return null;
      }
      const behind = boundary[side] === 'absorb' && exitBridge ? ends[side].at : undefined;
      return passage(
        path,
        side,
        { ...ends, [side]: { at: value, kind: 'absorb', bridge, shift, behind } },
        cdfAt,
        true,
      );
    }),
    snapshots: attempt('snapshots', () => snapshots(ends)) ?? saveAt.map(() => null),
    exits: { lower: exit('lower'), upper: exit('upper') },
    reasons,
  };

  function snapshots(between: Ends): SnapshotBias[] {
    if (saveAt.length === 0) return [];
    const scheme = schemeBetween(process, setup, dt, between, saveAt);
    const laws = snapshotBiases(scheme, process, setup);
    laws.forEach((law, i) => {
      for (const name of ['mean', 'variance', 'skewness', 'excessKurtosis'] as const) {
        if (law[name] === null) reasons[`snapshots[${i}].${name}`] = 'the paths are all at one place then, or all gone';
      }
    });
    const details = attempt('snapshots.quantiles', () => positionBiases(scheme, process, setup));
    const none = { quantiles: levels.map(() => null), cdf: (setup.edges ?? []).map(() => null), doubt: 0 };
    return laws.map((law, i) => ({ ...law, ...(details?.[i] ?? none) }));
  }
}
