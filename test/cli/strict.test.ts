import { describe, expect, it } from 'vitest';
import { strictStatus } from '#dist/cli/strict.js';
import type { Check } from '#dist/result/result.js';

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

describe('--strict', () => {
  it('ends with 0 where every check is ok, or there is none', () => {
    expect(strictStatus([check('firstPassage.mean', true)])).toBe(0);
    expect(strictStatus([])).toBe(0);
  });

  it('ends with 3 where one is not', () => {
    expect(strictStatus([check('firstPassage.mean', true), check('snapshots[0].mean', false)])).toBe(3);
  });
});
