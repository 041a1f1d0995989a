// Plans that between them use everything that Lamperti–Heun and shifted barriers add to a kernel.
import type { Plan } from '#dist/plan/plan.js';
import type { Monitor } from '#dist/spec/study.js';
import { planOf } from './wasm/plans.js';

const watch = (threshold: number, direction: 'up' | 'down', monitor: Monitor) =>
  ({ threshold, direction, monitor, bins: 100 }) as const;

export const lampertiPlans = {
  shiftedBarriers: planOf({
    saveAt: [0.5],
    initial: 0.3,
    firstPassage: [watch(0.5, 'up', 'shift'), watch(0.2, 'down', 'shift')],
  }),
  lampertiFixedHorizon: planOf({ scheme: 'lamperti-heun', initial: { uniform: [0, 1] } }),
  lampertiEveryMonitor: planOf({
    scheme: 'lamperti-heun',
    initial: 0.3,
    paths: 5000,
    horizon: 2,
    saveAt: [0.5, 1.01],
    firstPassage: [
      watch(0.5, 'up', 'bridge'),
      watch(0.6, 'up', 'grid'),
      watch(0.7, 'up', 'shift'),
      watch(0.2, 'down', 'shift'),
    ],
  }),
  lampertiOneAbsorbingEnd: planOf({
    scheme: 'lamperti-heun',
    boundary: { lower: 'reflect', upper: 'absorb' },
    saveAt: [2],
  }),
  lampertiAbsorbingEndsAndAKink: planOf({
    model: { drift: '2*abs(x - 0.3) - 0.1', diffusion: 'sqrt(0.05 + x^2)' },
    params: {},
    domain: [0.05, 0.4],
    initial: 0.2,
    scheme: 'lamperti-heun',
    boundary: { lower: 'absorb', upper: 'absorb' },
    saveAt: [0.5],
    firstPassage: [watch(0.39, 'up', 'bridge'), watch(0.05, 'down', 'bridge')],
  }),
} as const satisfies Record<string, Plan>;
