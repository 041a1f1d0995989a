/** The signed discretisation error of every quantity of a run, before any path is run: the scheme's value − the exact one. */

import { TheoryError } from '../errors.js';
import { positionBiases, timesBias } from './bias-laws.js';
import { passageBias, snapshotBiases } from './bias-moments.js';
import type { BiasSetup, DiscretisationBias, PassageBias, SnapshotBias } from './bias-setup.js';
import { type Ends, isUnlikely, schemeBetween } from './bias-step.js';
import type { Process } from './process.js';
import type { Side } from './truth.js';

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
        if (law[name] !== null) continue;
        reasons[`snapshots[${i}].${name}`] =
          law.mean === null ? 'practically no path is alive then' : 'the paths are all at one place then, or all gone';
      }
    });
    const details = attempt('snapshots.quantiles', () => positionBiases(scheme, process, setup));
    const none = { quantiles: levels.map(() => null), cdf: (setup.edges ?? []).map(() => null), doubt: 0 };
    return laws.map((law, i) => ({ ...law, ...(details?.[i] ?? none) }));
  }
}
