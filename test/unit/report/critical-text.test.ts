import { describe, expect, it } from 'vitest';
import { criticalText } from '#dist/report/critical-text.js';
import type { Critical } from '#dist/result/critical.js';
import { critical, exponent, pointAt } from './fake-critical.js';

const textOf = (changes: Partial<Critical> = {}) => {
  const spec = { ...critical.spec, control: { name: 'alpha', from: -0.4, to: 0.4, steps: 9, vanishing: [] } };
  return criticalText({ ...critical, spec, ...changes }, { width: 100, unicode: true });
};

describe('a scaling study as text', () => {
  it('says what the errors do not hold, and what to do about it', () => {
    expect(textOf().replace(/\n/g, ' ')).toContain(
      'The bias of the time step is in the estimates and not in their errors: a smaller dt makes it small, and so does scheme lamperti-heun where σ > 0.',
    );
  });

  it('shows 0 as 0, and a range whose ends look alike as one number', () => {
    const flat = { value: -3e-5, interval: [-0.0002, 0.0001] as const, limit: { value: -1e-5, error: 1e-6 } };
    const saturation = { value: 3, interval: [3, 3.00001] as const, reached: true };
    const mean = { value: 0.001, standardError: 0.003, exact: 7.167e-18 };
    const text = textOf({
      points: [{ ...pointAt(0.1), mean }],
      exponents: { 'relaxationTime.above': { ...exponent, ...flat, saturation } },
    });
    expect(text).toContain('0.001 ± 0.003 [0]');
    expect(text).toMatch(/relaxationTime\.above +0\.000 +\(0\.000 … 0\.000\) .*limit 0\.000 .*levels off within 3\n/);
    expect(text).not.toContain('-0.000');
  });
});
