// Our encoder against wabt: what we write must validate, and must say what we meant.
import { expect, it } from 'vitest';
import wabtModule from 'wabt';
import { encodeModule, FunctionBuilder, leb, signedLeb } from '#dist/backend/wasm/encoder.js';
import { ConstantTable, Graph } from '#dist/backend/wasm/graph.js';
import { buildKernel } from '#dist/backend/wasm/kernel.js';
import { SIMD, type SimdName } from '#dist/backend/wasm/opcodes.js';
import { Emitter } from '#dist/backend/wasm/schedule.js';
import { shapeOf } from '#dist/backend/wasm/shape.js';
import { plans } from './plans.js';

const wabt = await wabtModule();
const FEATURES = { simd: true, sat_float_to_int: true, relaxed_simd: true };

function validate(bytes: Uint8Array): void {
  const module = wabt.readWasm(bytes, FEATURES);
  try {
    module.validate();
  } finally {
    module.destroy();
  }
}

function toText(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, FEATURES);
  try {
    return module.toText({ foldExprs: false });
  } finally {
    module.destroy();
  }
}

it.each([
  [0, [0]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [624485, [0xe5, 0x8e, 0x26]], // the specification's own example
  [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])('unsigned LEB128 of %d', (value, bytes) => {
  expect(leb(value)).toEqual(bytes);
});

it.each([
  [0, [0]],
  [63, [0x3f]],
  [64, [0xc0, 0x00]],
  [-1, [0x7f]],
  [-64, [0x40]],
  [-123456, [0xc0, 0xbb, 0x78]],
  [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
  [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
])('signed LEB128 of %d', (value, bytes) => {
  expect(signedLeb(value)).toEqual(bytes);
});

const isUnary = (name: SimdName): boolean =>
  /\.(not|any_true|bitmask|abs|neg|sqrt|floor|nearest|convert_.*|trunc_sat_.*)$/.test(name);

it('every opcode is the instruction that its name says', () => {
  const withImmediates: readonly SimdName[] = [
    'v128.load',
    'v128.load32_splat',
    'v128.store',
    'i8x16.shuffle',
    'i32x4.extract_lane',
    'v128.load32_zero',
    'v128.load32_lane',
    'v128.store32_lane',
    'v128.load64_zero',
    'v128.load64_lane',
  ];
  for (const name of Object.keys(SIMD) as SimdName[]) {
    if (withImmediates.includes(name)) continue;
    const f = new FunctionBuilder('f', ['v128', 'i32']);
    const isShift = /\.sh[lr]/.test(name);
    const isTernary = name === 'v128.bitselect' || /relaxed_n?madd/.test(name);
    const operands = name === 'i32x4.splat' ? 0 : isShift || isUnary(name) ? 1 : isTernary ? 3 : 2;
    for (let i = 0; i < operands; i++) f.get(0);
    if (isShift || name === 'i32x4.splat') f.get(1);
    f.simd(name);
    f.set(f.local(/any_true|bitmask/.test(name) ? 'i32' : 'v128'));
    const bytes = encodeModule([f], 1);
    validate(bytes);
    expect(toText(bytes)).toMatch(new RegExp(`^\\s*${name.replaceAll('.', '\\.')}$`, 'm'));
  }
});

it('gathers two neighbouring words for each lane', async () => {
  const f = new FunctionBuilder('gather', ['i32']);
  const [first, second] = [f.local('v128'), f.local('v128')];
  const g = new Graph(new ConstantTable());
  const [a, b] = g.gatherPairs(g.load(0, 0));
  const emitter = new Emitter(f);
  emitter.assign([
    [first, a],
    [second, b],
  ]);
  emitter.store(0, 16, first);
  emitter.store(0, 32, second);
  const bytes = encodeModule([f], 1);
  validate(bytes);
  const { instance } = await WebAssembly.instantiate(bytes);
  const { gather, memory } = instance.exports as unknown as {
    gather: (at: number) => void;
    memory: WebAssembly.Memory;
  };
  const words = new Uint32Array(memory.buffer);
  const at = 64;
  words.set([400, 404, 1000, 65528], at / 4); // two of them overlap, the last pair ends the page
  for (const address of [400, 404, 408, 1000, 1004, 65528, 65532]) words[address / 4] = 7 * address;
  gather(at);
  expect([...words.subarray(at / 4 + 4, at / 4 + 8)]).toEqual([400, 404, 1000, 65528].map((address) => 7 * address));
  expect([...words.subarray(at / 4 + 8, at / 4 + 12)]).toEqual([404, 408, 1004, 65532].map((address) => 7 * address));
});

it('branches go to the loop they name', async () => {
  const f = new FunctionBuilder('count', ['i32']);
  const inner = f.local('i32');
  f.loop((again) => {
    f.i32(0);
    f.set(inner);
    f.loop((once) => {
      f.i32(0);
      f.i32(0);
      f.i32Load(64);
      f.i32(1);
      f.i32Op('add');
      f.i32Store(64);
      f.increment(inner, 1);
      f.get(inner);
      f.i32(3);
      f.i32Op('ltU');
      f.branchIf(once);
    });
    f.increment(0, -1);
    f.get(0);
    f.if(() => {
      f.i32(1);
      f.branchIf(again);
    });
  });
  const bytes = encodeModule([f], 1);
  validate(bytes);
  const { instance } = await WebAssembly.instantiate(bytes);
  const { count, memory } = instance.exports as unknown as { count: (n: number) => void; memory: WebAssembly.Memory };
  count(14);
  expect(new Uint32Array(memory.buffer)[16]).toBe(42);
});

it('wabt refuses a module with one operand missing', () => {
  const f = new FunctionBuilder('f', ['v128']);
  f.get(0);
  f.simd('f32x4.add');
  f.set(0);
  expect(() => validate(encodeModule([f], 1))).toThrow();
});

it.each(Object.entries(plans))('the kernel for "%s" is valid', (_, plan) => {
  for (const vectors of [1, 2, 4] as const)
    for (const byIntegers of [0, 1, 2] as const) validate(buildKernel(shapeOf(plan, { vectors, byIntegers })).bytes);
});

it('plans that differ in numbers alone share their code', () => {
  const { firstPassage: plan } = plans;
  const other = {
    ...plan,
    key: [7, 8] as const,
    upper: 2,
    program: { ...plan.program, constants: plan.program.constants.map((c) => c * 1.5) },
    thresholds: plan.thresholds.map((threshold) => ({ ...threshold, value: 1.1 })),
  };
  const cut = { vectors: 4, byIntegers: 2 } as const;
  expect(buildKernel(shapeOf(other, cut)).bytes).toEqual(buildKernel(shapeOf(plan, cut)).bytes);
});
