/** Expression → closure over f64. Closures, never eval: the page's policy forbids it, and so do we. */
import type { BinaryOp, Expression, UnaryOp } from './expression.js';

export type ScalarFunction = (x: number) => number;

export const UNARY: Readonly<Record<UnaryOp, (a: number) => number>> = {
  neg: (a) => -a,
  sqrt: Math.sqrt,
  abs: Math.abs,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sign: Math.sign,
};

export const BINARY: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  min: Math.min,
  max: Math.max,
};

/** The expression as a function of x, in f64. @throws RangeError for a parameter without a value. */
export function evaluate(e: Expression, params: Readonly<Record<string, number>>): ScalarFunction {
  switch (e.kind) {
    case 'x':
      return (x) => x;
    case 'number':
      return () => e.value;
    case 'parameter': {
      const value = params[e.name];
      if (value === undefined) throw new RangeError(`parameter ${e.name} has no value`);
      return () => value;
    }
    case 'unary': {
      const f = UNARY[e.op];
      const a = evaluate(e.a, params);
      return (x) => f(a(x));
    }
    case 'binary': {
      const f = BINARY[e.op];
      const a = evaluate(e.a, params);
      const b = evaluate(e.b, params);
      return (x) => f(a(x), b(x));
    }
  }
}
