import { describe, expect, it } from 'vitest';
import { runProgram } from '#dist/backend/reference/program.js';
import { evaluate } from '#dist/model/evaluate.js';
import { dependsOnX, nodesOf, powersOf } from '#dist/model/expression.js';
import { lower } from '#dist/model/lower.js';
import { functionsOf } from '#dist/model/model.js';
import { parseExpression } from '#dist/model/parse.js';

describe('an expression', () => {
  // Milliseconds each, where every node is met once; minutes, where a level asks anew about all below it, and a derivative
  // of nested min has 2^24 nodes where shared ones are copied.
  const LIMIT = 5000; // ms
  it.each([
    ['signs', `${'-'.repeat(1900)}x`],
    ['factors', Array(900).fill('x').join('*')],
    ['terms', Array(900).fill('x').join('+')],
    ['powers', `${'x^'.repeat(900)}2`],
    ['nested min', `${'min(x, '.repeat(24)}0.5*x${')'.repeat(24)}`],
  ])('of many %s is read, differentiated and lowered at once', { timeout: 300_000 }, (_, text) => {
    const start = performance.now();
    const drift = parseExpression(text, []);
    const model = { drift, diffusion: drift };
    const functions = functionsOf(model, {});
    const { constants, correction } = lower(model, { params: {}, domain: [0, 1], dt: 1, milstein: true });
    const slope = runProgram(correction!, constants, (v) => v)(0.9);
    // 900 roundings in each of the two orders of the same products.
    expect(Math.abs(slope - functions.diffusionSlope(0.9) / 2)).toBeLessThanOrEqual(1800 * 2 ** -52 * Math.abs(slope));
    expect(functions.drift(0.9)).toBe(evaluate(drift, {})(0.9));
    expect(performance.now() - start).toBeLessThan(LIMIT);
  });

  it('has its nodes, depends on x or not, and has its powers from left to right', () => {
    const e = parseExpression('min(x^2, x)^(2^a) - a^3', ['a']);
    expect(nodesOf(e).size).toBe(12); // x stands there twice and is one node; each a and each 2 is one of its own
    expect(dependsOnX(e)).toBe(true);
    const powers = powersOf(e);
    expect(powers.map((power) => dependsOnX(power))).toEqual([true, true, false, false]);
    expect(powers.map(({ b }) => (b.kind === 'number' ? b.value : b.kind))).toEqual([2, 'binary', 'parameter', 3]);
  });
});
