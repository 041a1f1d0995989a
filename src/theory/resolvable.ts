/** Whether the noise is strong enough for what follows to be computed, told before any time is spent on it. */
import { TheoryError } from '../errors.js';
import type { Process } from './process.js';

const CELLS = 512;
const MOST = 60_000; // of ∫|Φ′|: at 45,000 a variance still has seven digits, at 180,000 three, beyond that none

/**
 * ∫ |2μ/σ²| over the domain, by midpoints: how far the potential Φ climbs and falls, in units of the noise.
 * @throws TheoryError where it is too far, or σ vanishes inside the domain.
 */
export function mustBeResolvable({ drift, diffusion, lower, upper }: Process): void {
  const width = (upper - lower) / CELLS;
  let climb = 0;
  for (let i = 0; i < CELLS; i++) {
    const x = lower + (i + 0.5) * width;
    const sigma = diffusion(x);
    if (!(sigma > 0)) throw new TheoryError(`the diffusion vanishes inside the domain, near ${x.toPrecision(4)}`);
    climb += Math.abs((2 * drift(x) * width) / sigma ** 2);
  }
  if (!(climb <= MOST)) {
    throw new TheoryError(
      `the noise is too weak beside the drift: the potential varies by ${climb.toPrecision(2)} units of noise, and ${MOST} can be resolved`,
    );
  }
}

/**
 * @throws TheoryError where the diffusion vanishes at one of these ends: solutions are singular there (whether and how fast
 * paths get to it depends on the drift), and neither a finite-time law nor the bias of a scheme is resolved.
 */
export function mustNotVanish({ diffusion }: Process, ends: readonly number[]): void {
  const end = ends.find((at) => !(diffusion(at) > 0));
  if (end !== undefined)
    throw new TheoryError(`the diffusion vanishes at the end ${end}, and its layer is not resolved`);
}
