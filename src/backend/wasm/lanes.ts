/** The small functions of a kernel that prepare lanes, and move them together when some have ended. */
import { FunctionBuilder } from './encoder.js';
import { generatorOf } from './generators.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import { hitArray, type Layout, NEVER, PACKINGS, VECTOR_BYTES } from './layout.js';
import { uniform } from './normal.js';
import { Emitter } from './schedule.js';
import type { KernelShape } from './shape.js';
import { GUARD_HIGH, GUARD_LOW, thresholdName } from './step.js';

/** Runs a body for every vector, or group of vectors, of lanes from `lane` (a zeroed local) up to the end offset in parameter 0. */
export function forEachVector(f: FunctionBuilder, lane: number, body: () => void, vectors = 1): void {
  f.loop((next) => {
    body();
    f.increment(lane, vectors * VECTOR_BYTES);
    f.get(lane);
    f.get(0);
    f.i32Op('ltU');
    f.branchIf(next);
  });
}

/** prepare(end of the lanes): the path words of the generator from the path's index. */
export function buildPrepare(shape: KernelShape, constants: ConstantTable, { carried }: Layout): FunctionBuilder {
  const f = new FunctionBuilder('prepare', ['i32']);
  const [lane, p0, p1] = [f.local('i32'), f.local('v128'), f.local('v128')];
  const emitter = new Emitter(f);
  forEachVector(f, lane, () => {
    const g = new Graph(constants);
    const words = generatorOf(shape.rng).pathWords(g, g.load(lane, carried['path']!));
    emitter.assign([
      [p0, words.p0],
      [p1, words.p1],
    ]);
    emitter.store(lane, carried['p0']!, p0);
    emitter.store(lane, carried['p1']!, p1);
  });
  return f;
}

/** uniforms(end of the lanes, block, path high, stream): the uniforms of the four words, to the four arrays for them. */
export function buildUniforms(
  shape: KernelShape,
  constants: ConstantTable,
  { carried, uniforms }: Layout,
): FunctionBuilder {
  const f = new FunctionBuilder('uniforms', ['i32', 'i32', 'i32', 'i32']);
  const lane = f.local('i32');
  const splats = [1, 2, 3].map((param) => {
    const local = f.local('v128');
    f.get(param);
    f.simd('i32x4.splat');
    f.set(local);
    return local;
  });
  const group = Array.from({ length: shape.cut.vectors }, () => uniforms.map(() => f.local('v128')));
  const emitter = new Emitter(f);
  const ofGroup = (): void => {
    const g = new Graph(constants);
    const [block, pathHigh, stream] = splats.map((local) => g.local(local));
    const values = group.flatMap((results, v) => {
      g.vector = v;
      const path = g.load(lane, carried['path']! + v * VECTOR_BYTES);
      const words = generatorOf(shape.rng).words(g, [block!, path, pathHigh!, stream!]);
      return results.map((local, word) => [local, uniform(g, words[word]!)] as const);
    });
    emitter.assign(values);
    for (const [v, results] of group.entries()) {
      for (const [word, local] of results.entries()) emitter.store(lane, uniforms[word]! + v * VECTOR_BYTES, local);
    }
  };
  forEachVector(f, lane, ofGroup, group.length);
  return f;
}

/** guards(lane offset): between which levels a lane is calm, the nearest barriers that still count. */
export function buildGuards(shape: KernelShape, constants: ConstantTable, { carried }: Layout): FunctionBuilder {
  const f = new FunctionBuilder('guards', ['i32']);
  const emitter = new Emitter(f, 'each use');
  const [low, high] = [f.local('v128'), f.local('v128')];
  const g = new Graph(constants);
  const nearest = (up: boolean): Value =>
    shape.thresholds.reduce(
      (barrier, threshold, j) => {
        if (threshold.up !== up || threshold.atExit) return barrier;
        const level = g.parameter(thresholdName(j));
        const pending = g.op('i32x4.eq', g.load(0, carried[hitArray(j)]!), g.bits(NEVER));
        return g.select(pending, up ? g.lesser(barrier, level) : g.greater(barrier, level), barrier);
      },
      g.parameter(up ? GUARD_HIGH : GUARD_LOW),
    );
  emitter.assign([
    [low, nearest(false)],
    [high, nearest(true)],
  ]);
  emitter.store(0, carried['low']!, low);
  emitter.store(0, carried['high']!, high);
  return f;
}

/** guardAll(end of the lanes): guards of every lane. @param guards index of the function above. */
export function buildGuardAll(guards: number): FunctionBuilder {
  const f = new FunctionBuilder('guardAll', ['i32']);
  const lane = f.local('i32');
  forEachVector(f, lane, () => {
    f.get(lane);
    f.call(guards);
  });
  return f;
}

/**
 * compact(end of the lanes): those alive close up, in their order; of the others, what is told about them goes to the arrays for it.
 * Both by a swizzle, four lanes at a time, which stores copies of lanes behind the last: the caller has to clear `alive` there.
 */
export function buildCompact({ carried, ended, gone }: Layout): FunctionBuilder {
  const f = new FunctionBuilder('compact', ['i32']);
  const [lane, keptEnd, goneEnd, mask] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const packing = f.local('v128');
  /** The lanes of the mask on the stack, from one array to the end of another. */
  const pack = (arrays: readonly (readonly [source: number, target: number])[], end: number): void => {
    f.i32(Math.log2(VECTOR_BYTES));
    f.i32Op('shl');
    f.v128Load(PACKINGS);
    f.set(packing);
    for (const [source, target] of arrays) {
      f.get(end);
      f.get(lane);
      f.v128Load(source);
      f.get(packing);
      f.simd('i8x16.swizzle');
      f.v128Store(target, true);
    }
  };
  const advance = (end: number): void => {
    f.get(end);
    f.get(mask);
    f.i32Op('popcnt');
    f.i32(2);
    f.i32Op('shl');
    f.i32Op('add');
    f.set(end);
  };
  forEachVector(f, lane, () => {
    f.get(lane);
    f.v128Load(carried['alive']!);
    f.simd('i32x4.bitmask');
    f.i32(0b1111);
    f.i32Op('xor');
    f.set(mask);
    f.get(mask);
    pack(
      Object.entries(gone).map(([name, target]) => [{ ...carried, ...ended }[name]!, target]),
      goneEnd,
    );
    advance(goneEnd);
    f.get(mask);
    f.i32(0b1111);
    f.i32Op('xor');
    f.set(mask);
    f.get(mask);
    pack(
      Object.values(carried).map((address) => [address, address]),
      keptEnd,
    );
    advance(keptEnd);
  });
  return f;
}
