// Studies that 2,000 random ones brought to light: each has something at which an exact value, a bias or a check went wrong.
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { StudyError } from '#dist/errors.js';
import type { FirstPassage } from '#dist/reduce/first-passage.js';
import { parseStudy } from '#dist/study/check.js';
import { biasOf, checkResult } from '#dist/study/checks.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';

const PATHS = 20_000;

async function checksOf(input: object) {
  const study = parseStudy({ paths: PATHS, ...input });
  const backend = await createWasmBackend({ threads: 1 });
  try {
    const result = await run(study, { backend, checks: false });
    return { result, checks: checkResult(result, biasOf(study)) };
  } finally {
    await backend.close();
  }
}

describe('hard studies', () => {
  it('a diffusion that vanishes at an end but for the rounding of x', () => {
    // Drift away from the middle, towards ends at which σ² ~ distance: as over [0, 1], where nothing is rounded.
    const study = (p: number, domain: [number, number]) =>
      parseStudy({
        model: {
          drift: 'r*w*(c*(1 - 2*((x - p)/w))/(1 + 4*((x - p)/w)^2))',
          diffusion: 's*sqrt(((x - p)/w)*(1 - ((x - p)/w)))',
        },
        params: { c: -1.6, p, r: 0.0182, s: 0.0691, w: 2.14 },
        domain,
        boundary: { lower: 'absorb', upper: 'absorb' },
        initial: p + 1.608,
        horizon: 8,
      });
    const moved = theory(study(-3.51, [-3.51, -1.37])).exit;
    const plain = theory(study(0, [0, 2.14])).exit;
    // x − p loses about |p|/w rounding units of f64 near the end, and a time to an end grows with the logarithm of them alone.
    expect(moved!.meanTime! / plain!.meanTime!).toBeCloseTo(1, 5);
    expect(moved!.upperProbability / plain!.upperProbability).toBeCloseTo(1, 10);
  });

  it('a start from a stationary law that cannot be had is a problem of the study', () => {
    const study = parseStudy({
      model: 'wright-fisher',
      params: { s: 0.0122, u: 0, v: 0, N: 464 },
      domain: [0, 1],
      initial: 'stationary',
    });
    expect(() => theory(study)).toThrow(StudyError);
    expect(() => theory(study)).toThrow(
      /initial: expected a stationary law to start from, got none: .*start from a point/,
    );
  });

  it('a save time at which hardly a path is left: no bias rather than NaN', () => {
    const { snapshots, reasons } = biasOf(
      parseStudy({
        model: 'brownian',
        params: { mu: 0.413, sigma: 0.191 },
        boundary: { upper: 'absorb' },
        initial: 0.57,
        dt: 0.288,
        horizon: 134.784,
        saveAt: [68.832, 122.112],
      }),
    );
    snapshots.forEach((snapshot, i) => {
      for (const name of ['mean', 'variance', 'skewness', 'excessKurtosis'] as const) {
        const known = snapshot?.[name];
        if (known) expect(Object.values(known).every(Number.isFinite), `${i} ${name}`).toBe(true);
        else expect(reasons[`snapshots[${i}].${name}`] ?? reasons['snapshots']).toBeTruthy();
      }
    });
  });

  it('a median on the plateau after which no path hits: unchecked, since its error is not normal', async () => {
    const { result, checks } = await checksOf({
      // Up at once or down for ever, half of the paths each.
      model: { drift: '4*b*(x - 0.5) - 16*c^2*(x - 0.5)^3', diffusion: '0.2*sqrt(1 + (2*x - 1)^2)' },
      params: { b: 1.58, c: -0.463 },
      domain: [0, 1],
      initial: 0.5,
      dt: 0.05,
      horizon: 10,
      scheme: 'milstein',
      seed: 4,
      firstPassage: { threshold: 0.755, direction: 'up' },
    });
    expect((result.firstPassage as FirstPassage).quantiles['0.5'].value).not.toBeNull(); // more than half of these paths hit
    const quantities = checks.map(({ quantity }) => quantity);
    expect(quantities).toContain('firstPassage.quantiles.0.25');
    expect(quantities).not.toContain('firstPassage.quantiles.0.5');
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('hits that nearly all come in one step: their variance is unchecked, what is left is right', async () => {
    const { checks } = await checksOf({
      model: 'brownian',
      params: { mu: 1.74, sigma: 0.138 },
      boundary: { lower: 'absorb', upper: 'absorb' },
      initial: 0.26343,
      dt: 0.0531,
      horizon: 0.9027,
      firstPassage: { threshold: 0.25185, direction: 'down' },
    });
    const quantities = checks.map(({ quantity }) => quantity);
    expect(quantities).toContain('firstPassage.probability');
    expect(quantities).not.toContain('firstPassage.variance');
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('paths held at a clamped end but for a few: the error of the skewness is that of the few', async () => {
    const { result, checks } = await checksOf({
      model: { drift: '-0.15', diffusion: '0.02' }, // a standard deviation of some bins of the fine histogram
      domain: [0, 1],
      boundary: { lower: 'clamp' },
      initial: 0,
      dt: 0.05,
      horizon: 2,
    });
    const { skewness } = result.snapshots[0]!;
    expect(skewness.value).toBeGreaterThan(3);
    expect(skewness.standardError).toBeGreaterThan(2 * Math.sqrt(6 / PATHS)); // of a normal law
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
