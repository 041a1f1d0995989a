import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { makePlan } from '#dist/plan/make.js';
import { BLOCK } from '#dist/plan/plan.js';
import { addTotals, emptyTotals } from '#dist/reduce/totals.js';
import { blocksOfShard } from '#dist/study/part.js';
import { candidates } from '../helpers/backends.js';
import { simulateTotals } from '../helpers/simulate.js';
import { down, SETS, studyOf, up } from '../helpers/studies.js';
import { record, sized } from '../helpers/verify.js';

const study = studyOf({
  params: SETS.D.params,
  firstPassage: up(0.5),
  dt: 0.1,
  horizon: 2,
  saveAt: [1, 2],
  paths: sized(9, 70) * BLOCK + 17,
});
const plan = makePlan(study);
const lampertiHeun = makePlan({
  ...study,
  scheme: 'lamperti-heun',
  firstPassage: [up(0.5), down(0.01, 'shift')],
  paths: 2 * BLOCK + 17,
});
const mirrorsAndClamps = makePlan({
  ...study,
  domain: [0.05, 0.4],
  initial: 0.1,
  boundary: { lower: 'reflect', upper: 'clamp' },
  firstPassage: null,
  paths: BLOCK,
});

describe.each(candidates)('$name', ({ name: who, open, variants = [] }) => {
  const same = (what: string) => record({ item: 4, who, what, measured: 'the same bits', allowed: 'the same bits' });
  let backend: Backend;
  const known = new Map<object, ReturnType<typeof simulateTotals>>();
  const totalsOf = (each: typeof plan) => {
    const totals = known.get(each) ?? simulateTotals(backend, each);
    known.set(each, totals);
    return totals;
  };
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  it('gives the same bits again, and in 1, 4 or 7 shards', async () => {
    const whole = await totalsOf(plan);
    expect(whole.paths).toBe(plan.paths);
    for (const count of [1, 4, 7]) {
      const merged = emptyTotals(plan);
      for (let index = count; index >= 1; index--)
        addTotals(merged, await simulateTotals(backend, plan, blocksOfShard(plan, { index, count })));
      expect(merged).toEqual(whole);
      same(`${plan.paths} paths in ${count} shard${count > 1 ? 's' : ''}`);
    }
  });

  it.each(variants)('gives the same bits with $name', async ({ name, open: openVariant }) => {
    const variant = await openVariant();
    try {
      for (const each of [plan, lampertiHeun, mirrorsAndClamps]) {
        expect(await simulateTotals(variant, each)).toEqual(await totalsOf(each));
      }
      same(name);
    } finally {
      await variant.close();
    }
  });

  it('hands out whole blocks from the first on when aborted, and all of them on a rerun', async () => {
    const long = { ...plan, paths: 12 * BLOCK, blocks: 12 };
    const abort = new AbortController();
    const totals = emptyTotals(long);
    let next = 0;
    await backend.simulate(long, 0, long.blocks, {
      signal: abort.signal,
      onTally: (tally) => {
        expect(tally.firstBlock).toBe(next);
        next += tally.blocks;
        totals.blocks += tally.blocks;
        abort.abort();
      },
    });
    expect(next).toBeGreaterThan(0);
    expect(next).toBeLessThanOrEqual(long.blocks);
    const started = await simulateTotals(backend, long, { blocks: next });
    const again = await simulateTotals(backend, long);
    const rest = await simulateTotals(backend, long, { firstBlock: next, blocks: long.blocks - next });
    addTotals(started, rest);
    expect(started).toEqual(again);
    same('aborted, and the rest rerun');
  });

  it('other seeds and other paths are other numbers', async () => {
    const here = await backend.follow(plan, 0, 64);
    const there = await backend.follow(plan, 64, 64);
    const seeded = await backend.follow({ ...plan, key: [2, 0] }, 0, 64);
    const far = await backend.follow({ ...plan, paths: 2 ** 33 }, 2 ** 32, 64);
    for (const other of [there, seeded, far]) {
      const equal = other.x.filter((x, i) => x === here.x[i]).length;
      expect(equal).toBe(0);
    }
    expect((await backend.follow(plan, 60, 4)).x).toEqual(here.x.slice(60));
  });
});
