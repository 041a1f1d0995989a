/** Words → uniforms and normals: the one map that every backend follows. */

/** Rounds after each operation: identity in f64, Math.fround in f32. */
export type Round = (value: number) => number;

const TWO_PI = 2 * Math.PI;

/** (0, 1): (w + ½) 2⁻³². In f32 the top of the range rounds to 1. */
export const uniform = (word: number, round: Round): number => round(round(word) * 2 ** -32 + 2 ** -33);

/** 31 bits, (0, 1]: at least 2⁻³¹, in f32 it may round to 1. For the logarithm. */
export const openUniform = (word: number, round: Round): number => round((word >>> 1) | 1) * 2 ** -31;

/**
 * Box–Muller: r = √(−2 ln u), θ = 2π w1/2³² with w1 read as signed. |z| ≤ √(62 ln 2) ≈ 6.56.
 * Writes r cos θ and r sin θ to out[at], out[at + 1].
 */
export function normals(out: Float64Array, at: number, word0: number, word1: number, round: Round): void {
  const u = openUniform(word0, round);
  const r = round(Math.sqrt(Math.max(0, -2 * Math.log(u))));
  const theta = round(word1 | 0) * 2 ** -32 * TWO_PI;
  out[at] = round(r * round(Math.cos(theta)));
  out[at + 1] = round(r * round(Math.sin(theta)));
}
