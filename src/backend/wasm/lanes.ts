/** The small functions of a kernel that prepare lanes, and move them together when some have ended. */
import { FunctionBuilder } from './encoder.js';
import { generatorOf } from './generators.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import { hitArray, type Layout, NEVER, SOURCES, TARGETS, VECTOR_BYTES } from './layout.js';
import { uniform } from './normal.js';
import { Emitter } from './schedule.js';
import type { KernelShape } from './shape.js';
import { GUARD_HIGH, GUARD_LOW, thresholdName } from './step.js';

/** Runs a body for every vector of lanes from `lane` (a zeroed local) up to the end offset in parameter 0. */
export function forEachVector(f: FunctionBuilder, lane: number, body: () => void): void {
  f.loop((next) => {
    body();
    f.increment(lane, VECTOR_BYTES);
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
  const results = uniforms.map(() => f.local('v128'));
  const emitter = new Emitter(f);
  forEachVector(f, lane, () => {
    const g = new Graph(constants);
    const [block, pathHigh, stream] = splats.map((local) => g.local(local));
    const words = generatorOf(shape.rng).words(g, [block!, g.load(lane, carried['path']!), pathHigh!, stream!]);
    emitter.assign(results.map((local, word) => [local, uniform(g, words[word]!)] as const));
    for (const [word, local] of results.entries()) emitter.store(lane, uniforms[word]!, local);
  });
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
 * compact(lanes to move): the lane at the offset SOURCES[i] becomes that at TARGETS[i], one after the other from the first on. No
 * source may have been a target before.
 */
export function buildCompact({ carried }: Layout): FunctionBuilder {
  const f = new FunctionBuilder('compact', ['i32']);
  const count = 0;
  const [next, source, target] = [f.local('i32'), f.local('i32'), f.local('i32')];
  f.block((done) => {
    f.get(count);
    f.i32Op('eqz');
    f.branchIf(done);
    f.loop((again) => {
      for (const [local, address] of [
        [source, SOURCES],
        [target, TARGETS],
      ] as const) {
        f.get(next);
        f.i32Load(address);
        f.set(local);
      }
      for (const address of Object.values(carried)) {
        f.get(target);
        f.get(source);
        f.i32Load(address);
        f.i32Store(address);
      }
      f.increment(next, 4);
      f.increment(count, -1);
      f.get(count);
      f.branchIf(again);
    });
  });
  return f;
}
