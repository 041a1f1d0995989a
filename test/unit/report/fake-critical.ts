/** A small scaling study with a time that diverges, to be bent by each test. */
import type { Critical, CriticalPoint, Exponent, Measured } from '#dist/result/critical.js';
import { fakeResult } from './fake.js';

export const measured = (value: number): Measured => ({ value, standardError: value / 100, exact: value });
const nothing: Measured = { value: null, standardError: null, exact: null };

/** A time that diverges like 1/distance on both sides of 0. */
export const pointAt = (control: number): CriticalPoint => ({
  control,
  distance: control,
  params: { alpha: control },
  law: 'stationary',
  mean: measured(0.5 + control),
  variance: measured(0.01),
  skewness: nothing,
  binder: nothing,
  modes: { value: 1, standardError: null, exact: 1 },
  autocorrelationTime: measured(1 / Math.abs(control)),
  relaxationTime: measured(1 / Math.abs(control)),
  firstPassage: null,
});
export const exponent: Exponent = {
  quantity: 'relaxationTime',
  side: 'above',
  noise: 1,
  value: -1.02,
  interval: [-1.1, -0.94],
  statistical: 0.05,
  systematic: 0.03,
  source: 'monte carlo',
  window: [0.1, 0.4],
  points: 3,
  exactThere: -1,
  limit: { value: -1, error: 1e-6 },
  saturation: { value: 0, interval: [0, 0.01], reached: false },
  fitted: null,
};
export const critical: Critical = {
  schema: 'firstpassage/critical@1',
  spec: fakeResult().spec,
  provenance: fakeResult().provenance,
  control: 'alpha',
  candidate: { value: 0, error: 0, from: 'the study' },
  points: [-0.4, -0.2, -0.1, 0.1, 0.2, 0.4].map(pointAt),
  exponents: { 'relaxationTime.above': exponent },
  limits: [],
  modeChanges: [{ at: 0.25, from: 1, to: 2 }],
  verdict: 'transition',
  kind: 'divergent',
  at: 0,
  limit: null,
  why: 'The relaxation time diverges at alpha = 0 <script>.',
  exact: { verdict: 'transition', kind: 'divergent', at: 0, limit: null },
  monteCarlo: { verdict: 'undecided', kind: null, at: null, limit: null },
  reasons: { 'points[2].skewness': 'too few paths' },
};
