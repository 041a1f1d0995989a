import { describe, expect, it } from 'vitest';
import { PathFollower } from '#dist/backend/reference/simulate.js';
import type { Scheme, Study } from '#dist/spec/study.js';
import { parseStudy } from '#dist/study/check.js';
import { planStudy } from '#dist/study/plan.js';
import { Pairs } from '#dist/study/tolerance-pairs.js';
import { type Fit, fitOf, pilotTargets } from '#dist/study/tolerance-pilot.js';
import { nominalOrder } from '#dist/study/tolerance-search.js';
import { kernelTargets } from '#dist/study/tolerance-targets.js';
import { SETS, type SetName } from '../../helpers/studies.js';

const exactly = (x: number): number => x;

const severity = (set: SetName, scheme: Scheme, more: object = {}): Study =>
  parseStudy({
    model: 'severity',
    params: SETS[set].params,
    initial: 0.1,
    dt: 0.04,
    horizon: 20,
    scheme,
    firstPassage: { threshold: 0.8 },
    ...more,
  });

describe('a path in halves', () => {
  // With constant coefficients the frozen step is exact: a step twice as long changes neither the path nor its hits.
  it('of Brownian motion is the path of half the step, and hits in the same double step', () => {
    const brownian = (dt: number) =>
      planStudy(
        parseStudy({
          model: { drift: '0.3', diffusion: '0.7' },
          domain: [-20, 3],
          boundary: { upper: 'absorb' },
          initial: 0,
          dt,
          horizon: 8,
          saveAt: [8],
          firstPassage: [{ threshold: 1 }, { threshold: 1, monitor: 'grid' }, { threshold: -1 }, { threshold: 2.8 }],
        }),
      );
    const fine = new PathFollower(brownian(0.1), exactly);
    const coarse = new PathFollower(brownian(0.2), exactly, { halves: true });
    const inDoubleSteps = (step: number) => (step < 0 ? step : Math.ceil(step / 2));
    let between = 0;
    for (let path = 0; path < 500; path++) {
      fine.follow(path, () => undefined);
      coarse.follow(path, () => undefined);
      expect(coarse.fate).toBe(fine.fate);
      expect(coarse.endStep).toBe(Math.ceil(fine.endStep / 2));
      if (coarse.fate === 0) expect(coarse.x).toBeCloseTo(fine.x, 12);
      expect([...coarse.hitStep].filter((_, j) => j !== 1)).toEqual(
        [...fine.hitStep].filter((_, j) => j !== 1).map(inDoubleSteps),
      );
      if (coarse.hitStep[1] !== inDoubleSteps(fine.hitStep[1]!)) between++;
    }
    expect(between).toBeGreaterThan(20); // the grid sees less: what the bridge is for
  });
});

describe('coupled pairs', () => {
  // Unbiased: the difference is b(h) − b(2h) of the kernel, and the coarse path keeps the law of its own step.
  it.each([
    ['bridge', severity('B', 'euler-maruyama'), 0.16],
    ['grid', severity('B', 'euler-maruyama', { firstPassage: { threshold: 0.8, monitor: 'grid' } }), 0.16],
    ['shift, Milstein', severity('D', 'milstein', { firstPassage: { threshold: 0.8, monitor: 'shift' } }), 0.08],
    ['Lamperti–Heun', severity('D', 'lamperti-heun'), 0.2],
    [
      'two absorbing ends',
      severity('D', 'euler-maruyama', { domain: [0.02, 0.8], boundary: { lower: 'absorb', upper: 'absorb' } }),
      0.05,
    ],
    ['means', severity('D', 'euler-maruyama', { firstPassage: null, saveAt: [4], horizon: 4 }), 0.2],
  ] as const)('differ as the kernel says: %s', async (_, study, h) => {
    const pairs = new Pairs(study, study.scheme, h, 0);
    await pairs.grow(3000);
    const [level] = pairs.levels();
    const [fine, coarse] = [kernelTargets(study, study.scheme)(h)[0]!, kernelTargets(study, study.scheme)(2 * h)[0]!];
    const off = level!.difference - (fine.bias - coarse.bias);
    expect(Math.abs(off)).toBeLessThan(5 * level!.differenceError);
    // The pairs know the difference better than two independent samples would: by half at least.
    const independent = Math.hypot(fine.deviation, coarse.deviation) / Math.sqrt(3000);
    expect(level!.differenceError).toBeLessThan(independent / 2);
    // A sample's spread is off by √((κ − 1)/4n) of itself, κ ≤ 9 for an exponential time: 5 of these.
    expect(Math.abs(level!.deviation / fine.deviation - 1)).toBeLessThan(5 * Math.sqrt(2 / 3000));
  });
});

describe('the fit of three levels', () => {
  /** Exact differences of a scheme, as if from pairs without end. */
  const fitAt = (study: Study, h: number) => {
    const at = kernelTargets(study, study.scheme);
    const biases = [h, 2 * h, 4 * h].map((dt) => at(dt)[0]!.bias);
    const level = (i: number) => ({ difference: biases[i]! - biases[i + 1]!, differenceError: 1e-9 });
    return { fit: fitOf(h, level(0), level(1), nominalOrder(study.scheme, study), 0), bias: biases[0]! };
  };

  it.each([
    ['Euler–Maruyama with the bridge', severity('B', 'euler-maruyama'), 0.04],
    [
      'Euler–Maruyama on the grid',
      severity('B', 'euler-maruyama', { firstPassage: { threshold: 0.8, monitor: 'grid' } }),
      0.04,
    ],
    ['Lamperti–Heun', severity('B', 'lamperti-heun'), 0.1],
  ] as const)('finds order and bias of %s', (_, study, h) => {
    const { fit, bias } = fitAt(study, h);
    const { first, second, error } = fit as Fit;
    expect(Math.abs(first + second - bias)).toBeLessThan(error);
    expect(error).toBeLessThan(0.5 * Math.abs(bias));
  });

  it('is not fooled where two levels agree by accident', () => {
    // Set D: the biases at 0.2 and 0.4 differ by a hundredth of themselves. A third level shows that no order is there.
    const study = severity('D', 'euler-maruyama', { horizon: 40 });
    expect(fitAt(study, 0.1).fit).toBe('no order');
    expect(typeof fitAt(study, 0.0125).fit).toBe('object');
  });

  it('wants more paths where noise hides the order, and none where the bias is small enough whatever it is', () => {
    const noisy = { difference: 0.01, differenceError: 0.01 };
    expect(fitOf(0.1, noisy, noisy, 1, 0.001)).toBe('noisy');
    expect(fitOf(0.1, noisy, noisy, 1, 1)).toMatchObject({ first: 0, second: 0 });
    const [one, two] = [
      { difference: 0.1, differenceError: 0.001 },
      { difference: -0.1, differenceError: 0.001 },
    ];
    expect(fitOf(0.1, one, two, 1, 1)).toBe('no order');
  });
});

it('the pilot knows the bias of any dt within its own error', async () => {
  const study = severity('B', 'euler-maruyama', { horizon: 40 });
  const setup = { spacing: 40, longest: 40, smallEnough: 0.01 };
  const [pilot, kernel] = [await pilotTargets(study, 'euler-maruyama', setup), kernelTargets(study, 'euler-maruyama')];
  for (const dt of [0.1, 0.025]) {
    const [guess, truth] = [pilot(dt)[0]!, kernel(dt)[0]!];
    // biasError is two standard errors and what is not known of the order: 2.5 of it are the usual five.
    expect(Math.abs(guess.bias - truth.bias)).toBeLessThan(2.5 * guess.biasError);
    expect(guess.biasError).toBeLessThan(truth.scale * 0.02);
    expect(guess.quantity).toBe('firstPassage.mean');
  }
});
