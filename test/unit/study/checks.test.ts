import { describe, expect, it } from 'vitest';
import { biasOf, checkResult } from '#dist/study/checks.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';
import { studyOf, up } from '../../helpers/studies.js';

const custom = (drift: string, diffusion: string) => ({
  model: { drift, diffusion },
  params: {},
  paths: 200,
  dt: 0.01,
});

describe('checks', () => {
  it.each([
    [
      'drift and diffusion vanish at both ends',
      { ...custom('x*(1 - x)', 'x*(1 - x)'), firstPassage: up(0.9), initial: 0.5 },
    ],
    ['drift and diffusion vanish at one end', { ...custom('0.05*x', '0.2*x'), domain: [0, 10], initial: 1 }],
    ['there is no noise at all', { ...custom('0', '0') }],
    ['the noise is far too weak', { ...custom('-x', '1e-6'), domain: [-3, 3], initial: 1, saveAt: [1] }],
  ] as const)('are left out with a reason where %s, and the run is kept', async (_, changes) => {
    const result = await run(studyOf({ saveAt: [10], ...changes, seed: 3 }));
    expect(result.snapshots.at(-1)!.paths).toBe(200);
    expect(result.checks.filter(({ quantity }) => quantity.startsWith('snapshots'))).toEqual([]);
    expect(Object.keys(result.unchecked)).toContain('snapshots');
    expect(() => theory(result.spec)).not.toThrow();
  });

  it('are left out where the oracle knows less than the estimate: deep wells, tiny noise', async () => {
    const params = { a: 1, b: 1, sigma: 0.05 };
    const study = studyOf({
      model: 'double-well',
      params,
      domain: [-2, 2],
      initial: -1,
      dt: 0.01,
      horizon: 40,
      saveAt: [40],
      paths: 500,
    });
    const result = await run(study, { checks: false });
    const bias = biasOf(study);
    const [snapshot] = bias.snapshots;
    // The kernel's own error shows that its bias is worthless here.
    expect(snapshot!.variance!.error).toBeGreaterThan(1);
    expect(checkResult(result, bias).map(({ quantity }) => quantity)).not.toContain('snapshots[0].variance');
  });

  it('tell what is exact of a passage that too few paths saw', async () => {
    const params = { theta: 1, m: 0, sigma: 0.5 };
    const study = studyOf({
      model: 'ornstein-uhlenbeck',
      params,
      domain: [-3, 3],
      initial: 0,
      saveAt: [],
      horizon: 10,
      firstPassage: up(2.5),
      paths: 500,
    });
    const { checks, unchecked } = await run(study);
    expect(checks).toEqual([]);
    // 3.12e-10 by the horizon, also by importance sampling.
    expect(unchecked['firstPassage']).toMatch(
      /^0 events tell too little; the exact probability by the horizon is 3\.12\d*e-10$/,
    );
  });
});
