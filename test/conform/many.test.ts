import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { makePlan } from '#dist/plan/make.js';
import { atPathOffset, BLOCK, type Plan } from '#dist/plan/plan.js';
import { addTally, emptyTotals, type Totals } from '#dist/reduce/totals.js';
import { candidates } from '../helpers/backends.js';
import { simulateTotals } from '../helpers/simulate.js';
import { down, SETS, studyOf, up } from '../helpers/studies.js';
import { record } from '../helpers/verify.js';

const study = studyOf({
  params: SETS.D.params,
  initial: { uniform: [0.1, 0.3] }, // a stream of its own
  firstPassage: [up(0.5), down(0.02, 'grid')],
  dt: 0.1,
  horizon: 2,
  saveAt: [1, 2],
  paths: BLOCK + 17,
});
const plan = makePlan(study);

const exits: Partial<typeof study> = {
  domain: [0.05, 0.4],
  initial: 0.2,
  boundary: { lower: 'absorb', upper: 'absorb' },
  firstPassage: null,
};

/** Plans of one shape and of others, of different sizes. */
const plans: readonly Plan[] = [
  plan,
  makePlan({ ...study, params: SETS.B.params, dt: 0.05, paths: 100 }),
  makePlan({ ...study, params: SETS.C.params, domain: [0, 0.9], firstPassage: [up(0.4), down(0.05, 'grid')] }),
  makePlan({ ...study, ...exits }),
  makePlan({ ...study, scheme: 'lamperti-heun' }),
  makePlan({ ...study, scheme: 'lamperti-heun', params: { ...SETS.D.params, sigma1: 0.2 }, initial: 0.4, seed: 3 }),
  atPathOffset(makePlan({ ...study, params: { ...SETS.D.params, alpha: 0.8 }, initial: 0.2 }), 4321),
  atPathOffset(makePlan({ ...study, paths: 5 }), 999),
  plan,
];

describe.each(candidates)('$name', ({ name: who, open }) => {
  const same = (what: string) => record({ item: 4, who, what, measured: 'the same bits', allowed: 'the same bits' });
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  it('simulates many plans to the bits of each by itself, in their order', async () => {
    const many: Totals[] = plans.map(emptyTotals);
    let last = 0;
    await backend.simulateMany(plans, {
      onTally(index, tally) {
        expect(index).toBeGreaterThanOrEqual(last);
        last = index;
        expect(tally.firstBlock).toBe(many[index]!.blocks);
        addTally(many[index]!, tally, plans[index]!);
      },
    });
    for (const [index, each] of plans.entries()) {
      expect(many[index], `plan ${index}`).toEqual(await simulateTotals(backend, each));
    }
    same(`${plans.length} plans at once`);
  });

  it('hands out whole plans from the first on when aborted', async () => {
    const abort = new AbortController();
    const long = Array.from({ length: 40 }, () => plan);
    const many = long.map(emptyTotals);
    await backend.simulateMany(long, {
      signal: abort.signal,
      onTally(index, tally) {
        addTally(many[index]!, tally, plan);
        abort.abort();
      },
    });
    const blocks = many.map((totals) => totals.blocks);
    const told = blocks.reduce((sum, n) => sum + n, 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(40 * plan.blocks);
    expect(blocks).toEqual([...blocks].sort((a, b) => b - a)); // no gap
    expect(many[0]).toEqual(
      await simulateTotals(backend, { ...plan, paths: Math.min(plan.paths, BLOCK * blocks[0]!), blocks: blocks[0]! }),
    );
  });

  it.each([
    ['thresholds', study],
    ['exits', { ...study, ...exits }],
    ['Lamperti–Heun', { ...study, scheme: 'lamperti-heun' as const }],
  ])('path i at an offset k is path i + k: %s', async (_, each) => {
    const k = 1234; // no multiple of a block
    const whole = makePlan(each);
    const far = { ...whole, paths: 300, blocks: 1 };
    const ends = await backend.follow(whole, k, 300);
    expect(await backend.follow(atPathOffset(far, k), 0, 300)).toEqual(ends);
    expect(await backend.follow(atPathOffset(far, k - 100), 100, 300)).toEqual(ends);
    const hits = await simulateTotals(backend, atPathOffset(far, k));
    const steps = ends.hitStep.filter((_step, i) => each.firstPassage !== null && i % 2 === 0);
    expect(hits.hits[0]?.counts.reduce((sum, n) => sum + n, 0) ?? 0).toBe(steps.filter((step) => step >= 0).length);
    expect(Number(hits.pathSteps)).toBe(ends.endStep.reduce((sum, step) => sum + step, 0));
    same('path i at an offset k is path i + k');
  });

  it('reaches beyond 2³² paths by an offset', async () => {
    const offset = 2 ** 32 - BLOCK;
    const ends = await backend.follow(atPathOffset(plan, offset), 0, plan.paths);
    expect(ends).toEqual(await backend.follow({ ...plan, paths: 2 ** 33 }, offset, plan.paths));
    const totals = await simulateTotals(backend, atPathOffset(plan, offset));
    expect(Number(totals.pathSteps)).toBe(ends.endStep.reduce((sum, step) => sum + step, 0));
    const alive = ends.x.filter((_, i) => ends.fate[i] === 0).reduce((sum, x) => sum + x, 0);
    expect(alive).not.toBe(0);
    expect(() => atPathOffset(plan, offset + 1)).toThrow('whole blocks');
  });
});
