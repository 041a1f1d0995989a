/** Tilted paths in WASM: those of the reference, the same bits however they are cut, and exact probabilities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { BLOCK } from '#dist/plan/plan.js';
import { addTotals, emptyTotals } from '#dist/reduce/totals.js';
import type { Study } from '#dist/spec/study.js';
import { biasOf } from '#dist/study/checks.js';
import { blocksOfShard } from '#dist/study/part.js';
import { planStudy } from '#dist/study/plan.js';
import { simulateTotals } from '../../../helpers/simulate.js';
import { down, studyOf, up } from '../../../helpers/studies.js';
import { brownianProbability, brownianStudy, expectUnbiased, overSeeds } from '../../../helpers/unlikely.js';
import { sized } from '../../../helpers/verify.js';

const NORMAL_ERROR = 3e-6; // |dz| of WASM (helpers/backends.ts)

let wasm: Backend;
beforeAll(async () => {
  wasm = await createWasmBackend({ threads: 1 });
});
afterAll(() => wasm.close());

const well: Partial<Study> = {
  params: { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.1, sigma1: 0 },
  firstPassage: up(0.6),
  dt: 0.05,
  horizon: 4.1, // 82 steps: the last block of four is not whole
  saveAt: [],
  method: 'tilted',
};
const multiplicative = { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 };
const rising = { alpha: 0.9, beta: 0.3, gamma: 0.01, sigma0: 0.1, sigma1: 0 };

const CASES: [string, Partial<Study>][] = [
  ['a reflecting far end', {}],
  ['on the grid, a spread start', { firstPassage: up(0.6, 'grid'), initial: { uniform: [0.05, 0.2] } }],
  ['milstein', { scheme: 'milstein', params: multiplicative }],
  ['Lamperti–Heun', { scheme: 'lamperti-heun', params: multiplicative }],
  ['an absorbing far end', { boundary: { lower: 'absorb', upper: 'reflect' } }],
  [
    'a clamping far end, downwards',
    { boundary: { lower: 'reflect', upper: 'clamp' }, params: rising, initial: 0.9, firstPassage: down(0.25) },
  ],
  ['long, with slabs of many steps', { horizon: 20, dt: 0.02 }],
];

describe('follows the tilted paths of the reference', () => {
  it.each(CASES)('%s', async (_, more) => {
    const plan = planStudy(studyOf({ ...well, ...more }));
    const count = 400;
    const [f64, f32] = await Promise.all([
      (await createReferenceBackend()).follow(plan, 0, count),
      (await createReferenceBackend({ precision: 'f32' })).follow(plan, 0, count),
    ]);
    const ours = await wasm.follow(plan, 0, count);
    const same = (a: typeof ours, b: typeof ours, i: number) =>
      a.hitStep[i] === b.hitStep[i] && a.endStep[i] === b.endStep[i] && a.fate[i] === b.fate[i];
    const paths = Array.from({ length: count }, (_, i) => i);
    const alike = paths.filter((i) => same(f64, f32, i) && same(f32, ours, i));
    // Of 20 paths the second largest: where θ is steep a path makes much of a last digit, and the largest of 400 is a matter of luck.
    const off = (a: typeof ours, b: typeof ours): number =>
      alike.map((i) => Math.abs(a.logWeight![i]! - b.logWeight![i]!)).sort((x, y) => x - y)[
        Math.floor(0.95 * alike.length)
      ]!;
    expect(alike.length).toBeGreaterThanOrEqual(0.99 * count);
    // As for the paths (helpers/paths.ts): f32 rounding of these very weights, made larger by the error of the normals.
    const allowed = 4 * off(f64, f32) * (1 + (NORMAL_ERROR / 6.56) * 2 ** 24);
    expect(off(f32, ours)).toBeLessThanOrEqual(allowed);
    expect(paths.filter((i) => ours.hitStep[i]! >= 0).length).toBeGreaterThan(0.8 * count); // else nothing was tilted
  });
});

describe('the same bits', () => {
  const plan = planStudy(brownianStudy(1e-6, 12, { method: 'tilted', paths: 3 * BLOCK + 17 }));

  it.each([
    ['3 threads', { threads: 3 }],
    ['1 vector', { threads: 1, cut: { vectors: 1, byIntegers: 0 } }],
    ['4 vectors', { threads: 1, cut: { vectors: 4, byIntegers: 0 } }],
    ['4 vectors, 2 by integers', { threads: 1, cut: { vectors: 4, byIntegers: 2 } }],
  ] as const)('with %s', async (_, options) => {
    const other = await createWasmBackend(options);
    try {
      expect(await simulateTotals(other, plan)).toEqual(await simulateTotals(wasm, plan));
    } finally {
      await other.close();
    }
  });

  it('in shards merged in any order', async () => {
    const merged = emptyTotals(plan);
    for (let index = 3; index >= 1; index--)
      addTotals(merged, await simulateTotals(wasm, plan, blocksOfShard(plan, { index, count: 3 })));
    expect(merged).toEqual(await simulateTotals(wasm, plan));
  });
});

const SEEDS = 20;

describe('exact probabilities', () => {
  it.each(sized([1e-3, 1e-12], [1e-3, 1e-5, 1e-7, 1e-9, 1e-12]))('Brownian motion, P = %s', async (p) => {
    const study = brownianStudy(p, sized(24, 100), { method: 'tilted', paths: sized(1000, 100_000) });
    const exact = brownianProbability(study.horizon);
    const seeds = await overSeeds(study, wasm, SEEDS, exact);
    expectUnbiased(seeds, exact, SEEDS, { who: 'wasm', what: 'tilted, Brownian motion', tails: 2 });
  });

  it('the kernel of the scheme', async () => {
    const study = studyOf({ ...well, paths: sized(2000, 50_000) });
    const { value } = biasOf(study).firstPassage[0]!.probability;
    const seeds = await overSeeds(study, wasm, SEEDS, value);
    expectUnbiased(seeds, value, SEEDS, { who: 'wasm', what: 'tilted, severity', tails: 2 });
  });
});
