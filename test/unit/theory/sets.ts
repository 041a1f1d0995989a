import type { Process } from '#dist/theory/index.js';
import { type ReferenceSet, SETS, type SetName } from '../../helpers/studies.js';

export { SETS, type SetName };
export const NAMES = Object.keys(SETS) as SetName[];

/** First non-zero eigenvalue between reflecting ends, 40-digit arithmetic by two methods. */
export const RELAXATION: Readonly<Record<SetName, number>> = {
  A: 0.527018700483222,
  B: 0.56413888445284,
  C: 0.302688011453792,
  D: 0.410508594680389,
};

/** The severity model on [0, 1], in plain functions. */
export function severity({ alpha, beta, gamma, sigma0, sigma1 }: ReferenceSet['params']): Process {
  return {
    drift: (x) => alpha * x * (1 - x) - beta * x * x + gamma,
    diffusion: (x) => sigma0 + sigma1 * x,
    diffusionSlope: (x) => sigma1 * (sigma0 + sigma1 * x),
    lower: 0,
    upper: 1,
  };
}

export const brownian = (mu: number, sigma: number, lower: number, upper: number): Process => ({
  drift: () => mu,
  diffusion: () => sigma,
  diffusionSlope: () => 0,
  lower,
  upper,
});

/** |a/b − 1|. */
export const relative = (a: number, b: number): number => Math.abs(a / b - 1);

/** Φ(x) by the continued fraction and the series of erfc, to 1e-15 relative. */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x);
  const z = -x;
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let k = 1; k < 200; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  }
  let fraction = z;
  for (let k = 200; k > 0; k--) fraction = z + k / fraction;
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / fraction;
}

/** Allele frequency under selection s and mutation u, v, in plain functions. */
export const wrightFisher = (params: { s: number; u: number; v: number; N: number }): Process => ({
  drift: (x) => params.s * x * (1 - x) + params.u * (1 - x) - params.v * x,
  diffusion: (x) => Math.sqrt((x * (1 - x)) / params.N),
  diffusionSlope: (x) => (1 - 2 * x) / (2 * params.N),
  lower: 0,
  upper: 1,
});
