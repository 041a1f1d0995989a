import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import {
  allOnce,
  central95,
  halfWidth95,
  jackknife,
  replicatesOf,
  studentQuantile,
} from '#dist/study/critical-bootstrap.js';
import { integratedTime, lagSteps, lateRate, tiltedStarts } from '#dist/study/critical-correlation.js';
import { apply, bestShift, correctedPower, SaturatingFit, shiftedPower } from '#dist/study/critical-fit.js';
import { significantModes } from '#dist/study/critical-modes.js';

const d = [0.01, 0.02, 0.03, 0.05, 0.08, 0.13, 0.2];
const ones = d.map(() => 1);
const powerOf = (fit: ReturnType<typeof correctedPower>, y: readonly number[]) => apply(fit.rows[1]!, y);
/** Of a solution of normal equations in three unknowns whose condition is below 1e5. */
const ROUNDING = 1e-10;

describe('log–log fits', () => {
  it('give back a power law with its correction', () => {
    const y = d.map((x) => Math.log(3) - 1.7 * Math.log(x) + 2.5 * x);
    expect(powerOf(correctedPower({ d, weights: ones }), y)).toBeCloseTo(-1.7, 9);
  });

  it('weigh each place: one of no weight may lie anywhere', () => {
    const y = d.map((x, i) => -Math.log(x) + (i === 3 ? 5 : 0));
    const weights = d.map((_, i) => (i === 3 ? 1e-12 : 1));
    expect(Math.abs(powerOf(correctedPower({ d, weights }), y) + 1)).toBeLessThan(1e-9);
    expect(Math.abs(powerOf(correctedPower({ d, weights: ones }), y) + 1)).toBeGreaterThan(0.1);
  });

  it('are those of least squares: any other line is worse', () => {
    const random = seedrandom('fits');
    const weights = d.map(() => 0.5 + random());
    const y = d.map((x) => -Math.log(x) + random());
    const fit = shiftedPower({ d, weights }, 0);
    const [a, p] = fit.rows.map((row) => apply(row, y)) as [number, number];
    const misfit = (da: number, dp: number) =>
      d.reduce((sum, x, i) => sum + weights[i]! * (y[i]! - (a + da) - (p + dp) * Math.log(x)) ** 2, 0);
    for (const [da, dp] of [
      [1e-3, 0],
      [-1e-3, 0],
      [0, 1e-3],
      [0, -1e-3],
    ] as const)
      expect(misfit(da, dp)).toBeGreaterThan(misfit(0, 0));
  });

  it('see where a law levels off, to a cell of the grid, and where it does not', () => {
    const fit = new SaturatingFit({ d, weights: ones });
    const step = fit.shifts[3]! / fit.shifts[2]!;
    for (const shift of [0.004, 0.05]) {
      const found = fit.best(d.map((x) => -Math.log(x + shift)));
      expect(Math.abs(Math.log(found / shift))).toBeLessThan(Math.log(step));
    }
    expect(fit.best(d.map((x) => -Math.log(x)))).toBe(0);
    // A value at the candidate itself is no power law.
    expect(new SaturatingFit({ d: [0, ...d], weights: [1, ...ones] }).shifts[0]).toBeGreaterThan(0);
  });

  it('find a critical point that is elsewhere', () => {
    const { shift, power } = bestShift(
      { d, weights: ones },
      d.map((x) => -2 * Math.log(x - 0.004)),
    );
    expect(shift).toBeCloseTo(-0.004, 5);
    expect(power).toBeCloseTo(-2, 3);
  });
});

describe('the bootstrap over blocks', () => {
  it('has quantiles of Student', () => {
    // Abramowitz and Stegun, table 26.10.
    for (const [degrees, quantile] of [
      [7, 2.3646],
      [15, 2.1314],
      [31, 2.0395],
      [63, 1.9983],
    ] as const)
      expect(Math.abs(studentQuantile(degrees) / quantile - 1)).toBeLessThan(0.003);
  });

  it('takes as many blocks as there are, the same ones every time', () => {
    const replicates = replicatesOf(8);
    for (const weights of replicates) expect(weights.reduce((a, b) => a + b, 0)).toBe(8);
    expect(replicatesOf(8)[17]).toEqual(replicates[17]);
  });

  it('covers at its rate: 95 % intervals of a mean of 8 blocks', () => {
    const random = seedrandom('coverage');
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const replicates = replicatesOf(8);
    const trials = 2000;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const blocks = Array.from({ length: 8 }, normal);
      const mean = (weights: Float64Array) => blocks.reduce((sum, x, g) => sum + weights[g]! * x, 0) / 8;
      if (Math.abs(mean(allOnce(8))) <= halfWidth95(replicates.map(mean), 8)) covered++;
    }
    // Five binomial standard errors, and 0.4 % for a bootstrap of 400 replicates: its error is off by 4 %, to each side.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(5 * Math.sqrt((0.95 * 0.05) / trials) + 0.004);
  });

  it('agrees with the jackknife, which is exact for a mean', () => {
    const blocks = [1, 4, 2, 8, 5, 7, 1, 3];
    const mean = (w: Float64Array) => apply(w, blocks) / w.reduce((a, b) => a + b, 0);
    const m = 31 / 8;
    const squares = blocks.reduce((sum, x) => sum + (x - m) ** 2, 0);
    expect(jackknife(8, mean)).toBeCloseTo(Math.sqrt(squares / 7 / 8), 12);
    expect(central95(Array.from({ length: 1001 }, (_, i) => i))).toEqual([25, 975]);
  });
});

describe('the autocorrelation', () => {
  it('is the covariance: uniform law', () => {
    const { plus, minus } = tiltedStarts([0, 1], 0.5);
    // Densities 8 (x − ½) above ½ and 8 (½ − x) below: quantiles ½ ± ½ √u.
    for (const [i, u] of [
      [0, 0],
      [1024, 0.25],
      [4096, 1],
    ] as const) {
      expect(plus[i]).toBeCloseTo(0.5 + 0.5 * Math.sqrt(u), 12);
      expect(minus[4096 - i]).toBeCloseTo(0.5 - 0.5 * Math.sqrt(u), 12);
    }
    const mean = (table: readonly number[]) =>
      table.slice(1).reduce((sum, x, i) => sum + (x + table[i]!) / 2, 0) / (table.length - 1);
    // M/2 (E₊ x − E₋ x) = Var x with M = E|x − m| = ¼; tables are linear between √u's: h^1.5 at the root.
    expect(Math.abs((mean(plus) - mean(minus)) / 8 - 1 / 12)).toBeLessThan(4096 ** -1.5);
  });

  it('is the same for many segments as for one', () => {
    const many = Array.from({ length: 1001 }, (_, i) => i / 1000);
    const [a, b] = [tiltedStarts(many, 0.5), tiltedStarts([0, 1], 0.5)];
    for (const i of [0, 1, 500, 4000, 4096]) {
      expect(a.plus[i]).toBeCloseTo(b.plus[i]!, 9);
      expect(a.minus[i]).toBeCloseTo(b.minus[i]!, 9);
    }
  });

  it.each([
    [[[1, 1]]],
    [
      [
        [0.9, 1],
        [0.1, 5],
      ],
    ],
    [
      [
        [0.6, 1],
        [0.2, 3],
        [0.1, 8],
        [0.1, 15],
      ],
    ],
  ])('integrates sums of exponentials to 3e-4: %j', (parts) => {
    const times = lagSteps(8000).map((step) => step / 1000);
    const c = times.map((t) => 7 * parts.reduce((sum, [a, rate]) => sum + a! * Math.exp(-rate! * t), 0));
    const exact = parts.reduce((sum, [a, rate]) => sum + a! / rate!, 0);
    expect(Math.abs(integratedTime(times, c) / exact - 1)).toBeLessThan(3e-4);
    // The late rate comes down to the slowest one.
    const rate = lateRate(times, c, times.length - 1)!;
    expect(rate).toBeGreaterThan(1 - ROUNDING);
    expect(rate).toBeLessThan(1.01);
  });
});

describe('peaks of a histogram', () => {
  const sampled = (p: (x: number) => number, n: number, seed: string) => {
    const random = seedrandom(seed);
    const weights = Array.from({ length: 256 }, (_, i) => p((i + 0.5) / 256));
    const total = weights.reduce((a, b) => a + b, 0);
    // Poisson counts, by their normal law where they are large.
    return weights.map((w) => {
      const mean = (n * w) / total;
      const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * z));
    });
  };
  const bell = (m: number, s: number) => (x: number) => Math.exp(-(((x - m) / s) ** 2) / 2);

  it.each([
    ['one inside', bell(0.5, 0.1), 1],
    ['one at an end', (x: number) => Math.exp(-5 * x), 1],
    ['a flat law', () => 1, 1],
    ['two', (x: number) => bell(0.3, 0.05)(x) + bell(0.7, 0.05)(x), 2],
    ['an end and one inside', (x: number) => Math.exp(-20 * x) + bell(0.6, 0.1)(x), 2],
    ['both ends', (x: number) => Math.exp(-20 * x) + Math.exp(-20 * (1 - x)), 2],
    ['three', (x: number) => bell(0.2, 0.05)(x) + bell(0.5, 0.05)(x) + bell(0.8, 0.05)(x), 3],
  ])('%s', (_, p, modes) => {
    for (let seed = 0; seed < 20; seed++) expect(significantModes(sampled(p, 60_000, String(seed)))).toBe(modes);
  });
});
