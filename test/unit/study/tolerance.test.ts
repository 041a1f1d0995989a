import { describe, expect, it } from 'vitest';
import type { StudyError } from '#dist/errors.js';
import { BLOCK } from '#dist/plan/plan.js';
import type { ErrorBudget, Result } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { parseStudy } from '#dist/study/check.js';
import { mergeParts } from '#dist/study/merge.js';
import { planStudy, startOf } from '#dist/study/plan.js';
import { processOf } from '#dist/study/process.js';
import { run, runPart } from '#dist/study/run.js';
import { settle } from '#dist/study/tolerance.js';
import { studyWarnings } from '#dist/study/warnings.js';
import { chainOf, firstPassage, passageOfChain } from '#dist/theory/index.js';
import { SETS, type SetName } from '../../helpers/studies.js';

const severity = (set: SetName, more: object = {}) => ({
  model: 'severity',
  params: SETS[set].params,
  initial: 0.1,
  firstPassage: { threshold: 0.8 },
  backend: 'reference',
  ...more,
});

const settled = async (raw: object): Promise<{ study: Study; budget: ErrorBudget }> => {
  const { study, errorBudget } = await settle(parseStudy(raw));
  return { study, budget: errorBudget! };
};

/** The problems of a study that is refused, as text. */
const refusal = async (raw: object): Promise<string> => {
  try {
    await settle(parseStudy(raw));
  } catch (error) {
    return (error as StudyError).message;
  }
  throw new Error('expected a refusal, got none');
};

/** The scheme's own mean first-passage time on an infinite horizon. */
function ownMean(study: Study, dt = study.dt): number {
  const { threshold } = study.firstPassage as { threshold: number };
  const process = { ...processOf(study), upper: threshold };
  const lower = { at: process.lower, kind: study.boundary.lower, bridge: false };
  const upper = { at: threshold, kind: 'absorb', bridge: true } as const;
  const chain = chainOf(process, dt, study.scheme, lower, upper, { order: 12, panels: 4 });
  return passageOfChain(chain, startOf(study), 'upper').mean;
}

const DOUBLE_WELL = { model: 'double-well', initial: -1, horizon: 1000, firstPassage: { threshold: 1 } };

describe('a tolerance', () => {
  // Horizons of some 20 mean times: what is cut off is below 1e-7 of them.
  const CASES: readonly (readonly [string, object, number, number])[] = [
    ['A', severity('A', { horizon: 1000 }), SETS.A.mfpt, SETS.A.fptVariance],
    ['B', severity('B', { horizon: 250 }), SETS.B.mfpt, SETS.B.fptVariance],
    ['C', severity('C', { horizon: 1600 }), SETS.C.mfpt, SETS.C.fptVariance],
    ['D', severity('D', { horizon: 120 }), SETS.D.mfpt, SETS.D.fptVariance],
    ['double-well', DOUBLE_WELL, Number.NaN, Number.NaN],
  ];

  it.each(CASES)('is kept by what is chosen, and hardly more: %s', async (_, raw, mfpt, fptVariance) => {
    const tolerance = 0.01;
    const { study, budget } = await settled({ ...raw, tolerance, budget: { pathSteps: 1e12 } });
    let [mean, variance] = [mfpt, fptVariance];
    if (Number.isNaN(mean)) {
      const exact = firstPassage(processOf(study), [-1], 1, true);
      [mean, variance] = [exact.mean.value, exact.variance.value];
    }
    const bias = ownMean(study) / mean - 1;
    const statistical = (1.96 * Math.sqrt(variance / study.paths)) / mean;
    expect(Math.abs(bias)).toBeLessThanOrEqual(tolerance / 3);
    expect(Math.abs(bias) + statistical).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(bias) + statistical).toBeGreaterThan(0.95 * tolerance); // the margin of 3 %, and rounding
    expect(study.scheme).toBe('lamperti-heun');
    // Twice the step would not do: its bias is four times as large.
    expect(Math.abs(ownMean(study, 2 * study.dt) / mean - 1)).toBeGreaterThan(tolerance / 3);
    expect(Math.abs(study.horizon / study.dt - Math.round(study.horizon / study.dt))).toBeLessThan(1e-6);

    expect(budget).toMatchObject({ tolerance, confidence: 0.95, quantity: 'firstPassage.mean', biasFrom: 'kernel' });
    expect(budget.chosen).toEqual({ scheme: study.scheme, dt: study.dt, paths: study.paths });
    expect(budget.scale / mean - 1).toBeCloseTo(0, 6);
    expect(budget.bias).toBeCloseTo(bias, 5); // the horizon cuts off some 1e-6 of the mean
    // The scheme's own spread is off by about as much as its mean.
    expect(Math.abs(budget.statistical! / statistical - 1)).toBeLessThan(tolerance / 3);
    expect(budget.total).toBe(Math.abs(budget.bias) + budget.biasError + budget.statistical!);
    expect(budget.pathSteps / ((study.paths * mean) / study.dt)).toBeCloseTo(1, 1);
    expect(budget.why).toContain('euler-maruyama (dt');
  });

  it('is about the means at the save times where there is no first passage', async () => {
    const raw = { ...severity('D'), firstPassage: null, horizon: 2, saveAt: [0.5, 2], tolerance: 0.02 };
    const { study, budget } = await settled(raw);
    const quantities = [budget, ...budget.others];
    expect(quantities.map(({ quantity }) => quantity).sort()).toEqual(['snapshots[0].mean', 'snapshots[1].mean']);
    for (const { bias, total } of quantities) {
      expect(Math.abs(bias)).toBeLessThanOrEqual(0.02 / 3);
      expect(total).toBeLessThanOrEqual(0.02);
    }
    expect(budget.total).toBeGreaterThanOrEqual(budget.others[0]!.total!);
    expect(2 / study.dt).toBe(Math.round(2 / study.dt));
    expect(0.5 / study.dt).toBe(Math.round(0.5 / study.dt));
  });

  it('leaves what is fixed as it is', async () => {
    const raw = severity('B', { horizon: 40, tolerance: 0.03 });
    const fixedScheme = await settled({ ...raw, scheme: 'euler-maruyama', paths: 50_000 });
    expect(fixedScheme.study).toMatchObject({ scheme: 'euler-maruyama', paths: 50_000 });
    expect(fixedScheme.budget.given).toEqual(['scheme', 'paths']);
    expect(fixedScheme.budget.total).toBeLessThanOrEqual(0.03);
    const fixedStep = await settled({ ...raw, scheme: 'euler-maruyama', dt: 0.05, tolerance: 0.02 });
    expect(fixedStep.study).toMatchObject({ dt: 0.05, scheme: 'euler-maruyama' });
    expect(fixedStep.budget.given).toEqual(['scheme', 'dt']);
    expect(fixedStep.budget.total).toBeLessThanOrEqual(0.02);
    expect(fixedStep.budget.total).toBeGreaterThan(0.019);
  });

  it('does not depend on the seed', async () => {
    const raw = severity('B', { horizon: 40, tolerance: 0.03, scheme: 'euler-maruyama' });
    const [first, second] = [await settled({ ...raw, seed: 1 }), await settled({ ...raw, seed: 'another' })];
    expect(second.budget).toEqual(first.budget);
  });

  it('takes Euler–Maruyama where a projection or the grid sets the order, or the diffusion vanishes', async () => {
    const clamp = await settled(severity('D', { horizon: 20, boundary: { lower: 'clamp' }, tolerance: 0.05 }));
    expect(clamp.study.scheme).toBe('euler-maruyama');
    expect(clamp.budget.why).toContain('lamperti-heun would gain nothing');
    const drifting = { model: 'wright-fisher', initial: 0.5, saveAt: [20], horizon: 20, tolerance: 0.02 };
    const vanishing = await settled({ ...drifting, backend: 'reference' });
    expect(vanishing.study.scheme).toBe('euler-maruyama');
    expect(vanishing.budget).toMatchObject({ biasFrom: 'pilot', quantity: 'snapshots[0].mean' });
    expect(vanishing.budget.why).toContain('lamperti-heun does not apply');
    expect(vanishing.budget.total).toBeLessThanOrEqual(0.02);
  });

  it('needs no more paths than a block where nothing is uncertain', async () => {
    const { study } = await settled({ model: 'brownian', horizon: 1, saveAt: [0], initial: 0.5, tolerance: 0.01 });
    expect(study.paths).toBe(4100); // BLOCK at three digits
    expect(study.paths).toBeGreaterThanOrEqual(BLOCK);
  });
});

describe('a tolerance is refused', () => {
  const euler = severity('B', { horizon: 40, scheme: 'euler-maruyama', tolerance: 0.03 });

  it('where the bias of the dt that is given is above it: the dt that it names would do', async () => {
    const message = await refusal({ ...euler, dt: 0.5 });
    expect(message).toMatch(
      /^dt: expected a bias of firstPassage\.mean below the tolerance 0\.03, got -0\.06\d* at dt = 0\.5: use dt ≤ [\d.]+, or leave it out$/,
    );
    const dt = Number(/≤ ([\d.]+),/.exec(message)![1]);
    expect((await settled({ ...euler, dt })).budget.total).toBeLessThanOrEqual(0.03);
  });

  it('where the paths that are given do not do: the number that it names would', async () => {
    const message = await refusal({ ...euler, dt: 0.05, paths: 1000 });
    expect(message).toMatch(
      /^paths: expected a statistical error \(1\.96 SE\) within .* with 1000 paths: use \d+, or leave/,
    );
    const paths = Number(/use (\d+),/.exec(message)![1]);
    expect((await settled({ ...euler, dt: 0.05, paths })).budget.total).toBeLessThanOrEqual(0.03);
    expect(await refusal({ ...euler, paths: 500 })).toContain('with 500 paths: use');
  });

  it('where it would take more than the budget: what it names would fit', async () => {
    const fixed = { ...euler, dt: 0.05 };
    const message = await refusal({ ...fixed, budget: { pathSteps: 1e5 } });
    expect(message).toMatch(
      /^budget: expected at most 100000 path-steps, got about \d+ for the tolerance 0\.03: use budget: \{ pathSteps: \d+ \}, or a tolerance of about 0\.\d+$/,
    );
    const pathSteps = Number(/pathSteps: (\d+)/.exec(message)![1]);
    expect((await settled({ ...fixed, budget: { pathSteps } })).budget.pathSteps).toBeLessThanOrEqual(pathSteps);
    const seconds = await refusal({ ...fixed, budget: { seconds: 0.001 } });
    expect(seconds).toMatch(
      /^budget: expected at most 0\.001 s, got about [\d.]+ s .* a second on reference\): use budget: \{ seconds: [\d.]+ \}, or/,
    );
  });

  it('by default where it would take longer than ten minutes', async () => {
    const message = await refusal({ ...euler, dt: 0.002, tolerance: 6e-4 });
    expect(message).toContain('budget: expected at most 600 s (the default), got about');
  });

  it('where too few paths hit for a mean', async () => {
    const raw = {
      model: 'double-well',
      params: { sigma: 0.1 },
      initial: -1,
      firstPassage: { threshold: 1 },
      horizon: 10,
    };
    expect(await refusal({ ...raw, scheme: 'euler-maruyama', tolerance: 0.1 })).toMatch(
      /^tolerance: expected a first passage that paths make, got one by the horizon 10 with probability .*: use a later horizon/,
    );
  });
});

describe('the result of a study with a tolerance', () => {
  const raw = severity('D', { horizon: 20, tolerance: 0.05, seed: 5, scheme: 'euler-maruyama' });
  const withoutProvenance = ({ provenance: _, ...rest }: Result) => rest;

  it('has the errors that came out, runs again as it is, and is the same from parts', async () => {
    const study = parseStudy(raw);
    const result = await run(study);
    const budget = result.errorBudget!;
    const { mean } = result.firstPassage as { mean: { value: number; standardError: number } };
    expect(budget.statistical).toBeCloseTo((1.959964 * mean.standardError) / budget.scale, 12);
    expect(budget.total).toBe(Math.abs(budget.bias) + budget.biasError + budget.statistical!);
    expect(result.spec).toMatchObject({ ...budget.chosen, tolerance: 0.05 });
    expect(result.spec).not.toHaveProperty('open');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);

    const again = await run(parseStudy(JSON.parse(JSON.stringify(result.spec))));
    expect(again.firstPassage).toEqual(result.firstPassage);
    expect(again.errorBudget!.total).toBe(budget.total);
    expect(again.errorBudget!.given).toEqual(['scheme', 'dt', 'paths']);

    const parts = await Promise.all([1, 2].map((index) => runPart(study, { index, count: 2 })));
    const merged = mergeParts(JSON.parse(JSON.stringify(parts)));
    expect(withoutProvenance(merged)).toEqual(withoutProvenance(result));
  });

  it('has foreseen its statistical error, also where few paths hit', async () => {
    const settled = await settle(parseStudy({ ...raw, horizon: 2.5 }));
    const { errorBudget, firstPassage: passage } = await run(settled.study, { settled, checks: false });
    const { hits } = passage as { hits: number };
    expect(hits / settled.study.paths).toBeLessThan(0.2);
    // A sample's spread is off by √((κ − 1)/4n) of itself, κ < 3 between two bounds: 5 of these; and the number of hits.
    const off = errorBudget!.statistical! / settled.errorBudget!.statistical! - 1;
    expect(Math.abs(off)).toBeLessThan(5 * (Math.sqrt(1 / (2 * hits)) + Math.sqrt(1 / (4 * hits))));
  });

  it('says so where it was interrupted before there was an estimate', async () => {
    const result = await run(parseStudy(raw), { signal: AbortSignal.abort() });
    expect(result.errorBudget).toMatchObject({ statistical: null, total: null });
  });

  it('is never planned while something is open, nor warned about', () => {
    const study = parseStudy({ ...raw, horizon: 20 });
    expect(study.open).toEqual(['dt', 'paths']);
    expect(() => planStudy(study)).toThrow('dt and paths are still open: settle the study first');
    expect(studyWarnings(study)).toEqual([]);
  });
});
