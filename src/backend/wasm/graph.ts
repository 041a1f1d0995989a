/**
 * Straight-line SIMD code as a graph: a node is one instruction over vectors of four lanes; equal instructions on equal
 * arguments are one node (hash-consing), so shared terms are computed once. schedule.ts turns it into code.
 */
import type { SimdName } from './opcodes.js';

export type Value =
  | { readonly kind: 'local'; readonly id: number; readonly vector: number; readonly local: number }
  | { readonly kind: 'constant'; readonly id: number; readonly vector: number; readonly slot: number }
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly vector: number;
      readonly local: number;
      readonly offset: number;
      readonly splat: boolean;
    }
  | {
      readonly kind: 'op';
      readonly id: number;
      /** Which of the interleaved vectors it works for: the scheduler's hint, no part of its meaning. */
      readonly vector: number;
      readonly op: SimdName;
      readonly args: readonly Value[];
      /** The shift of a shift. */
      readonly shift: number | null;
      /** The 16 byte indices of a shuffle; the lane of the address of a load. */
      readonly lanes: readonly number[];
    };

/** What a slot of the constant table holds in each of its four lanes. */
export type ConstantSource = { readonly bits: number } | { readonly parameter: string };

/** The constants of a module: 16 bytes each, from address 0, filled in when a plan is loaded. Code has no literals of a plan. */
export class ConstantTable {
  readonly sources: ConstantSource[] = [];
  private readonly slots = new Map<string, number>();

  bits(bits: number): number {
    return this.slot(`bits ${bits >>> 0}`, { bits: bits >>> 0 });
  }

  parameter(name: string): number {
    return this.slot(`parameter ${name}`, { parameter: name });
  }

  private slot(key: string, source: ConstantSource): number {
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    this.slots.set(key, this.sources.length);
    return this.sources.push(source) - 1;
  }
}

const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;

const isProduct = (value: Value): value is Extract<Value, { kind: 'op' }> =>
  value.kind === 'op' && value.op === 'f32x4.mul';

const EVEN_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
const ODD_WORDS = EVEN_WORDS.map((byte) => byte + 4);

export class Graph {
  /** The vector that new nodes work for. */
  vector = 0;
  private readonly nodes = new Map<string, Value>();

  /** @param fused a product that is added or subtracted becomes one instruction, rounded once: relaxed SIMD (shape.ts). */
  constructor(
    readonly constants: ConstantTable,
    private readonly fused = false,
  ) {}

  /** The value that a local has when the segment starts. */
  local(local: number): Value {
    return this.node(`local ${local}`, (id) => ({ kind: 'local', id, vector: this.vector, local }));
  }

  /** The vector in memory at the address in an i32 local, plus an offset. */
  load(local: number, offset: number): Value {
    return this.node(`load ${local} ${offset}`, (id) => ({
      kind: 'load',
      id,
      vector: this.vector,
      local,
      offset,
      splat: false,
    }));
  }

  /** The 32-bit word in memory at (i32 local) + offset, in all lanes. */
  loadSplat(local: number, offset: number): Value {
    return this.node(`splat ${local} ${offset}`, (id) => ({
      kind: 'load',
      id,
      vector: this.vector,
      local,
      offset,
      splat: true,
    }));
  }

  /** A literal of the method, as f32. */
  f32(value: number): Value {
    return this.bits(bitsOf(value));
  }

  /** A literal of the method, as 32 bits. */
  bits(bits: number): Value {
    return this.constant(this.constants.bits(bits));
  }

  /** A number of the plan, filled in when it is loaded. */
  parameter(name: string): Value {
    return this.constant(this.constants.parameter(name));
  }

  op(op: SimdName, ...args: readonly Value[]): Value {
    return this.instruction(op, args, null, []);
  }

  shift(op: 'i32x4.shl' | 'i32x4.shr_s' | 'i32x4.shr_u', a: Value, shift: number): Value {
    return this.instruction(op, [a], shift, []);
  }

  /** Low words of the four 64-bit lanes of a, b. */
  evenWords(a: Value, b: Value): Value {
    return this.instruction('i8x16.shuffle', [a, b], null, EVEN_WORDS);
  }

  /** Two neighbouring words of memory for each lane, at the byte addresses in `address`: the first of each, the second of each. */
  gatherPairs(address: Value): readonly [Value, Value] {
    const pairs = ([0, 2] as const).map((lane) => {
      const one = this.instruction('v128.load64_zero', [address], null, [lane]);
      return this.instruction('v128.load64_lane', [address, one], null, [lane + 1]);
    });
    return [this.evenWords(pairs[0]!, pairs[1]!), this.oddWords(pairs[0]!, pairs[1]!)];
  }

  /** High words of the four 64-bit lanes of a, b. */
  oddWords(a: Value, b: Value): Value {
    return this.instruction('i8x16.shuffle', [a, b], null, ODD_WORDS);
  }

  add(a: Value, b: Value): Value {
    const [product, other] = isProduct(a) ? [a, b] : [b, a];
    if (this.fused && isProduct(product)) return this.op('f32x4.relaxed_madd', ...product.args, other);
    return this.op('f32x4.add', a, b);
  }

  sub(a: Value, b: Value): Value {
    if (this.fused && isProduct(b)) return this.op('f32x4.relaxed_nmadd', ...b.args, a);
    return this.op('f32x4.sub', a, b);
  }

  mul = (a: Value, b: Value): Value => this.op('f32x4.mul', a, b);
  div = (a: Value, b: Value): Value => this.op('f32x4.div', a, b);
  xor = (a: Value, b: Value): Value => this.op('v128.xor', a, b);
  and = (a: Value, b: Value): Value => this.op('v128.and', a, b);
  or = (a: Value, b: Value): Value => this.op('v128.or', a, b);
  /** a where b is not. */
  andNot = (a: Value, b: Value): Value => this.op('v128.andnot', a, b);
  /** b < a ? b : a, so a NaN in a stays. One instruction on x64, unlike f32x4.min. */
  lesser = (a: Value, b: Value): Value => (a === b ? a : this.op('f32x4.pmin', a, b));
  /** a < b ? b : a, so a NaN in a stays. */
  greater = (a: Value, b: Value): Value => (a === b ? a : this.op('f32x4.pmax', a, b));
  /** yes where the mask has ones, else no. */
  select = (mask: Value, yes: Value, no: Value): Value => this.op('v128.bitselect', yes, no, mask);

  private constant(slot: number): Value {
    return this.node(`constant ${slot}`, (id) => ({ kind: 'constant', id, vector: this.vector, slot }));
  }

  private instruction(op: SimdName, args: readonly Value[], shift: number | null, lanes: readonly number[]): Value {
    const key = `${op} ${shift ?? ''} ${lanes.join()} ${args.map((arg) => arg.id).join()}`;
    return this.node(key, (id) => ({ kind: 'op', id, vector: this.vector, op, args, shift, lanes }));
  }

  private node(key: string, make: (id: number) => Value): Value {
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const made = make(this.nodes.size);
    this.nodes.set(key, made);
    return made;
  }
}
