import { describe, expect, it } from 'vitest';
import { parseStudy } from '#dist/study/check.js';
import { studyWarnings } from '#dist/study/warnings.js';

const warningsOf = (study: unknown) => studyWarnings(parseStudy(study));
const brownian = (sigma: number, more: object = {}) => ({
  model: 'brownian',
  params: { sigma },
  boundary: { lower: 'absorb', upper: 'absorb' },
  ...more,
});

describe('studyWarnings', () => {
  it('says nothing about an ordinary study', () => {
    expect(warningsOf({ model: 'severity' })).toEqual([]);
    expect(warningsOf({ model: 'wright-fisher' })).toEqual([]);
  });

  // Width 2, √dt = 0.1: five σ√dt fill the domain at σ = 4.
  it('warns where two absorbing ends are closer than 5 σ√dt, if they are bridged', () => {
    expect(warningsOf(brownian(3.99))).toEqual([]);
    expect(warningsOf(brownian(4.1))).toEqual([
      expect.stringMatching(/^dt: the domain is narrower than 5 σ√dt \(2\), .*use dt ≤ 0.0095$/),
    ]);
    expect(warningsOf(brownian(4.01, { firstPassage: { threshold: 0.5, monitor: 'grid' } }))).toEqual([]);
    expect(warningsOf(brownian(4.01, { boundary: { lower: 'absorb' } }))).toEqual([]);
  });

  // 8 spacings at |x| just below 1 … 1: 8 · 2⁻²³ = 9.54e-7 = σ√dt at σ = 9.54e-6.
  it('warns where the noise of a step drowns in f32', () => {
    expect(warningsOf(brownian(9.6e-6))).toEqual([]);
    expect(warningsOf(brownian(9.5e-6))).toEqual([
      expect.stringMatching(/^dt: the noise of a step, .* is below 8 f32 spacings of x \(1\.2e-7\)/),
    ]);
  });

  // In ∫dx/σ the domain reaches from −1/σ to 1/σ, and the noise is √dt = 0.1: 8 spacings are 2⁻⁴ just below 2¹⁷, 2⁻³ above.
  it('warns of it in the coordinate of Lamperti–Heun too', () => {
    const heun = { scheme: 'lamperti-heun' };
    expect(warningsOf(brownian(1.001 * 2 ** -17, heun))).toEqual([]);
    expect(warningsOf(brownian(0.999 * 2 ** -17, heun))).toEqual([
      expect.stringMatching(
        /^dt: .*, √dt = 0\.1, is below 8 f32 spacings of ∫dx\/σ \(0\.016\): .*; use dt ≥ 0\.016 or/,
      ),
    ]);
  });

  it('warns of steps longer than the domain, of no noise, and of parameters without use', () => {
    expect(warningsOf(brownian(30))).toEqual([
      expect.stringMatching(/^dt: the noise of a step, σ√dt ≤ 3, is wider than the domain \(2\)/),
    ]);
    expect(warningsOf(brownian(1, { params: { mu: 300 } }))).toEqual([
      expect.stringMatching(/^dt: the drift of a step, 3, is longer than the domain \(2\)/),
    ]);
    expect(warningsOf(brownian(0))).toEqual(['diffusion: σ is 0 in the whole domain: every path is the same']);
    const custom = { model: { drift: '-k*x', diffusion: '1', domain: [-1, 1] }, params: { k: 1, zeta: 2, kk: 3 } };
    expect(warningsOf(custom)).toEqual([
      'params.zeta: neither drift nor diffusion has it: known are k',
      'params.kk: neither drift nor diffusion has it: did you mean k?',
    ]);
  });
});
