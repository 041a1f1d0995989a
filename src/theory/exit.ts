/** Exit from (lower, upper) with both ends absorbing: at which end, and when. */
import { TheoryError } from '../errors.js';
import { potentialOf, refined } from './potential.js';
import type { Process, Quantity } from './process.js';
import { logAdd, runningIntegral } from './running.js';
import { averageOverStart } from './start.js';

export interface ExitLaw {
  /** P(the path leaves at the upper end). */
  readonly upperProbability: Quantity;
  /** E of the time of exit, at either end. */
  readonly meanTime: Quantity;
}

/**
 * P(x) = S(x)/S(b) with S = ∫ₐˣ s, and E T(x) = (1 − P) ∫ₐˣ S m + P ∫ₓᵇ (S(b) − S) m. 1 − P is summed from the upper
 * end, not subtracted. `ends` narrows the interval: a first-passage threshold instead of an end.
 */
export function exitLaw(process: Process, start: readonly number[], ends?: readonly [number, number]): ExitLaw {
  const interval = ends ?? [process.lower, process.upper];
  const fine = solve(process, start, interval, 20);
  const coarse = solve(process, start, interval, 16);
  const quantity = (name: 'upperProbability' | 'meanTime'): Quantity => ({
    value: fine[name],
    error: Math.abs(fine[name] - coarse[name]),
  });
  return { upperProbability: quantity('upperProbability'), meanTime: quantity('meanTime') };
}

function solve(process: Process, start: readonly number[], [a, b]: readonly [number, number], order: number) {
  const rough = potentialOf(process, [a, b], order, (a + b) / 2);
  const { lowerCap, upperCap } = rough;
  for (const [cap, end] of [
    [lowerCap, 'lower'],
    [upperCap, 'upper'],
  ] as const) {
    if (cap?.logScale === Infinity) {
      throw new TheoryError(`the ${end} end is never reached: the noise vanishes there, so nothing leaves through it`);
    }
  }
  const potential = refined(process, rough, () => true);
  const lowerScale = lowerCap?.logScale ?? -Infinity;
  const upperScale = upperCap?.logScale ?? -Infinity;
  const below = runningIntegral(potential, (panel) => panel.phi.map((phi) => -phi), lowerScale); // ln S
  const above = runningIntegral(potential, (panel) => panel.phi.map((phi) => -phi), upperScale, true); // ln (S(b) − S)
  const total = logAdd(below.total, upperScale); // ln S(b)
  const belowTime = runningIntegral(
    potential,
    (panel, index) => panel.logSpeed.map((logM, k) => logM + below.nodes[index]![k]!),
    lowerCap?.logWait ?? -Infinity,
  );
  const aboveTime = runningIntegral(
    potential,
    (panel, index) => panel.logSpeed.map((logM, k) => logM + above.nodes[index]![k]!),
    upperCap?.logWait ?? -Infinity,
    true,
  );
  const P = (x: number) => (x <= a ? 0 : x >= b ? 1 : Math.exp(below.at(x) - total));
  const T = (x: number) =>
    x <= a || x >= b
      ? 0
      : Math.exp(above.at(x) - total + belowTime.at(x)) + Math.exp(below.at(x) - total + aboveTime.at(x));
  return {
    upperProbability: averageOverStart(start, P, [a, b]),
    meanTime: averageOverStart(start, T, [a, b]),
  };
}
