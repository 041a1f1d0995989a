/** Laplace inversion along a cotangent contour: J. A. C. Weideman, SIAM J. Numer. Anal. 44, 2342 (2006). */
import type { Complex } from './complex.js';

export interface ContourPoint {
  readonly s: Complex;
  /** f(t) = Σ Re(weight · F(s)). */
  readonly weight: Complex;
}

/**
 * N points, half of them given (the rest are mirror images); error about 3.9^−N until rounding, near 28.
 * s(θ) t = N (0.5017 θ cot(0.6407 θ) − 0.6122 + 0.2645 iθ), f(t) = (1/iN) Σ e^{st} F(s) s′(θ): θ > 0 only, doubled.
 */
export function contour(t: number, N: number): ContourPoint[] {
  const points: ContourPoint[] = [];
  for (let k = 0; k < N / 2; k++) {
    const theta = ((2 * k + 1) * Math.PI) / N;
    const angle = 0.6407 * theta;
    const cot = 1 / Math.tan(angle);
    const re = N * (0.5017 * theta * cot - 0.6122);
    const im = N * 0.2645 * theta;
    const slopeRe = N * 0.5017 * (cot - angle / Math.sin(angle) ** 2);
    const slopeIm = N * 0.2645;
    const size = (2 * Math.exp(re)) / (N * t);
    const [c, d] = [Math.cos(im), Math.sin(im)];
    // (1/i) e^{i im} (slopeRe + i slopeIm)
    const [a, b] = [c * slopeRe - d * slopeIm, d * slopeRe + c * slopeIm];
    points.push({ s: { re: re / t, im: im / t }, weight: { re: size * b, im: -size * a } });
  }
  return points;
}

/** s t where a contour of N points crosses the real axis. */
export const crossing = (N: number): number => N * (0.5017 / 0.6407 - 0.6122);
