/** d/dx of an expression, by our own rules; and σσ′ written so that it survives zeros of σ. */
import { type BinaryOp, binary, dependsOnX, type Expression, isNumber, number, unary } from './expression.js';

const ZERO = number(0);
const ONE = number(1);

/** a + b, a − b, a · b, a / b without the terms that vanish. */
function combine(op: BinaryOp, a: Expression, b: Expression): Expression {
  if (op === 'add' && isNumber(a, 0)) return b;
  if ((op === 'add' || op === 'sub') && isNumber(b, 0)) return a;
  if (op === 'mul' && (isNumber(a, 0) || isNumber(b, 0))) return ZERO;
  if (op === 'mul' && isNumber(a, 1)) return b;
  if ((op === 'mul' || op === 'div') && isNumber(b, 1)) return a;
  if (op === 'div' && isNumber(a, 0)) return ZERO;
  return binary(op, a, b);
}

const add = (a: Expression, b: Expression) => combine('add', a, b);
const sub = (a: Expression, b: Expression) => combine('sub', a, b);
const mul = (a: Expression, b: Expression) => combine('mul', a, b);
const div = (a: Expression, b: Expression) => combine('div', a, b);

/** The derivative with respect to x. At a kink of abs, min or max: the mean of the two sides. */
export function derive(e: Expression): Expression {
  if (!dependsOnX(e)) return ZERO;
  switch (e.kind) {
    case 'x':
      return ONE;
    case 'number':
    case 'parameter':
      return ZERO;
    case 'unary':
      return deriveUnary(e);
    case 'binary':
      return deriveBinary(e);
  }
}

function deriveUnary(e: Extract<Expression, { kind: 'unary' }>): Expression {
  const { a } = e;
  const da = derive(a);
  switch (e.op) {
    case 'neg':
      return unary('neg', da);
    case 'sqrt':
      return div(da, mul(number(2), e));
    case 'abs':
      return mul(unary('sign', a), da);
    case 'exp':
      return mul(e, da);
    case 'log':
      return div(da, a);
    case 'sin':
      return mul(unary('cos', a), da);
    case 'cos':
      return unary('neg', mul(unary('sin', a), da));
    case 'tanh':
      return mul(sub(ONE, mul(e, e)), da);
    case 'sign':
      return ZERO;
  }
}

function deriveBinary(e: Extract<Expression, { kind: 'binary' }>): Expression {
  const { a, b } = e;
  const da = derive(a);
  const db = derive(b);
  switch (e.op) {
    case 'add':
      return add(da, db);
    case 'sub':
      return isNumber(da, 0) ? unary('neg', db) : sub(da, db);
    case 'mul':
      return add(mul(da, b), mul(a, db));
    case 'div':
      return isNumber(db, 0) ? div(da, b) : div(sub(mul(da, b), mul(a, db)), mul(b, b));
    case 'pow':
      if (!dependsOnX(b)) return mul(mul(b, power(a, b)), da);
      return mul(e, add(mul(db, unary('log', a)), mul(b, div(da, a))));
    case 'min':
    case 'max': {
      // max(a, b) = (a + b + |a − b|) / 2, min with the other sign.
      const tilt = mul(unary('sign', sub(a, b)), sub(da, db));
      const sum = e.op === 'max' ? add(add(da, db), tilt) : sub(add(da, db), tilt);
      return mul(number(0.5), sum);
    }
  }
}

/** a^(b − 1) for a b free of x. */
function power(a: Expression, b: Expression): Expression {
  if (b.kind !== 'number') return binary('pow', a, sub(b, ONE));
  if (b.value === 1) return ONE;
  return b.value === 2 ? a : binary('pow', a, number(b.value - 1));
}

/** e², with square roots undone: (√a)² = a, also inside products, quotients and powers. For σ ≥ 0 and real. */
export function square(e: Expression): Expression {
  if (e.kind === 'number') return number(e.value * e.value);
  if (e.kind === 'unary' && e.op === 'sqrt') return e.a;
  if (e.kind === 'unary' && (e.op === 'neg' || e.op === 'abs')) return square(e.a);
  if (e.kind === 'binary' && (e.op === 'mul' || e.op === 'div')) return combine(e.op, square(e.a), square(e.b));
  if (e.kind === 'binary' && e.op === 'pow' && e.b.kind === 'number') {
    return e.b.value === 0.5 ? e.a : binary('pow', e.a, number(2 * e.b.value));
  }
  return mul(e, e);
}

/** σσ′ = ½ (σ²)′: finite where σ = √… vanishes. */
export const diffusionSlope = (diffusion: Expression): Expression => mul(number(0.5), derive(square(diffusion)));
