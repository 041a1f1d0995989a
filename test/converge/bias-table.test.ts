// What the time step does to the mean first-passage time, scheme by scheme: exact biases by the scheme's own one-step
// kernel (Nyström on graded nodes, converged to 1e-9). The simulation must have that very bias, not merely a small one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import type { FirstPassage } from '#dist/result/result.js';
import type { Monitor, Study } from '#dist/spec/study.js';
import { run } from '#dist/study/run.js';
import { simulators } from '../helpers/backends.js';
import { SETS, type SetName, studyOf, up } from '../helpers/studies.js';
import { expectNear } from '../helpers/tolerance.js';
import { full, sized } from '../helpers/verify.js';

/** Percent of the exact mean; dt, Euler–Maruyama on the grid, with the bridge, with a shifted barrier, Lamperti–Heun with the bridge. */
const TABLE: readonly (readonly [SetName, number, number, number, number, number])[] = [
  ['A', 0.2, 52.52, -15.25, -16.93, 1.013],
  ['A', 0.1, 40.44, -8.91, -9.66, 0.264],
  ['B', 0.4, 22.8, -5.388, -4.79, 1.085],
  ['B', 0.2, 17.14, -3.197, -2.81, 0.272],
  ['B', 0.1, 12.54, -1.804, -1.565, 0.07],
  ['C', 0.2, 51.86, -10.16, -10.2, 0.518],
  ['C', 0.1, 37.97, -5.7, -5.6, 0.134],
  ['D', 0.2, 20.96, -0.424, 1.32, 0.452],
  ['D', 0.1, 14.71, -0.384, 0.61, 0.116],
];

const PRINTED = 0.005; // percent: half a unit of the table's second decimal

const smallTable = TABLE.filter(([set, dt]) => (set === 'B' && dt > 0.1) || (set === 'D' && dt === 0.1));

describe.each(simulators)('$name', ({ name: who, open, paths }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  const passageOf = async (
    set: SetName,
    dt: number,
    monitor: Monitor,
    {
      scheme = 'euler-maruyama',
      lower = 'reflect',
      least = 0,
    }: Partial<Pick<Study, 'scheme'>> & {
      lower?: 'reflect' | 'clamp';
      least?: number;
    } = {},
  ) => {
    // A tail beyond the horizon of less than e^−25: sets A to D leave at rates of 1/43, 1/5, 1/73 and 1/4.5.
    const horizon = { A: 1200, B: 200, C: 2000, D: 160 }[set];
    const study = studyOf({
      params: SETS[set].params,
      boundary: { lower, upper: 'reflect' },
      scheme,
      dt,
      horizon,
      saveAt: [],
      firstPassage: up(0.8, monitor),
      paths: Math.max(least, set === 'A' || set === 'C' ? Math.ceil(paths / 4) : paths),
    });
    const passage = (await run(study, { backend })).firstPassage as FirstPassage;
    expect(passage.censored).toBe(0);
    return passage;
  };

  it.each(sized(smallTable, TABLE))(
    'set %s, dt %d: biases of %d (grid), %d (bridge), %d (shift) and, Lamperti–Heun, %d percent',
    async (set, dt, grid, bridge, shift, heun) => {
      const columns = [
        ['euler-maruyama', 'grid', grid],
        ['euler-maruyama', 'bridge', bridge],
        ['euler-maruyama', 'shift', shift],
        ['lamperti-heun', 'bridge', heun],
      ] as const;
      // A software driver takes seconds to compile a kernel: one set has them all.
      const all = who === 'wasm' || full || set === 'D';
      for (const [scheme, monitor, percent] of all ? columns : columns.slice(0, 2)) {
        const { mean } = await passageOf(set, dt, monitor, { scheme });
        const exact = SETS[set].mfpt;
        const bias = (percent / 100) * exact;
        expectNear(mean, exact, {
          bias,
          slack: (PRINTED / 100) * exact,
          what: `set ${set}, mean first passage, ${scheme}, ${monitor}, dt ${dt}`,
          item: 3,
          who,
        });
      }
    },
  );

  if (who === 'wasm' || full) {
    it('set A, dt 0.05: a clamped lower end has −1.50 % where a mirror has −4.95 %', async () => {
      const exact = SETS.A.mfpt;
      // 10 standard errors (of 40.2/√n) in the 3.45 % between the two, so that neither passes for the other.
      const least = Math.ceil((10 * 40.2) ** 2 / (0.0345 * exact) ** 2);
      for (const [lower, percent] of [
        ['reflect', -4.95],
        ['clamp', -1.5],
      ] as const) {
        const { mean } = await passageOf('A', 0.05, 'bridge', { lower, least });
        expectNear(mean, exact, {
          bias: (percent / 100) * exact,
          slack: (PRINTED / 100) * exact,
          what: `set A, mean first passage, ${lower} below, dt 0.05`,
          item: 3,
          who,
        });
      }
    });
  }
});
