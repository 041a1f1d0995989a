/** How P(T > t) ends, T the time at which an end takes the path: C e^−λt, and the law of the paths that are left then. */
import { TheoryError } from '../errors.js';
import type { Eigenfunction } from './eigenfunction.js';
import { compare } from './orders.js';
import type { Process, Quantity } from './process.js';
import { type Spectrum, spectrumOf } from './spectrum.js';
import { averageOverStart } from './start.js';
import type { Boundary } from './sturm.js';

export interface Tail {
  /** λ, per time. */
  readonly rate: Quantity;
  /** C for the start law; NaN where it starts so far out, at an end without noise, that φ₁ is not known. */
  readonly amplitude: Quantity;
  /** Of x in the quasi-stationary law. */
  readonly mean: Quantity;
  readonly variance: Quantity;
}

/** The law of the paths that are left after long, p ∝ m φ₁. */
export function quasiStationary(spectrum: Spectrum): Pick<Tail, 'mean' | 'variance'> {
  const [fine, coarse] = [spectrum.eigenfunction(0), spectrum.eigenfunction(0, 'check')].map((phi) => {
    const mean = phi.average((x) => x);
    return { mean, variance: phi.average((x) => (x - mean) ** 2) };
  }) as [{ mean: number; variance: number }, { mean: number; variance: number }];
  return { mean: compare(fine.mean, coarse.mean), variance: compare(fine.variance, coarse.variance) };
}

export const OUT_OF_SIGHT = 'the start is too far out, at an end without noise, for its share to be known';

/** With at least one absorbing end: C = E φ₁(X₀) ∫ φ₁ m / ∫ φ₁² m. @throws TheoryError where the spectrum is not discrete. */
export function tailOf(process: Process, boundary: Boundary, start: readonly number[]): Tail {
  const { lower, upper } = process;
  const inside = (x: number) => Math.min(upper, Math.max(lower, x));
  const spectrum = seenFrom([inside(start[0]!), inside(start.at(-1)!)]);
  const slack = 1e-6 * (upper - lower); // a cap: φ₁ does not change there
  const amplitudeOf = (phi: Eigenfunction) => {
    const share = phi.share(() => 1);
    const known = (x: number) => x > phi.lower - slack && x < phi.upper + slack;
    const seen = (x: number) => (inside(x) !== x ? 0 : known(x) ? share(x) : Number.NaN); // beyond: T = 0
    return averageOverStart(start, seen, [lower, upper]);
  };
  const [fine, coarse] = [spectrum.eigenfunction(0), spectrum.eigenfunction(0, 'check')];
  return {
    rate: spectrum.rates[0]!,
    amplitude: compare(amplitudeOf(fine), amplitudeOf(coarse)),
    ...quasiStationary(spectrum),
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
