// The four reference sets of the severity model against their exact values (40-digit quadrature, test/helpers/studies.ts),
// less the bias of the scheme at this time step (computed from its own one-step kernel): nothing else is allowed for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import type { Exit, FirstPassage } from '#dist/result/result.js';
import { biasOf } from '#dist/study/checks.js';
import { run } from '#dist/study/run.js';
import type { Bias } from '#dist/theory/index.js';
import { simulators } from '../helpers/backends.js';
import { SETS, type SetName, studyOf, up } from '../helpers/studies.js';
import { expectNear } from '../helpers/tolerance.js';

const SAME = 1e-7; // relative: how far the oracle's finite-time value may be from the 40-digit one, relaxed and uncensored

/** The oracle agrees with the table; its bias is for this very study. */
function biasAgainst(table: number, known: Bias | null | undefined): { bias: number; slack: number } {
  expect(Math.abs(known!.exact / table - 1)).toBeLessThan(SAME);
  return { bias: known!.bias, slack: known!.error + SAME * table };
}

describe.each(simulators)('$name', ({ name: who, open, paths }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  const sets = Object.entries(SETS) as [SetName, (typeof SETS)[SetName]][];

  it.each(sets)('set %s: stationary mean and variance', async (set, { params, mean, variance }) => {
    const time = 60; // 18 relaxation times of the slowest set
    const study = studyOf({
      params,
      initial: 0.4,
      dt: 0.05,
      horizon: time,
      saveAt: [time],
      paths: Math.ceil(paths / 4),
      seed: 3,
    });
    const [snapshot] = (await run(study, { backend, checks: false })).snapshots;
    const [known] = biasOf(study).snapshots;
    const options = { item: 3, who };
    expectNear(snapshot!.mean, mean, {
      ...options,
      ...biasAgainst(mean, known?.mean),
      what: `set ${set}, stationary mean, dt 0.05`,
    });
    expectNear(snapshot!.variance, variance, {
      ...options,
      ...biasAgainst(variance, known?.variance),
      what: `set ${set}, stationary variance, dt 0.05`,
    });
  });

  it.each(sets.filter(([set]) => set === 'B' || set === 'D'))(
    'set %s: mean and variance of the first passage',
    async (set, { params, mfpt, fptVariance }) => {
      const study = studyOf({ params, dt: 0.05, horizon: 200, saveAt: [], firstPassage: up(0.8), paths, seed: 4 });
      const passage = (await run(study, { backend, checks: false })).firstPassage as FirstPassage;
      const [known] = biasOf(study).firstPassage;
      const options = { item: 3, who };
      expectNear(passage.mean, mfpt, {
        ...options,
        ...biasAgainst(mfpt, known?.mean),
        what: `set ${set}, mean first passage, bridge, dt 0.05`,
      });
      expectNear(passage.variance, fptVariance, {
        ...options,
        ...biasAgainst(fptVariance, known?.variance),
        what: `set ${set}, variance of first passage, bridge, dt 0.05`,
      });
    },
  );

  it.each(sets)('set %s: probability to reach 0.8 before 0.05', async (set, { params, exitUp }) => {
    const study = studyOf({
      params,
      domain: [0.05, 0.8],
      boundary: { lower: 'absorb', upper: 'absorb' },
      dt: 0.02,
      horizon: set === 'C' ? 1600 : 160, // e^−22 and less of the paths are still inside
      saveAt: [],
      paths: set === 'C' ? Math.ceil(paths / 4) : paths,
      seed: 5,
    });
    const result = await run(study, { backend, checks: false });
    const { upper, lower } = biasOf(study).exits;
    const options = { item: 3, who };
    const exits = result.exits as { upper: Exit; lower: Exit };
    expectNear(exits.upper.probability, exitUp, {
      ...options,
      ...biasAgainst(exitUp, upper?.probability),
      what: `set ${set}, probability to leave at 0.8, dt 0.02`,
    });
    expectNear(exits.lower.probability, 1 - exitUp, {
      ...options,
      ...biasAgainst(1 - exitUp, lower?.probability),
      what: `set ${set}, probability to leave at 0.05, dt 0.02`,
    });
    for (const [side, exit, known] of [
      ['0.8', exits.upper, upper],
      ['0.05', exits.lower, lower],
    ] as const) {
      const { exact, bias, error } = known!.mean!;
      expectNear(exit.mean, exact, {
        ...options,
        bias,
        slack: error,
        what: `set ${set}, mean time to leave at ${side}, dt 0.02`,
      });
    }
  });

  it('a start from the stationary law stays there', async () => {
    const { params, mean, variance } = SETS.D;
    const study = studyOf({ params, initial: 'stationary', dt: 0.01, horizon: 0.01, saveAt: [0], paths });
    const [snapshot] = (await run(study, { backend, checks: false })).snapshots;
    // The table of quantiles is linear between 2¹⁴ + 1 entries, whose outer segments keep their means (theory/stationary.ts).
    expectNear(snapshot!.mean, mean, { slack: 1e-6, what: 'set D, mean of a stationary start', item: 3, who });
    const slack = 2e-5 * variance;
    expectNear(snapshot!.variance, variance, { slack, what: 'set D, variance of a stationary start', item: 3, who });
  });
});
