/** How long the stationary process remembers: τ = ∫₀^∞ C(t)/C(0) dt of x, for error bars of time averages (2τ/t of Var). */
import { COARSE, compare, FINE } from './orders.js';
import { type Cap, potentialOf } from './potential.js';
import type { Process, Quantity } from './process.js';
import { logAdd, runningIntegral } from './running.js';
import { stationaryLaw } from './stationary.js';
import { visible } from './visible.js';

/**
 * With L u = −(x − mean), ∫ C dt = ⟨u, x − mean⟩ = ∫ s H² / ∫ m, H = ∫ₐˣ m (mean − y) dy ≥ 0. H is summed from the nearer
 * end, where its terms have one sign.
 * @throws TheoryError where there is no stationary law.
 */
export function autocorrelationTime(process: Process): Quantity {
  const { mean, variance } = stationaryLaw(process);
  const { value, error } = compare(solve(process, mean.value, FINE), solve(process, mean.value, COARSE));
  const ofMoments = variance.error / variance.value + (2 * mean.error) / Math.sqrt(variance.value); // what caps leave open
  return { value, error: error + value * ofMoments };
}

function solve(process: Process, mean: number, order: number): number {
  const potential = visible(process, potentialOf(process, [process.lower, mean, process.upper], order, mean), []);
  const { lowerCap, upperCap } = potential;
  const weights = (power: number) =>
    potential.panels.map((panel) => panel.x.map((x, k) => panel.logSpeed[k]! + power * Math.log(Math.abs(x - mean))));
  const first = weights(1);
  const below = runningIntegral(
    potential,
    (_, index) => first[index]!,
    lowerCap === null ? -Infinity : lowerCap.logSpeed + Math.log(mean - process.lower),
  );
  const above = runningIntegral(
    potential,
    (_, index) => first[index]!,
    upperCap === null ? -Infinity : upperCap.logSpeed + Math.log(process.upper - mean),
    true,
  );
  const covariance = runningIntegral(
    potential,
    (panel, index) => {
      const H = (panel.right <= mean ? below : above).nodes[index]!;
      return panel.phi.map((phi, k) => 2 * H[k]! - phi);
    },
    lowerCap === null ? -Infinity : capTerm(process, lowerCap, process.lower + lowerCap.width, mean - process.lower),
  );
  const afterwards =
    upperCap === null ? -Infinity : capTerm(process, upperCap, process.upper - upperCap.width, process.upper - mean);
  const second = weights(2);
  const capped = [
    lowerCap === null ? -Infinity : lowerCap.logSpeed + 2 * Math.log(mean - process.lower),
    upperCap === null ? -Infinity : upperCap.logSpeed + 2 * Math.log(process.upper - mean),
  ];
  const variance = runningIntegral(potential, (_, index) => second[index]!, logAdd(capped[0]!, capped[1]!));
  return Math.exp(logAdd(covariance.total, afterwards) - variance.total);
}

/**
 * ln of ∫ s H² over a cap: there H = (distance of the mean) M and M ~ d^(p+1), s ~ d^q. Where the law gathers at an end this
 * is the larger part of the whole.
 */
function capTerm(process: Process, cap: Cap, edge: number, distance: number): number {
  const { logSpeed, speedPower, scalePower, edgeSpeed, width } = cap;
  const power = 2 * (speedPower + 1) + scalePower;
  if (!(power > -1)) return Infinity;
  const phi = edgeSpeed - Math.log(2 / process.diffusion(edge) ** 2);
  return 2 * (logSpeed + Math.log(distance)) - phi + Math.log(width / (power + 1));
}
