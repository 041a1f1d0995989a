import { describe, expect, it } from 'vitest';
import { accumulate, crossing, givenNoExit } from '#dist/backend/reference/monitor.js';

const f64 = (v: number) => v;

describe('crossing', () => {
  it('is exp(−2 (b − x)(b − x̃)/s²)', () => {
    expect(crossing(1, 0.8, 0.9, 0.2, f64)).toBeCloseTo(Math.exp((-2 * 0.2 * 0.1) / 0.04), 14);
    expect(crossing(0, 0.2, 0.1, 0.2, f64)).toBeCloseTo(Math.exp((-2 * 0.2 * 0.1) / 0.04), 14);
  });

  it('is certain where x and x̃ lie on two sides, or on the level', () => {
    expect(crossing(1, 0.9, 1.1, 0.2, f64)).toBe(1);
    expect(crossing(1, 1.1, 0.9, 0.2, f64)).toBe(1);
    expect(crossing(1, 1, 0.9, 0.2, f64)).toBe(1);
  });

  it('is 0 from the cut-off on, and just above e^−18 before it', () => {
    expect(crossing(3, 0, 0, 1, f64)).toBe(0);
    expect(crossing(2.999, 0, 0, 1, f64)).toBeGreaterThan(Math.exp(-18));
  });

  it('is 0 without noise, but for a step across the level', () => {
    expect(crossing(1, 0.5, 0.6, 0, f64)).toBe(0);
    expect(crossing(1, 1.2, 0.6, 0, f64)).toBe(1);
  });
});

describe('accumulate', () => {
  it('is 1 − Π(1 − p)', () => {
    const ps = [0.1, 0.5, 0, 0.25];
    const q = ps.reduce((sum, p) => accumulate(sum, p, f64), 0);
    expect(q).toBeCloseTo(1 - 0.9 * 0.5 * 0.75, 14);
  });

  it('keeps rare crossings that 1 − p would lose in f32', () => {
    expect(accumulate(0, 1e-10, Math.fround)).toBe(Math.fround(1e-10));
  });
});

describe('givenNoExit', () => {
  it('makes exit and hit together as likely as the hit', () => {
    const [p, pe] = [0.3, 0.1];
    expect(pe + (1 - pe) * givenNoExit(p, pe, f64)).toBeCloseTo(p, 14);
    expect(givenNoExit(1, 1, f64)).toBe(0);
    expect(givenNoExit(0.1, 0.2, f64)).toBe(0);
  });
});
