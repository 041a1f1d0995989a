import { describe, expect, it } from 'vitest';
import {
  firstPassage,
  type LawAt,
  momentsAt,
  type Process,
  passageAtHorizon,
  type Quantity,
  solveFokkerPlanck,
  stationaryLaw,
} from '#dist/theory/index.js';
import { inverseGaussianCdf } from '../../helpers/laws.js';
import { brownian, NAMES, normalCdf, relative, SETS, severity } from './sets.js';

const REFLECT = { lower: 'reflect', upper: 'reflect' } as const;
const ABSORB = { lower: 'absorb', upper: 'absorb' } as const;
const UP = { lower: 'reflect', upper: 'absorb' } as const;
const ROUNDING = 1e-12; // of sums over some 600 nodes, carried through some 1,000 steps
const DIGITS = 2e-6; // what the extrapolation is for, in probability and in units of the domain

/** Within the error that it claims, three times over, and that error is small. */
function expectQuantity({ value, error }: Quantity, exact: number, scale = 1): void {
  expect(error).toBeLessThan(10 * DIGITS * scale);
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(3 * error + ROUNDING * scale);
  expect(Math.abs(value - exact)).toBeLessThan(DIGITS * scale);
}

/** Mass and moments of the positive answer. */
function positive({ positive: { x, P } }: LawAt) {
  const mass = P.reduce((a, b) => a + b, 0);
  const least = P.reduce((a, b) => Math.min(a, b), Infinity);
  return { mass, least, mean: P.reduce((sum, p, i) => sum + p * x[i]!, 0) / mass };
}

describe('the Fokker–Planck equation by finite volumes', () => {
  it.each(NAMES)('set %s: loses nothing, is never negative, and comes to rest in the law of the formula', (name) => {
    const process = severity(SETS[name].params);
    const edges = Array.from({ length: 101 }, (_, i) => i / 100);
    const { laws } = solveFokkerPlanck(process, { boundary: REFLECT, start: [0.1], times: [0.01, 1, 10, 1e4], edges });
    for (const law of laws) {
      expect(Math.abs(positive(law).mass - 1)).toBeLessThan(ROUNDING);
      expect(positive(law).least).toBeGreaterThanOrEqual(0);
    }
    const formula = stationaryLaw(process);
    for (const x of edges) {
      expect(relative(laws[3]!.density(x).value, formula.density(x)), `at ${x}`).toBeLessThan(10 * ROUNDING);
    }
    expectQuantity(
      laws[3]!.expectation((x) => x),
      SETS[name].mean,
    );
    const cells = edges.slice(1).map((edge, i) => laws[2]!.cdf(edge).value - laws[2]!.cdf(edges[i]!).value);
    expect(Math.abs(cells.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(ROUNDING);
  });

  it.each(NAMES)('set %s: first passage as by quadrature, and by collocation at every time', (name) => {
    const process = severity(SETS[name].params);
    const setup = { boundary: UP, start: [0.1], times: [5, 40, 5000] };
    const law = solveFokkerPlanck({ ...process, upper: 0.8 }, setup);
    expect(relative(law.lived(5000).value, SETS[name].mfpt)).toBeLessThan(ROUNDING); // hats are exact for the mean
    expect(relative(law.exits.upper.mean!.value, SETS[name].mfpt)).toBeLessThan(1e-6);
    expect(relative(law.exits.upper.variance!.value, SETS[name].fptVariance)).toBeLessThan(1e-5);
    for (const time of [5, 40]) {
      const other = passageAtHorizon(process, REFLECT, [0.1], 0.8, true, time);
      expectQuantity(law.survival(time), 1 - other.probability.value);
      expectQuantity(law.exits.upper.probability(time), other.probability.value);
      expectQuantity(law.lived(time), other.restrictedMean.value, time);
    }
    for (const share of [0.05, 0.5, 0.95]) {
      const time = law.exits.upper.quantile(share)!;
      const there = passageAtHorizon(process, REFLECT, [0.1], 0.8, true, time.value).probability.value;
      expect(Math.abs(there - share)).toBeLessThan(DIGITS);
    }
  });

  it('reflected Brownian motion: the series of images, at interior points and at both ends', () => {
    const [sigma, x0] = [0.6, 0.3];
    const times = [0.005, 0.05, 1];
    const { laws } = solveFokkerPlanck(brownian(0, sigma, 0, 1), { boundary: REFLECT, start: [x0], times });
    for (const law of laws) {
      const scale = sigma * Math.sqrt(law.time);
      const images = (x: number, f: (z: number) => number) => {
        let sum = 0;
        for (let k = -6; k <= 6; k++) sum += f((x - x0 - 2 * k) / scale) + f((x + x0 - 2 * k) / scale);
        return sum;
      };
      for (const x of [0.1, 0.3, 0.45, 0.8]) {
        const below = images(x, normalCdf) - images(0, normalCdf);
        expectQuantity(law.cdf(x), below, 2);
        const density = images(x, (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / scale);
        expect(Math.abs(law.density(x).value - density)).toBeLessThan(1e-3 / scale); // cubics through the coarsest grid
      }
    }
  });

  it('drifted Brownian motion: the inverse Gaussian law and its density', () => {
    const [drift, sigma, distance] = [0.5, 0.8, 1.5];
    const process = brownian(drift, sigma, -12, distance);
    const law = solveFokkerPlanck(process, { boundary: UP, start: [0], times: [0.5, 1, 3], cells: 250 });
    for (const t of [0.5, 1, 3]) {
      expectQuantity(law.exits.upper.probability(t), inverseGaussianCdf(t, { distance, drift, sigma }), 3);
      const z = (distance - drift * t) / (sigma * Math.sqrt(t));
      const density = (distance / (sigma * Math.sqrt(2 * Math.PI * t ** 3))) * Math.exp((-z * z) / 2);
      expectQuantity(law.exits.upper.density(t), density, 10);
    }
  });

  it('Ornstein–Uhlenbeck, from a point and from a uniform law', () => {
    const [theta, sigma, t] = [1.3, 0.4, 0.7];
    const process: Process = { ...brownian(0, sigma, -3, 3), drift: (x) => -theta * x };
    const decay = Math.exp(-theta * t);
    const spread = (sigma ** 2 * (1 - decay * decay)) / (2 * theta);
    for (const [start, mean, more] of [
      [[0.8], 0.8, 0],
      [[0, 1], 0.5, 1 / 12],
    ] as const) {
      const [law] = solveFokkerPlanck(process, { boundary: REFLECT, start, times: [t] }).laws;
      expectQuantity(
        law!.expectation((x) => x),
        mean * decay,
      );
      expectQuantity(
        law!.expectation((x) => (x - mean * decay) ** 2),
        spread + more * decay * decay,
      );
      const middle = law!.quantile(0.5);
      expect(Math.abs(middle.value - mean * decay)).toBeLessThan(DIGITS);
    }
  });

  it('two absorbing ends share the paths, and all are accounted for', () => {
    const times = [0.02, 0.2, 5];
    const process = brownian(0.4, 1, 0, 1);
    const law = solveFokkerPlanck(process, { boundary: ABSORB, start: [0.3], times });
    for (const [i, time] of times.entries()) {
      const { lower, upper } = law.exits;
      const [low, high] = [lower.probability(time).value, upper.probability(time).value];
      expect(Math.abs(law.survival(time).value + low + high - 1)).toBeLessThan(10 * ROUNDING);
      expect(Math.abs(law.laws[i]!.cdf(1).value - law.survival(time).value)).toBeLessThan(ROUNDING);
      const other = passageAtHorizon(process, ABSORB, [0.3], 1, true, time);
      expectQuantity(upper.probability(time), other.probability.value);
      if (time === 5) expectQuantity(upper.mean!, other.mean!.value);
    }
    const mirrored = solveFokkerPlanck(brownian(-0.4, 1, -1, 0), { boundary: ABSORB, start: [-0.3], times });
    expect(mirrored.exits.lower.probability(0.2).value).toBeCloseTo(law.exits.upper.probability(0.2).value, 9);
  });

  it('ends without noise: Wright–Fisher, with mutation and without', () => {
    const process = (u: number, v: number): Process => ({
      drift: (x) => u * (1 - x) - v * x,
      diffusion: (x) => Math.sqrt(Math.max(0, x * (1 - x)) / 100),
      diffusionSlope: (x) => (1 - 2 * x) / 200,
      lower: 0,
      upper: 1,
    });
    const times = [1, 10, 100, 3000];
    const mutating = solveFokkerPlanck(process(0.01, 0.02), { boundary: REFLECT, start: [0.3], times });
    for (const law of mutating.laws) {
      const collocated = momentsAt(process(0.01, 0.02), REFLECT, [0.3], law.time);
      expectQuantity(
        law.expectation((x) => x),
        1 / 3 + (0.3 - 1 / 3) * Math.exp(-0.03 * law.time),
      );
      expectQuantity(
        law.expectation((x) => (x - collocated.mean.value) ** 2),
        collocated.variance.value,
      );
    }
    // Heterozygosity decays with 1/N, a share x₀ is fixed, and −2N (x ln x + (1 − x) ln(1 − x)) is the mean time to either end.
    const drifting = solveFokkerPlanck(process(0, 0), { boundary: ABSORB, start: [0.3], times });
    for (const law of drifting.laws) {
      expectQuantity(
        law.expectation((x) => x * (1 - x)),
        0.21 * Math.exp(-law.time / 100),
      );
    }
    expectQuantity(drifting.exits.upper.probability(3000), 0.3);
    expectQuantity(drifting.lived(3000), -200 * (0.3 * Math.log(0.3) + 0.7 * Math.log(0.7)), 100);
  });

  it('a start beside the threshold, early and late; a start beyond it is through at once', () => {
    const times = [1e-5, 1e-3, 1];
    const law = solveFokkerPlanck(brownian(0, 1, 0, 1), { boundary: UP, start: [0.999], times });
    for (const time of times) {
      const other = passageAtHorizon(brownian(0, 1, 0, 2), REFLECT, [0.999], 1, true, time);
      expectQuantity(law.survival(time), 1 - other.probability.value);
    }
    const half = solveFokkerPlanck(brownian(0, 1, 0, 1), { boundary: UP, start: [0, 2], times: [0.1, 20] });
    expect(half.exits.upper.probability(0).value).toBeCloseTo(0.5, 14);
    expect(half.exits.upper.quantile(0.3)).toEqual({ value: 0, error: 0 });
    expectQuantity(half.lived(20), firstPassage(brownian(0, 1, 0, 2), [0, 2], 1, true).mean.value);
  });

  it('refuses what it cannot resolve, in words', () => {
    const noiseless: Process = { ...brownian(0, 1, 0, 1), drift: (x) => x * (1 - x), diffusion: (x) => x * (1 - x) };
    const slope = (x: number) => x * (1 - x) * (1 - 2 * x);
    const solve = (process: Process) => solveFokkerPlanck(process, { boundary: REFLECT, start: [0.5], times: [1] });
    expect(() => solve({ ...noiseless, diffusionSlope: slope })).toThrow('infinitely far away');
    expect(() => solve({ ...brownian(0, 1e-4, -1, 1), drift: (x) => -x })).toThrow('the noise is too weak');
  });
});
