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

const WIDE = 256; // cells: solvers on fixed nodes, two orders of them, may both miss what is narrower
const FINE = 16; // places in each of them
const MOST_UNSEEN = 0.1; // of ∫|Φ′|: kinks and waves of two cells leave a hundredth

/**
 * For solvers whose nodes are set without a look at drift and noise: their two resolutions agree on a bump that neither has
 * seen. Looks at Φ′ = 2μ/σ² beside straight lines across cells, without those next to the ends, where nodes are dense.
 * @throws TheoryError where a fine structure carries much of the potential.
 */
export function mustVarySlowly({ drift, diffusion, lower, upper }: Process): void {
  const width = (upper - lower) / WIDE;
  const slope = (x: number) => (2 * drift(x)) / diffusion(x) ** 2;
  let [unseen, whole] = [0, 0];
  let where = { x: lower, part: 0 };
  for (let i = 1; i + 1 < WIDE; i++) {
    const left = lower + i * width;
    const [from, to] = [slope(left), slope(left + width)];
    let part = 0;
    for (let k = 0; k < FINE; k++) {
      const t = (k + 0.5) / FINE;
      const value = slope(left + t * width);
      part += (Math.abs(value - from - t * (to - from)) * width) / FINE;
      whole += (Math.abs(value) * width) / FINE;
    }
    unseen += part;
    if (part > where.part) where = { x: left + width / 2, part };
  }
  if (unseen > MOST_UNSEEN * Math.max(1, whole)) {
    throw new TheoryError(
      `drift or diffusion changes near ${where.x.toPrecision(4)} within less than ${width.toPrecision(2)}, which finite-time laws and biases do not resolve`,
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
