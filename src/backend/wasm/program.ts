/** A program of the model as SIMD code: one instruction or one polynomial per node, in the program's own order of operations. */
import type { ProgramNode, StepProgram } from '../../model/program.js';
import type { Graph, Value } from './graph.js';
import { cos, exp, log, sign, sin, tanh } from './math.js';

/** The operations of a program in order; arguments are indices into the list. What two models of one shape share. */
export interface FlatProgram {
  readonly operations: readonly FlatOperation[];
  readonly drift: number;
  readonly noise: number;
  readonly correction: number | null;
  /** Lamperti–Heun: the slopes of the drift at the ends. Its map to x is for the host (observers.ts). */
  readonly heun: { readonly slopeLower: number; readonly slopeUpper: number } | null;
}

type FlatOperation = readonly [op: ProgramNode['op'], ...args: number[]];

/** Name of a constant of the program in the constant table. */
export const constantName = (index: number): string => `program ${index}`;

export function flatten({ drift, noise, correction, heun }: StepProgram): FlatProgram {
  const operations: FlatOperation[] = [];
  const known = new Map<ProgramNode, number>();
  const visit = (node: ProgramNode): number => {
    const seen = known.get(node);
    if (seen !== undefined) return seen;
    const operation: FlatOperation =
      node.op === 'x'
        ? ['x']
        : node.op === 'constant'
          ? ['constant', node.index]
          : 'b' in node
            ? [node.op, visit(node.a), visit(node.b)]
            : [node.op, visit(node.a)];
    known.set(node, operations.length);
    return operations.push(operation) - 1;
  };
  return {
    drift: visit(drift),
    noise: visit(noise),
    correction: correction && visit(correction),
    heun: heun && { slopeLower: visit(heun.slopeLower), slopeUpper: visit(heun.slopeUpper) },
    operations,
  };
}

export interface ProgramValues {
  readonly drift: Value;
  readonly noise: Value;
  readonly correction: Value | null;
  readonly heun: { readonly slopeLower: Value; readonly slopeUpper: Value } | null;
}

export function programValues(
  g: Graph,
  { operations, drift, noise, correction, heun }: FlatProgram,
  x: Value,
): ProgramValues {
  const values: Value[] = [];
  for (const [op, first = 0, second = 0] of operations) {
    values.push(
      op === 'x'
        ? x
        : op === 'constant'
          ? g.parameter(constantName(first))
          : operation(g, op, values[first]!, values[second]!),
    );
  }
  return {
    drift: values[drift]!,
    noise: values[noise]!,
    correction: correction === null ? null : values[correction]!,
    heun: heun && { slopeLower: values[heun.slopeLower]!, slopeUpper: values[heun.slopeUpper]! },
  };
}

function operation(g: Graph, op: Exclude<ProgramNode['op'], 'x' | 'constant'>, a: Value, b: Value): Value {
  switch (op) {
    case 'neg':
    case 'abs':
    case 'sqrt':
      return g.op(`f32x4.${op}`, a);
    case 'exp':
      return exp(g, a);
    case 'log':
      return log(g, a);
    case 'sin':
      return sin(g, a);
    case 'cos':
      return cos(g, a);
    case 'tanh':
      return tanh(g, a);
    case 'sign':
      return sign(g, a);
    // min and max of a NaN are NaN.
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'min':
    case 'max':
      return g.op(`f32x4.${op}`, a, b);
  }
}
