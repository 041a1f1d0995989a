// Legendre series on panels, against the functions that they stand for.
import { describe, expect, it } from 'vitest';
import { piecewise } from '#dist/theory/piecewise.js';

describe('piecewise', () => {
  it.each([
    ['smooth', Math.exp, -3, 3],
    ['steep at an end', (x: number) => 1 / (x + 1e-3), 0, 1],
    ['with a kink', (x: number) => Math.abs(x - 0.3), 0, 1],
    ['through zero', Math.sin, -20, 20],
  ] as const)('follows a function: %s', (_, f, lower, upper) => {
    const series = piecewise(f, lower, upper);
    const at = Array.from({ length: 1001 }, (__, i) => lower + ((upper - lower) * i) / 1000);
    const largest = Math.max(...at.map((x) => Math.abs(f(x))));
    // 16 coefficients of 1e-13 of the largest value each, and a kink that is 2⁻³⁰ wide.
    for (const x of at) expect(Math.abs(series(x) - f(x))).toBeLessThan(16e-13 * largest + 2 ** -30);
    expect(series(lower - 1)).toBe(series(lower));
    expect(series(upper + 1)).toBe(series(upper));
  });

  it('leaves a function alone that no panels resolve', () => {
    let state = 1;
    const noise = () => {
      state = (state * 48271) % 0x7fffffff;
      return state / 0x7fffffff;
    };
    const f = (x: number) => x + 1e-6 * noise();
    expect(Math.abs(piecewise(f, 0, 1)(0.4) - 0.4)).toBeLessThanOrEqual(1e-6);
    expect(piecewise(f, 0, 1)(7)).toBeGreaterThanOrEqual(1);
  });

  it('sees a bump between the nodes of a wide panel', () => {
    const bump = (x: number) => Math.exp(-(((x - 0.3777) / 0.002) ** 2));
    expect(piecewise(bump, -1, 1)(0.3777)).toBeCloseTo(1, 10);
  });
});
