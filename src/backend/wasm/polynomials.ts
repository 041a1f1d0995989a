/**
 * Minimax polynomials, lowest order first, each coefficient an f32. Made by scripts/wasm-polynomials.mjs (weighted least squares
 * after Lawson, coefficients rounded in turn); the largest error of the fit stands beside each, the measured one of the
 * function in f32 in test/unit/backend/wasm/math.test.ts.
 */
import type { Graph, Value } from './graph.js';

/** −2 ln(1 + f)/f on [√½ − 1, √2 − 1]: 3.0e-7 in √(−2 ln u). */
export const MINUS_TWO_LOG = [
  -2.00000262, 1.00004578, -0.666223943, 0.497487426, -0.410286546, 0.378605247, -0.242455244,
];
/** √2 sin(πt)/t in t², |t| ≤ ½: 9.0e-9 in the sine. */
export const HALF_SINE = [4.44288301, -7.308249, 3.60638952, -0.846260607, 0.110042617];
/** √2 cos(πt) in t², |t| ≤ ½: 7.2e-8. */
export const HALF_COSINE = [1.41421354, -6.97885323, 5.73949337, -1.88373435, 0.311002135];
/** (eʳ − 1 − r)/r², |r| ≤ ½ ln 2: relative 3.1e-9 in eʳ. */
export const EXP = [0.49999994, 0.166665226, 0.0416682921, 0.00836853217, 0.00138182985];
/** (ln(1 + f) − f + ½f²)/f³ on [√½ − 1, √2 − 1]: relative 7.3e-10 in the logarithm. */
export const LOG = [
  0.333333105, -0.249999866, 0.200022236, -0.166692495, 0.142187163, -0.12384402, 0.118726194, -0.117893703,
  0.0691561252,
];
/** (sin r/r − 1)/r² in r², |r| ≤ π/4: relative 3.7e-9 in the sine. */
export const SIN = [-0.166666552, 0.00833219197, -0.000195187909];
/** (cos r − 1 + ½r²)/r⁴ in r², |r| ≤ π/4: 1.1e-10 in the cosine. */
export const COS = [0.0416666456, -0.00138873013, 0.0000244306684];
/** (tanh x/x − 1)/x² in x², |x| ≤ 0.625: relative 4.2e-9 in tanh. */
export const TANH = [-0.333332837, 0.133314848, -0.0537430048, 0.0206491034, -0.00571549917];

/** Σ cᵢ tⁱ by Horner's rule. */
export function horner(g: Graph, coefficients: readonly number[], t: Value): Value {
  const [last, ...rest] = [...coefficients].reverse();
  return rest.reduce((sum, c) => g.add(g.mul(sum, t), g.f32(c)), g.f32(last!));
}
