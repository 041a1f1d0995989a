import { describe, expect, it } from 'vitest';
import { type EndClass, endsOf, mirror, type Process } from '#dist/theory/index.js';
import { brownian, SETS, severity, wrightFisher } from './sets.js';

const B = SETS.B.params;
const powers = (drift: number, power: number): Process => ({
  drift: () => drift,
  diffusion: (x) => x ** power,
  diffusionSlope: (x) => power * x ** (2 * power - 1),
  lower: 0,
  upper: 1,
});

describe('Feller’s classes', () => {
  // Wright–Fisher at 0: m ~ d^(2Nu − 1), s ~ d^(−2Nu). At 1 the same with v.
  it.each<[string, Process, EndClass, EndClass]>([
    ['noise everywhere', severity(B), 'regular', 'regular'],
    ['Brownian motion', brownian(0, 1, -1, 1), 'regular', 'regular'],
    ['no mutation', wrightFisher({ s: 0.02, u: 0, v: 0, N: 100 }), 'exit', 'exit'],
    ['little mutation, one way', wrightFisher({ s: 0, u: 0.004, v: 0, N: 100 }), 'regular', 'exit'],
    ['2Nu = 1: just not reached', wrightFisher({ s: 0, u: 0.005, v: 0.004, N: 100 }), 'entrance', 'regular'],
    ['much mutation', wrightFisher({ s: 0, u: 0.01, v: 0.02, N: 100 }), 'entrance', 'entrance'],
    ['σ ∝ x with a bias γ', severity({ ...B, sigma0: 0 }), 'entrance', 'regular'],
    ['σ ∝ x without one', severity({ ...B, sigma0: 0, gamma: 0 }), 'natural', 'regular'],
    ['σ = x with a drift out', powers(-0.1, 1), 'exit', 'regular'],
    ['σ = √x with no drift: Feller’s diffusion', powers(0, 0.5), 'exit', 'regular'],
    ['σ = x², no drift', powers(0, 2), 'natural', 'regular'],
    ['x² with a drift −x: there in infinite time', { ...powers(0, 2), drift: (x) => -x }, 'natural', 'regular'],
  ])('%s', (_, process, lower, upper) => {
    const ends = endsOf(process);
    expect([ends.lower.class, ends.upper.class]).toEqual([lower, upper]);
    const mirrored = endsOf(mirror(process));
    expect([mirrored.upper.class, mirrored.lower.class]).toEqual([lower, upper]);
  });

  it.each<[string, (x: number) => number, EndClass, EndClass]>([
    ['a drift up', () => 0.4, 'entrance', 'exit'],
    ['a drift that ends at both', (x) => x * (1 - x), 'natural', 'natural'],
    ['none', () => 0, 'natural', 'natural'],
  ])('without noise follow from the drift: %s', (_, drift, lower, upper) => {
    const ends = endsOf({ drift, diffusion: () => 0, diffusionSlope: () => 0, lower: 0, upper: 1 });
    expect([ends.lower.class, ends.upper.class]).toEqual([lower, upper]);
    for (const { reason } of [ends.lower, ends.upper]) {
      expect(reason).toMatch(/^there is (no noise|neither noise nor drift)/);
      expect(reason).not.toMatch(/Infinity|NaN/);
    }
  });

  it('tells the two natural ends of severity apart: drawn to 0 below α = σ1²/2, not above', () => {
    const at = (alpha: number) => endsOf(severity({ ...B, alpha, gamma: 0, sigma0: 0, sigma1: 0.5 })).lower;
    expect(at(0.12)).toMatchObject({ class: 'natural', attracting: true });
    expect(at(0.13)).toMatchObject({ class: 'natural', attracting: false });
    expect(at(0.12).reason).toMatch(/tend to it and never get there/);
  });
});
