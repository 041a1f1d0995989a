/**
 * The cumulants of the time to reach an upper end b that is reached surely, from the scale and speed densities of the
 * process. w = ln E e^{θT} obeys L w + ½σ² w′² = −θ; its powers of θ give
 *
 *     κ_n(x) = ∫ₓᵇ s G_n,   G₁ = ∫ₐ m,   G₂ = 2∫ s G₁²,   G₃ = 6∫ s G₁G₂,   G₄ = 2∫ s (4 G₁G₃ + 3 G₂²).
 *
 * Every term is positive, so nothing cancels; moments by L T_n = −n T_{n−1} would have to be subtracted from each other.
 */
import type { Panel, Potential } from './potential.js';
import { logAdd, type Running, runningIntegral } from './running.js';

/** ln κ₁ … ln κ₄; −Infinity is 0. */
export type LogCumulants = readonly number[];

/** Densities in logarithms, at the nodes of a panel, and what lies beyond the first and the last. */
export interface Densities {
  readonly scale: (panel: Panel, index: number) => Float64Array;
  readonly speed: (panel: Panel, index: number) => Float64Array;
  /** ln ∫ m before the first panel. */
  readonly speedBefore: number;
  /** After the last panel: ln ∫ s, and ln of the time spent there on the way to b. −Infinity where nothing lies there. */
  readonly scaleAfter: number;
  readonly waitAfter: number;
}

/** ln κ_n as functions of the start, anywhere on the panels. */
export function cumulantsOf(potential: Potential, densities: Densities): (x: number) => LogCumulants {
  const scales = potential.panels.map(densities.scale);
  const integrate = (terms: (s: number, index: number, k: number) => number, before: number): Running =>
    runningIntegral(potential, (_, index) => scales[index]!.map((s, k) => terms(s, index, k)), before);
  const G1 = runningIntegral(potential, densities.speed, densities.speedBefore);
  const G2 = integrate((s, i, k) => Math.LN2 + s + 2 * G1.nodes[i]![k]!, -Infinity);
  const G3 = integrate((s, i, k) => LN6 + s + G1.nodes[i]![k]! + G2.nodes[i]![k]!, -Infinity);
  const G4 = integrate((s, i, k) => {
    const outer = LN8 + G1.nodes[i]![k]! + G3.nodes[i]![k]!;
    const inner = LN6 + 2 * G2.nodes[i]![k]!;
    return s + logAdd(outer, inner);
  }, -Infinity);
  const kappas = [G1, G2, G3, G4].map((G, n) => {
    const after = G.total + densities.scaleAfter;
    return runningIntegral(
      potential,
      (_, index) => scales[index]!.map((s, k) => s + G.nodes[index]![k]!),
      n === 0 ? logAdd(after, densities.waitAfter) : after,
      true,
    );
  });
  return (x) => kappas.map((kappa) => kappa.at(x));
}

const LN6 = Math.log(6);
const LN8 = Math.log(8);
