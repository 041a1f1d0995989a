/** A program as a function of x, rounding after each operation. */
import { BINARY, type ScalarFunction, UNARY } from '../../model/evaluate.js';
import type { ProgramNode } from '../../model/program.js';
import type { Round } from './normal.js';

export function runProgram(node: ProgramNode, constants: readonly number[], round: Round): ScalarFunction {
  if (node.op === 'x') return (x) => x;
  if (node.op === 'constant') {
    const value = round(constants[node.index]!);
    return () => value;
  }
  if ('b' in node) {
    const f = BINARY[node.op];
    const a = runProgram(node.a, constants, round);
    const b = runProgram(node.b, constants, round);
    return (x) => round(f(a(x), b(x)));
  }
  const f = UNARY[node.op];
  const a = runProgram(node.a, constants, round);
  return (x) => round(f(a(x)));
}
