import { describe, expect, it } from 'vitest';
import { checkOf } from '#dist/report/beside.js';

const variance = {
  quantity: 'firstPassage[1].variance',
  simulated: 9,
  standardError: 0.6,
  exact: 16,
  bias: -7,
  z: -11.7,
  zCorrected: 0,
  ok: true,
};

describe('checkOf', () => {
  it('finds a check whichever way its index is written', () => {
    expect(checkOf({ checks: [variance] }, 'firstPassage.1.variance')).toBe(variance);
    expect(checkOf({ checks: [variance] }, 'firstPassage.0.variance')).toBeUndefined();
  });

  it('makes that of a standard deviation from the variance', () => {
    expect(checkOf({ checks: [variance] }, 'firstPassage.1.standardDeviation')).toEqual({
      ...variance,
      quantity: 'firstPassage.1.standardDeviation',
      simulated: 3,
      exact: 4,
      standardError: 0.6 / 6,
      bias: -1,
    });
  });
});
