import { describe, expect, it } from 'vitest';
import { theoryText } from '#dist/report/theory-text.js';
import { parseStudy } from '#dist/study/check.js';
import { theory } from '#dist/study/theory.js';

const DECISION = {
  model: { drift: 'v', diffusion: 's' },
  params: { v: 0.4, s: 0.9 },
  domain: [-1, 1.5],
  boundary: { lower: 'absorb', upper: 'absorb' },
  initial: 0.2,
  dt: 0.01,
  horizon: 60,
};
const textOf = (changes: object) => {
  const study = parseStudy({ ...DECISION, ...changes });
  return theoryText(study, theory(study), { width: 100, unicode: true }).replace(/\n +|\n(?=[a-z])/g, ' '); // prose unwrapped
};

describe('theory in words', () => {
  it('says what decays: where some paths never hit, the chance of a hit still to come', () => {
    // P(T ≤ ∞) = 0.806: P(T > t) itself tends to 0.194.
    const lossy = textOf({ firstPassage: { threshold: 1 } });
    expect(lossy).toMatch(/P\(t < T < ∞\), late +C exp\(−1\.098/);
    expect(lossy).not.toContain('P(T > t)');
    const sure = textOf({ firstPassage: { threshold: 1 }, boundary: { lower: 'reflect', upper: 'absorb' } });
    expect(sure).toMatch(/P\(T > t\), late +\d/);
    expect(sure).not.toContain('P(t < T');
  });

  it('speaks of no modes where an end absorbs, and of both ends where both do', () => {
    const text = textOf({});
    expect(text).toContain('Regime: no stable point ');
    expect(text).not.toMatch(/mode/);
    expect(text).toContain('stationary: there is no stationary law: both ends absorb the paths');
    expect(textOf({ boundary: { lower: 'reflect', upper: 'absorb' } })).toContain('the upper end absorbs the paths');
    expect(textOf({ model: { drift: 'v*(1 - x)', diffusion: 's' } })).toMatch(
      /Regime: one stable point The drift leads to 1 /,
    );
    expect(textOf({ boundary: {} })).toContain('Regime: one mode ');
  });

  it('without noise tells where the drift leads, and no law', () => {
    const text = textOf({ model: { drift: 'v', diffusion: '0' }, params: { v: 0.4 }, firstPassage: { threshold: 1 } });
    expect(text).toContain('The upper end is of the class exit: there is no noise, and the drift leads to it: paths');
    expect(text).toMatch(/firstPassage\.mean,.* exit: there is no noise: paths follow the drift alone/);
    expect(text).not.toMatch(/never get there|Infinity|NaN/);
  });
});
