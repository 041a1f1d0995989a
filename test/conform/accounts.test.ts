import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, PathEnds, Tally } from '#dist/backend/backend.js';
import { joinEnds } from '#dist/backend/ends.js';
import { makePlan } from '#dist/plan/make.js';
import type { Plan } from '#dist/plan/plan.js';
import { addTally, emptyTotals, type Totals } from '#dist/reduce/totals.js';
import type { BoundaryKind, Study } from '#dist/spec/study.js';
import { candidates } from '../helpers/backends.js';
import { simulateTotals } from '../helpers/simulate.js';
import { down, SETS, studyOf, up } from '../helpers/studies.js';
import { record, sized } from '../helpers/verify.js';

const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);

/** Positions by equal bins, in f32 as the backends count. */
function binned(x: Float64Array, { bins, domain: [lower, upper] }: Plan): Float64Array {
  const f = Math.fround;
  const counts = new Float64Array(bins);
  for (const v of x) {
    const bin = Math.floor(f(f(v - f(lower)) * f(bins / f(f(upper) - f(lower)))));
    counts[Math.min(bin, bins - 1)]!++;
  }
  return counts;
}

/** Nothing is lost and nothing counted twice. */
function expectBalanced(totals: Totals, plan: Plan): void {
  const { paths, nonFinite, exits } = totals;
  const left = sum(exits.lower.counts) + sum(exits.upper.counts);
  expect(paths).toBe(plan.paths);
  totals.hits.forEach((hits, j) => {
    const censored = paths - nonFinite - sum(hits.counts);
    expect(censored).toBeGreaterThanOrEqual(totals.absorbed[j]!);
    expect(totals.absorbed[j]!).toBeLessThanOrEqual(left);
  });
  const last = totals.snapshots.at(-1);
  if (last !== undefined && plan.saveSteps.at(-1) === plan.steps) {
    const alive = sum(last.histogram);
    expect(alive + left + nonFinite).toBe(paths);
    expect(last.groups.reduce((n, { count }) => n + count, 0)).toBe(alive);
  }
  expect(totals.pathSteps).toBeLessThanOrEqual(BigInt(paths) * BigInt(plan.steps));
}

/** The ends that come along with the tallies, which are to be those of a run without. */
async function endsOf(backend: Backend, plan: Plan, totals: Totals): Promise<PathEnds> {
  const parts: PathEnds[] = [];
  const same = emptyTotals(plan);
  const onTally = (tally: Tally) => {
    parts.push(tally.ends!);
    addTally(same, tally, plan);
  };
  await backend.simulate(plan, 0, plan.blocks, { ends: true, onTally });
  expect(same).toEqual(totals);
  return joinEnds(parts);
}

const kind = fc.constantFrom<BoundaryKind>('reflect', 'clamp', 'absorb');

/** Severity studies far beyond what anyone would run: dt up to 1, noise that jumps over the domain. */
const wildStudy: fc.Arbitrary<Study> = fc
  .record({
    alpha: fc.double({ min: -5, max: 5, noNaN: true }),
    beta: fc.double({ min: -5, max: 5, noNaN: true }),
    gamma: fc.double({ min: 0, max: 2, noNaN: true }),
    sigma0: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
    sigma1: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
    dt: fc.constantFrom(1, 0.5, 0.01),
    boundary: fc.record({ lower: kind, upper: kind }),
    milstein: fc.boolean(),
    thresholds: fc.subarray([up(0.8), up(0.9, 'grid'), down(0.1), up(1), down(0)]),
    seed: fc.nat(),
  })
  .map(({ dt, boundary, milstein, thresholds, seed, ...params }) =>
    studyOf({
      params,
      dt,
      horizon: 12 * dt,
      saveAt: [0, 3 * dt, 12 * dt],
      boundary,
      scheme: milstein ? 'milstein' : 'euler-maruyama',
      firstPassage: thresholds,
      seed,
      paths: 130,
      initial: 0.3,
    }),
  );

describe.each(candidates)('$name', ({ name: who, open, wildRuns }) => {
  const runs = sized(wildRuns, 10 * wildRuns);
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  it('lets no path out of its domain and accounts for all of them, whatever the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(wildStudy, async (study) => {
        const plan = makePlan(study);
        const totals = await simulateTotals(backend, plan);
        expectBalanced(totals, plan);
        expect(totals.nonFinite).toBe(0);
        const { x, fate } = await backend.follow(plan, 0, plan.paths);
        x.forEach((position, i) => {
          expect(position, `path ${i} of fate ${fate[i]}`).toBeGreaterThanOrEqual(0);
          expect(position, `path ${i} of fate ${fate[i]}`).toBeLessThanOrEqual(1);
        });
        const inOrder = plan.boundary.lower === 'absorb' || plan.boundary.upper === 'absorb';
        if (!inOrder) expect(fate.every((f) => f === 0)).toBe(true);
      }),
      { numRuns: runs, seed: 6 },
    );
    record({
      item: 5,
      who,
      what: `${runs} random studies, dt up to 1, every pair of ends, σ up to 200`,
      measured: 'all paths inside, all accounts balance',
      allowed: 'no exception',
    });
  });

  it('counts a state that is not finite, and nothing of its path', async () => {
    const model = { drift: 'exp(100*x)*exp(100*x)*max(0, x - 0.5)', diffusion: '0.3' };
    const plan = makePlan(
      studyOf({ model, params: {}, paths: 1000, firstPassage: up(0.4), dt: 0.1, horizon: 1, saveAt: [1] }),
    );
    const totals = await simulateTotals(backend, plan);
    expectBalanced(totals, plan);
    expect(totals.nonFinite).toBeGreaterThan(0);
    const { fate, hitStep } = await backend.follow(plan, 0, 1000);
    expect(fate.filter((f) => f === 3)).toHaveLength(totals.nonFinite);
    const hits = hitStep.filter((step, i) => step >= 0 && fate[i] !== 3).length;
    expect(sum(totals.hits[0]!.counts)).toBe(hits);
  });

  it.each(['euler-maruyama', 'lamperti-heun'] as const)('sums over blocks what single paths do, %s', async (scheme) => {
    const plan = makePlan(
      studyOf({
        params: SETS.D.params,
        scheme,
        domain: [0.05, 1],
        boundary: { lower: 'absorb', upper: 'reflect' },
        firstPassage: [up(0.8), up(0.4, 'grid'), down(0.05)],
        paths: 4097,
        dt: 0.05,
        horizon: 5,
        saveAt: [2.5, 5],
      }),
    );
    const totals = await simulateTotals(backend, plan);
    expectBalanced(totals, plan);
    const followed = await backend.follow(plan, 0, plan.paths);
    expect(await endsOf(backend, plan, totals)).toEqual(followed);
    const { x, hitStep, fate, endStep } = followed;
    plan.thresholds.forEach((_, j) => {
      const counts = new Float64Array(plan.stepBins);
      let absorbed = 0;
      for (let i = 0; i < plan.paths; i++) {
        const step = hitStep[i * plan.thresholds.length + j]!;
        if (step >= 0) counts[step]!++;
        else if (fate[i] === 1) absorbed++;
      }
      expect(totals.hits[j]!.counts).toEqual(counts);
      expect(totals.absorbed[j]).toBe(absorbed);
    });
    expect(totals.hits[2]!.counts).toEqual(totals.exits.lower.counts);
    expect(totals.pathSteps).toBe(BigInt(endStep.reduce((a, b) => a + b, 0)));
    const alive = x.filter((_, i) => fate[i] === 0);
    expect(totals.snapshots[1]!.histogram).toEqual(binned(alive, plan));
    const mean = alive.reduce((a, b) => a + b, 0) / alive.length;
    const last = totals.snapshots[1]!;
    const first = last.groups.reduce((s, { sums }) => s + Number(sums[0]), 0) / 2 ** 100;
    // The block's mean in f32: rounding of a tree of 12 levels.
    expect(Math.abs(0.525 + (0.475 * first) / alive.length - mean)).toBeLessThan(12 * 2 ** -24);
  });

  it('starts where the study says', async () => {
    const at = async (initial: Study['initial'], overrides: Partial<Study> = {}) =>
      simulateTotals(
        backend,
        makePlan(
          studyOf({
            initial,
            paths: 5000,
            dt: 0.1,
            horizon: 0.1,
            saveAt: [0],
            firstPassage: [up(0.5), down(0.2)],
            ...overrides,
          }),
        ),
      );
    const point = await at(0.5);
    expect(point.hits.map(({ counts }) => counts[0])).toEqual([5000, 0]);
    const spread = await at({ uniform: [0.2, 0.6] });
    const { histogram } = spread.snapshots[0]!;
    const bins = histogram.length;
    histogram.forEach((count, i) => {
      if (count > 0) expect(i / bins).toBeGreaterThan(0.2 - 1 / bins);
      if (count > 0) expect(i / bins).toBeLessThan(0.6);
    });
    // A quarter starts above 0.5: 5 standard errors of a share of 5000.
    expect(Math.abs(spread.hits[0]!.counts[0]! / 5000 - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / 5000));
    const gone = await at(0, { boundary: { lower: 'absorb', upper: 'reflect' }, firstPassage: [up(0.5), down(0)] });
    expect(gone.exits.lower.counts[0]).toBe(5000);
    expect(gone.hits[1]!.counts[0]).toBe(5000);
    expect(gone.absorbed).toEqual([5000, 0]);
    expect(gone.pathSteps).toBe(0n);
  });
});
