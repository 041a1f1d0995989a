/** Whether a path crossed a level between two grid points. */
import type { Round } from './normal.js';

const CUTOFF = 9; // p = 0 where (b − x)(b − x̃) ≥ 9 σ²dt, that is p < 1.6e-8: a rule of the method, the same on every backend

/** The same for runs that look for unlikely hits: p < 4.2e-18. A crossing that plain sampling never sees may be all there is. */
export const RARE_CUTOFF = 20;

/**
 * Probability that a Brownian bridge from x to x̃ with the step's noise scale s = σ√dt touches b:
 * exp(−2 (b − x)(b − x̃) / s²), exact for the frozen step. 1 where x and x̃ lie on two sides of b.
 */
export function crossing(
  b: number,
  x: number,
  proposal: number,
  s: number,
  round: Round,
  cutoff: number = CUTOFF,
): number {
  const n = round(round(b - x) * round(b - proposal));
  const v = round(s * s);
  if (n >= round(cutoff * v)) return 0;
  if (n <= 0) return 1; // also without noise, where the quotient would be 0/0
  return round(Math.exp(round(round(-2 * n) / v)));
}

/**
 * x̃ as the shifted barrier sees it: a path watched at step ends only overshoots by 0.5826 σ√dt on average, and so far the
 * barrier is moved towards it. Broadie, Glasserman and Kou, Math. Finance 7, 325 (1997); Gobet and Menozzi (2010).
 */
export const shifted = (proposal: number, s: number, round: Round): number => round(proposal + round(round(SHIFT) * s));

export const SHIFT = 0.5825971579390106; // −ζ(½)/√(2π)

/** Q ← Q + (1 − Q) p: the probability of a crossing so far, kept as such so that rare ones keep full precision. */
export const accumulate = (q: number, p: number, round: Round): number => round(q + round(round(1 - q) * p));

/** Crossing of the threshold given that the end beyond it was not crossed: (p − pe) / (1 − pe). */
export const givenNoExit = (p: number, pe: number, round: Round): number =>
  pe >= 1 ? 0 : Math.max(0, round(round(p - pe) / round(1 - pe)));
