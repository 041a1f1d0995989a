/**
 * The fast loop: one group of vectors through a chunk of steps, four steps at a time, without looking for events. A lane is calm
 * if its four states stay so far from every barrier that the exact step could do nothing but what was done here; where a
 * lane is not calm, the loop stops, and the block of four steps is replayed for it by the exact step (replay.ts).
 *
 * The loop is a function of its own, with no call in it: V8 keeps the values of a loop that may come to a call in memory,
 * which was measured to take a third of the speed.
 */
import type { Rng } from '../../spec/study.js';
import { FunctionBuilder } from './encoder.js';
import type { PathWords, Words } from './generator.js';
import { generatorOf } from './generators.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import {
  CALM_WEIGHT,
  CALM_X,
  type Layout,
  NORMALS,
  REPLAY_BYTES,
  REPLAY_MASK,
  REPLAYS,
  STEP_TABLE,
  STEP_TABLE_ENTRY,
  TILT_ROWS,
  WEIGHT,
} from './layout.js';
import { boxMuller } from './normal.js';
import { type Assignment, Emitter } from './schedule.js';
import { alwaysBarred, hasBarrier, type KernelShape, reachesAt } from './shape.js';
import { clampHigh, clampLow, cutoffOf, propose, reflectHigh, reflectLow } from './step.js';
import { tilt } from './tilt.js';

const VECTOR_BYTES = 16;

/**
 * Three standard deviations, and a little for rounding: (b − x)(b − x̃) ≥ 9 s² follows from b − x, b − x̃ ≥ 3 s, and the
 * margin of 1/300 is far above the few 2⁻²⁴ that the comparison may lose. Where hits are unlikely √20 in place of 3.
 */
const calmDeviations = (shape: KernelShape): number => 1.0033 * Math.sqrt(cutoffOf(shape));

/** The four normals of a block of steps for one vector. */
function blockNormals(g: Graph, path: PathWords, tablePointer: number, rng: Rng): readonly Value[] {
  const step = [0, 4, 8, 12].map((offset) => g.loadSplat(tablePointer, offset)) as unknown as Words;
  const [w0, w1, w2, w3] = generatorOf(rng).noiseWords(g, path, step);
  return [...boxMuller(g, w0, w1), ...boxMuller(g, w2, w3)];
}

/** normals(lane offset, table entry): the normals of a block of steps for one vector, to the first replay area. */
export function buildNormals(shape: KernelShape, constants: ConstantTable, layout: Layout): FunctionBuilder {
  const { carried } = layout;
  const f = new FunctionBuilder('normals', ['i32', 'i32']);
  const results = Array.from({ length: 4 }, () => f.local('v128'));
  const g = new Graph(constants, shape.fused);
  const path = { p0: g.load(0, carried['p0']!), p1: g.load(0, carried['p1']!) };
  const normals = blockNormals(g, path, 1, shape.rng);
  new Emitter(f, 'each use').assign(results.map((local, k) => [local, normals[k]!] as const));
  for (const [k, local] of results.entries()) {
    f.i32(0);
    f.get(local);
    f.v128Store(REPLAYS + NORMALS + k * VECTOR_BYTES);
  }
  if (layout.tilt) keepRows(f, layout.tilt, 1, REPLAYS);
  return f;
}

/** The addresses of the tilts of a block of steps, to a replay area. `table` is the local with its entry of STEP_TABLE. */
function keepRows(f: FunctionBuilder, { rows }: { rows: number }, table: number, area: number): void {
  f.i32(0);
  f.get(table);
  f.v128Load(rows - STEP_TABLE);
  f.v128Store(area + TILT_ROWS);
}

/** What the loop keeps of one vector, as locals. */
interface VectorLocals {
  readonly p0: number;
  readonly p1: number;
  readonly x: number;
  readonly alive: number;
  readonly low: number;
  readonly high: number;
  /** ln of the likelihood ratio, where the noise is tilted. */
  readonly weight: number;
  /** After the block, if calm. */
  readonly next: number;
  readonly nextWeight: number;
  /** Lanes to be replayed. */
  readonly disturbed: number;
  /** The normals of the block. */
  readonly normals: readonly number[];
}

const LOADED = ['p0', 'p1', 'x', 'alive', 'low', 'high'] as const;

/**
 * march(offset of the group, table entry to start at, end of the table) → the table's end, or the entry of a block in which
 * a lane was disturbed: then x is as before that block, and the replay areas hold what the exact step needs.
 */
export function buildMarch(shape: KernelShape, constants: ConstantTable, layout: Layout): FunctionBuilder {
  const { carried, tilt } = layout;
  const f = new FunctionBuilder('march', ['i32', 'i32', 'i32'], 'i32');
  const [lane, table, tableEnd] = [0, 1, 2];
  const emitter = new Emitter(f);
  const local = (): number => f.local('v128');
  const vectors = Array.from(
    { length: shape.vectors },
    (): VectorLocals => ({
      p0: local(),
      p1: local(),
      x: local(),
      alive: local(),
      low: local(),
      high: local(),
      weight: local(),
      next: local(),
      nextWeight: local(),
      disturbed: local(),
      normals: [local(), local(), local(), local()],
    }),
  );
  for (const [v, locals] of vectors.entries()) {
    for (const name of LOADED) {
      f.get(lane);
      f.v128Load(carried[name]! + v * VECTOR_BYTES);
      f.set(locals[name]);
    }
    if (!tilt) continue;
    f.get(lane);
    f.v128Load(carried[WEIGHT]! + v * VECTOR_BYTES);
    f.set(locals.weight);
  }
  const storeState = (v: number, { x, weight }: VectorLocals): void => {
    emitter.store(lane, carried['x']! + v * VECTOR_BYTES, x);
    if (tilt) emitter.store(lane, carried[WEIGHT]! + v * VECTOR_BYTES, weight);
  };
  f.block((replay) => {
    f.loop((nextSteps) => {
      emitter.assign(fourSteps(shape, constants, layout, vectors, table));
      anyOf(
        f,
        vectors.map(({ disturbed }) => disturbed),
      );
      f.branchIf(replay);
      for (const { x, next, weight, nextWeight } of vectors) {
        f.get(next);
        f.set(x);
        if (!tilt) continue;
        f.get(nextWeight);
        f.set(weight);
      }
      f.increment(table, STEP_TABLE_ENTRY);
      f.get(table);
      f.get(tableEnd);
      f.i32Op('ltU');
      f.branchIf(nextSteps);
    });
    for (const [v, locals] of vectors.entries()) storeState(v, locals);
    f.get(table);
    f.return();
  });
  for (const [v, locals] of vectors.entries()) {
    const { next, nextWeight, disturbed, normals } = locals;
    const keep = (offset: number, from: number): void => {
      f.i32(0);
      f.get(from);
      f.v128Store(REPLAYS + v * REPLAY_BYTES + offset);
    };
    storeState(v, locals);
    keep(REPLAY_MASK, disturbed);
    keep(CALM_X, next);
    for (const [k, z] of normals.entries()) keep(NORMALS + k * VECTOR_BYTES, z);
    if (!tilt) continue;
    keep(CALM_WEIGHT, nextWeight);
    keepRows(f, tilt, table, REPLAYS + v * REPLAY_BYTES);
  }
  f.get(table);
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
  layout: Layout,
  vectors: readonly VectorLocals[],
  table: number,
): Assignment[] {
  const g = new Graph(constants, shape.fused);
  return vectors.flatMap((locals, v) => {
    g.vector = v;
    const path = { p0: g.local(locals.p0), p1: g.local(locals.p1) };
    const normals = blockNormals(g, path, table, shape.rng);
    const { tilt } = layout;
    const rows = tilt && [0, 4, 8, 12].map((offset) => g.loadSplat(table, tilt.rows - STEP_TABLE + offset));
    const { x, weight, calm } = calmSteps(g, shape, g.local(locals.x), normals, rows, locals);
    return [
      [locals.next, x],
      ...(weight ? [[locals.nextWeight, weight] as const] : []),
      [locals.disturbed, g.andNot(g.local(locals.alive), calm)],
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
  start: Value,
  normals: readonly Value[],
  /** Addresses of the tilts of the steps; null: the noise is not tilted. */
  rows: readonly Value[] | null,
  guards: { readonly low: number; readonly high: number; readonly weight: number },
): { x: Value; weight: Value | null; calm: Value } {
  const watched = watch(shape);
  const mirrorLow = shape.lower === 'reflect' && !alwaysBarred(shape, false);
  const mirrorHigh = shape.upper === 'reflect' && !alwaysBarred(shape, true);
  let x = start;
  let lowest = start;
  let highest = start;
  let largestNoise: Value | null = null;
  let weight = rows && g.local(guards.weight);
  for (const [k, xi] of normals.entries()) {
    let z = xi;
    if (rows && weight) ({ z, weight } = tilt(g, x, xi, rows[k]!, weight));
    const { proposal, noise } = propose(g, shape, x, z);
    x = proposal;
    if (mirrorLow && !watched.low) x = reflectLow(g, x);
    if (mirrorHigh && !watched.high) x = reflectHigh(g, x);
    // A mirror throws the state to the other side: where that is watched too, it sees the state after the mirror.
    if (watched.low) lowest = g.lesser(x, lowest);
    if (mirrorLow && watched.low) x = reflectLow(g, x);
    if (watched.high) highest = g.greater(x, highest);
    if (mirrorHigh && watched.high) {
      x = reflectHigh(g, x);
      if (watched.low) lowest = g.lesser(x, lowest);
    }
    // No need to look again after a clamp: it moves a state to an end, beyond which no block starts.
    if (shape.lower === 'clamp' && !alwaysBarred(shape, false)) x = clampLow(g, x);
    if (shape.upper === 'clamp' && !alwaysBarred(shape, true)) x = clampHigh(g, x);
    largestNoise = largestNoise ? g.greater(noise, largestNoise) : noise;
  }
  const margin = g.mul(largestNoise!, g.f32(calmDeviations(shape)));
  const tests: Value[] = [];
  if (watched.high) {
    const guard = g.local(guards.high);
    tests.push(g.op('f32x4.lt', highest, reachesAt(shape, true) ? g.sub(guard, margin) : guard));
  }
  if (watched.low) {
    const guard = g.local(guards.low);
    tests.push(g.op('f32x4.gt', lowest, reachesAt(shape, false) ? g.add(guard, margin) : guard));
  }
  return { x, weight, calm: tests.reduce((a, b) => g.and(a, b)) };
}
