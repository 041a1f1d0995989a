import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatEstimate,
  formatExact,
  formatNumber,
  formatResult,
  formatScaled,
  formatSeconds,
  formatToError,
} from '#dist/report/number.js';

describe('formatEstimate', () => {
  it.each([
    // One digit of the error, two where the first is 1.
    [0.41213, 0.0003, '0.4121 ± 0.0003'],
    [0.41213, 0.00014, '0.41213 ± 0.00014'],
    [0.41213, 0.000194, '0.41213 ± 0.00019'],
    [0.41213, 0.000196, '0.4121 ± 0.0002'],
    [0.41213, 0.00096, '0.4121 ± 0.0010'],
    [11.4046, 0.0058, '11.405 ± 0.006'],
    [43, 2, '43 ± 2'],
    [123456, 2300, '123000 ± 2000'],
    [0.5, 0.1, '0.50 ± 0.10'],
    // The value is rounded, not cut, and never -0.
    [1.96, 0.3, '2.0 ± 0.3'],
    [-0.41213, 0.0003, '-0.4121 ± 0.0003'],
    [-0.00001, 0.003, '0.000 ± 0.003'],
    [0, 0.003, '0.000 ± 0.003'],
    [0.001, 0.2, '0.0 ± 0.2'],
    // Powers of ten.
    [1.23e-9, 3e-11, '(1.23 ± 0.03)e-9'],
    [0.0001234, 0.000002, '0.000123 ± 0.000002'],
    [1.2e-8, 3e-7, '(0 ± 3)e-7'],
    [12345678, 300, '(1.23457 ± 0.00003)e7'],
    // No error, a useless one, no value.
    [0.5, 0, '0.5 ± 0'],
    [1 / 3, 0, '0.333333 ± 0'],
    [0.5, Number.NaN, '0.5 ± ?'],
    [0.5, Number.POSITIVE_INFINITY, '0.5 ± ?'],
    [Number.NaN, 0.1, 'NaN'],
    [1, 1e-20, '1.000000000000000 ± 0.000000000000000'],
  ])('%s ± %s → %s', (value, standardError, text) => {
    expect(formatEstimate(value, standardError)).toBe(text);
  });

  it('shows a dash where there is no estimate', () => {
    expect(formatResult({ value: null, standardError: null, reason: 'no hits' })).toBe('–');
    expect(formatResult({ value: 0.41213, standardError: 0.0003 })).toBe('0.4121 ± 0.0003');
  });
});

describe('numbers', () => {
  it.each([
    [formatToError(-1.1e-15, 3e-15), '0'], // not known from 0
    [formatToError(0.665860863808261, 1e-9), '0.66586086'],
    [formatExact(0.665860863808261, 0.0003), '0.66586'],
    [formatExact(11.4095879360421, 0.006), '11.4096'],
    [formatExact(72.8651770803314, 0), '72.8652'],
    [formatExact(4e-9, 1e-10), '4e-9'],
    [formatExact(-3.9e-15, 0.006), '0.0000'], // 0 to all digits that count
    [formatNumber(0.1 + 0.2), '0.3'],
    [formatNumber(1e21), '1e+21'],
    [formatCount(1_000_000), '1,000,000'],
    [formatCount(999), '999'],
    [formatCount(1e15), '1000000000000000'],
    [formatScaled(356_123_456), '356 M'],
    [formatScaled(999_600), '1 M'],
    [formatScaled(12.3), '12.3'],
    [formatScaled(4.5e12), '4.5 T'],
    [formatSeconds(0.01234), '0.0123 s'],
    [formatSeconds(99.96), '1 min 40 s'],
    [formatSeconds(3599.9), '1 h 0 min'],
    [formatSeconds(12_000), '3 h 20 min'],
    [formatSeconds(864_000), '10 days'],
    [formatBytes(0), '0 B'],
    [formatBytes(1536), '1.5 KiB'],
    [formatBytes(2 ** 40), '1 TiB'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
