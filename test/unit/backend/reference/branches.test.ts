/** The numbers of branches at their public addresses, and tallies that do not depend on how the paths were cut. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { PathNoise } from '#dist/backend/reference/noise.js';
import { normals, uniform } from '#dist/backend/reference/normal.js';
import { SplittingFollower } from '#dist/backend/reference/splitting.js';
import { WeightCounter, weightOf } from '#dist/backend/weights.js';
import { BLOCK, type Plan } from '#dist/plan/plan.js';
import { BRANCHES } from '#dist/plan/search.js';
import { addTotals, emptyTotals } from '#dist/reduce/totals.js';
import { mergeParts } from '#dist/study/merge.js';
import { blocksOfShard, type Part } from '#dist/study/part.js';
import { planStudy } from '#dist/study/plan.js';
import { run, runPart } from '#dist/study/run.js';
import { bigWords } from '../../../helpers/generators.js';
import { simulateTotals } from '../../../helpers/simulate.js';
import { brownianStudy } from '../../../helpers/unlikely.js';

const exact = (value: number) => value;
const splitting = planStudy(brownianStudy(1e-5, 12, { method: 'splitting', paths: 2 * BLOCK + 17 }));
const tilted = planStudy(brownianStudy(1e-5, 12, { method: 'tilted', paths: 2 * BLOCK + 17 }));

describe('addresses', () => {
  const high = 3; // of the path
  const low = 77;
  const draws = (branch: number) => {
    const noise = new PathNoise(splitting, exact);
    const search = { x: 0, crossed: 0.5, inverse: 0, exitCrossed: 0.5, exitInverse: 0 };
    noise.begin(high * 2 ** 32 + low, search);
    noise.turnTo(branch);
    noise.renew(search);
    return { search, z: noise.normal(7) }; // the third of the second block of four
  };
  const words = (block: number, branch: number, stream: number) =>
    branch === 0
      ? bigWords([block, low, high, stream], splitting.key, splitting.rng)
      : bigWords(
          [block, low, branch % 2 ** 32, 16 + stream + 2 ** 8 * high + 2 ** 16 * Math.floor(branch / 2 ** 32)],
          splitting.key,
          splitting.rng,
        );

  it.each([0, 1, 4, 2 ** 31, 2 ** 32 + 1, 2 ** 48 - 1])('of branch %s', (branch) => {
    const { search, z } = draws(branch);
    expect(search.crossed).toBe(0);
    expect(search.exitCrossed).toBe(0);
    expect(search.inverse).toBe(uniform(words(0, branch, 2)[0]!, exact));
    expect(search.exitInverse).toBe(uniform(words(0, branch, 3)[0]!, exact));
    const pair = new Float64Array(2);
    const [, , w2, w3] = words(1, branch, 0);
    normals(pair, 0, w2!, w3!, exact);
    expect(z).toBe(pair[0]);
  });

  it('all branches of a tree have uniforms and noise of their own', () => {
    const seen = { uniforms: new Set<number>(), first: new Set<string>(), branches: 0 };
    const renew = PathNoise.prototype.renew;
    const normal = PathNoise.prototype.normal;
    try {
      PathNoise.prototype.renew = function (search) {
        renew.call(this, search);
        seen.uniforms.add(search.inverse);
        seen.branches++;
      };
      PathNoise.prototype.normal = function (step) {
        const z = normal.call(this, step);
        seen.first.add(`${step} ${z}`);
        return z;
      };
      const follower = new SplittingFollower(splitting, splitting.rare as never, exact);
      let steps = 0;
      for (let path = 0; path < 400; path++) steps += follower.follow(path, new WeightCounter(splitting)).steps;
      expect(seen.branches).toBeGreaterThan(1000);
      expect(seen.uniforms.size).toBe(seen.branches);
      expect(seen.first.size).toBe(steps); // no step of any branch draws what another draws
    } finally {
      PathNoise.prototype.renew = renew;
      PathNoise.prototype.normal = normal;
    }
  });
});

describe.each([
  ['tilted', tilted],
  ['splitting', splitting],
] as [string, Plan][])('%s', (method, plan) => {
  it('gives the same bits in any number of shards, merged in any order', async () => {
    const backend = await createReferenceBackend();
    const whole = await simulateTotals(backend, plan);
    expect(whole.paths).toBe(plan.paths);
    for (const count of [2, 3]) {
      const merged = emptyTotals(plan);
      for (let index = count; index >= 1; index--)
        addTotals(merged, await simulateTotals(backend, plan, blocksOfShard(plan, { index, count })));
      expect(merged).toEqual(whole);
    }
  });

  it('gives the same result from parts that went through files', async () => {
    const study = brownianStudy(1e-3, 16, { method: method as 'tilted', paths: BLOCK + 5 });
    const whole = await run(study);
    const parts = [1, 2].map(
      async (index) => JSON.parse(JSON.stringify(await runPart(study, { index, count: 2 }))) as Part,
    );
    const { provenance: _, ...merged } = mergeParts(await Promise.all(parts));
    const { provenance: __, ...expected } = whole;
    expect(merged).toEqual(expected);
    expect(whole.firstPassage).toMatchObject({ weights: { effectiveSampleSize: expect.any(Number) } });
    expect(whole.checks.map(({ quantity, ok }) => [quantity, ok])).toContainEqual(['firstPassage.probability', true]);
  });

  it('keeps whole blocks when aborted', async () => {
    const abort = new AbortController();
    const totals = emptyTotals(plan);
    const backend = await createReferenceBackend();
    await backend.simulate(plan, 0, plan.blocks, {
      signal: abort.signal,
      onTally: (tally) => {
        totals.blocks += tally.blocks;
        totals.paths += tally.paths;
        abort.abort();
      },
    });
    expect(totals).toMatchObject({ blocks: 1, paths: BLOCK });
  });
});

it('splitting weighs by integers: hits after i levels, R^−i each', async () => {
  const { weights, paths } = await simulateTotals(await createReferenceBackend(), splitting);
  const units = weights!.hitsAfter.map((hits, i) => Number(hits) * BRANCHES ** -i);
  expect(weightOf(weights!.sums[0]!) * splitting.rare!.unit).toBe(units.reduce((sum, share) => sum + share, 0));
  expect(weights!.reached[0]).toBe(BigInt(paths));
});
