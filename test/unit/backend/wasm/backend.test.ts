// What is the backend's own: how work is cut, what the fast loop may skip, and what becomes of workers.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Backend, PathEnds, Tally } from '#dist/backend/backend.js';
import { Pool } from '#dist/backend/pool.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { Share } from '#dist/backend/wasm/protocol.js';
import { BLOCK, type Plan } from '#dist/plan/plan.js';
import { planOf, plans } from './plans.js';

let backend: Backend;
let reference: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
  reference = await createReferenceBackend({ precision: 'f32' });
});
afterAll(() => backend.close());

async function talliesOf(plan: Plan, from: Backend, first = 0, blocks = plan.blocks): Promise<Tally[]> {
  const tallies: Tally[] = [];
  await from.simulate(plan, first, blocks, { onTally: (tally) => tallies.push(tally) });
  return tallies;
}

const total = (tallies: readonly Tally[], of: (tally: Tally) => number): number =>
  tallies.reduce((sum, tally) => sum + of(tally), 0);

describe.each(Object.entries(plans))('%s', (name, plan) => {
  const count = 203; // no multiple of 4, across the end of a block
  const first = BLOCK - 100;

  it('ends its paths as the reference does', async () => {
    const [ours, theirs] = [await backend.follow(plan, first, count), await reference.follow(plan, first, count)];
    expect(ours.fate).toEqual(theirs.fate);
    // A step decided by the last bit may fall otherwise; seen in none of these.
    expect(ours.hitStep).toEqual(theirs.hitStep);
    expect(ours.endStep).toEqual(theirs.endStep);
    const worst = ours.x.reduce((max, x, i) => Math.max(max, Math.abs(x - theirs.x[i]!) || 0), 0);
    // Normals differ by up to 3e-6 beside rounding; the drift of these models does not magnify it. Folds over many widths do.
    if (name !== 'overshootsOfManyWidths') expect(worst).toBeLessThan(1e-5);
    if (name === 'failing') expect(ours.fate.filter((fate) => fate === 3).length).toBeGreaterThan(0);
  });

  it('does not depend on vectors, on the replay of calm blocks or on the cut', async () => {
    const whole = await backend.follow(plan, first, count);
    for (const cut of [
      { vectors: 1, byIntegers: 0 },
      { vectors: 2, byIntegers: 1 },
      { vectors: 4, byIntegers: 0 },
      { vectors: 4, byIntegers: 2 },
    ] as const) {
      const other = await createWasmBackend({ threads: 1, cut });
      expect(await other.follow(plan, first, count)).toEqual(whole);
      await other.close();
    }
    // Saved after every step, no block of four steps is left to the fast loop; ends stay, where the path is not made longer.
    const everyStep = { ...plan, saveSteps: Array.from({ length: plan.steps }, (_, i) => i + 1) };
    const last = plan.saveSteps.at(-1) ?? 0;
    const exact = await backend.follow(everyStep, first, count);
    for (let i = 0; i < count; i++) {
      const hits = whole.hitStep.subarray(i * plan.thresholds.length, (i + 1) * plan.thresholds.length);
      expect(exact.hitStep.subarray(i * plan.thresholds.length, (i + 1) * plan.thresholds.length)).toEqual(hits);
      if (whole.endStep[i] === exact.endStep[i]) {
        expect(exact.fate[i]).toBe(whole.fate[i]);
        expect(exact.x[i]).toBe(whole.x[i]);
      } else expect(whole.endStep[i]).toBe(Math.max(last, ...hits));
    }
    const parts = [await backend.follow(plan, first, 101), await backend.follow(plan, first + 101, count - 101)];
    expect(parts.flatMap(({ x }) => [...x])).toEqual([...whole.x]);
    expect(parts.flatMap(({ endStep }) => [...endStep])).toEqual([...whole.endStep]);
  });

  it('tallies what its paths did', async () => {
    const paths = BLOCK + 63;
    const small = { ...plan, paths, blocks: 2 };
    const tallies = await talliesOf(small, backend);
    const ends: PathEnds = await backend.follow(small, 0, paths);
    const failed = ends.fate.filter((fate) => fate === 3).length;
    expect(total(tallies, (tally) => tally.paths)).toBe(paths);
    expect(total(tallies, (tally) => tally.nonFinite)).toBe(failed);
    expect(total(tallies, (tally) => tally.pathSteps)).toBe(ends.endStep.reduce((sum, step) => sum + step, 0));
    for (const [j] of plan.thresholds.entries()) {
      const steps = Array.from(ends.fate, (fate, i) =>
        fate === 3 ? -1 : ends.hitStep[i * plan.thresholds.length + j]!,
      );
      const hits = steps.filter((step) => step >= 0);
      expect(total(tallies, (tally) => tally.hits[j]!.counts.reduce((a, b) => a + b, 0))).toBe(hits.length);
      expect(total(tallies, (tally) => Number(tally.hits[j]!.sum))).toBe(hits.reduce((a, b) => a + b, 0));
      const absorbed = steps.filter((step, i) => step < 0 && (ends.fate[i] === 1 || ends.fate[i] === 2));
      expect(total(tallies, (tally) => tally.absorbed[j]!)).toBe(absorbed.length);
    }
    for (const [side, fate] of [
      ['lower', 1],
      ['upper', 2],
    ] as const) {
      const left = ends.fate.filter((f) => f === fate).length;
      expect(total(tallies, (tally) => tally.exits[side].counts.reduce((a, b) => a + b, 0))).toBe(left);
    }
  });
});

it('tells the same whichever kernel takes a block', async () => {
  const plan = { ...plans.passageAndSaves, paths: 200 * BLOCK, blocks: 200 };
  const sent = vi.spyOn(Pool.prototype, 'run');
  const alone = await createWasmBackend({ threads: 1, cut: { vectors: 1, byIntegers: 0 } });
  const choosing = await createWasmBackend({ threads: 2, tryAfter: 0 });
  try {
    const sums = (tallies: readonly Tally[]) => ({
      pathSteps: total(tallies, ({ pathSteps }) => pathSteps),
      hits: total(tallies, ({ hits }) => Number(hits[0]!.sumOfSquares)),
      moments: tallies
        .toSorted((a, b) => a.firstBlock - b.firstBlock)
        .flatMap(({ snapshots }) => [...snapshots[3]!.moments]),
    });
    const expected = sums(await talliesOf(plan, alone));
    // The second kernel is there after the first of them, and is tried from the ninth block of a worker on.
    for (let k = 0; k < 3; k++) expect(sums(await talliesOf(plan, choosing))).toEqual(expected);
    const shares = sent.mock.calls.flatMap(([task]) => (task as { shares: readonly Share[] }).shares);
    expect(shares.filter(({ other }) => other).length).toBeGreaterThan(0);
  } finally {
    sent.mockRestore();
    await Promise.all([alone.close(), choosing.close()]);
  }
});

it('moments and histograms of a save time are those of the reference', async () => {
  const plan = { ...plans.passageAndSaves, paths: 100, blocks: 1 };
  const [[ours], [theirs]] = [await talliesOf(plan, backend), await talliesOf(plan, reference)];
  for (const [i, { moments, histogram }] of ours!.snapshots.entries()) {
    const expected = theirs!.snapshots[i]!;
    expect(moments[0]).toBe(expected.moments[0]);
    for (let r = 1; r < 5; r++) expect(moments[r]).toBeCloseTo(expected.moments[r]!, 4);
    expect(histogram.reduce((a, b) => a + b, 0)).toBe(moments[0]);
  }
});

it('follows paths beyond 2³², across the boundary too', async () => {
  const plan = { ...plans.firstPassage, paths: 1e12, blocks: Math.ceil(1e12 / BLOCK) };
  for (const first of [2 ** 32 - 5, 999_999_999_000]) {
    const [ours, theirs] = [await backend.follow(plan, first, 10), await reference.follow(plan, first, 10)];
    expect(ours.hitStep).toEqual(theirs.hitStep);
    expect(ours.endStep).toEqual(theirs.endStep);
  }
});

it('follows paths for more steps than the step table has', async () => {
  const plan = planOf({ horizon: 15, saveAt: [15] });
  const [ours, theirs] = [await backend.follow(plan, 0, 20), await reference.follow(plan, 0, 20)];
  for (const [i, x] of ours.x.entries()) expect(x).toBeCloseTo(theirs.x[i]!, 5);
});

it('without noise, a threshold is crossed where a step goes over it', async () => {
  // From 0.02 the drift leads to −0.18 and the mirror to 0.18, beyond the threshold; the next step, to −0.02, goes over it.
  const plan = planOf({
    model: { drift: '-20', diffusion: '0' },
    params: {},
    initial: 0.02,
    saveAt: [],
    firstPassage: { threshold: 0.1, direction: 'up', monitor: 'bridge', bins: 10 },
  });
  expect([...(await backend.follow(plan, 0, 3)).hitStep]).toEqual([2, 2, 2]);
});

it('counts late steps exactly', async () => {
  // No noise and no drift: nothing happens for 5 · 10⁵ steps.
  const plan = planOf({
    model: { drift: '0', diffusion: '0' },
    params: {},
    initial: 0.5,
    dt: 1,
    horizon: 500_003,
    saveAt: [],
    firstPassage: { threshold: 0.9, direction: 'up', monitor: 'grid', bins: 10 },
    paths: 3,
  });
  const [tally] = await talliesOf(plan, backend);
  expect(tally!.pathSteps).toBe(3 * 500_003);
  expect(tally!.hits[0]!.sum).toBe(0n);
});

it('stops soon inside a long block when aborted, and works on afterwards', async () => {
  const plan = planOf({ dt: 0.01, horizon: 1e5, saveAt: [1e5], paths: 8 * BLOCK });
  const abort = new AbortController();
  const tallies: Tally[] = [];
  let steps = 0;
  const started = performance.now();
  await backend.simulate(plan, 0, plan.blocks, {
    signal: abort.signal,
    onTally: (tally) => tallies.push(tally),
    onProgress: ({ pathSteps }) => {
      expect(pathSteps).toBeGreaterThanOrEqual(steps);
      steps = pathSteps;
      abort.abort();
    },
  });
  // A block of 10⁷ steps would take minutes; a worker looks for messages every 100 ms.
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(tallies).toEqual([]);
  expect(steps).toBeGreaterThan(0);
  expect(total(await talliesOf(plans.firstPassage, backend), (tally) => tally.paths)).toBe(plans.firstPassage.paths);
});

it('rejects with what a progress listener throws, and works on afterwards', async () => {
  const plan = planOf({ dt: 0.01, horizon: 1e5, saveAt: [1e5], paths: 8 * BLOCK });
  const thrown = new Error('of the listener');
  const tallies: Tally[] = [];
  let told = 0;
  const simulation = backend.simulate(plan, 0, plan.blocks, {
    onTally: (tally) => tallies.push(tally),
    onProgress: () => {
      told++;
      throw thrown;
    },
  });
  await expect(simulation).rejects.toBe(thrown);
  expect(told).toBe(1);
  expect(tallies).toEqual([]);
  expect(total(await talliesOf(plans.firstPassage, backend), (tally) => tally.paths)).toBe(plans.firstPassage.paths);
});

it('tells a failure of a worker as WorkerError', async () => {
  const broken = { ...plans.fixedHorizon, start: [] };
  // A plan that no study makes: BigInt counts cannot be made of a negative length.
  await expect(talliesOf({ ...broken, stepBins: -1 }, backend)).rejects.toMatchObject({ name: 'WorkerError' });
  expect((await talliesOf(plans.firstPassage, backend)).length).toBeGreaterThan(0);
});

it('refuses work after close, and reports work that close cut off', async () => {
  const own = await createWasmBackend({ threads: 1 });
  const long = planOf({ horizon: 1e5, saveAt: [1e5] });
  const cutOff = expect(talliesOf(long, own)).rejects.toMatchObject({ name: 'WorkerError' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await own.close();
  await cutOff;
  await expect(talliesOf(plans.firstPassage, own)).rejects.toMatchObject({ name: 'WorkerError' });
});

it('refuses a number of threads that is none, and a plan with too many steps', async () => {
  await expect(createWasmBackend({ threads: 0 })).rejects.toThrow('threads: expected a whole number ≥ 1, got 0');
  await expect(talliesOf({ ...plans.fixedHorizon, steps: 2 ** 32 }, backend)).rejects.toThrow('expected fewer than');
});

it('does not keep a process alive, and does not let it end while it works', () => {
  const program = `
    import { createWasmBackend } from '#dist/backend/wasm/index.js';
    import { makePlan } from '#dist/plan/make.js';
    const plan = makePlan(${JSON.stringify({
      model: { drift: '1', diffusion: '0.1' },
      params: {},
      domain: [0, 1],
      boundary: { lower: 'reflect', upper: 'reflect' },
      initial: 0.5,
      paths: 5000,
      dt: 0.01,
      horizon: 20,
      scheme: 'euler-maruyama',
      rng: 'philox4x32-10',
      saveAt: [20],
      histogram: { bins: 10 },
      firstPassage: null,
      method: 'plain',
      samplePaths: 0,
      seed: 1,
      backend: 'wasm',
    })});
    const backend = await createWasmBackend({ threads: 2 });
    let paths = 0;
    await backend.simulate(plan, 0, plan.blocks, { onTally: (tally) => (paths += tally.paths) });
    console.log(paths);
  `;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toBe('5000\n');
  expect(status).toBe(0);
});
