/** Defaults of the study file, the limits of this version, and the study that runs where none is given. */
import type { Study } from './study.js';

export const DEFAULTS = {
  paths: 100_000,
  dt: 0.01,
  horizon: 40,
  scheme: 'euler-maruyama',
  rng: 'philox4x32-10',
  monitor: 'bridge',
  boundary: 'reflect',
  bins: 100,
  method: 'plain',
  samplePaths: 0,
  seed: 0,
  backend: 'auto',
  controlSteps: 25,
  /** What a tolerance may cost where the study sets no budget: long enough for most, and nobody waits a day by accident. */
  budget: { seconds: 600 },
} as const;

export const LIMITS = {
  thresholds: 8,
  /** A path index has 64 bits; beyond this no machine finishes, so it is a typing error. */
  paths: 1e12,
  /** A step index is a u32, and one value is kept for "never". */
  steps: 2 ** 32 - 1,
  /** Bins of one histogram. */
  bins: 1_000_000,
  /** Numbers of one result in all its histograms, and in all its sample paths: about 200 MB of JSON each. */
  values: 10_000_000,
  /** Steps of all sample paths, which one thread follows: about a minute. */
  sampleSteps: 1_000_000_000,
  /** Points of a path in parameter space: fewer show no exponent. */
  controlSteps: [9, 1001],
  /** Whole multiples of dt are recognised within this relative distance. */
  multiple: 1e-9,
  /** Of a grid. */
  points: 250_000,
  /** Of a position: squares of distances and of noise must stay below the largest f32, 3.4e38. */
  position: 1e18,
} as const;

/** Severity drift, parameter set B: multiplicative noise, supercritical. A million paths to the threshold 0.8. */
export const DEMONSTRATION = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  initial: 0.1,
  paths: 1_000_000,
  scheme: 'lamperti-heun', // a step of 0.05 costs 0.02 % of the mean first-passage time; Euler–Maruyama 0.9 %
  dt: 0.05,
  horizon: 200,
  saveAt: [10, 20, 40],
  firstPassage: { threshold: 0.8 },
} as const satisfies Partial<Record<keyof Study, unknown>>;

/** The same model over how fast severity grows and how strongly it corrects itself: a picture within seconds. */
export const DEMONSTRATION_SWEEP = {
  ...DEMONSTRATION,
  paths: 1000,
  dt: 0.1,
  horizon: 100,
  saveAt: [40],
  grid: { alpha: { from: 0.1, to: 0.9, steps: 17 }, beta: { from: 0.1, to: 0.7, steps: 13 } },
  outputs: [
    'snapshot.mean',
    'firstPassage.probability',
    'firstPassage.restrictedMean',
    'theory.relaxationRate',
    'theory.firstPassage.mean',
  ],
} as const satisfies Partial<Record<keyof Study, unknown>>;
