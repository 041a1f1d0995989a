import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Backend, Tally } from '#dist/backend/backend.js';
import { createWebgpuBackend } from '#dist/backend/gpu/index.js';
import { Schedule } from '#dist/backend/gpu/schedule.js';
import type { Plan } from '#dist/plan/plan.js';
import { lampertiPlans } from '../lamperti-plans.js';
import { planOf, plans } from '../wasm/plans.js';
import { openGpu, poisoned } from './dawn.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createWebgpuBackend({ gpu: openGpu() });
});
afterAll(() => backend.close());

async function tallies(of: Backend, plan: Plan): Promise<Tally[]> {
  const list: Tally[] = [];
  await of.simulate(plan, 0, plan.blocks, { onTally: (tally) => list.push(tally) });
  return list;
}

const horizon = { horizon: 0.2, saveAt: [0.2] };
/** Met by most paths within 300 steps. */
const near = { threshold: 0.15, direction: 'up', monitor: 'bridge', bins: 10 } as const;

describe('the tail of a batch', () => {
  it.each([1, 63, 64, 65, 4095, 4096, 4097])('counts every path of %i once', async (paths) => {
    const plan = planOf({ ...horizon, paths });
    const [tally] = await tallies(backend, plan);
    const { histogram, moments } = tally!.snapshots[0]!;
    expect(tally!.paths).toBe(paths);
    expect(tally!.pathSteps).toBe(20 * paths);
    expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(paths);
    expect(moments.length).toBe(5 * Math.ceil(paths / 4096));
    expect(moments.filter((_, i) => i % 5 === 0).reduce((sum, count) => sum + count, 0)).toBe(paths);
  });

  it('gives a path the same moments beside others as alone', async () => {
    const { x } = await backend.follow(planOf({ ...horizon, paths: 4097 }), 4096, 1);
    const [tally] = await tallies(backend, planOf({ ...horizon, paths: 4097 }));
    expect([...tally!.snapshots[0]!.moments.slice(5)]).toEqual([1, x[0], 0, 0, 0]);
  });
});

describe('a batch of which every path has ended', () => {
  const early = {
    paths: 500,
    horizon: 4000,
    firstPassage: near,
  } as const;

  it('is over, long before the horizon', async () => {
    const take = vi.spyOn(Schedule.prototype, 'take');
    const plan = planOf({ ...early, saveAt: [] });
    const [tally] = await tallies(backend, plan);
    const [schedule] = take.mock.contexts as Schedule[];
    take.mockRestore();
    expect(schedule!.step).toBeLessThan(plan.steps / 2);
    expect(tally!.hits[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it('is not over before what is to be saved: that nobody is left', async () => {
    const careful = await createWebgpuBackend({ gpu: poisoned(openGpu()), tuning: { chunkSteps: 64 } });
    const plan = planOf({
      paths: 100,
      domain: [0.2, 0.7],
      boundary: { lower: 'absorb', upper: 'absorb' },
      initial: 0.4,
      horizon: 60,
      saveAt: [1, 60],
    });
    const [tally] = await tallies(careful, plan);
    await careful.close();
    expect(tally!.snapshots[0]!.moments[0]).toBeGreaterThan(0);
    expect(tally!.snapshots[1]!.moments[0]).toBe(0);
  });
});

it.each([
  [3, 300],
  [3.01, 301],
  [3.03, 303],
])('ends a path that has met its threshold with the last save: %d', async (time, last) => {
  const plan = planOf({
    paths: 500,
    firstPassage: near,
    saveAt: [time],
    horizon: 9,
  });
  const { hitStep, endStep } = await backend.follow(plan, 0, plan.paths);
  const inTime = (step: number) => step >= 0 && step <= last;
  expect(hitStep.filter(inTime).length).toBeGreaterThan(400);
  hitStep.forEach((step, i) => {
    if (inTime(step)) expect(endStep[i]).toBe(last);
  });
});

it('saves where a watched path is, not where it was', async () => {
  const fields = { paths: 500, scheme: 'lamperti-heun', saveAt: [1], horizon: 2 } as const;
  const [plain] = await tallies(backend, planOf(fields));
  const [watched] = await tallies(backend, planOf({ ...fields, firstPassage: { ...near, threshold: 0.9 } }));
  expect(watched!.snapshots[0]!.moments[0]).toBe(500);
  // The same steps by another kernel: means of f32 positions below 1, some 2⁻²⁴ apart; at the start they were 0.1.
  expect(watched!.snapshots[0]!.moments[1]).toBeCloseTo(plain!.snapshots[0]!.moments[1]!, 5);
});

describe('on a device of unknown speed', () => {
  const watched = planOf({ horizon: 0.4, saveAt: [], paths: 4 * 4096, firstPassage: near });
  const together = async (of: Backend, plan: Plan) => {
    const all = await tallies(of, plan);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
    const hits = watched.thresholds.length === plan.thresholds.length ? all.map(({ hits: [hit] }) => hit!) : [];
    return {
      blocks: all.map(({ blocks }) => blocks),
      pathSteps: sum(all.map(({ pathSteps }) => pathSteps)),
      hits: hits.reduce((total, { sum: steps }) => total + steps, 0n),
    };
  };

  it('a batch of watched paths begins with few, and comes to the same', async () => {
    const careful = await createWebgpuBackend({ gpu: openGpu(), tuning: { firstPaths: 4096 } });
    const { blocks, ...rest } = await together(careful, watched);
    expect(blocks[0]).toBe(1);
    const { blocks: atOnce, ...expected } = await together(backend, watched);
    expect(atOnce).toEqual([4]);
    expect(rest).toEqual(expected);
    const many = new Map<number, number>();
    const plans = [watched, watched, watched].map((plan) => ({ ...plan, paths: 4096, blocks: 1 }));
    await careful.simulateMany(plans, { onTally: (index, tally) => many.set(index, tally.pathSteps) });
    expect(new Set(many.values()).size).toBe(1);
    expect(many.size).toBe(3);
    await careful.close();
  });

  it('a batch of paths that nothing happens to has all of them: its steps are few', async () => {
    const careful = await createWebgpuBackend({ gpu: openGpu(), tuning: { firstPaths: 4096 } });
    expect((await together(careful, planOf({ ...horizon, paths: 4 * 4096 }))).blocks).toEqual([4]);
    await careful.close();
  });
});

describe('lanes that take path after path', () => {
  const unsaved = Object.entries({ ...plans, ...lampertiPlans }).map(
    ([name, plan]) => [name, { ...plan, saveSteps: [] }] as const,
  );
  it.each(unsaved)('end every path as listed survivors do: %s', async (_, plan) => {
    const strolling = await createWebgpuBackend({
      gpu: poisoned(openGpu()),
      tuning: { strolls: true, chunkSteps: 20 },
    });
    const count = Math.min(plan.paths, 1500);
    expect(await strolling.follow(plan, 0, count)).toEqual(await backend.follow(plan, 0, count));
    for (const saveSteps of [[], [0]]) {
      const whole = { ...plan, saveSteps, paths: count, blocks: 1 };
      expect(await tallies(strolling, whole)).toEqual(await tallies(backend, whole));
    }
    await strolling.close();
  });

  it('lose none of the four paths that they take at once where there are many', async () => {
    const strolling = await createWebgpuBackend({ gpu: openGpu(), tuning: { strolls: true, chunkSteps: 20 } });
    const plan = planOf({ horizon: 3, saveAt: [], paths: 4096, firstPassage: near });
    expect(await strolling.follow(plan, 0, 4096)).toEqual(await backend.follow(plan, 0, 4096));
    await strolling.close();
  });
});

it('sums the moments of a block as f64 does, to f32 about its own mean', async () => {
  const plan = planOf({ ...horizon, paths: 4096 });
  const { x } = await backend.follow(plan, 0, 4096);
  const [tally] = await tallies(backend, plan);
  const [n, mean, ...central] = tally!.snapshots[0]!.moments;
  const exactMean = x.reduce((sum, value) => sum + value, 0) / 4096;
  const spread = Math.max(...x) - Math.min(...x);
  expect(n).toBe(4096);
  // Positions are differences of f32 numbers below 1: 2⁻²⁴ each; a sum of 64, a tree of 8 + 8: relative 80 · 2⁻²⁴ at most.
  expect(Math.abs(mean! - exactMean)).toBeLessThan(80 * 2 ** -24 * spread + 2 ** -24);
  [2, 3, 4].forEach((order, i) => {
    const terms = x.map((value) => (value - exactMean) ** order);
    const exact = terms.reduce((sum, term) => sum + term, 0);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    const shift = order * 2 ** -24 * x.reduce((sum, value) => sum + Math.abs(value - exactMean) ** (order - 1), 0);
    expect(Math.abs(central[i]! - exact)).toBeLessThan(80 * 2 ** -24 * size + shift);
  });
});

describe('buffers that start full of 0xcacacaca', () => {
  const { fixedHorizon, passageAndSaves, twoAbsorbingEnds, overshootsOfManyWidths } = plans;
  const { lampertiEveryMonitor } = lampertiPlans;
  const each = { fixedHorizon, passageAndSaves, twoAbsorbingEnds, overshootsOfManyWidths, lampertiEveryMonitor };
  it.each(Object.entries(each))('change nothing: %s', async (_, plan) => {
    const dirty = await createWebgpuBackend({ gpu: poisoned(openGpu()), tuning: { batchBlocks: 2 } });
    try {
      const clean = await createWebgpuBackend({ gpu: openGpu(), tuning: { batchBlocks: 2 } });
      expect(await tallies(dirty, plan)).toEqual(await tallies(clean, plan));
      await clean.close();
    } finally {
      await dirty.close();
    }
  });
});

describe('the cut of a quad of steps', () => {
  // Save times inside quads, far overshoots (the slow path) and ordinary steps (the fast ones) side by side.
  const study = {
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.6, sigma1: 0.3 },
    dt: 0.5,
    horizon: 30,
    saveAt: [0.5, 3.5, 9, 30],
    paths: 500,
  } as const;
  const eulerMaruyama = planOf(study);
  const lampertiHeun = planOf({ ...study, scheme: 'lamperti-heun' });

  it.each([
    [1, 'Euler–Maruyama', eulerMaruyama],
    [6, 'Euler–Maruyama', eulerMaruyama],
    [17, 'Euler–Maruyama', eulerMaruyama],
    [6, 'Lamperti–Heun', lampertiHeun],
  ] as const)('gives the same bits in dispatches of %i steps, %s', async (chunkSteps, _, plan) => {
    const other = await createWebgpuBackend({ gpu: openGpu(), tuning: { chunkSteps } });
    try {
      expect(await tallies(other, plan)).toEqual(await tallies(backend, plan));
      expect(await other.follow(plan, 0, 500)).toEqual(await backend.follow(plan, 0, 500));
    } finally {
      await other.close();
    }
  });
});

it('crosses 2³² paths with the right high word', async () => {
  const plan = planOf({ ...horizon, paths: 2 ** 33 });
  const across = await backend.follow(plan, 2 ** 32 - 2, 4);
  const [before, after] = [await backend.follow(plan, 2 ** 32 - 2, 2), await backend.follow(plan, 2 ** 32, 2)];
  expect([...across.x]).toEqual([...before.x, ...after.x]);
  const first = await backend.follow(plan, 0, 2);
  expect([...after.x]).not.toEqual([...first.x]);
});
