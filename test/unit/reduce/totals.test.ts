import { describe, expect, it } from 'vitest';
import type { Tally } from '#dist/backend/backend.js';
import { StepCounter } from '#dist/backend/counter.js';
import { blockMoments, MOMENTS } from '#dist/backend/reference/moments.js';
import { makePlan } from '#dist/plan/make.js';
import { BLOCK, type Plan, pathsInBlocks, unitOfX } from '#dist/plan/plan.js';
import { estimateMoments, momentsOf } from '#dist/reduce/moments.js';
import { addTally, addTotals, emptyTotals, GROUPS, type Totals } from '#dist/reduce/totals.js';
import { studyOf, up } from '../../helpers/studies.js';

/** Positions of a made-up law: skewed, inside (0, 1), a different one for every path. */
const position = (path: number): number => {
  const u = ((Math.imul(path + 1, 0x9e3779b1) >>> 0) + 0.5) / 2 ** 32;
  return 0.1 + 0.8 * u ** 3;
};

function tallyOf(plan: Plan, firstBlock: number, blocks: number): Tally {
  const hits = new StepCounter(plan);
  const histogram = new Uint32Array(plan.bins);
  const moments = new Float64Array(MOMENTS * blocks);
  for (let block = 0; block < blocks; block++) {
    const first = (firstBlock + block) * BLOCK;
    const x = Float64Array.from({ length: pathsInBlocks(plan, firstBlock + block, 1) }, (_, i) => position(first + i));
    blockMoments(x, x.length, moments, MOMENTS * block);
    for (const v of x) {
      histogram[Math.floor(v * plan.bins)]!++;
      hits.count(1 + Math.floor(v * 50));
    }
  }
  return {
    firstBlock,
    blocks,
    paths: pathsInBlocks(plan, firstBlock, blocks),
    pathSteps: blocks,
    nonFinite: 0,
    hits: [hits],
    absorbed: [0],
    exits: { lower: new StepCounter(plan), upper: new StepCounter(plan) },
    snapshots: [{ histogram, moments }],
  };
}

const planFor = (paths: number) => makePlan(studyOf({ paths, firstPassage: up(0.8), saveAt: [10] }));

function totalsInPieces(plan: Plan, pieces: readonly (readonly [number, number])[]): Totals {
  const totals = emptyTotals(plan);
  for (const [first, blocks] of pieces) addTally(totals, tallyOf(plan, first, blocks), plan);
  return totals;
}

describe('totals', () => {
  it('are the same bits however the blocks are cut, ordered and merged', () => {
    const plan = planFor(7 * BLOCK + 123);
    const whole = totalsInPieces(plan, [[0, 8]]);
    expect(
      totalsInPieces(plan, [
        [5, 3],
        [0, 1],
        [1, 4],
      ]),
    ).toEqual(whole);
    const merged = totalsInPieces(plan, [[3, 5]]);
    addTotals(merged, totalsInPieces(plan, [[0, 3]]));
    expect(merged).toEqual(whole);
  });

  it('give the moments of all paths together', () => {
    const plan = planFor(3 * BLOCK + 5);
    const { snapshots } = totalsInPieces(plan, [[0, 4]]);
    const x = Array.from({ length: plan.paths }, (_, i) => position(i));
    const mean = x.reduce((a, b) => a + b) / x.length;
    const central = (r: number) => x.reduce((sum, v) => sum + (v - mean) ** r, 0) / x.length;
    const {
      mean: m,
      variance,
      skewness,
      excessKurtosis,
    } = estimateMoments(snapshots[0]!.groups, snapshots[0]!.histogram, 4, unitOfX(plan));
    // 12 digits: power sums about the domain's centre lose (half-width / deviation)^4 ≈ 10² of f64's 2⁻⁵².
    expect(m.value).toBeCloseTo(mean, 12);
    expect(variance.value).toBeCloseTo((central(2) * x.length) / (x.length - 1), 12);
    expect(skewness.value).toBeCloseTo(central(3) / central(2) ** 1.5, 11);
    expect(excessKurtosis.value).toBeCloseTo(central(4) / central(2) ** 2 - 3, 11);
  });

  it('keep eight digits of the kurtosis of a very narrow law far from the centre', () => {
    const plan = planFor(BLOCK);
    const x = Float64Array.from({ length: BLOCK }, (_, i) => 0.9 + 1e-5 * position(i));
    const totals = emptyTotals(plan);
    const moments = new Float64Array(MOMENTS);
    blockMoments(x, BLOCK, moments, 0);
    const tally = tallyOf(plan, 0, 1);
    addTally(totals, { ...tally, snapshots: [{ ...tally.snapshots[0]!, moments }] }, plan);
    const found = momentsOf(totals.snapshots[0]!.groups[0]!, unitOfX(plan));
    const [, , m2, , m4] = moments;
    expect(found.excessKurtosis).toBeCloseTo((BLOCK * m4!) / m2! ** 2 - 3, 8);
    expect(found.variance / (m2! / (BLOCK - 1))).toBeCloseTo(1, 8);
  });
});

describe('standard errors of moments', () => {
  // Uniform on (0, 1): every standard error is known in closed form from the central moments 1/12, 0, 1/80, …
  const blocks = 2 * GROUPS;
  const plan = planFor(blocks * BLOCK);
  const n = plan.paths;
  const uniform = (seed: number) => {
    const totals = emptyTotals(plan);
    let state = seed;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const w = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
      return ((w ^ (w >>> 13)) >>> 0) / 2 ** 32;
    };
    const tally = tallyOf(plan, 0, 0);
    for (let block = 0; block < blocks; block++) {
      const x = Float64Array.from({ length: BLOCK }, next);
      const moments = new Float64Array(MOMENTS);
      const histogram = new Uint32Array(plan.bins);
      blockMoments(x, BLOCK, moments, 0);
      for (const v of x) histogram[Math.floor(v * plan.bins)]!++;
      addTally(totals, { ...tally, firstBlock: block, blocks: 1, snapshots: [{ histogram, moments }] }, plan);
    }
    return totals.snapshots[0]!;
  };
  const { groups, histogram } = uniform(7);
  const exact = { mean: Math.sqrt(1 / 12 / n), variance: Math.sqrt((1 / 80 - 1 / 144) / n) };

  it('by the jackknife, within its own spread', () => {
    const found = estimateMoments(groups, histogram, blocks, unitOfX(plan));
    // A standard deviation from G groups has a relative error of 1/√(2(G − 1)); 5 of them.
    const spread = 5 / Math.sqrt(2 * (GROUPS - 1));
    for (const name of ['mean', 'variance'] as const)
      expect(Math.abs(found[name].standardError! / exact[name] - 1)).toBeLessThan(spread);
  });

  it('by the delta method, nearly exactly', () => {
    const found = estimateMoments(groups, histogram, GROUPS - 1, unitOfX(plan));
    // Relative error of a sampled fourth moment: below 5 · √(μ8/μ4² − 1)/√n = 5 · 1.3/√n.
    const spread = 7 / Math.sqrt(n);
    for (const name of ['mean', 'variance'] as const)
      expect(Math.abs(found[name].standardError! / exact[name] - 1)).toBeLessThan(spread);
    const jackknifed = estimateMoments(groups, histogram, blocks, unitOfX(plan));
    for (const name of ['skewness', 'excessKurtosis'] as const) {
      const ratio = jackknifed[name].standardError! / found[name].standardError!;
      expect(Math.abs(ratio - 1)).toBeLessThan(5 / Math.sqrt(2 * (GROUPS - 1)));
    }
  });
});
