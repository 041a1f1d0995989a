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

  it('warns where f32 loses the model, unless it runs in f64', () => {
    const of = (drift: string, diffusion: string, more: object = {}) =>
      warningsOf({ model: { drift, diffusion, domain: [-1, 1] }, ...more });
    for (const [drift, diffusion, message] of [
      // A spacing of 1 + 1e-6 x is 1.2e-7: eight or nine values of the drift in place of all from -1 to 1.
      ['-(sqrt(1+1e-6*x)-1)*2e6', '0.4', /^drift: at x = .* it is .*, but .* in f32, .*use backend: reference$/],
      ['-x', 'sqrt(1e-50*(1+x))*1e24*3', /^diffusion: at x = 1 it is 0.424, but 0 in f32/],
      ['exp(100*x)/(1+exp(100*x))-0.5', '0.4', /^drift: at x = 0.\d+ it is 0.5, but NaN in f32/],
    ] as const) {
      expect(of(drift, diffusion)).toEqual([expect.stringMatching(message)]);
      expect(of(drift, diffusion, { backend: 'reference' })).toEqual([]);
    }
    // The same, written well; and what is steep and curved, but rounds as it should.
    expect(of('-2*x/(sqrt(1+1e-6*x)+1)', '0.4')).toEqual([]);
    expect(of('0.5*tanh(50*x)', '3*sqrt(0.01*(1+x))')).toEqual([]);
    expect(of('sin(300*x) - x^33', '0.2 + abs(x)^0.3')).toEqual([]);
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
