import { describe, expect, it } from 'vitest';
import {
  firstPassage,
  momentsAt,
  type Process,
  passageAtHorizon,
  relaxationRate,
  stationaryLaw,
} from '#dist/theory/index.js';
import { brownian, NAMES, normalCdf, RELAXATION, relative, SETS, severity } from './sets.js';

const REFLECT = { lower: 'reflect', upper: 'reflect' } as const;
const ABSORB = { lower: 'absorb', upper: 'absorb' } as const;
const TEN_DIGITS = 1e-10;

describe('first passage by a horizon', () => {
  it('drifted Brownian motion: the inverse Gaussian distribution function', () => {
    const [mu, sigma, d] = [0.5, 0.8, 1.5];
    const process = brownian(mu, sigma, -12, 5); // its far end is twelve deviations away at t = 1, six at 4
    for (const t of [0.5, 1, 3]) {
      const scale = sigma * Math.sqrt(t);
      const exact =
        normalCdf((mu * t - d) / scale) + Math.exp((2 * mu * d) / sigma ** 2) * normalCdf((-mu * t - d) / scale);
      const law = passageAtHorizon(process, REFLECT, [0], d, true, t);
      expect(relative(law.probability.value, exact)).toBeLessThan(TEN_DIGITS);
      const mirrored = passageAtHorizon(brownian(-mu, sigma, -5, 12), REFLECT, [0], -d, false, t);
      expect(relative(mirrored.probability.value, exact)).toBeLessThan(TEN_DIGITS);
    }
  });

  it('a threshold that lies at the end behind the start has been met', () => {
    const process = severity(SETS.B.params);
    for (const [threshold, up] of [
      [0, true],
      [1, false],
    ] as const) {
      const { probability, mean, restrictedMean } = passageAtHorizon(process, REFLECT, [0.3], threshold, up, 5);
      expect([probability.value, mean!.value, restrictedMean.value]).toEqual([1, 0, 0]);
    }
  });

  it.each(NAMES)('set %s: far horizons give the quadrature, and E min(T, H) = P E[T | hit] + (1 − P) H', (name) => {
    const process = severity(SETS[name].params);
    const far = passageAtHorizon(process, REFLECT, [0.1], 0.8, true, 3000);
    expect(relative(far.mean!.value, SETS[name].mfpt)).toBeLessThan(TEN_DIGITS);
    expect(relative(far.variance!.value, SETS[name].fptVariance)).toBeLessThan(1e-7); // 3000² beside 18: seven digits go
    const near = passageAtHorizon(process, REFLECT, [0.1], 0.8, true, 20);
    const { probability, mean, restrictedMean } = near;
    expect(near.probability.error).toBeLessThan(1e-10);
    const joined = probability.value * mean!.value + (1 - probability.value) * 20;
    expect(relative(joined, restrictedMean.value)).toBeLessThan(TEN_DIGITS);
  });

  it('counts starts beyond the threshold at time 0', () => {
    const law = passageAtHorizon(brownian(0, 1, 0, 5), REFLECT, [0, 2], 1, true, 100);
    expect(relative(law.mean!.value, firstPassage(brownian(0, 1, 0, 5), [0, 2], 1, true).mean.value)).toBeLessThan(
      1e-9,
    );
    expect(law.probability.value).toBeCloseTo(1, 12);
  });

  it('ends without noise that take paths out: fixation in the Wright–Fisher model', () => {
    const process: Process = {
      drift: () => 0,
      diffusion: (x) => Math.sqrt((x * (1 - x)) / 100),
      diffusionSlope: (x) => (1 - 2 * x) / 200,
      lower: 0,
      upper: 1,
    };
    const [up, down] = ([true, false] as const).map((side) =>
      passageAtHorizon(process, ABSORB, [0.3], side ? 1 : 0, side, 5000),
    ) as [ReturnType<typeof passageAtHorizon>, ReturnType<typeof passageAtHorizon>];
    const DIGITS = 1e-7; // finite volumes; their error is told too
    expect(relative(up.probability.value, 0.3)).toBeLessThan(DIGITS);
    expect(relative(down.probability.value, 0.7)).toBeLessThan(DIGITS);
    // Kimura and Ohta (1969): −2N (1 − x) ln(1 − x)/x generations to fixation, −2N x ln x/(1 − x) to loss.
    expect(relative(up.mean!.value, (-200 * 0.7 * Math.log(0.7)) / 0.3)).toBeLessThan(DIGITS);
    expect(relative(down.mean!.value, (-200 * 0.3 * Math.log(0.3)) / 0.7)).toBeLessThan(DIGITS);
    expect(relative(up.restrictedMean.value, 0.3 * up.mean!.value + 0.7 * 5000)).toBeLessThan(DIGITS);
  });

  it('splits two absorbing ends: Brownian motion by its images', () => {
    const t = 0.2;
    const process = brownian(0, 1, 0, 1);
    const law = momentsAt(process, ABSORB, [0.3], t);
    let alive = 0; // Σ 4/(kπ) sin(kπx) e^(−k²π²t/2), k odd
    for (let k = 1; k < 30; k += 2) {
      alive += (4 / (k * Math.PI)) * Math.sin(k * Math.PI * 0.3) * Math.exp((-(k * k) * Math.PI ** 2 * t) / 2);
    }
    expect(relative(law.alive.value, alive)).toBeLessThan(TEN_DIGITS);
    const up = passageAtHorizon(process, ABSORB, [0.3], 1, true, t).probability.value;
    const down = passageAtHorizon(process, ABSORB, [0.3], 0, false, t).probability.value;
    expect(up + down + law.alive.value).toBeCloseTo(1, 10);
    expect(down).toBeGreaterThan(up);
  });
});

describe('moments at a time', () => {
  it('Ornstein–Uhlenbeck', () => {
    const [theta, sigma, x0, t] = [1.3, 0.4, 0.8, 0.7];
    const process: Process = { ...brownian(0, sigma, -4, 4), drift: (x) => -theta * x };
    const law = momentsAt(process, REFLECT, [x0], t);
    expect(law.mean.value).toBeCloseTo(x0 * Math.exp(-theta * t), 11);
    expect(law.variance.value).toBeCloseTo((sigma ** 2 * (1 - Math.exp(-2 * theta * t))) / (2 * theta), 11);
    const spread = momentsAt(process, REFLECT, [0, 1], t); // a uniform start adds e^(−2θt)/12
    expect(spread.mean.value).toBeCloseTo(0.5 * Math.exp(-theta * t), 11);
    expect(spread.variance.value - law.variance.value).toBeCloseTo(Math.exp(-2 * theta * t) / 12, 11);
  });

  it.each(NAMES)('set %s relaxes to its stationary law, at the rate of the reference', (name) => {
    const process = severity(SETS[name].params);
    const late = momentsAt(process, REFLECT, [0.1], 1e4);
    expect(relative(late.mean.value, SETS[name].mean)).toBeLessThan(TEN_DIGITS);
    expect(relative(late.variance.value, SETS[name].variance)).toBeLessThan(TEN_DIGITS);
    expect(relative(relaxationRate(process).value, RELAXATION[name])).toBeLessThan(TEN_DIGITS);
  });

  it('starts as it starts', () => {
    const law = momentsAt(brownian(0, 1, 0, 1), REFLECT, [0.2, 0.8], 0);
    expect(law).toMatchObject({ mean: { value: 0.5 }, alive: { value: 1 } });
    expect(law.variance.value).toBeCloseTo(0.03, 14);
  });
});

describe('the relaxation rate', () => {
  it('reflected Brownian motion: π²σ²/2L²; Ornstein–Uhlenbeck: θ; Wright–Fisher: u + v', () => {
    expect(relative(relaxationRate(brownian(0, 0.7, -1, 2)).value, (Math.PI ** 2 * 0.49) / 18)).toBeLessThan(1e-11);
    const process: Process = { ...brownian(0, 0.4, -4, 4), drift: (x) => -1.3 * x };
    expect(relative(relaxationRate(process).value, 1.3)).toBeLessThan(1e-9);
    const wrightFisher: Process = {
      drift: (x) => 0.01 * (1 - x) - 0.02 * x,
      diffusion: (x) => Math.sqrt((x * (1 - x)) / 100),
      diffusionSlope: (x) => (1 - 2 * x) / 200,
      lower: 0,
      upper: 1,
    };
    expect(relative(relaxationRate(wrightFisher).value, 0.03)).toBeLessThan(1e-11);
  });

  it('a double well: twice the rate of escape over the barrier, to what Kramers leaves out', () => {
    const process: Process = { ...brownian(0, 0.25, -2, 2), drift: (x) => x - x ** 3 };
    const wayOver = firstPassage(process, [-1], 0, true).mean.value; // from the barrier half of the paths go back
    expect(relative(relaxationRate(process).value, 1 / wayOver)).toBeLessThan(1e-3); // their correction is about λ1 × the time inside a well, 1/2
    expect(stationaryLaw(process).modes).toHaveLength(2);
  });
});

describe('what solvers on fixed nodes may not see', () => {
  const bump = (width: number, height: number): Process => ({
    ...brownian(0, 0.5, -1, 1),
    drift: (x) => height * Math.exp(-(((x - 0.3777) / width) ** 2)) - x,
  });

  it('is told by its place: both resolutions miss a narrow bump, and agree', () => {
    for (const law of [
      () => momentsAt(bump(0.002, 400), REFLECT, [0.3], 2),
      () => passageAtHorizon(bump(0.002, 400), REFLECT, [0.3], 0.8, true, 2),
    ]) {
      expect(law).toThrow(/drift or diffusion changes near 0\.3[78]\d* within less than 0\.007/);
    }
  });

  it('is neither a kink nor a wide bump', () => {
    const kink: Process = { ...brownian(0, 0.5, -1, 1), drift: (x) => -3 * Math.abs(x) };
    for (const process of [kink, bump(0.1, 8)]) {
      const { mean } = momentsAt(process, REFLECT, [0.3], 100);
      expect(Math.abs(mean.value - stationaryLaw(process).mean.value)).toBeLessThanOrEqual(10 * mean.error + 1e-9);
    }
  });
});
