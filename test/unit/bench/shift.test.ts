/** Hodges–Lehmann and the interval of Mann and Whitney, against tables and against how often it covers. */
import { expect, test } from 'vitest';
import { shiftOf } from '#dist/bench/shift.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

// With a = 0 … n−1 at 10⁻⁶ apart and b in hundreds, difference number k stands at its place: [k] is read off directly.
test.each([
  // Critical values of U for a two-sided 1 % (Mann and Whitney's table): 5, 5 → 0; 6, 6 → 2; 7, 7 → 4; 8, 8 → 7; 10, 10 → 16; 20, 20 → 105.
  [5, 5, 0],
  [6, 6, 2],
  [7, 7, 4],
  [8, 8, 7],
  [10, 10, 16],
  [20, 20, 105],
  [5, 9, 3],
])('%i and %i values leave out %i + 1 differences on each side', (n, m, critical) => {
  const before = upTo(n).map((i) => -i * 1e-6);
  const after = upTo(m);
  const all = after.flatMap((b) => before.map((a) => b - a)).sort((x, y) => x - y);
  expect(shiftOf(before, after).interval).toEqual([all[critical], all.at(-1 - critical)]);
});

test('beyond the table the normal law takes over: 40 and 40', () => {
  // nm/2 − ½ − 2.5758 √(nm(n + m + 1)/12) = 799.5 − 267.7
  const before = upTo(40).map((i) => -i * 1e-6);
  const all = upTo(40)
    .flatMap((b) => before.map((a) => b - a))
    .sort((x, y) => x - y);
  expect(shiftOf(before, upTo(40)).interval).toEqual([all[531], all.at(-532)]);
});

test('four values on each side are too few, and the shift is told all the same', () => {
  expect(shiftOf([1, 2, 3, 4], [11, 12, 13, 14])).toEqual({ value: 10, interval: null });
});

test('the shift is the median of all differences', () => {
  expect(shiftOf([0, 1, 5, 6, 7], [10, 11, 12, 13, 30]).value).toBe(9);
});
