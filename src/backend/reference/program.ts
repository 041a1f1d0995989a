/** A program as a function of x, rounding after each operation. */
import { BINARY, type ScalarFunction, UNARY } from '../../model/evaluate.js';
import type { ProgramNode } from '../../model/program.js';
import type { Plan } from '../../plan/plan.js';
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

/** State → position in x; ends go to the ends themselves, NaN to NaN. */
export function positionOf({ program, domain, lower, upper }: Plan, round: Round): (state: number) => number {
  if (program.heun === null) return (x) => x;
  const position = runProgram(program.heun.position, program.constants, round);
  const [low, high] = [round(lower), round(upper)];
  return (y) => (y <= low ? round(domain[0]) : y >= high ? round(domain[1]) : position(y));
}
