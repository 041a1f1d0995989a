/** A program as a function of x, rounding after each operation. */
import { BINARY, type ScalarFunction, UNARY } from '../../model/evaluate.js';
import type { ProgramBinary, ProgramNode } from '../../model/program.js';
import { placesOf, Tape } from '../../model/tape.js';
import type { Plan } from '../../plan/plan.js';
import type { Round } from './normal.js';

/** @param round Math.fround: f32; else f64. */
export function runProgram(root: ProgramNode, constants: readonly number[], round: Round): ScalarFunction {
  const tape = new Tape();
  const placeOfRoot = placesOf<ProgramNode>((node, placeOf) => {
    if (node.op === 'x') return tape.x;
    if (node.op === 'constant') return tape.constant(constants[node.index]!);
    const a = placeOf(node.a);
    return tape.operation(node.op, a, 'b' in node ? placeOf(node.b) : a);
  });
  return tape.functionOf(placeOfRoot(root), round === Math.fround ? 'f32' : 'f64');
}

/** The first `count` states → their values, in f32. What it gives lasts until the next call. */
type Columns = (states: Float32Array, count: number) => Float32Array;

/** As runProgram in f32, one operation after the other over all states: some ten times as fast for many. */
function runColumns(node: ProgramNode, constants: readonly number[], most: number): Columns {
  const columns = new Map<ProgramNode, Float32Array>();
  const steps: ((count: number) => void)[] = [];
  const states = new Float32Array(most);
  const columnOf = (of: ProgramNode): Float32Array => {
    const known = columns.get(of);
    if (known) return known;
    const column = of.op === 'x' ? states : new Float32Array(most);
    if (of.op === 'constant') column.fill(constants[of.index]!);
    else if (of.op !== 'x') steps.push(operation(of, column));
    columns.set(of, column);
    return column;
  };
  const operation = (of: Exclude<ProgramNode, { op: 'x' | 'constant' }>, out: Float32Array) => {
    const x = columnOf(of.a);
    if ('b' in of) {
      const y = columnOf(of.b);
      const run = binaryLoop(of.op);
      return (count: number) => run(out, x, y, count);
    }
    const f = UNARY[of.op];
    return (count: number) => {
      for (let i = 0; i < count; i++) out[i] = f(x[i]!);
    };
  };
  const result = columnOf(node);
  return (given, count) => {
    states.set(given.subarray(0, count));
    for (const step of steps) step(count);
    return result;
  };
}

type BinaryLoop = (out: Float32Array, x: Float32Array, y: Float32Array, count: number) => void;

/** The two of which polynomials are made have loops of their own, without a call. */
function binaryLoop(op: ProgramBinary): BinaryLoop {
  if (op === 'add') {
    return (out, x, y, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i]! + y[i]!;
    };
  }
  if (op === 'mul') {
    return (out, x, y, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i]! * y[i]!;
    };
  }
  const f = BINARY[op];
  return (out, x, y, count) => {
    for (let i = 0; i < count; i++) out[i] = f(x[i]!, y[i]!);
  };
}

/** As positionOf in f32, for up to `most` states at once. */
export function positionsOf({ program, domain, lower, upper }: Plan, most: number): Columns {
  if (program.heun === null) return (states) => states;
  const inside = runColumns(program.heun.position, program.constants, most);
  const [low, high] = [Math.fround(lower), Math.fround(upper)];
  const positions = new Float32Array(most);
  return (states, count) => {
    const x = inside(states, count);
    for (let i = 0; i < count; i++) {
      const y = states[i]!;
      positions[i] = y <= low ? domain[0] : y >= high ? domain[1] : x[i]!;
    }
    return positions;
  };
}

/** State → position in x; ends go to the ends themselves, NaN to NaN. */
export function positionOf({ program, domain, lower, upper }: Plan, round: Round): (state: number) => number {
  if (program.heun === null) return (x) => x;
  const position = runProgram(program.heun.position, program.constants, round);
  const [low, high] = [round(lower), round(upper)];
  return (y) => (y <= low ? round(domain[0]) : y >= high ? round(domain[1]) : position(y));
}
