/** Tilted and branching paths against exact probabilities: the scheme's own, in closed form or from its kernel. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import type { Study } from '#dist/spec/study.js';
import { biasOf } from '#dist/study/checks.js';
import { down, studyOf, up } from '../../../helpers/studies.js';
import { brownianProbability, brownianStudy, expectUnbiased, overSeeds } from '../../../helpers/unlikely.js';
import { sized } from '../../../helpers/verify.js';

const METHODS = ['tilted', 'splitting'] as const;
const SEEDS = 20;

describe.each(METHODS)('%s: Brownian motion', (method) => {
  it.each(sized([1e-3, 1e-12], [1e-3, 1e-5, 1e-7, 1e-9, 1e-12]))('P = %s', async (p) => {
    const paths = method === 'tilted' ? sized(500, 20_000) : sized(400, 20_000);
    const study = brownianStudy(p, sized(24, 100), { method, paths });
    const backend = await createReferenceBackend();
    const exact = brownianProbability(study.horizon);
    const seeds = await overSeeds(study, backend, SEEDS, exact);
    expectUnbiased(seeds, exact, SEEDS, { who: 'reference', what: `${method}, Brownian motion`, tails: 2 });
    // Plain sampling needs p⁻¹ more: both methods must beat it, the more so the rarer the hit.
    expect(seeds.work).toBeLessThan(seeds.plainWork * Math.sqrt(p) * 20);
  });
});

describe.each(METHODS)('%s: few long steps', (method) => {
  it('in which a path comes to many levels at once', async () => {
    const study = brownianStudy(1e-4, 4, { method, paths: 3000 });
    const exact = brownianProbability(study.horizon);
    const seeds = await overSeeds(study, await createReferenceBackend(), SEEDS, exact);
    expectUnbiased(seeds, exact, SEEDS, { who: 'reference', what: `${method}, four steps`, tails: 2 });
  });
});

/** Additive noise in a steep well. */
const well: Partial<Study> = {
  params: { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.1, sigma1: 0 },
  firstPassage: up(0.6),
  dt: 0.1,
  horizon: 4,
  saveAt: [],
};

const CASES: [string, Partial<Study>][] = [
  ['a reflecting far end', {}],
  ['on the grid', { firstPassage: up(0.6, 'grid') }],
  ['with a shifted barrier', { firstPassage: { ...up(0.6), monitor: 'shift' } }],
  [
    'Lamperti–Heun',
    { scheme: 'lamperti-heun', params: { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 }, horizon: 8 },
  ],
  ['a clamping far end', { boundary: { lower: 'clamp', upper: 'reflect' }, initial: 0.05 }],
  ['an absorbing far end', { boundary: { lower: 'absorb', upper: 'reflect' }, initial: 0.05 }],
  [
    'downwards',
    { params: { alpha: 0.9, beta: 0.3, gamma: 0.01, sigma0: 0.1, sigma1: 0 }, initial: 0.8, firstPassage: down(0.25) },
  ],
  [
    'milstein, multiplicative noise',
    {
      scheme: 'milstein',
      params: { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
      firstPassage: up(0.6),
    },
  ],
  ['a spread start', { initial: { uniform: [0.05, 0.2] } }],
  ['at an absorbing end', { domain: [0, 0.6], boundary: { lower: 'reflect', upper: 'absorb' } }],
];

/** What the two methods do alike is tried with one of them. */
const FEW = ['Lamperti–Heun', 'an absorbing far end', 'downwards', 'a spread start'];

describe.each(METHODS)('%s: against the kernel of the scheme', (method) => {
  const cases = CASES.filter(([what]) => method === 'tilted' || FEW.includes(what));
  it.each(sized(cases, CASES))('%s', async (what, more) => {
    const study = studyOf({
      ...well,
      ...more,
      method,
      paths: method === 'tilted' ? sized(400, 10_000) : sized(300, 10_000),
    });
    const { probability } = biasOf(study).firstPassage[0]!;
    const seeds = sized(8, SEEDS);
    const found = await overSeeds(study, await createReferenceBackend(), seeds, probability.value);
    const where = { who: 'reference', what: `${method}, ${what}`, tails: 2 };
    expect(probability.value).toBeLessThan(2e-3);
    expect(probability.error).toBeLessThan(1e-3 * probability.value);
    expectUnbiased(found, probability.value, seeds, where);
  });
});
