// Monte Carlo against what this scheme at this dt has for its own truth, solved from its one-step kernel: no allowance for
// the time step at all. Every end, monitor and scheme; biases here are up to 150 standard errors of the full size.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import type { Estimate } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { biasOf } from '#dist/study/checks.js';
import { run } from '#dist/study/run.js';
import type { Bias } from '#dist/theory/index.js';
import { simulators } from '../helpers/backends.js';
import { down, SETS, studyOf, up } from '../helpers/studies.js';
import { expectNear } from '../helpers/tolerance.js';
import { full } from '../helpers/verify.js';

const [high, highGrid] = [up(0.8), up(0.8, 'grid')];
const [low, lowGrid] = [down(0.03), down(0.03, 'grid')];

const CASES: readonly (readonly [string, Partial<Study>])[] = [
  ['mirrors, four thresholds', { params: SETS.D.params, firstPassage: [high, highGrid, low, lowGrid] }],
  [
    'mirrors, four thresholds, Milstein',
    { params: SETS.D.params, firstPassage: [high, highGrid, low, lowGrid], scheme: 'milstein' },
  ],
  [
    'clamped ends, a uniform start, Milstein',
    {
      params: SETS.D.params,
      boundary: { lower: 'clamp', upper: 'clamp' },
      initial: { uniform: [0.05, 0.9] },
      firstPassage: [high, lowGrid],
      scheme: 'milstein',
    },
  ],
  [
    'one absorbing end, on the grid',
    { domain: [0.05, 1], boundary: { lower: 'absorb', upper: 'reflect' }, firstPassage: [highGrid] },
  ],
  [
    'a grid threshold before an absorbing end that is bridged',
    { domain: [0.05, 1], boundary: { lower: 'reflect', upper: 'absorb' }, firstPassage: [up(0.97, 'grid'), high] },
  ],
  [
    'a passage of five steps, where grouping adds dt²/12, 11 standard errors, to the variance', // Sheppard
    {
      model: 'brownian',
      params: { mu: 1, sigma: 0.2 },
      domain: [-3, 1.5],
      initial: 0,
      dt: 0.2,
      firstPassage: [up(1), up(1, 'grid'), up(0.8)],
    },
  ],
  [
    'a shifted barrier',
    { params: SETS.D.params, firstPassage: [up(0.8, 'shift'), up(0.6, 'shift'), down(0.05, 'shift')] },
  ],
  [
    'Lamperti–Heun, every monitor, a uniform start',
    {
      params: SETS.B.params,
      dt: 0.4,
      initial: { uniform: [0.1, 0.5] },
      scheme: 'lamperti-heun',
      firstPassage: [up(0.8), up(0.8, 'grid'), up(0.8, 'shift'), down(0.02)],
    },
  ],
  [
    'Lamperti–Heun, an absorbing end and a threshold before it',
    {
      params: SETS.D.params,
      scheme: 'lamperti-heun',
      domain: [0.05, 1],
      initial: 0.3,
      boundary: { lower: 'absorb', upper: 'reflect' },
      firstPassage: [down(0.1), up(0.9)],
    },
  ],
  ['two absorbing ends', { domain: [0.05, 0.8], boundary: { lower: 'absorb', upper: 'absorb' }, firstPassage: null }],
];

describe.each(simulators)('$name', ({ name: who, open, paths }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  it.each(who === 'wasm' || full ? CASES : CASES.slice(1, 2))('%s', async (name, changes) => {
    const study = studyOf({ initial: 0.1, dt: 0.1, horizon: 20, saveAt: [2, 10], paths, ...changes });
    const [result, bias] = [await run(study, { backend }), biasOf(study)];
    expect(bias.reasons).toEqual({});
    let compared = 0;
    const compare = (what: string, estimate: Estimate, own: Bias | null | undefined) => {
      if (!own) return;
      compared++;
      expectNear(estimate, own.value, { slack: own.error, what: `${name}: ${what}`, who });
    };
    const passages = [result.firstPassage ?? []].flat();
    for (const [j, passage] of passages.entries()) {
      for (const quantity of ['probability', 'mean', 'variance', 'restrictedMean'] as const) {
        compare(`first passage ${j}, ${quantity}`, passage[quantity], bias.firstPassage[j]?.[quantity]);
      }
    }
    for (const [i, snapshot] of result.snapshots.entries()) {
      for (const quantity of ['mean', 'variance'] as const) {
        compare(`snapshot ${i}, ${quantity}`, snapshot[quantity], bias.snapshots[i]?.[quantity]);
      }
    }
    for (const side of ['lower', 'upper'] as const) {
      for (const quantity of ['probability', 'mean', 'variance'] as const) {
        const exit = result.exits?.[side];
        if (exit) compare(`${side} exit, ${quantity}`, exit[quantity], bias.exits[side]?.[quantity]);
      }
    }
    expect(compared).toBeGreaterThanOrEqual(10);
  });
});
