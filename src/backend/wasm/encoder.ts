/**
 * The binary format of WebAssembly, as much of it as the kernels need: one memory, functions over i32, i64 and v128, structured
 * control flow. Out: bytes for `WebAssembly.compile`. Core specification 2.0, chapter 5 (LEB128: 5.2.2, instructions: 5.4).
 */
import { SIMD, type SimdName } from './opcodes.js';

export type ValueType = 'i32' | 'i64' | 'v128';

const TYPE_CODE: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, v128: 0x7b };
const FUNCTION_TYPE = 0x60;
const VOID = 0x40;
const SECTION = { type: 1, function: 3, memory: 5, export: 7, code: 10 } as const;
const EXPORT_FUNCTION = 0;
const EXPORT_MEMORY = 2;
const END = 0x0b;

/** Alignment hints, as powers of two of bytes. */
const ALIGN_4 = 2;
const ALIGN_16 = 4;

const I32 = {
  ltU: 0x49,
  leU: 0x4d,
  add: 0x6a,
  mul: 0x6c,
  and: 0x71,
  shl: 0x74,
  popcnt: 0x69,
  xor: 0x73,
  wrap_i64: 0xa7,
} as const;

const I64 = { mul: 0x7e, shr_u: 0x88, extend_i32_u: 0xad } as const;

/** Unsigned LEB128 of an integer in [0, 2³²). */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of the 32-bit integer with these bits. */
export function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** The place a branch goes to: the end of an if, the head of a loop. */
export interface Label {
  readonly depth: number;
}

/** Writes the body of one function. Locals are numbered, parameters first. */
export class FunctionBuilder {
  private readonly locals: ValueType[] = [];
  /** Runs once, before the body: constants loaded into locals. */
  private readonly prologue: number[] = [];
  private readonly code: number[] = [];
  private depth = 0;

  constructor(
    readonly name: string,
    readonly params: readonly ValueType[],
    readonly result: ValueType | null = null,
  ) {}

  local(type: ValueType): number {
    this.locals.push(type);
    return this.params.length + this.locals.length - 1;
  }

  get(local: number): void {
    this.code.push(0x20, ...leb(local));
  }

  set(local: number): void {
    this.code.push(0x21, ...leb(local));
  }

  i32(value: number): void {
    this.code.push(0x41, ...signedLeb(value));
  }

  i32Op(name: keyof typeof I32): void {
    this.code.push(I32[name]);
  }

  /** With the sign of the 32-bit integer with these bits. */
  i64(value: number): void {
    this.code.push(0x42, ...signedLeb(value));
  }

  i64Op(name: keyof typeof I64): void {
    this.code.push(I64[name]);
  }

  /** i32 at (address on the stack) + offset. */
  i32Load(offset: number): void {
    this.code.push(0x28, ALIGN_4, ...leb(offset));
  }

  i32Store(offset: number): void {
    this.code.push(0x36, ALIGN_4, ...leb(offset));
  }

  /** local += amount. */
  increment(local: number, amount: number): void {
    this.get(local);
    this.i32(amount);
    this.i32Op('add');
    this.set(local);
  }

  /** A SIMD instruction; `immediates` are its lane indices or nothing. */
  simd(name: SimdName, immediates: readonly number[] = []): void {
    this.code.push(0xfd, ...leb(SIMD[name]), ...immediates);
  }

  /** v128 at (address on the stack) + offset. */
  v128Load(offset: number): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load']), ALIGN_16, ...leb(offset));
  }

  /** To (address below the vector on the stack) + offset; `packed`: at any multiple of 4. */
  v128Store(offset: number, packed = false): void {
    this.code.push(0xfd, ...leb(SIMD['v128.store']), packed ? ALIGN_4 : ALIGN_16, ...leb(offset));
  }

  /** 64 bits at (address on the stack) in the low lane, 0 in the high one. */
  load64Zero(): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load64_zero']), ALIGN_4, 0);
  }

  /** 64 bits at (address below the vector on the stack) in one lane of the vector. */
  load64Lane(lane: 0 | 1): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load64_lane']), ALIGN_4, 0, lane);
  }

  /** The word at (address on the stack) + offset in lane 0, 0 in the others. */
  load32Zero(offset: number): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load32_zero']), ALIGN_4, ...leb(offset));
  }

  /** The word at (address below the vector on the stack) + offset in one lane of the vector. */
  load32Lane(offset: number, lane: number): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load32_lane']), ALIGN_4, ...leb(offset), lane);
  }

  /** One lane of the vector to (address below it on the stack) + offset. */
  store32Lane(offset: number, lane: number): void {
    this.code.push(0xfd, ...leb(SIMD['v128.store32_lane']), ALIGN_4, ...leb(offset), lane);
  }

  /** The word at (address on the stack) + offset in all four lanes. */
  splatLoad(offset: number): void {
    this.code.push(0xfd, ...leb(SIMD['v128.load32_splat']), ALIGN_4, ...leb(offset));
  }

  /** A new local that holds the vector at this address, loaded once before the body. */
  loadOnce(address: number): number {
    const local = this.local('v128');
    this.prologue.push(0x41, 0, 0xfd, ...leb(SIMD['v128.load']), ALIGN_16, ...leb(address), 0x21, ...leb(local));
    return local;
  }

  loop(body: (head: Label) => void): void {
    this.nest(0x03, body);
  }

  /** Runs the body if the i32 on the stack is not 0. */
  if(body: (end: Label) => void): void {
    this.nest(0x04, body);
  }

  branchIf(label: Label): void {
    this.code.push(0x0d, ...leb(this.depth - label.depth));
  }

  call(functionIndex: number): void {
    this.code.push(0x10, ...leb(functionIndex));
  }

  body(): number[] {
    const declarations = this.locals.flatMap((type) => [1, TYPE_CODE[type]]);
    return sized([...leb(this.locals.length), ...declarations, ...this.prologue, ...this.code, END]);
  }

  private nest(opcode: number, body: (label: Label) => void): void {
    this.code.push(opcode, VOID);
    this.depth += 1;
    body({ depth: this.depth });
    this.depth -= 1;
    this.code.push(END);
  }
}

/** A module that exports its memory as `memory` and every function by its name; functions are numbered in this order. */
export function encodeModule(functions: readonly FunctionBuilder[], memoryPages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ params, result }) => [
    FUNCTION_TYPE,
    ...vector(params.map((type) => [TYPE_CODE[type]])),
    ...vector(result ? [[TYPE_CODE[result]]] : []),
  ]);
  const exported = functions.map(({ name }, index) => [...text(name), EXPORT_FUNCTION, ...leb(index)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // \0asm, version 1
    ...section(SECTION.type, vector(types)),
    ...section(SECTION.function, vector(functions.map((_, index) => leb(index)))),
    ...section(SECTION.memory, vector([[0, ...leb(memoryPages)]])),
    ...section(SECTION.export, vector([[...text('memory'), EXPORT_MEMORY, 0], ...exported])),
    ...section(SECTION.code, vector(functions.map((f) => f.body()))),
  ]);
}

const sized = (bytes: readonly number[]): number[] => [...leb(bytes.length), ...bytes];
const vector = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const text = (name: string): number[] => sized([...new TextEncoder().encode(name)]);
