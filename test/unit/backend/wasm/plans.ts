// Plans that between them use everything a kernel can contain.
import { makePlan } from '#dist/plan/make.js';
import type { Plan } from '#dist/plan/plan.js';
import type { Study, Threshold } from '#dist/spec/study.js';

const base: Study = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  paths: 10000,
  dt: 0.01,
  horizon: 6,
  scheme: 'euler-maruyama',
  rng: 'philox4x32-10',
  saveAt: [6],
  histogram: { bins: 100 },
  firstPassage: null,
  method: 'plain',
  samplePaths: 0,
  seed: 42,
  backend: 'auto',
};

const watch = (
  threshold: number,
  direction: Threshold['direction'] = 'up',
  monitor: Threshold['monitor'] = 'bridge',
): Threshold => ({ threshold, direction, monitor, bins: 100 });

export const planOf = (fields: Partial<Study>): Plan => makePlan({ ...base, ...fields });

/** The drift throws a state at one end over it, and the mirror nearly to a barrier on the other side or beyond. */
const mirrored = { params: {}, domain: [0, 10], horizon: 1, saveAt: [] } as const;

export const plans = {
  fixedHorizon: planOf({}),
  firstPassage: planOf({ saveAt: [], firstPassage: watch(0.5) }),
  passageAndSaves: planOf({ saveAt: [0.03, 1, 3.01, 6], firstPassage: watch(0.4) }),
  downOnGrid: planOf({ initial: 0.5, saveAt: [], firstPassage: watch(0.3, 'down', 'grid') }),
  manyThresholds: planOf({
    initial: 0.5,
    saveAt: [1, 3],
    firstPassage: [
      watch(0.2, 'down'),
      watch(0.6),
      watch(0.7, 'up', 'grid'),
      watch(0.9),
      watch(0.4, 'down', 'grid'),
      watch(0.95),
    ],
  }),
  twoAbsorbingEnds: planOf({
    initial: 0.4,
    boundary: { lower: 'absorb', upper: 'absorb' },
    domain: [0.2, 0.7],
    saveAt: [1],
    firstPassage: [watch(0.6), watch(0.7), watch(0.2, 'down')],
  }),
  oneAbsorbingEnd: planOf({ boundary: { lower: 'absorb', upper: 'reflect' }, saveAt: [2] }),
  clampAndAbsorb: planOf({
    initial: { uniform: [0, 1] },
    boundary: { lower: 'clamp', upper: 'absorb' },
    firstPassage: [watch(0.9), watch(0.05, 'down')],
    saveAt: [],
  }),
  reflectAndClamp: planOf({
    initial: { uniform: [0.2, 1] },
    boundary: { lower: 'reflect', upper: 'clamp' },
    saveAt: [1, 6],
  }),
  milsteinSevenRounds: planOf({ scheme: 'milstein', rng: 'philox4x32-7' }),
  threefry: planOf({ rng: 'threefry4x32-20', saveAt: [], firstPassage: watch(0.5) }),
  overshootsOfManyWidths: planOf({
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 3, sigma1: 20 },
    dt: 0.5,
    saveAt: [0.5, 6],
    firstPassage: watch(0.9),
  }),
  overshootsOfAboutAWidth: planOf({
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 1, sigma1: 0.5 },
    dt: 0.5,
    saveAt: [6],
  }),
  seenBeforeTheLastSave: planOf({ saveAt: [0.5, 1], firstPassage: [watch(0.12), watch(0.14)] }),
  thresholdBesideAnEnd: planOf({
    initial: 0.4,
    boundary: { lower: 'absorb', upper: 'absorb' },
    domain: [0.36, 0.45],
    saveAt: [],
    firstPassage: [watch(0.447), watch(0.364, 'down')],
  }),
  wouldHitAfterItsExit: planOf({
    model: { drift: '0', diffusion: '3' },
    params: {},
    initial: 0.5,
    boundary: { lower: 'absorb', upper: 'reflect' },
    saveAt: [],
    firstPassage: [watch(0.6), watch(0.9, 'up', 'grid')],
  }),
  mirroredAcrossAnUpThreshold: planOf({
    ...mirrored,
    model: { drift: '-20', diffusion: '1' },
    initial: 0,
    firstPassage: [watch(0, 'down'), watch(0.31)],
  }),
  mirroredAcrossADownThreshold: planOf({
    ...mirrored,
    model: { drift: '20', diffusion: '1' },
    initial: 10,
    firstPassage: [watch(10), watch(9.69, 'down')],
  }),
  everyFunction: planOf({
    model: {
      drift: 'sin(3*x) + cos(x) - tanh(4*x) * log(x + 2) - abs(x - 0.5)',
      diffusion: '0.1*exp(-x) + sqrt(x + 1)/9',
    },
    params: {},
    saveAt: [6],
    firstPassage: watch(0.8),
  }),
  failing: planOf({
    model: { drift: 'log(x - 0.3)', diffusion: '0.3' },
    params: {},
    initial: 0.5,
    saveAt: [],
    firstPassage: watch(0.9),
  }),
} as const satisfies Record<string, Plan>;
