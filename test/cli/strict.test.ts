import { describe, expect, it } from 'vitest';
import { strictStatus } from '#dist/cli/strict.js';
import type { Check, GoodnessOfFit } from '#dist/result/result.js';

const check = (quantity: string, ok: boolean): Check => ({
  quantity,
  simulated: 1,
  standardError: 0.1,
  exact: ok ? 1 : 2,
  bias: 0,
  z: ok ? 0 : -10,
  zCorrected: ok ? 0 : -10,
  ok,
});

const goodness = (quantity: string, pValue: number): GoodnessOfFit => ({
  quantity,
  chiSquared: 100,
  degreesOfFreedom: 99,
  pValue,
  pValueUncorrected: pValue,
  ok: pValue > 6e-7,
});
const status = (checks: Check[], goodnessOfFit: GoodnessOfFit[] = []) =>
  strictStatus({ checks, goodnessOfFit, failures: { nonFinite: 0 } });

describe('--strict', () => {
  it('ends with 0 where every check is ok, or there is none', () => {
    expect(status([check('firstPassage.mean', true)], [goodness('firstPassage.histogram', 0.4)])).toBe(0);
    expect(status([])).toBe(0);
  });

  it('ends with 3 where paths failed', () => {
    expect(strictStatus({ checks: [], goodnessOfFit: [], failures: { nonFinite: 1 } })).toBe(3);
  });

  it('ends with 3 where one is not', () => {
    expect(status([check('firstPassage.mean', true), check('snapshots[0].mean', false)])).toBe(3);
    expect(status([check('firstPassage.mean', true)], [goodness('firstPassage.histogram', 1e-9)])).toBe(3);
  });
});
