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

export const X: Expression = { kind: 'x' };
export const number = (value: number): Expression => ({ kind: 'number', value });
export const parameter = (name: string): Expression => ({ kind: 'parameter', name });
export const unary = (op: UnaryOp, a: Expression): Expression => ({ kind: 'unary', op, a });
export const binary = (op: BinaryOp, a: Expression, b: Expression): Expression => ({ kind: 'binary', op, a, b });

/** Whether the expression is this very number. */
export const isNumber = (e: Expression, value: number): boolean => e.kind === 'number' && e.value === value;

/** All nodes below `e`, itself included, each once. */
export function nodesOf(e: Expression): ReadonlySet<Expression> {
  const nodes = new Set([e]);
  // What is added during the loop is visited too.
  for (const node of nodes) {
    if (node.kind === 'unary' || node.kind === 'binary') nodes.add(node.a);
    if (node.kind === 'binary') nodes.add(node.b);
  }
  return nodes;
}

/** Asked at every level of a tree that may be a thousand deep. */
const dependent = new WeakMap<Expression, boolean>();

/** Whether the expression depends on x. */
export function dependsOnX(e: Expression): boolean {
  if (e.kind !== 'unary' && e.kind !== 'binary') return e.kind === 'x';
  let known = dependent.get(e);
  if (known === undefined) {
    known = dependsOnX(e.a) || (e.kind === 'binary' && dependsOnX(e.b));
    dependent.set(e, known);
  }
  return known;
}

export type Power = Extract<Expression, { kind: 'binary' }>;

/** The powers in what was parsed, from left to right: the k-th is that of the k-th ^ in the text. */
export function powersOf(e: Expression): readonly Power[] {
  const powers: Power[] = [];
  const visit = (node: Expression): void => {
    if (node.kind === 'unary' || node.kind === 'binary') visit(node.a);
    if (node.kind !== 'binary') return;
    if (node.op === 'pow') powers.push(node);
    visit(node.b);
  };
  visit(e);
  return powers;
}
