import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runProgram } from '#dist/backend/reference/program.js';
import { evaluate } from '#dist/model/evaluate.js';
import { lower } from '#dist/model/lower.js';
import { functionsOf, modelOf } from '#dist/model/model.js';
import { presets } from '#dist/model/presets.js';
import type { ProgramNode } from '#dist/model/program.js';
import { PARAMS, smoothExpression } from '../../helpers/expressions.js';

const identity = (v: number) => v;
const shape = (node: ProgramNode): string =>
  node.op === 'x'
    ? 'x'
    : node.op === 'constant'
      ? 'c'
      : 'b' in node
        ? `${node.op}(${shape(node.a)},${shape(node.b)})`
        : `${node.op}(${shape(node.a)})`;

describe('lower', () => {
  it.each(Object.values(presets))('$name: the program is the model times the step', ({ name, params, domain }) => {
    const study = { model: name, params };
    const dt = 0.01;
    const program = lower(modelOf(study), { params, domain, dt, milstein: true });
    const { drift, diffusion, diffusionSlope } = functionsOf(modelOf(study), params);
    for (let i = 0; i <= 100; i++) {
      const x = domain[0] + ((domain[1] - domain[0]) * i) / 100;
      const run = (node: ProgramNode) => runProgram(node, program.constants, identity)(x);
      // Rounding alone: a few operations on terms no larger than 16 times the largest value over the domain.
      const rounding = 64 * 2 ** -52;
      expect(Math.abs(run(program.drift) - drift(x) * dt)).toBeLessThanOrEqual(rounding * 10 * dt);
      expect(Math.abs(run(program.noise) ** 2 - diffusion(x) ** 2 * dt)).toBeLessThanOrEqual(rounding * dt);
      expect(Math.abs(run(program.correction!) - (diffusionSlope(x) * dt) / 2)).toBeLessThanOrEqual(rounding * dt);
    }
  });

  it('keeps the value of any expression', () => {
    fc.assert(
      fc.property(smoothExpression, fc.double({ min: 0.2, max: 1.2, noNaN: true }), (drift, x) => {
        const diffusion = { kind: 'number', value: 1 } as const;
        const program = lower({ drift, diffusion }, { params: PARAMS, domain: [0.2, 1.2], dt: 0.25, milstein: false });
        const value = runProgram(program.drift, program.constants, identity)(x);
        const exact = 0.25 * evaluate(drift, PARAMS)(x);
        // Reassociation moves digits by rounding only; trees of depth 5 amplify it by their slopes.
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(exact)));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('gives severity its Horner form, whatever the parameters', () => {
    for (const params of [presets['severity']!.params, { alpha: 0.1, beta: 0, gamma: 0, sigma0: 0.1, sigma1: 0 }]) {
      const program = lower(modelOf({ model: 'severity', params }), {
        params,
        domain: [0, 1],
        dt: 0.01,
        milstein: false,
      });
      expect(shape(program.drift)).toBe('add(mul(x,add(mul(x,c),c)),c)');
      expect(shape(program.noise)).toBe('add(mul(x,c),c)');
    }
  });

  it('does not expand a polynomial that would cancel', () => {
    const study = { model: { drift: '-(x - 1000)^3', diffusion: '1' }, params: {} };
    const program = lower(modelOf(study), { params: {}, domain: [999, 1001], dt: 1, milstein: false });
    const f32 = runProgram(program.drift, program.constants, Math.fround);
    expect(f32(1000.5)).toBe(-0.125);
  });

  it('gives integer powers of a negative base their value, whatever the exponent', () => {
    for (const [text, n] of [
      ['x^33', 33],
      ['x^-39', -39],
      ['x^1000', 1000],
      ['x^(n + 1)', 65],
      ['x^1048577', 1048577],
    ] as const) {
      const params = { n: 64 };
      const model = modelOf({ model: { drift: text, diffusion: '1' }, params });
      const { drift, constants } = lower(model, { params, domain: [-1.5, 1.5], dt: 1, milstein: false });
      for (const x of [-1.25, -1, -0.9, 0.9, 1.25]) {
        const exact = x ** n;
        // Each of the ~ log2 n squarings doubles the error of the one before: n roundings, and as many for x ** n.
        const rounding = 2 * Math.abs(n) * 2 ** -53 * Math.abs(exact);
        const value = runProgram(drift, constants, identity)(x);
        if (Number.isFinite(exact)) expect(Math.abs(value - exact)).toBeLessThanOrEqual(rounding);
        else expect(value).toBe(exact);
      }
    }
  });

  it('writes powers as products, square roots or exp(p log a)', () => {
    const noiseOf = (diffusion: string) => {
      const model = modelOf({ model: { drift: '0', diffusion }, params: {} });
      return lower(model, { params: {}, domain: [0, 1], dt: 1, milstein: false });
    };
    for (const [text, f] of [
      ['x^5', (x: number) => x ** 5],
      ['x^0.5', Math.sqrt],
      ['x^2.5', (x: number) => x ** 2.5],
      ['(x + 1)^-2', (x: number) => (x + 1) ** -2],
      ['x^0.7', (x: number) => x ** 0.7],
      ['(1 + x)^x', (x: number) => (1 + x) ** x],
    ] as const) {
      const { noise, constants } = noiseOf(text);
      for (const x of [0.1, 0.5, 1]) expect(runProgram(noise, constants, identity)(x)).toBeCloseTo(f(x), 13);
    }
    const { noise, constants } = noiseOf('x^0.7');
    expect(runProgram(noise, constants, identity)(0)).toBeLessThan(2 ** -80); // 0^0.7: log never sees 0
  });
});
