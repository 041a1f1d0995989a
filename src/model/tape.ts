/**
 * Straight-line code over a row of values, x the first. Each node of an expression once, as a derivative shares what it is
 * made of, and faster than a closure for each.
 */
import type { BinaryOp, UnaryOp } from './expression.js';

export class Tape {
  readonly #initial = [0];
  /** Operation, places of a and b, place of the result; and so on. */
  readonly #code: number[] = [];
  /** The place of x. */
  readonly x = 0;

  constant(value: number): number {
    return this.#initial.push(value) - 1;
  }

  /** The value at a place before anything is done: that of a constant. */
  initial(place: number): number {
    return this.#initial[place]!;
  }

  /** @param b as a for an operation on one value. */
  operation(op: UnaryOp | BinaryOp, a: number, b: number): number {
    const result = this.constant(0);
    this.#code.push(CODES[op], a, b, result);
    return result;
  }

  /** What comes to stand at a place, as a function of x; in f32 each operation is rounded. */
  functionOf(result: number, precision: 'f64' | 'f32'): (x: number) => number {
    const code = Int32Array.from(this.#code);
    const values = precision === 'f64' ? Float64Array.from(this.#initial) : Float32Array.from(this.#initial);
    return (x) => {
      values[0] = x;
      for (let i = 0; i < code.length; i += 4) {
        values[code[i + 3]!] = operate(code[i]!, values[code[i + 1]!]!, values[code[i + 2]!]!);
      }
      return values[result]!;
    };
  }
}

/** Where each node of a graph stands once `record` has put it there: what is shared is recorded once. */
export function placesOf<Node>(
  record: (node: Node, placeOf: (node: Node) => number) => number,
): (node: Node) => number {
  const places = new Map<Node, number>();
  const placeOf = (node: Node): number => {
    let place = places.get(node);
    if (place === undefined) {
      place = record(node, placeOf);
      places.set(node, place);
    }
    return place;
  };
  return placeOf;
}

const CODES: Readonly<Record<UnaryOp | BinaryOp, number>> = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  pow: 4,
  min: 5,
  max: 6,
  neg: 7,
  sqrt: 8,
  abs: 9,
  exp: 10,
  log: 11,
  sin: 12,
  cos: 13,
  tanh: 14,
  sign: 15,
};

/** UNARY and BINARY of evaluate.ts by number, without a call through a table. */
function operate(code: number, a: number, b: number): number {
  switch (code) {
    case CODES.add:
      return a + b;
    case CODES.sub:
      return a - b;
    case CODES.mul:
      return a * b;
    case CODES.div:
      return a / b;
    case CODES.pow:
      return a ** b;
    case CODES.min:
      return Math.min(a, b);
    case CODES.max:
      return Math.max(a, b);
    case CODES.neg:
      return -a;
    case CODES.sqrt:
      return Math.sqrt(a);
    case CODES.abs:
      return Math.abs(a);
    case CODES.exp:
      return Math.exp(a);
    case CODES.log:
      return Math.log(a);
    case CODES.sin:
      return Math.sin(a);
    case CODES.cos:
      return Math.cos(a);
    case CODES.tanh:
      return Math.tanh(a);
    default:
      return Math.sign(a);
  }
}
