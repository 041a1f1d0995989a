import type { Process } from '#dist/theory/index.js';

export interface SetParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly sigma0: number;
  readonly sigma1: number;
}

/** The severity model on [0, 1], in plain functions. */
export function severity({ alpha, beta, gamma, sigma0, sigma1 }: SetParameters): Process {
  return {
    drift: (x) => alpha * x * (1 - x) - beta * x * x + gamma,
    diffusion: (x) => sigma0 + sigma1 * x,
    diffusionSlope: (x) => sigma1 * (sigma0 + sigma1 * x),
    lower: 0,
    upper: 1,
  };
}

/** Reference values from 40-digit arithmetic by two methods. First passage: from 0.1 to 0.8; P = 0.8 before 0.05. */
export const SETS = {
  A: {
    params: { alpha: 0.3, beta: 0.6, gamma: 0.01, sigma0: 0.2, sigma1: 0 },
    mean: 0.338725106368492,
    variance: 0.0353684541187118,
    passage: 43.0625527315548,
    passageVariance: 1614.31395811561,
    relaxation: 0.527018700483222,
    exit: 0.0370717014252674,
  },
  B: {
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    mean: 0.665860863808261,
    variance: 0.0112317492140713,
    passage: 11.4095879360421,
    passageVariance: 33.9093590626484,
    relaxation: 0.56413888445284,
    exit: 0.812143998949902,
  },
  C: {
    params: { alpha: 0.4, beta: 0.4, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    mean: 0.499416470640337,
    variance: 0.0127929126704403,
    passage: 72.8651770803314,
    passageVariance: 4100.7500259933,
    relaxation: 0.302688011453792,
    exit: 0.675903138741571,
  },
  D: {
    params: { alpha: 1, beta: 0.5, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 },
    mean: 0.502234888769157,
    variance: 0.0502042309130333,
    passage: 6.03954478666395,
    passageVariance: 17.9497525131377,
    relaxation: 0.410508594680389,
    exit: 0.501318447116713,
  },
} as const;

export type SetName = keyof typeof SETS;
export const NAMES = Object.keys(SETS) as SetName[];

/** |a/b − 1|. */
export const relative = (a: number, b: number): number => Math.abs(a / b - 1);
