import { describe, expect, it } from 'vitest';
import {
  autocorrelationTime,
  exitLaw,
  firstPassage,
  mirror,
  type Process,
  spectrumOf,
  stationaryLaw,
  tailOf,
} from '#dist/theory/index.js';
import { brownian, NAMES, RELAXATION, relative, SETS, severity, wrightFisher } from './sets.js';

const reflect = { lower: 'reflect', upper: 'reflect' } as const;
const absorb = { lower: 'absorb', upper: 'absorb' } as const;
const rates = (process: Process, boundary: Parameters<typeof spectrumOf>[1], count = 6) =>
  spectrumOf(process, boundary, count).rates.map(({ value }) => value);

/** Each rate to `digits` relative, and no further off than its error says. */
function expectRates(
  process: Process,
  boundary: Parameters<typeof spectrumOf>[1],
  exact: readonly number[],
  digits = 1e-12,
) {
  const found = spectrumOf(process, boundary, exact.length).rates;
  for (const [i, rate] of exact.entries()) {
    expect(relative(found[i]!.value, rate)).toBeLessThan(digits);
    expect(Math.abs(found[i]!.value - rate)).toBeLessThan(10 * found[i]!.error); // an estimate, not a bound
  }
}

describe('decay rates', () => {
  it.each(NAMES)('set %s: λ1 of the reference, the same in the mirror', (name) => {
    const process = severity(SETS[name].params);
    const [first] = rates(process, reflect, 1);
    expect(relative(first!, RELAXATION[name])).toBeLessThan(1e-13);
    const mirrored = rates(mirror(process), reflect);
    for (const [i, rate] of rates(process, reflect).entries()) expect(relative(mirrored[i]!, rate)).toBeLessThan(1e-13);
  });

  it('Brownian motion: n²π²σ²/2L², and (n − ½)² with one absorbing end', () => {
    const [L, sigma] = [3, 0.7];
    const unit = (Math.PI * sigma) ** 2 / 2 / L ** 2;
    const process = brownian(0, sigma, -1, 2);
    const whole = [1, 2, 3, 4, 5, 6].map((n) => unit * n * n);
    expectRates(process, reflect, whole);
    expectRates(process, absorb, whole);
    const half = [1, 2, 3, 4, 5, 6].map((n) => unit * (n - 0.5) ** 2);
    expectRates(process, { lower: 'reflect', upper: 'absorb' }, half);
    expectRates(process, { lower: 'absorb', upper: 'clamp' }, half);
  });

  it('drifted Brownian motion between absorbing ends: μ²/2σ² more', () => {
    const [mu, sigma] = [-1.5, 0.4];
    const exact = [1, 2, 3].map((n) => (n * Math.PI * sigma) ** 2 / 2 + mu ** 2 / 2 / sigma ** 2);
    expectRates(brownian(mu, sigma, 0, 1), absorb, exact);
  });

  it('Ornstein–Uhlenbeck: nθ, also where Φ spans thousands', () => {
    const [theta, sigma] = [1.3, 0.5];
    for (const width of [4, 30]) {
      const process = { ...brownian(0, sigma, -width, width), drift: (x: number) => -theta * x };
      expectRates(
        process,
        reflect,
        [1, 2, 3, 4, 5, 6].map((n) => n * theta),
      );
    }
  });

  it('Wright–Fisher: n(n − 1)/2N + n(u + v) with mutation, n(n + 1)/2N without, whatever the study has at the ends', () => {
    const N = 100;
    const mutating = (u: number, v: number) => [1, 2, 3, 4, 5, 6].map((n) => (n * (n - 1)) / 2 / N + n * (u + v));
    expectRates(wrightFisher({ s: 0, u: 0.01, v: 0.02, N }), reflect, mutating(0.01, 0.02));
    expectRates(wrightFisher({ s: 0, u: 0.01, v: 0.02, N }), absorb, mutating(0.01, 0.02)); // entrance: never reached
    expectRates(wrightFisher({ s: 0, u: 0.001, v: 0.002, N }), reflect, mutating(0.001, 0.002), 2e-11); // regular, with poles of the density
    const none = [1, 2, 3, 4, 5, 6].map((n) => (n * (n + 1)) / 2 / N);
    for (const boundary of [reflect, absorb]) expectRates(wrightFisher({ s: 0, u: 0, v: 0, N }), boundary, none);
  });

  it('a barrier of e^50: the slowest rate is 2/(mean time over it), and pairs of wells lie next to each other', () => {
    const process: Process = { ...brownian(0, 0.1, -2, 2), drift: (x) => x - x ** 3 };
    const [slowest, ...others] = spectrumOf(process, reflect, 5).rates;
    // From the bottom of a well to the top of the barrier and on with probability ½; the rest is relaxation, of order 1.
    const over = firstPassage(process, [-1], 1, true).mean.value;
    expect(relative(slowest!.value * over, 2)).toBeLessThan(1e-9);
    expect(slowest!.error).toBeLessThan(1e-10 * slowest!.value);
    const values = others.map(({ value }) => value);
    expect([...values].sort((a, b) => a - b)).toEqual(values);
    expect(relative(values[2]!, values[1]!)).toBeLessThan(1e-7);
    expect(values[2]).toBeGreaterThan(values[1]!);
  });

  it('refuses a natural end, where the spectrum is continuous', () => {
    const process = severity({ ...SETS.B.params, gamma: 0, sigma0: 0 });
    expect(() => spectrumOf(process, reflect, 3)).toThrow(
      expect.objectContaining({ name: 'TheoryError', message: expect.stringMatching(/lower end is natural/) }),
    );
  });
});

describe('eigenfunctions', () => {
  it('Brownian motion: cosines and sines', () => {
    const process = brownian(0, 1, 0, 1);
    for (const [boundary, wave] of [
      [reflect, Math.cos],
      [absorb, Math.sin],
    ] as const) {
      const spectrum = spectrumOf(process, boundary, 4);
      for (let i = 0; i < 4; i++) {
        const phi = spectrum.eigenfunction(i);
        const at = (x: number) => wave((i + 1) * Math.PI * x);
        const scale = phi.at(0.11) / at(0.11);
        for (const x of [0, 0.02, 0.3, 0.77, 1]) expect(Math.abs(phi.at(x) / scale - at(x))).toBeLessThan(1e-12);
        // The share of a function in φ is its coefficient.
        expect(phi.share((x) => 3 * at(x))(0.3)).toBeCloseTo(3 * at(0.3), 12);
        expect(phi.share((x) => wave((i + 2) * Math.PI * x))(0.3)).toBeCloseTo(0, 12);
      }
    }
  });

  it.each(NAMES)('set %s: the autocorrelation time is that of the expansion', (name) => {
    // ∫ C dt / C(0) = Σ ⟨x, φₖ⟩²/(λₖ ⟨φₖ, φₖ⟩) / Var, by Simpson's rule over the density.
    const process = severity(SETS[name].params);
    const law = stationaryLaw(process);
    const COUNT = 8;
    const spectrum = spectrumOf(process, reflect, COUNT);
    const [{ lower, upper }] = [spectrum.eigenfunction(0)];
    const cells = 800;
    const x = Array.from({ length: cells + 1 }, (_, i) => lower + ((upper - lower) * i) / cells);
    const w = x.map((at, i) => {
      const simpson = i === 0 || i === cells ? 1 : i % 2 === 1 ? 4 : 2;
      return ((simpson * (upper - lower)) / cells / 3) * law.density(at);
    });
    let [time, share] = [0, 0];
    for (const [k, rate] of spectrum.rates.entries()) {
      const eigenfunction = spectrum.eigenfunction(k);
      const phi = x.map((at) => eigenfunction.at(at));
      const overlap = phi.reduce((sum, value, i) => sum + w[i]! * value * x[i]!, 0);
      const square = phi.reduce((sum, value, i) => sum + w[i]! * value * value, 0);
      const part = overlap ** 2 / square / law.variance.value;
      share += part;
      time += part / rate.value;
    }
    const left = (1 - share) / spectrum.rates.at(-1)!.value; // at most, of the modes that are left out
    const tau = autocorrelationTime(process).value;
    expect(tau - time).toBeGreaterThan(-1e-6 * tau); // Simpson's rule
    expect(tau - time).toBeLessThan(left + 1e-6 * tau);
    expect(left).toBeLessThan(2e-3 * tau);
  });
});

describe('autocorrelation time', () => {
  it('Ornstein–Uhlenbeck 1/θ, Brownian motion L²/5σ² · ½, Wright–Fisher 1/(u + v)', () => {
    const ou = { ...brownian(0, 0.5, -6, 6), drift: (x: number) => -1.3 * x };
    expect(relative(autocorrelationTime(ou).value, 1 / 1.3)).toBeLessThan(1e-12);
    // C(t)/Var = Σ_odd 96/(kπ)⁴ e^(−k²π²σ²t/2L²): the sum over λ is 192 L²/(π⁶σ²) · π⁶/960.
    expect(relative(autocorrelationTime(brownian(0, 0.7, -1, 2)).value, 9 / 5 / 0.49)).toBeLessThan(1e-12);
    for (const u of [0.01, 0.001]) {
      const tau = autocorrelationTime(wrightFisher({ s: 0, u, v: 2 * u, N: 100 }));
      expect(relative(tau.value, 1 / (3 * u))).toBeLessThan(1e-8);
      expect(Math.abs(tau.value - 1 / (3 * u))).toBeLessThan(10 * tau.error);
    }
  });

  it('where the law gathers at an end without noise, it is 1/(α − σ²/2) of logistic growth, and its error says how far', () => {
    for (const distance of [1e-8, 1e-6, 1e-4, 1e-2]) {
      // dX = (αX − κX²) dt + σX dW: a gamma law of mean (α − σ²/2)/κ, here far inside [0, 1].
      const [alpha, kappa, sigma] = [0.005 + distance, 10, 0.1];
      const { value, error } = autocorrelationTime({
        drift: (x) => alpha * x - kappa * x * x,
        diffusion: (x) => sigma * x,
        diffusionSlope: (x) => sigma * sigma * x,
        lower: 0,
        upper: 1,
      });
      // The cap, 2⁻⁴⁸ wide, takes powers as they are at its edge: off by 2κ 2⁻⁴⁸/σ², beside a power of 2 distance/σ² in the mass.
      expect(Math.abs(value * distance - 1)).toBeLessThan(1e-9 + (4 * kappa * 2 ** -48) / distance);
      expect(Math.abs(value - 1 / distance)).toBeLessThan(error + 1e-9 / distance);
    }
  });

  it('across a barrier it is the time over it', () => {
    const process: Process = { ...brownian(0, 0.2, -2, 2), drift: (x) => x - x ** 3 };
    const [slowest] = spectrumOf(process, reflect, 1).rates;
    // The two wells make 1 − Var(within)/Var of the variance, within ≈ σ²/4.
    const tau = autocorrelationTime(process).value * slowest!.value;
    expect(tau).toBeLessThan(1);
    expect(tau).toBeGreaterThan(1 - 0.02);
  });
});

describe('the tail of a first-passage time', () => {
  it('Brownian motion: (4/π) sin(πx/L) e^(−π²σ²t/2L²), mean ½, variance ¼ − 2/π²', () => {
    const tail = tailOf(brownian(0, 0.7, 0, 1), absorb, [0.3]);
    expect(relative(tail.rate.value, (Math.PI * 0.7) ** 2 / 2)).toBeLessThan(1e-12);
    expect(relative(tail.amplitude.value, (4 / Math.PI) * Math.sin(0.3 * Math.PI))).toBeLessThan(1e-12);
    expect(tail.mean.value).toBeCloseTo(0.5, 13);
    expect(tail.variance.value).toBeCloseTo(1 / 4 - 2 / Math.PI ** 2, 13);
    const spread = tailOf(brownian(0, 0.7, 0, 1), absorb, [0, 1]); // average of the sine: 2/π
    expect(relative(spread.amplitude.value, 8 / Math.PI ** 2)).toBeLessThan(1e-12);
  });

  it('of a rare event it is 1/mean, with amplitude 1', () => {
    const process = brownian(-1, 0.3, 0, 5); // uphill by e^22 to 1
    const mean = firstPassage(process, [0.1], 1, true).mean.value;
    const tail = tailOf({ ...process, upper: 1 }, { lower: 'reflect', upper: 'absorb' }, [0.1]);
    expect(relative(tail.rate.value * mean, 1)).toBeLessThan(1e-6);
    expect(tail.amplitude.value).toBeCloseTo(1, 6);
  });

  it.each(NAMES)('set %s: from the quasi-stationary law the exit takes 1/λ on average', (name) => {
    const process = { ...severity(SETS[name].params), lower: 0.05, upper: 0.8 };
    const spectrum = spectrumOf(process, absorb, 1);
    const phi = spectrum.eigenfunction(0);
    const time = (x: number) => exitLaw(process, [x]).time.mean.value;
    const table = Array.from({ length: 33 }, (_, i) => 0.05 + (0.75 * i) / 32);
    const values = table.map((x) => (x <= 0.05 || x >= 0.8 ? 0 : time(x)));
    const linear = (x: number) => {
      const at = Math.min(31, Math.floor(((x - 0.05) / 0.75) * 32));
      const share = (x - table[at]!) / (table[at + 1]! - table[at]!);
      return values[at]! * (1 - share) + values[at + 1]! * share;
    };
    const mean = phi.average(linear);
    expect(relative(mean * spectrum.rates[0]!.value, 1)).toBeLessThan(5e-3); // linear between 33 points: T″h²/12 of T
  });
});
