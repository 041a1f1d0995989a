import { describe, expect, it } from 'vitest';
import { averageOverStart, exitLaw, firstPassage, mirror, type Process, stationaryLaw } from '#dist/theory/index.js';
import { brownian, NAMES, relative, SETS, severity } from './sets.js';

const TEN_DIGITS = 1e-11; // the reference values have 15; quadrature itself claims 1e-13

describe.each(NAMES)('set %s', (name) => {
  const set = SETS[name];
  const process = severity(set.params);

  it('has the stationary mean and variance of the reference', () => {
    const law = stationaryLaw(process);
    expect(relative(law.mean.value, set.mean)).toBeLessThan(TEN_DIGITS);
    expect(relative(law.variance.value, set.variance)).toBeLessThan(TEN_DIGITS);
    expect(law.mean.error).toBeLessThan(1e-12);
  });

  it('has the mean and variance of the first-passage time, upwards and mirrored downwards', () => {
    const up = firstPassage(process, [0.1], 0.8, true);
    const down = firstPassage(mirror(process), [-0.1], -0.8, false);
    for (const law of [up, down]) {
      expect(relative(law.mean.value, set.mfpt)).toBeLessThan(TEN_DIGITS);
      expect(relative(law.variance.value, set.fptVariance)).toBeLessThan(TEN_DIGITS);
    }
    expect(up.mean.error).toBeLessThan(1e-10 * set.mfpt);
  });

  it('has the probability to reach 0.8 before 0.05', () => {
    const law = exitLaw(process, [0.1], [0.05, 0.8]);
    expect(relative(law.upperProbability.value, set.exitUp)).toBeLessThan(TEN_DIGITS);
    const mirrored = exitLaw(mirror(process), [-0.1], [-0.8, -0.05]);
    expect(1 - mirrored.upperProbability.value).toBeCloseTo(set.exitUp, 12);
    expect(relative(mirrored.meanTime.value, law.meanTime.value)).toBeLessThan(TEN_DIGITS);
  });

  it('is mirrored as a whole', () => {
    const [law, mirrored] = [stationaryLaw(process), stationaryLaw(mirror(process))];
    expect(mirrored.mean.value).toBeCloseTo(-law.mean.value, 13);
    expect(mirrored.skewness.value).toBeCloseTo(-law.skewness.value, 11);
    expect(mirrored.modes).toHaveLength(law.modes.length);
    for (const [i, mode] of [...mirrored.modes].reverse().entries()) expect(mode).toBeCloseTo(-law.modes[i]!, 12);
  });

  it('has quantiles that average to the mean and invert the density', () => {
    const law = stationaryLaw(process);
    const table = law.quantiles(4097);
    let mean = 0;
    for (let i = 0; i < 4096; i++) mean += (table[i]! + table[i + 1]!) / 2 / 4096;
    expect(Math.abs(mean - set.mean)).toBeLessThan(1 / 4096); // one cell of u, and x within [0, 1]
    // dF = p dx over the middle cells, to the second order in the cell.
    for (const i of [1024, 2048, 3072]) {
      const slope = (table[i + 1]! - table[i - 1]!) * (4096 / 2);
      expect(relative(slope * law.density(table[i]!), 1)).toBeLessThan(1e-5);
    }
  });
});

describe('closed forms', () => {
  it('Ornstein–Uhlenbeck: normal, truncated eight deviations out', () => {
    const theta = 1.3;
    const sigma = 0.5;
    const sd = sigma / Math.sqrt(2 * theta);
    const process: Process = {
      drift: (x) => theta * (0.2 - x),
      diffusion: () => sigma,
      diffusionSlope: () => 0,
      lower: 0.2 - 8 * sd,
      upper: 0.2 + 8 * sd,
    };
    const law = stationaryLaw(process);
    const cut = (2 * 8 * Math.exp(-32)) / Math.sqrt(2 * Math.PI); // what the truncation takes from the variance, relative
    expect(law.mean.value).toBeCloseTo(0.2, 13);
    expect(relative(law.variance.value, sd * sd * (1 - cut))).toBeLessThan(1e-12);
    expect(law.skewness.value).toBeCloseTo(0, 12);
    expect(Math.abs(law.excessKurtosis.value)).toBeLessThan(1e-9); // 8⁴ deviations beyond the cut weigh 1e-11
    expect(law.modes).toHaveLength(1);
    expect(law.modes[0]).toBeCloseTo(0.2, 13);
    expect(relative(law.density(0.2), 1 / (sd * Math.sqrt(2 * Math.PI)))).toBeLessThan(1e-12);
    expect(law.quantiles(5)[1]).toBeCloseTo(0.2 - 0.6744897501960817 * sd, 11); // Φ⁻¹(¼)
    // As a start table, linear between its entries: the mean of every segment but for the curvature inside it, and the
    // variance inside the outer two, (0.15 sd)² of 2 · 2⁻¹⁴ of the paths.
    const table = [...law.quantiles(2 ** 14 + 1)];
    const mean = averageOverStart(table, (x) => x);
    expect(Math.abs(mean - 0.2)).toBeLessThan(1e-12);
    const variance = averageOverStart(table, (x) => (x - mean) ** 2);
    expect(relative(variance, sd * sd)).toBeLessThan(2e-5);
  });

  it('Brownian motion between two absorbing ends', () => {
    const law = exitLaw(brownian(0, 0.7, -1, 2), [0.4]);
    expect(law.upperProbability.value).toBeCloseTo((0.4 + 1) / 3, 14);
    expect(relative(law.meanTime.value, ((0.4 + 1) * (2 - 0.4)) / 0.7 ** 2)).toBeLessThan(1e-13);
  });

  it('Brownian motion averaged over a uniform start', () => {
    const law = exitLaw(brownian(0, 0.7, -1, 2), [0, 1]);
    expect(law.upperProbability.value).toBeCloseTo(1.5 / 3, 14);
    // ∫₀¹ (x + 1)(2 − x) dx = 2 + ½ − ⅓
    expect(relative(law.meanTime.value, (2 + 1 / 2 - 1 / 3) / 0.7 ** 2)).toBeLessThan(1e-13);
  });

  it('Brownian motion with a reflecting end: (b² − x²)/σ², variance ⅔ (b⁴ − x⁴)/σ⁴', () => {
    const law = firstPassage(brownian(0, 0.7, 0, 5), [0.3], 1.2, true);
    expect(relative(law.mean.value, (1.2 ** 2 - 0.3 ** 2) / 0.7 ** 2)).toBeLessThan(1e-13);
    expect(relative(law.variance.value, ((2 / 3) * (1.2 ** 4 - 0.3 ** 4)) / 0.7 ** 4)).toBeLessThan(1e-13);
  });

  it('drifted Brownian motion far from its reflecting end: inverse Gaussian, Φ spanning a thousand', () => {
    const [mu, sigma, d] = [1, 0.3, 2];
    const law = firstPassage(brownian(mu, sigma, -50, 5), [0], d, true);
    expect(relative(law.mean.value, d / mu)).toBeLessThan(1e-12);
    expect(relative(law.variance.value, (d * sigma ** 2) / mu ** 3)).toBeLessThan(1e-12);
  });

  it('against the drift: (e^{cb} − e^{cx})/(μc) − (b − x)/μ, c = 2μ/σ², at e^330', () => {
    const [mu, sigma] = [1, 0.11];
    const c = (2 * mu) / sigma ** 2;
    const law = firstPassage(brownian(-mu, sigma, 0, 5), [0.3], 2, true);
    expect(relative(law.mean.value, (Math.exp(2 * c) - Math.exp(0.3 * c)) / (mu * c) - 1.7 / mu)).toBeLessThan(1e-11);
    expect(relative(law.variance.value, law.mean.value ** 2)).toBeLessThan(1e-10); // rare: exponential
  });

  it('starts at or past the threshold are there at time 0, and spread starts add their variance', () => {
    const process = brownian(0, 1, 0, 5);
    expect(firstPassage(process, [1.2], 1.2, true)).toMatchObject({ mean: { value: 0 }, variance: { value: 0 } });
    const law = firstPassage(process, [0, 2], 1, true); // T(x) = 1 − x² below 1; Var T(x) = ⅔ (1 − x⁴)
    expect(law.mean.value).toBeCloseTo(1 / 3, 13);
    expect(law.variance.value).toBeCloseTo((2 / 3) * (4 / 5) * (1 / 2) + (8 / 15) * (1 / 2) - 1 / 9, 13);
  });
});

describe('ends without noise', () => {
  const wrightFisher = (u: number, v: number, N: number): Process => ({
    drift: (x) => u * (1 - x) - v * x,
    diffusion: (x) => Math.sqrt((x * (1 - x)) / N),
    diffusionSlope: (x) => (1 - 2 * x) / (2 * N),
    lower: 0,
    upper: 1,
  });

  it('Wright–Fisher with mutation: Beta(2Nu, 2Nv), also where the density has poles', () => {
    for (const [u, v] of [
      [0.01, 0.02],
      [0.001, 0.002],
      [0.001, 0.04],
    ] as const) {
      const [p, q] = [200 * u, 200 * v];
      const law = stationaryLaw(wrightFisher(u, v, 100));
      const variance = (p * q) / ((p + q) ** 2 * (p + q + 1));
      expect(Math.abs(law.mean.value - p / (p + q))).toBeLessThan(1e-10 + law.mean.error);
      expect(Math.abs(law.variance.value - variance)).toBeLessThan(1e-10 + law.variance.error);
      expect(law.mean.error).toBeLessThan(1e-7);
    }
  });

  it('neutral Wright–Fisher: P = x, time −2N (x ln x + (1 − x) ln (1 − x))', () => {
    const law = exitLaw(wrightFisher(0, 0, 100), [0.3]);
    expect(law.upperProbability.value).toBeCloseTo(0.3, 12);
    const entropy = -(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7));
    expect(relative(law.meanTime.value, 200 * entropy)).toBeLessThan(1e-11);
  });

  it('severity with σ0 = 0 is the limit of small σ0, also from 0 itself', () => {
    const params = SETS.B.params;
    for (const start of [0, 0.1]) {
      const at = (sigma0: number) => firstPassage(severity({ ...params, sigma0 }), [start], 0.8, true).mean.value;
      const differences = [1e-3, 5e-4].map((sigma0) => at(sigma0) - at(0));
      expect(Math.abs(differences[1]! / differences[0]! - 0.5)).toBeLessThan(0.02); // linear in σ0: the second order halves with σ0, .028 at 4e-3
    }
  });

  it('γ = σ0 = 0 above the transition: m ~ x^(2α/σ1² − 2) e^(−2κx/σ1²), summed by brute force', () => {
    const law = stationaryLaw(severity({ alpha: 0.6, beta: 0.3, gamma: 0, sigma0: 0, sigma1: 0.5 }));
    let [mass, first] = [0, 0];
    const cells = 200_000; // midpoint rule: error about cells^−2
    for (let i = 0; i < cells; i++) {
      const x = (i + 0.5) / cells;
      const p = x ** (1.2 / 0.25 - 2) * Math.exp((-1.8 * x) / 0.25);
      mass += p;
      first += p * x;
    }
    expect(relative(law.mean.value, first / mass)).toBeLessThan(1e-9);
  });

  it.each([
    [
      'no law below the transition',
      () => stationaryLaw(severity({ alpha: 0.1, beta: 0.3, gamma: 0, sigma0: 0, sigma1: 0.5 })),
      /no stationary law.*lower end/,
    ],
    ['no law with one absorbing end', () => stationaryLaw(wrightFisher(0, 0.01, 100)), /no stationary law.*lower end/],
    ['no mean where 0 absorbs', () => firstPassage(wrightFisher(0, 0.01, 100), [0.3], 0.8, true), /infinite/],
    [
      'no exit where it is never reached',
      () => exitLaw(severity({ ...SETS.B.params, sigma0: 0 }), [0.1]),
      /lower end is never reached/,
    ],
    [
      'no way down to it',
      () => firstPassage(severity({ ...SETS.B.params, sigma0: 0 }), [0.1], 0, false),
      /never reached/,
    ],
    [
      'no path out of 0',
      () => firstPassage(severity({ ...SETS.B.params, gamma: 0, sigma0: 0 }), [0], 0.8, true),
      /stays there/,
    ],
    [
      'too little noise',
      () => exitLaw(severity({ ...SETS.B.params, sigma0: 1e-4, sigma1: 0 }), [0.1]),
      /noise is too weak/,
    ],
  ] as const)('%s', (_, compute, message) => {
    expect(compute).toThrow(expect.objectContaining({ name: 'TheoryError', message: expect.stringMatching(message) }));
  });
});

it('answers within 100 ms', () => {
  const process = severity(SETS.D.params);
  stationaryLaw(process);
  const begin = performance.now();
  stationaryLaw(process);
  firstPassage(process, [0.1], 0.8, true);
  exitLaw(process, [0.1]);
  expect(performance.now() - begin).toBeLessThan(300); // three answers; measured about 3 ms
});

describe('modes', () => {
  it('at an end where the slope of the density is 0, and the density falls', () => {
    // Half of an Ornstein–Uhlenbeck process, reflected at its middle: the peak is the end itself.
    const half = { drift: (x: number) => -x, diffusion: () => 0.3, diffusionSlope: () => 0, lower: 0, upper: 2 };
    expect(stationaryLaw(half).modes).toEqual([0]);
    expect(stationaryLaw(mirror(half)).modes).toHaveLength(1);
    // Away from the end it rises: the peak is inside.
    expect(stationaryLaw({ ...half, drift: (x: number) => x - x * x }).modes).toHaveLength(1);
  });
});
