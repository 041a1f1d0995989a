import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '#dist/errors.js';
import { evaluate } from '#dist/model/evaluate.js';
import { type Expression, FUNCTIONS, nodesOf } from '#dist/model/expression.js';
import { parseExpression } from '#dist/model/parse.js';
import { PARAMS, smoothExpression, toText } from '../../helpers/expressions.js';

const names = Object.keys(PARAMS);
const value = (text: string, x: number) => evaluate(parseExpression(text, names), PARAMS)(x);

describe('parseExpression', () => {
  it.each<[string, number, number]>([
    ['a*x - b*x^3', 0.5, 0.7 * 0.5 + 1.3 * 0.125],
    ['-x^2', 3, -9],
    ['2^3^2', 0, 512],
    ['x - -1', 2, 3],
    ['+x/4', 2, 0.5],
    ['min(x, 1) + max(x, 1)', 2, 3],
    ['sqrt(x)*exp(log(x)) + abs(-x)', 4, 12],
    ['1e-3*x', 2, 0.002],
    ['x^-1', 4, 0.25],
  ])('%s at %d is %d', (text, x, expected) => expect(value(text, x)).toBe(expected));

  it.each<[string, RegExp]>([
    ['x(1-x)', /write the product as x\*/],
    ['2x', /write the product with \*/],
    ['sin x', /bare function sin|write the product/],
    ['alhpa*x', /unknown name "alhpa"/],
    ['sinn(x)', /unknown function "sinn" \(did you mean "sin"\?\)/],
    ['1e400', /finite numbers, got Infinity/],
    ['NaN', /finite numbers, got NaN/],
    ['x = 3', /only arithmetic/],
    ['x!', /got "!"/],
    ['x and x', /got "and"/],
    ['x == 1', /got "=="/],
    ['x % 2', /got "%"/],
    ['1 - x - 50%', /got "%": write a share as a number, 0\.5 for 50%/],
    ['x mod 2', /got "mod"/],
    ["x'", /got "'"/],
    ['2 cm', /write the product with \*/],
    ['x < 1', /got "<"/],
    ['1 < x < 2', /only arithmetic/],
    ['1:x', /only arithmetic/],
    ['x to 2', /got "to"/],
    ['x .* 2', /got ".\*"/],
    ['x ? 1 : 2', /only arithmetic/],
    ['[x, 1]', /only arithmetic/],
    ['"x"', /expected a number, got "x"/],
    ['a.b', /only arithmetic/],
    ['f(x) = x', /only arithmetic/],
    ['x; x', /one expression/],
    ['x # note', /one expression/],
    ['min(x)', /expected 2 arguments of min, got 1/],
    ['sqrt(x, 2)', /expected 1 argument of sqrt, got 2/],
    ['import("fs")', /unknown function "import"/],
    ['constructor', /unknown name "constructor"/],
    ['toString(x)', /unknown function "toString"/],
    ['x +', /expected arithmetic/],
    ['', /empty text/],
    ['x'.repeat(2001), /at most 2000 characters, got 2001/],
  ])('refuses %s', (text, message) => {
    expect(() => parseExpression(text, names)).toThrow(ExpressionError);
    expect(() => parseExpression(text, names)).toThrow(message);
  });

  it('locates an unknown name', () => {
    expect(() => parseExpression('x + foo*x', names)).toThrow(expect.objectContaining({ column: 5 }));
  });

  it('locates a percent sign', () => {
    expect(() => parseExpression('1 - 5%', names)).toThrow(expect.objectContaining({ column: 6 }));
  });

  it('reads back what was written, for any expression', () => {
    fc.assert(
      fc.property(smoothExpression, fc.double({ min: 0.2, max: 1.2, noNaN: true }), (e, x) => {
        const text = toText(e);
        fc.pre(text.length <= 2000);
        expect(evaluate(parseExpression(text, names), PARAMS)(x)).toBe(evaluate(e, PARAMS)(x));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('makes nothing but whitelisted nodes of any text', () => {
    const tokens = [
      'x',
      'a',
      'b',
      '(',
      ')',
      '+',
      '-',
      '*',
      '/',
      '^',
      ',',
      '.',
      ';',
      '"',
      "'",
      '`',
      '{',
      '}',
      '[',
      ']',
      '=',
      '!',
      ' ',
      '\n',
    ];
    const words = [
      'sqrt',
      'min',
      'import',
      'eval',
      'constructor',
      '__proto__',
      'process',
      '0x1F',
      '1e9',
      '//',
      '/*',
      '*/',
      '@group(0)',
      'fn main',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...tokens, ...words)).map((parts) => parts.join('')),
    );
    const unaries = [...Object.keys(FUNCTIONS).filter((name) => FUNCTIONS[name] === 1), 'neg'];
    const binaries = ['add', 'sub', 'mul', 'div', 'pow', 'min', 'max'];
    const allowed = (node: Expression): boolean =>
      node.kind === 'x' ||
      (node.kind === 'number' && Number.isFinite(node.value)) ||
      (node.kind === 'parameter' && names.includes(node.name)) ||
      (node.kind === 'unary' && unaries.includes(node.op)) ||
      (node.kind === 'binary' && binaries.includes(node.op));
    let parsed = 0;
    fc.assert(
      fc.property(text, (candidate) => {
        let e: Expression;
        try {
          e = parseExpression(candidate, names);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          return;
        }
        parsed++;
        expect([...nodesOf(e)].every(allowed)).toBe(true);
      }),
      { numRuns: 5000, seed: 2 },
    );
    expect(parsed).toBeGreaterThan(50); // or the property would hold of nothing
  });
});
