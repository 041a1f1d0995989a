// Random expressions for the laws that hold for all of them.
import fc from 'fast-check';
import { binary, type Expression, number, parameter, unary, X } from '#dist/model/expression.js';

export const PARAMS = { a: 0.7, b: -1.3, c: 2.1 };

/** Trees over x, numbers and a, b, c from the operators and functions that stay finite and smooth on [0.2, 1.2]. */
export const smoothExpression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constant(X),
    fc.constantFrom('a', 'b', 'c').map(parameter),
    fc.double({ min: -2, max: 2, noNaN: true }).map((v) => number(Math.round(v * 100) / 100 + 0)),
    fc
      .tuple(fc.constantFrom('add', 'sub', 'mul', 'min', 'max'), tie('e'), tie('e'))
      .map(([op, p, q]) => binary(op, p, q)),
    fc.tuple(fc.constantFrom('neg', 'abs', 'sin', 'cos', 'tanh'), tie('e')).map(([op, p]) => unary(op, p)),
    fc.tuple(tie('e'), fc.integer({ min: 1, max: 3 })).map(([p, n]) => binary('pow', p, number(n))),
    // √(1 + p²), log(1 + p²), exp(tanh p), p / (1 + q²): functions with a domain, kept inside it.
    tie('e').map((p) => unary('sqrt', binary('add', number(1), binary('mul', p, p)))),
    tie('e').map((p) => unary('log', binary('add', number(1), binary('mul', p, p)))),
    tie('e').map((p) => unary('exp', unary('tanh', p))),
    fc.tuple(tie('e'), tie('e')).map(([p, q]) => binary('div', p, binary('add', number(1), binary('mul', q, q)))),
  ),
})).e;

/** The expression as a user would write it. */
export function toText(e: Expression): string {
  const symbols = { add: '+', sub: '-', mul: '*', div: '/', pow: '^' } as const;
  if (e.kind === 'x') return 'x';
  if (e.kind === 'parameter') return e.name;
  if (e.kind === 'number') return e.value < 0 ? `(${e.value})` : String(e.value);
  if (e.kind === 'unary') return e.op === 'neg' ? `(-${toText(e.a)})` : `${e.op}(${toText(e.a)})`;
  if (e.op === 'min' || e.op === 'max') return `${e.op}(${toText(e.a)}, ${toText(e.b)})`;
  return `(${toText(e.a)} ${symbols[e.op]} ${toText(e.b)})`;
}
