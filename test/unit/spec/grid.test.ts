/** Values of a grid: those somebody would write down, where they are among the doubles nearby. */
import { expect, test } from 'vitest';
import { valuesOf } from '#dist/spec/grid.js';

const linear = (from: number, to: number, steps: number) => valuesOf({ from, to, steps, scale: 'linear' });
const log = (from: number, to: number, steps: number) => valuesOf({ from, to, steps, scale: 'log' });

test.each([
  [linear(-0.3, 0.3, 11), '-0.3 -0.24 -0.18 -0.12 -0.06 0 0.06 0.12 0.18 0.24 0.3'],
  [linear(0.1, 0.7, 13), '0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5 0.55 0.6 0.65 0.7'],
  [linear(-1e-9, 2e-9, 4), '-1e-9 0 1e-9 2e-9'],
  [linear(0, 3e15, 4), '0 1000000000000000 2000000000000000 3000000000000000'],
  [log(1e-3, 1e3, 7), '0.001 0.01 0.1 1 10 100 1000'],
])('%j are short', (values, text) => {
  expect(values.map(String).join(' ')).toBe(text);
  expect(values.some((value) => Object.is(value, -0))).toBe(false);
});

test('what has no short decimal keeps all of its digits', () => {
  expect(linear(0, 1, 4)).toEqual([0, 1 / 3, 2 / 3, 1]);
  expect(log(1, 2, 3)).toEqual([1, Math.SQRT2, 2]);
});

test('values stay apart, however close, and within the ends', () => {
  for (const [from, to] of [
    [1, 1 + 1e-13],
    [-7e-300, 5e-300],
    [0.1, 12345.678],
  ] as const) {
    const values = linear(from, to, 30);
    expect(values.every((value, i) => i === 0 || value > values[i - 1]!)).toBe(true);
    expect([values[0], values[29]]).toEqual([from, to]);
    values.forEach((value, i) => {
      // 8 units in the last place of the larger end: rounding of the sum, and of the decimal.
      const most = 8 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(to));
      expect(Math.abs(value - (from + ((to - from) * i) / 29))).toBeLessThanOrEqual(most);
    });
  }
});
