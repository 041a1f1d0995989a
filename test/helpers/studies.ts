// The parameter sets of the severity model whose exact values the tests hold, and a checked study built on each.
import type { Monitor, Study } from '#dist/spec/study.js';

export interface ReferenceSet {
  readonly params: { alpha: number; beta: number; gamma: number; sigma0: number; sigma1: number };
  /** Stationary mean and variance, reflecting ends. */
  readonly mean: number;
  readonly variance: number;
  /** First passage from 0.1 to 0.8, reflecting at 0. */
  readonly mfpt: number;
  readonly fptVariance: number;
  /** Probability to reach 0.8 before 0.05 from 0.1. */
  readonly exitUp: number;
}

/** Values in 40-digit arithmetic, computed by quadrature. */
export const SETS: Readonly<Record<'A' | 'B' | 'C' | 'D', ReferenceSet>> = {
  A: {
    params: { alpha: 0.3, beta: 0.6, gamma: 0.01, sigma0: 0.2, sigma1: 0 },
    mean: 0.338725106368492,
    variance: 0.0353684541187118,
    mfpt: 43.0625527315548,
    fptVariance: 1614.31395811561,
    exitUp: 0.0370717014252674,
  },
  B: {
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    mean: 0.665860863808261,
    variance: 0.0112317492140713,
    mfpt: 11.4095879360421,
    fptVariance: 33.9093590626484,
    exitUp: 0.812143998949902,
  },
  C: {
    params: { alpha: 0.4, beta: 0.4, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    mean: 0.499416470640337,
    variance: 0.0127929126704403,
    mfpt: 72.8651770803314,
    fptVariance: 4100.750025993,
    exitUp: 0.675903138741571,
  },
  D: {
    params: { alpha: 1, beta: 0.5, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 },
    mean: 0.502234888769157,
    variance: 0.0502042309130333,
    mfpt: 6.03954478666395,
    fptVariance: 17.9497525131377,
    exitUp: 0.501318447116713,
  },
};

export type SetName = keyof typeof SETS;

/** A small severity study with every field set; override what the test is about. */
export const studyOf = (overrides: Partial<Study> = {}): Study => ({
  model: 'severity',
  params: SETS.B.params,
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  paths: 10000,
  dt: 0.1,
  horizon: 10,
  scheme: 'euler-maruyama',
  rng: 'philox4x32-10',
  saveAt: [10],
  histogram: { bins: 100 },
  firstPassage: null,
  method: 'plain',
  samplePaths: 0,
  seed: 1,
  backend: 'reference',
  ...overrides,
});

export const up = (threshold: number, monitor: Monitor = 'bridge') =>
  ({ threshold, direction: 'up', monitor, bins: 100 }) as const;

export const down = (threshold: number, monitor: Monitor = 'bridge') =>
  ({ threshold, direction: 'down', monitor, bins: 100 }) as const;
