/** A small result with every part in it, to be bent by each test. */
import type { Estimate, Exit, FirstPassage, Result, Snapshot } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';

export const e = (value: number, standardError: number): Estimate => ({ value, standardError });
export const none = (reason: string): Estimate => ({ value: null, standardError: null, reason });

const quantiles = {
  '0.05': e(4.88, 0.02),
  '0.25': e(7.37, 0.03),
  '0.5': e(10.02, 0.04),
  '0.75': e(14, 0.05),
  '0.95': e(22.67, 0.11),
};
const histogram = { edges: [0, 1, 2], counts: [1, 3] };

export const snapshot = (time: number): Snapshot => ({
  time,
  paths: 20_000,
  mean: e(0.64876, 0.0008),
  variance: e(0.0121, 0.00022),
  skewness: e(0.1, 0.02),
  excessKurtosis: e(-0.1, 0.03),
  quantiles,
  histogram,
});

export const passage: FirstPassage = {
  threshold: 0.8,
  direction: 'up',
  monitor: 'bridge',
  hits: 20_000,
  censored: 0,
  absorbed: 0,
  probability: e(1, 0.00005),
  mean: e(11.4321, 0.041),
  variance: e(36, 0.6),
  restrictedMean: e(11.4321, 0.041),
  quantiles,
  histogram,
  survival: { times: [0, 1, 2], values: [1, 0.75, 0], standardErrors: [0, 0.003, 0] },
  hazard: { edges: [0, 1, 2], values: [0.288, null], standardErrors: [0.004, null] },
  tailRate: e(0.15, 0.002),
};

export const exit: Exit = {
  count: 12_000,
  probability: e(0.6, 0.0035),
  mean: e(3.21, 0.02),
  variance: e(4, 0.1),
  quantiles,
  histogram,
};

export function fakeResult(study: object = {}, more: Partial<Result> = {}): Result {
  const spec = parseStudy({
    model: 'severity',
    initial: 0.1,
    paths: 20_000,
    saveAt: [10],
    horizon: 200,
    seed: 7,
    ...study,
  });
  return {
    schema: 'firstpassage/result@1',
    spec,
    provenance: {
      version: '0.1.0',
      backend: 'wasm',
      reason: 'no hardware GPU adapter',
      adapter: null,
      threads: 2,
      rng: spec.rng,
      seed: spec.seed,
      key: '0x0000000000000007',
      seconds: 3.2,
      startupSeconds: 0.12,
      pathSteps: 1.14e9,
      pathStepsPerSecond: 356e6,
      partial: null,
    },
    snapshots: [snapshot(10)],
    firstPassage: null,
    exits: null,
    samplePaths: null,
    failures: { nonFinite: 0 },
    checks: [],
    goodnessOfFit: [],
    unchecked: {},
    ...more,
  };
}
