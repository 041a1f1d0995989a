import { describe, expect, it } from 'vitest';
import {
  exitLaw,
  firstPassage,
  hittingLaw,
  mirror,
  type Process,
  stationaryLaw,
  type TimeLaw,
} from '#dist/theory/index.js';
import { brownian, NAMES, relative, SETS, severity, wrightFisher } from './sets.js';

/** E T … E T⁴ of a fixed start from its cumulants. */
const rawOf = ([k1, k2, k3, k4]: readonly [number, number, number, number]) => [
  k1,
  k2 + k1 ** 2,
  k3 + 3 * k2 * k1 + k1 ** 3,
  k4 + 4 * k3 * k1 + 3 * k2 ** 2 + 6 * k2 * k1 ** 2 + k1 ** 4,
];

/** Mean, variance, skewness, excess kurtosis and moments, to `digits` relative. */
function expectCumulants(law: TimeLaw, k: readonly [number, number, number, number], digits: number) {
  expect(relative(law.mean.value, k[0])).toBeLessThan(digits);
  expect(relative(law.variance.value, k[1])).toBeLessThan(digits);
  expect(relative(law.skewness.value, k[2] / k[1] ** 1.5)).toBeLessThan(digits);
  expect(relative(law.excessKurtosis.value, k[3] / k[1] ** 2)).toBeLessThan(digits);
  for (const [i, moment] of rawOf(k).entries()) {
    expect(relative(law.moments[i]!.value, moment)).toBeLessThan(digits);
    expect(law.moments[i]!.error).toBeLessThan(digits * moment);
  }
}

describe('the law of a first-passage time', () => {
  it('Brownian motion with a reflecting end: powers of θ in ln cos(x√2θ) − ln cos(b√2θ)', () => {
    const [b, x, sigma] = [1.2, 0.3, 0.7];
    const at = (n: number, c: number) => (c * (b ** (2 * n) - x ** (2 * n))) / sigma ** (2 * n);
    const cumulants = [at(1, 1), at(2, 2 / 3), at(3, 16 / 15), at(4, 272 / 105)] as const;
    expectCumulants(firstPassage(brownian(0, sigma, 0, 5), [x], b, true), cumulants, 1e-12);
    expectCumulants(firstPassage(brownian(0, sigma, -5, 0), [-x], -b, false), cumulants, 1e-12);
  });

  it('drifted Brownian motion far from its reflecting end: the inverse Gaussian', () => {
    const [mu, sigma, d] = [1, 0.3, 2];
    const at = (n: number, c: number) => (c * d * sigma ** (2 * n - 2)) / mu ** (2 * n - 1);
    const law = firstPassage(brownian(mu, sigma, -50, 5), [0], d, true);
    expectCumulants(law, [at(1, 1), at(2, 1), at(3, 3), at(4, 15)], 1e-11); // Φ spans 1,100: 1e-13 of it is rounding
  });

  it('far uphill: exponential, with moments beyond 1e308 and a skewness all the same', () => {
    const law = firstPassage(brownian(-1, 0.11, 0, 5), [0.3], 2, true); // T ~ e^330
    expect(law.skewness.value).toBeCloseTo(2, 9);
    expect(law.excessKurtosis.value).toBeCloseTo(6, 9);
    expect(relative(law.moments[1]!.value, 2 * law.mean.value ** 2)).toBeLessThan(1e-9);
    expect(law.moments[3]!.value).toBe(Infinity);
  });

  it('from spread starts: the mixture, its variance between starts included', () => {
    // Uniform on [0, 2] through 1: half are there at once; κ of the rest as above with σ = b = 1.
    const law = firstPassage(brownian(0, 1, 0, 5), [0, 2], 1, true);
    const cells = 2000;
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < cells; i++) {
      const x = (i + 0.5) / cells;
      const k = [1 - x ** 2, (2 / 3) * (1 - x ** 4), (16 / 15) * (1 - x ** 6), (272 / 105) * (1 - x ** 8)] as const;
      for (const [n, moment] of rawOf(k).entries()) sums[n]! += moment / cells / 2;
    }
    const [m1, m2, m3, m4] = sums as [number, number, number, number];
    const variance = m2 - m1 ** 2;
    const third = m3 - 3 * m2 * m1 + 2 * m1 ** 3;
    const fourth = m4 - 4 * m3 * m1 + 6 * m2 * m1 ** 2 - 3 * m1 ** 4;
    const MIDPOINTS = 1e-6; // f″/24 cells² of the sums: at most 100/24/2000²
    for (const [n, moment] of sums.entries())
      expect(Math.abs(law.moments[n]!.value - moment)).toBeLessThan(MIDPOINTS * 10);
    expect(law.variance.value).toBeCloseTo(variance, 5);
    expect(law.skewness.value).toBeCloseTo(third / variance ** 1.5, 4);
    expect(law.excessKurtosis.value).toBeCloseTo(fourth / variance ** 2 - 3, 3);
  });

  it('is 0 for starts at the barrier', () => {
    const law = firstPassage(brownian(0, 1, 0, 5), [1], 1, true);
    expect(law.moments.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
    expect(law.skewness.value).toBeNaN();
  });

  it.each(NAMES)('set %s: the moments obey L T_n = −n T_{n−1}, summed by trapezia', (name) => {
    const { params } = SETS[name];
    const cells = 4000;
    const moments = [cells, 2 * cells].map((n) => recursion(severity(params), 0.1, 0.8, n));
    const law = firstPassage(severity(params), [0.1], 0.8, true);
    for (let n = 0; n < 4; n++) {
      const [coarse, fine] = [moments[0]![n]!, moments[1]![n]!];
      const better = fine + (fine - coarse) / 3; // second order: Richardson leaves the square of what it takes away
      expect(relative(law.moments[n]!.value, better)).toBeLessThan(relative(fine, coarse) / 10 + 1e-9);
      expect(relative(fine, coarse)).toBeLessThan(1e-3);
    }
  });
});

/** T_n(x) = n ∫ₓᵇ s ∫₀ʸ T_{n−1} m, n = 1 … 4, on equal cells. */
function recursion(process: Process, x: number, b: number, cells: number): number[] {
  const { h, grid, running, phi, speed } = densities(process, 0, b, cells);
  let moment = grid.map(() => 1);
  return [1, 2, 3, 4].map((n) => {
    const inner = running(moment.map((T, i) => T * speed[i]!));
    const outer = running(inner.map((G, i) => n * G * Math.exp(-phi[i]!)));
    moment = outer.map((sum) => outer.at(-1)! - sum);
    return moment[Math.round(x / h)]!;
  });
}

describe('the law of an exit time', () => {
  it('Brownian motion: given the side, powers of θ in ln sinc', () => {
    const [a, b, x, sigma] = [-1, 2, 0.4, 0.7];
    const law = exitLaw(brownian(0, sigma, a, b), [x]);
    const L = b - a;
    const given = (d: number) => {
      const at = (n: number, c: number) => (c * (L ** (2 * n) - d ** (2 * n))) / sigma ** (2 * n);
      return [at(1, 1 / 3), at(2, 2 / 45), at(3, 16 / 945), at(4, 16 / 1575)] as const;
    };
    expectCumulants(law.upper!, given(x - a), 1e-12);
    expectCumulants(law.lower!, given(b - x), 1e-12);
    const [d, e] = [x - a, b - x];
    expect(relative(law.time.mean.value, (d * e) / sigma ** 2)).toBeLessThan(1e-12);
    expect(relative(law.time.variance.value, (d * e * (d * d + e * e)) / 3 / sigma ** 4)).toBeLessThan(1e-12);
    expect(law.lowerProbability.value).toBeCloseTo(e / L, 14);
  });

  it('with drift: the time up is the same for either sign, [L coth (cL) − x coth (cx)]/μ, c = μ/σ²', () => {
    const [L, x, mu, sigma] = [3, 0.4, 0.5, 0.3];
    const c = mu / sigma ** 2;
    const coth = (y: number) => 1 / Math.tanh(y);
    const first = (y: number) => y * coth(c * y);
    const second = (y: number) => (y / Math.sinh(c * y)) ** 2;
    const mean = (first(L) - first(x)) / mu;
    const variance = ((first(L) - first(x)) * sigma ** 2) / mu ** 3 + (second(L) - second(x)) / mu ** 2;
    for (const sign of [1, -1]) {
      const law = exitLaw(brownian(sign * mu, sigma, 0, L), [x]);
      expect(relative(law.upper!.mean.value, mean)).toBeLessThan(1e-11);
      expect(relative(law.upper!.variance.value, variance)).toBeLessThan(1e-11);
    }
    // P(up) against the drift: 7e-13, and still all its digits.
    const against = exitLaw(brownian(-mu, sigma, 0, L), [x]).upperProbability.value;
    expect(relative(against, Math.expm1(2 * c * x) / Math.expm1(2 * c * L))).toBeLessThan(1e-11);
  });

  it('from spread starts: each side weighs its starts by their probability', () => {
    const law = exitLaw(brownian(0, 1, 0, 1), [0, 1]); // E[T; up](x) = x (1 − x²)/3, P = x
    expect(relative(law.upper!.mean.value, (1 / 2 - 1 / 4) / 3 / (1 / 2))).toBeLessThan(1e-13);
    // E[T²; up] = x [2(1 − x⁴)/45 + (1 − x²)²/9]
    const second = (2 / 45) * (1 / 2 - 1 / 6) + (1 / 9) * (1 / 6);
    expect(relative(law.upper!.moments[1]!.value, second / (1 / 2))).toBeLessThan(1e-13);
    expect(relative(law.upper!.variance.value, law.lower!.variance.value)).toBeLessThan(1e-13);
  });

  it.each(NAMES)('set %s: the sides make up the whole, also in the mirror', (name) => {
    const process = severity(SETS[name].params);
    const law = exitLaw(process, [0.1], [0.05, 0.8]);
    const { lower, upper, time, upperProbability, lowerProbability } = law;
    expect(upperProbability.value + lowerProbability.value).toBeCloseTo(1, 13);
    for (const n of [0, 1, 2, 3]) {
      const sum = upperProbability.value * upper!.moments[n]!.value + lowerProbability.value * lower!.moments[n]!.value;
      expect(relative(time.moments[n]!.value, sum)).toBeLessThan(1e-13);
    }
    const mirrored = exitLaw(mirror(process), [-0.1], [-0.8, -0.05]);
    expect(relative(mirrored.lower!.variance.value, upper!.variance.value)).toBeLessThan(1e-13);
    // E T from the Green function, S the scale function from 0.05: no conditioning in it.
    const [coarse, fine] = [3000, 6000].map((cells) => meanExit(process, 0.1, 0.05, 0.8, cells)) as [number, number];
    const better = fine + (fine - coarse) / 3; // as above
    expect(relative(time.mean.value, better)).toBeLessThan(relative(fine, coarse) / 10);
    expect(relative(fine, coarse)).toBeLessThan(1e-4);
  });

  it('Wright–Fisher: fixation under selection, and the times to fixation and loss', () => {
    const [N, s, p] = [100, 0.02, 0.3];
    const selected = exitLaw(wrightFisher({ s, u: 0, v: 0, N }), [p]);
    const fixation = Math.expm1(-2 * N * s * p) / Math.expm1(-2 * N * s);
    expect(relative(selected.upperProbability.value, fixation)).toBeLessThan(1e-11);
    const neutral = exitLaw(wrightFisher({ s: 0, u: 0, v: 0, N }), [p]);
    expect(relative(neutral.upper!.mean.value, (-2 * N * (1 - p) * Math.log(1 - p)) / p)).toBeLessThan(1e-10);
    expect(relative(neutral.lower!.mean.value, (-2 * N * p * Math.log(p)) / (1 - p))).toBeLessThan(1e-10);
    // A new mutant: mean 2N, variance 4N² (π²/3 − 3) to the first order in p ln p (Kimura and Ohta, Genetics 61, 763).
    const rare = exitLaw(wrightFisher({ s: 0, u: 0, v: 0, N }), [1e-9]);
    expect(relative(rare.upper!.mean.value, 2 * N)).toBeLessThan(1e-8);
    expect(relative(rare.upper!.variance.value, 4 * N * N * (Math.PI ** 2 / 3 - 3))).toBeLessThan(1e-6);
  });
});

/** E T(x) = ∫ G(x, y) m(y) dy with the Green function of the scale S, on equal cells; x is an edge of theirs. */
function meanExit(process: Process, x: number, a: number, b: number, cells: number): number {
  const { grid, running, phi, speed } = densities(process, a, b, cells);
  const S = running(phi.map((value) => Math.exp(-value)));
  const whole = S.at(-1)!;
  const at = S[Math.round(((x - a) / (b - a)) * cells)]!;
  return running(grid.map((y, i) => ((y < x ? S[i]! * (whole - at) : at * (whole - S[i]!)) * speed[i]!) / whole)).at(
    -1,
  )!;
}

/** Running integrals by trapezia, and Φ and m, from a to b. */
function densities(process: Process, a: number, b: number, cells: number) {
  const h = (b - a) / cells;
  const grid = Array.from({ length: cells + 1 }, (_, i) => a + i * h);
  const running = (f: readonly number[]) => {
    const sums = [0];
    for (let i = 1; i <= cells; i++) sums.push(sums[i - 1]! + (h / 2) * (f[i - 1]! + f[i]!));
    return sums;
  };
  const phi = running(grid.map((y) => (2 * process.drift(y)) / process.diffusion(y) ** 2));
  const speed = grid.map((y, i) => (2 / process.diffusion(y) ** 2) * Math.exp(phi[i]!));
  return { h, grid, running, phi, speed };
}

describe('hitting a threshold', () => {
  it('with an absorbing far end: a share of the paths, and their time', () => {
    const law = hittingLaw(brownian(0, 1, 0, 3), { lower: 'absorb', upper: 'reflect' }, [0.5], 2, true);
    expect(law.probability.value).toBeCloseTo(0.25, 14);
    expect(law.loss).toMatch(/lower end absorbs/);
    expect(relative(law.time().mean.value, (4 - 0.25) / 3)).toBeLessThan(1e-12);
    const down = hittingLaw(brownian(0, 1, 0, 3), { lower: 'absorb', upper: 'absorb' }, [2.5], 2, false);
    expect(down.probability.value).toBeCloseTo(0.5, 14);
    expect(relative(down.time().mean.value, (1 - 0.25) / 3)).toBeLessThan(1e-12);
  });

  it('an end that is never reached takes nobody, whatever the study has there', () => {
    const process = severity({ ...SETS.B.params, sigma0: 0 });
    const [kept, absorbed] = (['reflect', 'absorb'] as const).map((lower) =>
      hittingLaw(process, { lower, upper: 'reflect' }, [0.1], 0.8, true),
    );
    expect(absorbed!.probability.value).toBe(1);
    expect(absorbed!.time().mean.value).toBe(kept!.time().mean.value);
  });

  it('an exit end takes paths, and 0 takes them in infinite time below the absorbing transition', () => {
    const reflect = { lower: 'reflect', upper: 'reflect' } as const;
    const neutral = hittingLaw(wrightFisher({ s: 0, u: 0, v: 0, N: 100 }), reflect, [0.1], 0.5, true);
    expect(neutral.probability.value).toBeCloseTo(0.2, 12);
    expect(neutral.loss).toMatch(/lower end: paths get there/);
    // γ = σ0 = β = 0: s = x^−2α/σ1² e^{2αx/σ1²}, 1 − 2α/σ1² = ½; P = ∫₀^x s / ∫₀^b s.
    const below = severity({ alpha: 0.01, beta: -0.01, gamma: 0, sigma0: 0, sigma1: 0.2 }); // κ = 0: geometric
    const geometric = hittingLaw(below, reflect, [0.1], 0.4, true);
    expect(relative(geometric.probability.value, 0.5)).toBeLessThan(1e-6); // (x/b)^½
    // Given the hit it is geometric with the drift reversed: ln b/x at the rate σ1²/2 − α.
    expect(relative(geometric.time().mean.value, Math.log(4) / 0.01)).toBeLessThan(1e-6);
  });
});

it('the stationary moments: raw and central, and with Φ over hundreds', () => {
  const [theta, sigma] = [1, 0.03];
  const sd = sigma / Math.sqrt(2 * theta); // Φ falls by 555 to the ends
  const process: Process = { ...brownian(0, sigma, -0.5, 0.5), drift: (x) => -theta * x };
  const { raw, central } = stationaryLaw(process).moments;
  expect(central.map(({ value }) => Number((value / sd ** 4).toPrecision(10))).at(3)).toBe(3);
  expect(raw[1]!.value).toBeCloseTo(sd ** 2, 15);
  const shifted = stationaryLaw({ ...process, drift: (x) => theta * (0.2 - x) }).moments;
  expect(relative(shifted.raw[3]!.value, 0.2 ** 4 + 6 * 0.2 ** 2 * sd ** 2 + 3 * sd ** 4)).toBeLessThan(1e-12);
});
