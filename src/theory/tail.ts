/** How P(T > t) ends, T the time at which an end takes the path: C e^−λt, and the law of the paths that are left then. */
import { TheoryError } from '../errors.js';
import type { Process, Quantity } from './process.js';
import { type Spectrum, spectrumOf } from './spectrum.js';
import { averageOverStart } from './start.js';
import type { Boundary } from './sturm.js';

export interface Tail {
  /** λ, per time. */
  readonly rate: Quantity;
  /** C for the start law; NaN where it starts so far out, at an end without noise, that φ₁ is not known. */
  readonly amplitude: Quantity;
  /** Mean and variance of x in the quasi-stationary law, p ∝ m φ₁. */
  readonly mean: number;
  readonly variance: number;
}

const SEEN = 1e-11; // relative, of φ₁ and its integrals: closed forms are met to 1e-13

export const OUT_OF_SIGHT = 'the start is too far out, at an end without noise, for its share to be known';

/** With at least one absorbing end: C = E φ₁(X₀) ∫ φ₁ m / ∫ φ₁² m. @throws TheoryError where the spectrum is not discrete. */
export function tailOf(process: Process, boundary: Boundary, start: readonly number[]): Tail {
  const { lower, upper } = process;
  const inside = (x: number) => Math.min(upper, Math.max(lower, x));
  const spectrum = seenFrom([inside(start[0]!), inside(start.at(-1)!)]);
  const phi = spectrum.eigenfunction(0);
  const slack = 1e-6 * (upper - lower); // a cap: φ₁ does not change there
  const known = (x: number) => x > phi.lower - slack && x < phi.upper + slack;
  const share = phi.share(() => 1);
  const seen = (x: number) => (inside(x) !== x ? 0 : known(x) ? share(x) : Number.NaN); // beyond: T = 0
  const amplitude = averageOverStart(start, seen, [lower, upper]);
  const mean = phi.average((x) => x);
  return {
    rate: spectrum.rates[0]!,
    amplitude: { value: amplitude, error: SEEN * Math.abs(amplitude) },
    mean,
    variance: phi.average((x) => (x - mean) ** 2),
  };

  /** With φ₁ known at the starts, if panels can get there. */
  function seenFrom(starts: readonly number[]): Spectrum {
    try {
      return spectrumOf(process, boundary, 1, starts);
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      return spectrumOf(process, boundary, 1);
    }
  }
}
