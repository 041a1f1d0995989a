/** The whitelisted syntax tree. Whatever a user types becomes one of these nodes or an error: arithmetic, nothing else. */

export type UnaryOp = 'neg' | 'sqrt' | 'abs' | 'exp' | 'log' | 'sin' | 'cos' | 'tanh' | 'sign';
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'min' | 'max';

export type Expression =
  | { readonly kind: 'x' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly a: Expression }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly a: Expression; readonly b: Expression };

/** Functions a user may call, with their arity. `sign` is ours: derivatives of abs, min and max need it. */
export const FUNCTIONS: Readonly<Record<string, 1 | 2>> = {
  sqrt: 1,
  abs: 1,
  exp: 1,
  log: 1,
  sin: 1,
  cos: 1,
  tanh: 1,
  min: 2,
  max: 2,
};
