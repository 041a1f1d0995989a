/** Expression → function over f64. Interpreted, never eval: the page's policy forbids it, and so do we. */
import { type BinaryOp, dependsOnX, type Expression, type UnaryOp } from './expression.js';
import { placesOf, Tape } from './tape.js';

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
  const tape = new Tape();
  const placeOfRoot = placesOf<Expression>((node, placeOf) => {
    if (node.kind === 'x') return tape.x;
    if (node.kind === 'number') return tape.constant(node.value);
    if (node.kind === 'parameter') return tape.constant(parameterValue(node.name, params));
    const a = placeOf(node.a);
    const b = node.kind === 'binary' ? placeOf(node.b) : a;
    if (dependsOnX(node)) return tape.operation(node.op, a, b);
    const [p, q] = [tape.initial(a), tape.initial(b)];
    return tape.constant(node.kind === 'binary' ? BINARY[node.op](p, q) : UNARY[node.op](p));
  });
  return tape.functionOf(placeOfRoot(e), 'f64');
}

function parameterValue(name: string, params: Readonly<Record<string, number>>): number {
  const value = params[name];
  if (value === undefined) throw new RangeError(`parameter ${name} has no value`);
  return value;
}
