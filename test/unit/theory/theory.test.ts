import { describe, expect, it } from 'vitest';
import { type TheorySetup, theoryOf } from '#dist/theory/index.js';
import { relative, SETS, severity } from './sets.js';

const setup = (name: keyof typeof SETS, changes: Partial<TheorySetup> = {}): TheorySetup => ({
  model: 'severity',
  params: SETS[name].params,
  boundary: { lower: 'reflect', upper: 'reflect' },
  start: [0.1],
  thresholds: { value: 0.8, up: true },
  horizon: 200,
  ...changes,
});

describe('theoryOf', () => {
  it('gives law, first passage and errors for the demonstration, and reasons for the rest', () => {
    const theory = theoryOf(severity(SETS.B.params), setup('B'));
    expect(theory.schema).toBe('firstpassage/theory@1');
    expect(relative(theory.stationary!.mean, SETS.B.mean)).toBeLessThan(1e-11);
    expect(theory.firstPassage).toMatchObject({ threshold: 0.8 });
    expect(theory.errors['firstPassage.mean']).toBeLessThan(1e-9);
    expect(theory.exit).toBeNull();
    expect(theory.reasons['exit']).toMatch(/no end of this study absorbs/);
    const { x, p } = theory.stationary!.density;
    let mass = 0;
    for (let i = 0; i + 1 < x.length; i++) mass += ((x[i + 1]! - x[i]!) * (p[i]! + p[i + 1]!)) / 2;
    expect(mass).toBeCloseTo(1, 4); // trapezoid over 256 cells: p″/12/256² ~ 1e-5
    expect(JSON.parse(JSON.stringify(theory))).toEqual(theory);
  });

  it('has the shape of the thresholds', () => {
    const process = severity(SETS.B.params);
    expect(theoryOf(process, setup('B', { thresholds: null })).firstPassage).toBeNull();
    const list = theoryOf(
      process,
      setup('B', {
        thresholds: [
          { value: 0.8, up: true },
          { value: 0.05, up: false },
        ],
      }),
    );
    expect(list.firstPassage).toHaveLength(2);
    expect(list.errors).toHaveProperty('firstPassage[1].mean');
  });

  it('knows what an absorbing end takes away', () => {
    const process = severity(SETS.B.params);
    const one = theoryOf(process, setup('B', { boundary: { lower: 'absorb', upper: 'reflect' } }));
    expect(one.stationary).toBeNull();
    expect(one.reasons['stationary']).toMatch(/lower end absorbs/);
    expect(one.firstPassage).toMatchObject({ mean: null, variance: null });
    const both = theoryOf(
      { ...process, lower: 0.05, upper: 0.8 },
      setup('B', { boundary: { lower: 'absorb', upper: 'absorb' } }),
    );
    expect(relative(both.exit!.upperProbability, SETS.B.exitUp)).toBeLessThan(1e-11);
    expect(both.exit!.meanTime).toBeGreaterThan(0);
    // With the far end absorbing, a threshold is the end of a shorter interval.
    const far = theoryOf({ ...process, lower: 0.05 }, setup('B', { boundary: { lower: 'absorb', upper: 'reflect' } }));
    expect(far.reasons['firstPassage.mean']).toContain(SETS.B.exitUp.toPrecision(6));
    expect(far.firstPassage).toMatchObject({ mean: null, conditionalMean: both.exit!.upper.mean });
    expect(far.exit).toMatchObject({ lowerProbability: 1, upper: { probability: 0, mean: null } });
    expect(far.exit!.meanTime).toBe(far.exit!.lower.mean);
    // Beyond an absorbing end: hit where that end is.
    const beyond = theoryOf(
      { ...process, upper: 0.8 },
      setup('B', { boundary: { lower: 'reflect', upper: 'absorb' }, thresholds: { value: 0.9, up: true } }),
    );
    expect(relative((beyond.firstPassage as { mean: number }).mean, SETS.B.mfpt)).toBeLessThan(1e-11);
  });

  it('finds the fixed points and their rates', () => {
    const { fixedPoints } = theoryOf(severity(SETS.C.params), setup('C')).regime;
    const { alpha, beta, gamma } = SETS.C.params;
    const kappa = alpha + beta;
    const rate = Math.sqrt(alpha ** 2 + 4 * gamma * kappa);
    expect(fixedPoints).toHaveLength(1);
    expect(fixedPoints[0]!.x).toBeCloseTo((alpha + rate) / (2 * kappa), 12);
    expect(fixedPoints[0]!.rate).toBeCloseTo(rate, 8);
  });

  it('says that alpha = beta is a crossover, and where the genuine transition is', () => {
    const at = theoryOf(severity(SETS.C.params), setup('C')).regime;
    expect(at.label).toBe('crossover');
    expect(at.text).toMatch(/crossover, not a phase transition/);
    const params = { alpha: 0.01, beta: 0.5, gamma: 0, sigma0: 0, sigma1: 0.5 };
    const below = theoryOf(severity(params), setup('C', { params }));
    expect(below.regime.text).toMatch(/sigma1²\/2 = 0\.125/);
    expect(below.stationary).toBeNull();
  });

  it('sees the two modes of set D and says what makes them', () => {
    const theory = theoryOf(severity(SETS.D.params), setup('D'));
    expect(theory.stationary!.modes).toHaveLength(2);
    expect(theory.stationary!.modes[0]).toBe(0);
    // r+ = [A + √(A² − 4κδ)]/2κ with A = α − σ1² = 0.75, δ = σ0σ1 − γ = 0.024, κ = 1.5.
    expect(theory.stationary!.modes[1]).toBeCloseTo((0.75 + Math.sqrt(0.75 ** 2 - 6 * 0.024)) / 3, 12);
    expect(theory.regime.text).toMatch(/2 peaks/);
  });
});
