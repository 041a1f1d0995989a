/**
 * The fast loop: all lanes through one block of four steps, a group of vectors after the other, without looking for events. A
 * lane is calm if its four states stay so far from every barrier that the exact step could do nothing but what was done
 * here; the others stay where they were and are listed, with their normals, for the exact step (replay.ts).
 *
 * The loop is a function of its own, with no call in it: V8 keeps the values of a loop that may come to a call in memory,
 * which was measured to take a third of the speed.
 */
import type { Rng } from '../../spec/study.js';
import { PHILOX_ROUNDS } from '../reference/generator.js';
import { FunctionBuilder } from './encoder.js';
import type { PathWords, Words } from './generator.js';
import { generatorOf } from './generators.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import { forEachVector } from './lanes.js';
import { LANE_OFFSETS, type Layout, PACKINGS, STEP_TABLE, VECTOR_BYTES, WEIGHT } from './layout.js';
import { boxMuller } from './normal.js';
import { type Assignment, Emitter } from './schedule.js';
import { alwaysBarred, hasBarrier, type KernelShape, reachesAt } from './shape.js';
import { clampHigh, clampLow, cutoffOf, propose, reflectHigh, reflectLow } from './step.js';
import { tilt } from './tilt.js';
import { WordsAhead } from './words-ahead.js';

/**
 * Three standard deviations, and a little for rounding: (b − x)(b − x̃) ≥ 9 s² follows from b − x, b − x̃ ≥ 3 s, and the
 * margin of 1/300 is far above the few 2⁻²⁴ that the comparison may lose. Where hits are unlikely √20 in place of 3.
 */
const calmDeviations = (shape: KernelShape): number => 1.0033 * Math.sqrt(cutoffOf(shape));

/** The four words of a block of steps for one vector. */
function blockWords(g: Graph, path: PathWords, tablePointer: number, rng: Rng): Words {
  const step = [0, 4, 8, 12].map((offset) => g.loadSplat(tablePointer, offset)) as unknown as Words;
  return generatorOf(rng).noiseWords(g, path, step);
}

const blockNormals = (g: Graph, [w0, w1, w2, w3]: Words): readonly Value[] => [
  ...boxMuller(g, w0, w1),
  ...boxMuller(g, w2, w3),
];

/** normals(end of the lanes, table entry): lists every lane, with the normals of this block of steps. */
export function buildNormals(shape: KernelShape, constants: ConstantTable, layout: Layout): FunctionBuilder {
  const { carried, listed } = layout;
  const f = new FunctionBuilder('normals', ['i32', 'i32']);
  const table = 1;
  const lane = f.local('i32');
  const results = Array.from({ length: 4 }, () => f.local('v128'));
  const emitter = new Emitter(f, 'each use');
  forEachVector(f, lane, () => {
    const g = new Graph(constants, shape.fused);
    const path = { p0: g.load(lane, carried['p0']!), p1: g.load(lane, carried['p1']!) };
    const normals = blockNormals(g, blockWords(g, path, table, shape.rng));
    emitter.assign(results.map((local, k) => [local, normals[k]!] as const));
    for (const [k, local] of results.entries()) emitter.store(lane, listed.normals[k]!, local);
    f.get(lane);
    laneOffsets(f, lane, 0);
    f.v128Store(listed.lanes);
  });
  return f;
}

/** Leaves on the stack the byte offsets of the lanes of vector v of the group that begins at `lane`. */
function laneOffsets(f: FunctionBuilder, lane: number, v: number): void {
  f.get(lane);
  f.simd('i32x4.splat');
  f.i32(0);
  f.v128Load(LANE_OFFSETS + v * VECTOR_BYTES);
  f.simd('i32x4.add');
}

/** What a block of steps gives for one vector, as locals. */
interface VectorLocals {
  /** Where its lanes are after the block, if calm. */
  readonly next: number;
  /** ln of the likelihood ratio then, where the noise is tilted. */
  readonly nextWeight: number;
  /** Lanes for the exact step. */
  readonly disturbed: number;
  /** The normals of the block. */
  readonly normals: readonly number[];
}

/** march(end of the lanes, table entry) → end of the list: 4 times the lanes on it. */
export function buildMarch(shape: KernelShape, constants: ConstantTable, layout: Layout): FunctionBuilder {
  const { carried, tilt } = layout;
  const f = new FunctionBuilder('march', ['i32', 'i32'], 'i32');
  const [end, table] = [0, 1];
  const [lane, listEnd] = [f.local('i32'), f.local('i32')];
  const emitter = new Emitter(f);
  const local = (): number => f.local('v128');
  const packing = local();
  const vectors = Array.from(
    { length: shape.cut.vectors },
    (): VectorLocals => ({
      next: local(),
      nextWeight: local(),
      disturbed: local(),
      normals: [local(), local(), local(), local()],
    }),
  );
  /** `next` is what was before in the disturbed lanes. */
  const hold = (next: number, disturbed: number, address: number): void => {
    f.get(lane);
    f.v128Load(address);
    f.get(next);
    f.get(disturbed);
    f.simd('v128.bitselect');
    f.set(next);
  };
  const list = (v: number, { next, nextWeight, disturbed, normals }: VectorLocals): void => {
    const at = v * VECTOR_BYTES;
    hold(next, disturbed, carried['x']! + at);
    if (tilt) hold(nextWeight, disturbed, carried[WEIGHT]! + at);
    f.get(disturbed);
    f.simd('i32x4.bitmask');
    f.i32(Math.log2(VECTOR_BYTES));
    f.i32Op('shl');
    f.v128Load(PACKINGS);
    f.set(packing);
    const append = (address: number, value: () => void): void => {
      f.get(listEnd);
      value();
      f.get(packing);
      f.simd('i8x16.swizzle');
      f.v128Store(address, true);
    };
    for (const [k, z] of normals.entries()) append(layout.listed.normals[k]!, () => f.get(z));
    append(layout.listed.lanes, () => laneOffsets(f, lane, v));
    f.get(listEnd);
    f.get(disturbed);
    f.simd('i32x4.bitmask');
    f.i32Op('popcnt');
    f.i32(2);
    f.i32Op('shl');
    f.i32Op('add');
    f.set(listEnd);
  };
  // Threefry has no products, and nothing to gain.
  const words =
    shape.cut.byIntegers === 0 || shape.rng === 'threefry4x32-20'
      ? null
      : new WordsAhead(f, shape.cut, layout, lane, { rounds: PHILOX_ROUNDS[shape.rng], constants, table });
  f.loop((nextGroup) => {
    words?.turn();
    emitter.assign(fourSteps(shape, constants, layout, vectors, lane, table, words), words?.ahead());
    anyOf(
      f,
      vectors.map(({ disturbed }) => disturbed),
    );
    f.if(() => {
      for (const [v, locals] of vectors.entries()) list(v, locals);
    });
    for (const [v, { next, nextWeight }] of vectors.entries()) {
      emitter.store(lane, carried['x']! + v * VECTOR_BYTES, next);
      if (tilt) emitter.store(lane, carried[WEIGHT]! + v * VECTOR_BYTES, nextWeight);
    }
    f.increment(lane, shape.cut.vectors * VECTOR_BYTES);
    f.get(lane);
    f.get(end);
    f.i32Op('ltU');
    f.branchIf(nextGroup);
  });
  f.get(listEnd);
  return f;
}

/** Leaves on the stack whether any lane of any of the vectors is set. */
function anyOf(f: FunctionBuilder, locals: readonly number[]): void {
  locals.forEach((local, index) => {
    f.get(local);
    if (index > 0) f.simd('v128.or');
  });
  f.simd('v128.any_true');
}

function fourSteps(
  shape: KernelShape,
  constants: ConstantTable,
  { carried, tilt }: Layout,
  vectors: readonly VectorLocals[],
  lane: number,
  table: number,
  ahead: WordsAhead | null,
): Assignment[] {
  const g = new Graph(constants, shape.fused);
  return vectors.flatMap((locals, v) => {
    g.vector = v;
    const load = (name: string): Value => g.load(lane, carried[name]! + v * VECTOR_BYTES);
    const words = ahead?.has(v)
      ? ahead.words(g, v)
      : blockWords(g, { p0: load('p0'), p1: load('p1') }, table, shape.rng);
    const normals = blockNormals(g, words);
    const rows = tilt && [0, 4, 8, 12].map((offset) => g.loadSplat(table, tilt.rows - STEP_TABLE + offset));
    const { x, weight, calm } = calmSteps(g, shape, load, normals, rows);
    return [
      [locals.next, x],
      ...(weight ? [[locals.nextWeight, weight] as const] : []),
      [locals.disturbed, g.andNot(load('alive'), calm)],
      ...locals.normals.map((local, k) => [local, normals[k]!] as const),
    ] as const;
  });
}

/**
 * Which side has to be watched. A mirror at an end without barriers turns any large excursion to that side, infinities
 * included, into one to the other side, so that watching the mirrored state there is enough.
 */
function watch(shape: KernelShape): { low: boolean; high: boolean } {
  if (shape.lower === 'reflect' && !hasBarrier(shape, false)) return { low: false, high: true };
  if (shape.upper === 'reflect' && !hasBarrier(shape, true)) return { low: true, high: false };
  return { low: true, high: true };
}

function calmSteps(
  g: Graph,
  shape: KernelShape,
  /** A carried array of these lanes, before the block. */
  load: (name: string) => Value,
  normals: readonly Value[],
  /** Addresses of the tilts of the steps; null: the noise is not tilted. */
  rows: readonly Value[] | null,
): { x: Value; weight: Value | null; calm: Value } {
  const watched = watch(shape);
  const mirrorLow = shape.lower === 'reflect' && !alwaysBarred(shape, false);
  const mirrorHigh = shape.upper === 'reflect' && !alwaysBarred(shape, true);
  let x = load('x');
  // Where a step counts for no more than its end shows, the start has been looked at before.
  let lowest = reachesAt(shape, false) ? x : null;
  let highest = reachesAt(shape, true) ? x : null;
  let largestNoise: Value | null = null;
  let weight = rows && load(WEIGHT);
  for (const [k, xi] of normals.entries()) {
    let z = xi;
    if (rows && weight) ({ z, weight } = tilt(g, x, xi, rows[k]!, weight));
    const { proposal, noise } = propose(g, shape, x, z);
    x = proposal;
    if (mirrorLow && !watched.low) x = reflectLow(g, shape, x);
    if (mirrorHigh && !watched.high) x = reflectHigh(g, x);
    // A mirror throws the state to the other side: where that is watched too, it sees the state after the mirror.
    if (watched.low) lowest = lowest ? g.lesser(x, lowest) : x;
    if (mirrorLow && watched.low) x = reflectLow(g, shape, x);
    if (watched.high) highest = highest ? g.greater(x, highest) : x;
    if (mirrorHigh && watched.high) {
      x = reflectHigh(g, x);
      if (lowest) lowest = g.lesser(x, lowest);
    }
    // No need to look again after a clamp: it moves a state to an end, beyond which no block starts.
    if (shape.lower === 'clamp' && !alwaysBarred(shape, false)) x = clampLow(g, x);
    if (shape.upper === 'clamp' && !alwaysBarred(shape, true)) x = clampHigh(g, x);
    largestNoise = largestNoise ? g.greater(noise, largestNoise) : noise;
  }
  const margin = g.mul(largestNoise!, g.f32(calmDeviations(shape)));
  const tests: Value[] = [];
  if (highest) {
    const guard = load('high');
    tests.push(g.op('f32x4.lt', highest, reachesAt(shape, true) ? g.sub(guard, margin) : guard));
  }
  if (lowest) {
    const guard = load('low');
    tests.push(g.op('f32x4.gt', lowest, reachesAt(shape, false) ? g.add(guard, margin) : guard));
  }
  return { x, weight, calm: tests.reduce((a, b) => g.and(a, b)) };
}
