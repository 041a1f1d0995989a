import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { StudyError } from '#dist/errors.js';
import type { Critical, Exponent } from '#dist/result/critical.js';
import { parseStudy } from '#dist/study/check.js';
import { critical } from '#dist/study/critical.js';
import { controlOf, paramsAt, pathValues, studyAt } from '#dist/study/critical-path.js';
import { PATHS } from '../../helpers/critical.js';

const A_MINUTE = 120_000; // ms on a machine that does other things too

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend();
});
afterAll(() => backend.close());

const verdictOf = (raw: object) => critical(parseStudy(raw), { backend });
const covers = ({ interval: [low, high] }: Exponent, value: number) => low <= value && value <= high;

/** Estimates beside their exact values: five standard errors and, for a time step of order 1, what it is known to cost. */
function agree(told: Critical, timeStep: number): void {
  for (const { autocorrelationTime: tau, mean } of told.points) {
    if (tau.value === null || tau.exact === null) continue;
    expect(Math.abs(tau.value - tau.exact)).toBeLessThan(5 * tau.standardError! + timeStep * tau.exact);
    expect(Math.abs(mean.value! - mean.exact!)).toBeLessThan(5 * mean.standardError! + timeStep * mean.exact!);
  }
}

describe('the four verdicts, by quadrature and by Monte Carlo', () => {
  it('alpha = beta is a crossover: nothing diverges', { timeout: A_MINUTE }, async () => {
    const told = await verdictOf(PATHS.crossover);
    const crossover = { verdict: 'crossover', kind: null, at: 0, limit: null };
    expect(told).toMatchObject(crossover);
    expect(told.exact).toEqual(crossover);
    expect(told.monteCarlo).toEqual(crossover);
    expect(told.why).toMatch(/^No divergence, a crossover: .* alpha − beta = 0 /);
    for (const exponent of Object.values(told.exponents)) {
      expect(covers(exponent, 0), exponent.quantity).toBe(true);
      if (exponent.limit) expect(Math.abs(exponent.limit.value)).toBeLessThan(1e-3); // 4096 times nearer: d log τ/d log d ~ d
    }
    // Not even with gamma taken away as well: at alpha = beta the limit without noise is the rate alpha.
    for (const limit of told.limits) expect([limit.exact, limit.monteCarlo]).toEqual(['stays finite', 'stays finite']);
    const last = told.limits.find(({ name }) => name === 'noise, gamma → 0')!.levels.at(-1)!;
    expect(last.slowestTime * 0.45).toBeCloseTo(1, 3);
    agree(told, 0.015); // Euler's 1 + λ dt/2 with λ = 0.35 … 0.56, dt = 0.05
  });

  it('alpha = sigma1²/2 is a transition where gamma = sigma0 = 0', { timeout: A_MINUTE }, async () => {
    const told = await verdictOf(PATHS.absorbing);
    for (const judgement of [told, told.exact, told.monteCarlo]) {
      expect(judgement).toMatchObject({ verdict: 'transition', kind: 'divergent', limit: null });
      expect(judgement.at).toBeCloseTo(0.125, 6);
    }
    const { exponents } = told;
    expect(exponents['mean.above']!.limit!.value).toBeCloseTo(1, 3);
    expect(exponents['variance.above']!.limit!.value).toBeCloseTo(1, 3);
    expect(exponents['autocorrelationTime.above']!.limit!.value).toBeCloseTo(-1, 3);
    expect(covers(exponents['mean.above']!, 1)).toBe(true);
    expect(covers(exponents['variance.above']!, 1)).toBe(true);
    expect(covers(exponents['autocorrelationTime.above']!, -1)).toBe(true);
    for (const { interval, source } of Object.values(exponents)) {
      expect(source).toBe('monte carlo');
      expect(interval[1] - interval[0]).toBeLessThan(0.4); // an interval that covers everything says nothing
    }
    // Euler's own critical point is ⅜ σ1⁴ dt = 0.0012 higher.
    const { at } = exponents['autocorrelationTime.above']!.fitted!;
    expect(at.interval[0]).toBeLessThan(0.125 + 0.0012);
    expect(at.interval[1]).toBeGreaterThan(0.125 - 0.0012);
    // Below, all mass gathers at 0: no law to scale, and the sampled mean on its way there.
    expect(told.points.map(({ law }) => law)).toEqual([
      ...['collapsed', 'collapsed'],
      ...Array.from({ length: 7 }, () => 'stationary'),
    ]);
    expect(told.points[0]!.mean).toMatchObject({ exact: 0 });
    agree(told, 0.04); // of Euler at dt = 0.05 beside sigma1 = 0.5
  });

  it('alpha = 0 is a transition without noise where gamma = 0, at the rate |alpha|', {
    timeout: A_MINUTE,
  }, async () => {
    const told = await verdictOf(PATHS.transcritical);
    for (const judgement of [told, told.exact, told.monteCarlo]) {
      expect(judgement).toMatchObject({ verdict: 'transition', kind: 'divergent', limit: 'noise → 0' });
      expect(Math.abs(judgement.at!)).toBeLessThan(told.candidate!.error);
    }
    expect(told.candidate!.error).toBeLessThan(0.01);
    // Where it is rounded, time ~ noise^−⅔, noise^⅔ wide: their ratio is the exponent of the rate.
    for (const { exponent } of told.limits) expect(Math.abs(exponent! - 2 / 3)).toBeLessThan(0.04); // off its place by 0.001
    for (const side of ['below', 'above'] as const)
      expect(covers(told.exponents[`autocorrelationTime.${side}@noise→0`]!, -1), side).toBe(true);
    // No parameter named here vanishes that is not 0 already.
    expect(new Set(told.limits.map(({ name }) => name))).toEqual(new Set(['noise → 0']));
  });

  it('sigma0 sigma1 > gamma brings a second peak, and no divergence', { timeout: A_MINUTE }, async () => {
    const told = await verdictOf(PATHS.bimodal);
    for (const judgement of [told, told.exact, told.monteCarlo])
      expect(judgement).toMatchObject({ verdict: 'transition', kind: 'change of modes', limit: null });
    // alpha − sigma1² = 2√(κδ), with alpha = (κ + Δ)/2.
    const delta = 0.05 * 0.5 - 0.001;
    const onset = 2 * (0.25 + 2 * Math.sqrt(1.5 * delta)) - 1.5;
    // Peak and dip nearer than 1/1024 are one: (κ/1024)² = 4 A dA/2 short of the onset, and Δ moves by 2 dA.
    const unseen = (1.5 / 1024) ** 2 / Math.sqrt(1.5 * delta) / 2;
    expect(Math.abs(told.at! - onset)).toBeLessThan(2 * unseen);
    expect(told.modeChanges).toEqual([{ at: told.at, from: 1, to: 2 }]);
    expect(told.why).toContain('without divergence');
    expect(told.points.some(({ modes }) => modes.value === 2)).toBe(true);
    expect(told.points.every(({ modes }) => modes.value! <= modes.exact!)).toBe(true);
  });
});

describe('a critical study', () => {
  it('works for any model and parameter: a double well opens', { timeout: A_MINUTE }, async () => {
    const told = await verdictOf({
      model: { drift: 'a*x - x^3', diffusion: 's' },
      domain: [-2, 2],
      params: { a: 0, s: 0.5 },
      dt: 0.05,
      paths: 32_768,
      control: { name: 'a', from: -1, to: 1, steps: 9 },
    });
    expect(told).toMatchObject({ verdict: 'transition', kind: 'change of modes' });
    // Peaks ±√a nearer than a cell of the search are one: they part at (4/1024)² = 1.5e-5, which is 0 on this path.
    expect(told.at).toBe(0);
    expect(told.why).toContain('at a = 0: ');
  });

  it('keeps what is known where it is interrupted', { timeout: A_MINUTE }, async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const told = await critical(parseStudy(PATHS.crossover), { backend, signal: controller.signal, onProgress });
    expect(told.provenance.partial).toMatchObject({ requested: 9 });
    expect(told).toMatchObject({ verdict: 'undecided', exact: { verdict: 'crossover' } });
    expect(told.why).toMatch(/^Interrupted after \d of 9 places/);
    controller.abort();
    await expect(critical(parseStudy(PATHS.crossover), { backend, signal: controller.signal })).rejects.toThrow(
      'interrupted before anything was computed',
    );
  });

  it('refuses what has no place on a path, and a study without one', async () => {
    const absorbing = parseStudy({ ...PATHS.crossover, boundary: { upper: 'absorb' } });
    await expect(critical(absorbing)).rejects.toThrow('boundary.upper: expected reflect or clamp');
    const { control: _, ...free } = PATHS.crossover;
    const other = parseStudy({
      ...free,
      ...{ grid: { alpha: [0.1, 0.2] }, method: 'tilted', firstPassage: { threshold: 0.8 } },
    });
    await expect(critical(other)).rejects.toThrow(
      /^method: expected plain for a critical study, got tilted: .*\ngrid: expected a control in a critical study, got a grid: /,
    );
    const pathless = parseStudy({ model: 'ornstein-uhlenbeck' });
    await expect(critical(pathless)).rejects.toThrow(/^control: expected a path, got nothing: add for example/);
    const open = parseStudy({ model: 'severity', saveAt: [10], tolerance: 0.01 });
    await expect(critical(open)).rejects.toThrow('tolerance: expected none in a critical study');
  });
});

describe('the path', () => {
  const study = parseStudy({ model: 'severity', params: { alpha: 0.5, beta: 0.4, gamma: 0.01 } });

  it('is alpha − beta through 0 by default, their sum kept', () => {
    const control = controlOf(study);
    expect(control).toMatchObject({ name: 'alpha-beta', steps: 25, vanishing: ['gamma'] });
    expect(control.from).toBeCloseTo(-0.3, 12);
    const values = pathValues(control);
    expect(values[12]).toBe(0);
    for (const value of values) {
      const { alpha, beta } = paramsAt(study.params, control, value) as { alpha: number; beta: number };
      expect(alpha + beta).toBeCloseTo(0.9, 12);
      expect(alpha - beta).toBeCloseTo(value, 12);
    }
  });

  it('may have less noise: half of it halves the diffusion, of a model of one’s own too', () => {
    const control = controlOf(study);
    const half = studyAt(study, control, 0.1, { noise: 0.5, vanishing: 0.25 });
    expect(half.model).toEqual({ drift: 'alpha*x*(1 - x) - beta*x^2 + gamma', diffusion: '0.5*(sigma0 + sigma1*x)' });
    expect(half.params).toMatchObject({ alpha: 0.5, beta: 0.4, gamma: 0.0025, sigma0: 0.05 });
    expect(half.control).toBeUndefined();
  });

  const problems = (control: object, more: object = {}) => {
    try {
      parseStudy({ model: 'severity', ...more, control: { name: 'alpha', from: 0, to: 1, ...control } });
    } catch (error) {
      return (error as StudyError).message;
    }
    return null;
  };
  it.each([
    [{ name: 'alhpa' }, 'control.name: expected alpha-beta or the name of a parameter, got alhpa: did you mean alpha?'],
    [{ to: -1 }, 'control.to: expected more than from, got -1 with from 0: a path goes upwards'],
    [{ at: 2 }, 'control.at: expected a place on the path from 0 to 1, got 2: leave it out to have it sought'],
    [{ steps: 3 }, 'control.steps: expected a whole number from 9 to 1001, got 3: 25 is the default'],
    [{ vanishing: ['gama'] }, 'control.vanishing[0]: expected the name of a parameter, got gama: did you mean gamma?'],
    [
      { name: 'sigma0', from: -1 },
      'control.from: expected a finite diffusion ≥ 0 in the domain, got -1 at x = 0: change the diffusion or the domain',
    ],
    [{ form: 1 }, 'control.form: unknown field: did you mean from?'],
  ])('%j', (control, message) => expect(problems(control)).toBe(message));

  it('is part of the study that comes back', () => {
    const control = { name: 'alpha', from: 0, to: 1 };
    expect(parseStudy({ model: 'severity', control }).control).toEqual({ ...control, steps: 25, vanishing: ['gamma'] });
  });
});
