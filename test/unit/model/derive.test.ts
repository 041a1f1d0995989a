import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive, diffusionSlope } from '#dist/model/derive.js';
import { evaluate } from '#dist/model/evaluate.js';
import { parseExpression } from '#dist/model/parse.js';
import { PARAMS, smoothExpression } from '../../helpers/expressions.js';

const at = (text: string, params: Record<string, number> = {}) => parseExpression(text, Object.keys(params));

describe('derive', () => {
  it.each<[string, number, number]>([
    ['x^3', 2, 12],
    ['sqrt(x)', 4, 0.25],
    ['abs(x)', -2, -1],
    ['max(x, 1)', 2, 1],
    ['min(x, 1)', 2, 0],
    ['log(x)', 4, 0.25],
    ['exp(2*x)', 0, 2],
    ['tanh(x)', 0, 1],
    ['sin(x) - cos(x)', 0, 1],
    ['1/x', 2, -0.25],
    ['x^x', 1, 1],
    ['5', 1, 0],
  ])("(%s)' at %d is %d", (text, x, expected) => expect(evaluate(derive(at(text)), {})(x)).toBe(expected));

  it('agrees with a difference quotient, for any expression', () => {
    fc.assert(
      fc.property(smoothExpression, fc.double({ min: 0.3, max: 1.1, noNaN: true }), (e, x) => {
        const f = evaluate(e, PARAMS);
        const h = 1e-4;
        // Two step sizes: their difference bounds the truncation, and shows a kink within reach, where no quotient holds.
        const coarse = (f(x + h) - f(x - h)) / (2 * h);
        const fine = (f(x + h / 2) - f(x - h / 2)) / h;
        const scale = Math.abs(f(x)) + Math.abs(fine) + 1;
        fc.pre(Math.abs(coarse - fine) < 1e-5 * scale);
        const rounding = (8 * 2 ** -52 * scale) / h;
        const exact = evaluate(derive(e), PARAMS)(x);
        expect(Math.abs(exact - fine)).toBeLessThanOrEqual(2 * Math.abs(coarse - fine) + 100 * rounding);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

describe('diffusionSlope', () => {
  it('is finite where a square root vanishes: σ = √(x(1 − x)/N) has σσ′ = (1 − 2x)/2N', () => {
    const params = { N: 100 };
    const slope = evaluate(diffusionSlope(at('sqrt(x*(1 - x)/N)', params)), params);
    for (const x of [0, 0.25, 1]) expect(slope(x)).toBeCloseTo((1 - 2 * x) / 200, 15);
  });

  it('has the sign of the growth of σ: σ = s0 + s1 x has σσ′ = s1 (s0 + s1 x)', () => {
    const params = { s0: 0.05, s1: 0.1 };
    const slope = evaluate(diffusionSlope(at('s0 + s1*x', params)), params);
    expect(slope(0.5)).toBeCloseTo(0.1 * 0.1, 15);
    expect(slope(0)).toBeGreaterThan(0);
  });
});
