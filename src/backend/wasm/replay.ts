/**
 * The exact step: everything that can happen to a path, in the order of the reference, for the lanes on the list, four at a
 * time wherever they lie. Few lanes come near a barrier in a block of steps; all do around save times that are no multiple of 4.
 */
import { FATE_FAILED, FATE_LOWER, FATE_UPPER } from '../fate.js';
import type { FunctionBuilder } from './encoder.js';
import { testExits, testThreshold } from './events.js';
import type { ConstantTable, Graph, Value } from './graph.js';
import { DEATHS, hitArray, type Layout, NEVER, NO_LANE, STEP_TABLE, VECTOR_BYTES, WEIGHT } from './layout.js';
import { ReplayState } from './replay-state.js';
import { absorbsAt, type KernelShape } from './shape.js';
import { clampHigh, clampLow, foldFar, LAST_SAVE, LOWER, mirror, propose, UPPER } from './step.js';
import { tilt } from './tilt.js';

/** Uniforms: drawn at the start of a path. */
const CONSTANT_STATE = /inverse|side/;

/** replay(end of the list, table entry, steps before the block, first step of the block in 1 … 4, last). */
export function buildReplay(
  shape: KernelShape,
  constants: ConstantTable,
  layout: Layout,
  /** Function that finds out anew between which levels a lane is calm. */
  guards: number,
): FunctionBuilder {
  const r = new ReplayState(shape, constants, layout);
  const { f, at, within, first, last } = r;
  fillUp(r);
  f.loop((nextVector) => {
    enter(r);
    f.get(first);
    f.set(within);
    f.loop((nextStep) => {
      step(r);
      f.increment(within, 1);
      f.get(within);
      f.get(last);
      f.i32Op('leU');
      f.branchIf(nextStep);
    });
    leave(r, guards);
    f.increment(at, VECTOR_BYTES);
    f.get(at);
    f.get(r.listEnd);
    f.i32Op('ltU');
    f.branchIf(nextVector);
  });
  return f;
}

/** The last vector of the list is filled up with a lane that is dead. */
function fillUp({ f, listEnd, layout }: ReplayState): void {
  f.get(listEnd);
  f.i32(NO_LANE);
  f.simd('i32x4.splat');
  f.v128Store(layout.listed.lanes, true);
}

function enter(r: ReplayState): void {
  const { f } = r;
  const { carried, listed } = r.layout;
  for (const [k, lane] of r.lanes.entries()) {
    f.get(r.at);
    f.i32Load(listed.lanes + 4 * k);
    f.set(lane);
  }
  r.gather(r.x, carried['x']!);
  r.gather(r.live, carried['alive']!);
  for (const [name, local] of r.state) r.gather(local, carried[name]!);
  r.assign((g) => [[r.changed, g.bits(0)]]);
}

function step(r: ReplayState): void {
  const { f, shape } = r;
  f.get(r.stepsBefore);
  f.get(r.within);
  f.i32Op('add');
  f.simd('i32x4.splat');
  f.set(r.now);
  normal(r);
  if (shape.tilt) tiltStep(r);
  r.assign((g) => {
    const { proposal, noise } = propose(g, shape, g.local(r.x), g.local(r.z));
    const finite = g.op('f32x4.eq', g.op('f32x4.sub', proposal, proposal), g.f32(0));
    const live = g.local(r.live);
    return [
      [r.proposal, proposal],
      [r.noise, noise],
      [r.failed, g.andNot(live, finite)],
      [r.live, g.and(live, finite)],
    ];
  });
  testExits(r);
  for (const j of shape.thresholds.keys()) testThreshold(r, j);
  settle(r);
}

/** z of this step. */
function normal({ f, at, within, layout, z }: ReplayState): void {
  const [first, second] = layout.listed.normals as [number, number];
  f.get(at);
  f.get(within);
  f.i32(second - first);
  f.i32Op('mul');
  f.i32Op('add');
  f.v128Load(first - (second - first)); // the first step is 1
  f.set(z);
}

/** z and the weight of the lanes that live, with the noise of this step tilted. */
function tiltStep(r: ReplayState): void {
  const { f } = r;
  f.get(r.table);
  f.get(r.within);
  f.i32(2);
  f.i32Op('shl');
  f.i32Op('add');
  f.splatLoad(r.layout.tilt!.rows - STEP_TABLE - 4);
  f.set(r.scratch);
  r.assign((g) => {
    const before = r.carried(g, WEIGHT);
    const { z, weight } = tilt(g, g.local(r.x), g.local(r.z), g.local(r.scratch), before);
    return [
      [r.z, z],
      [weightOf(r), g.select(g.local(r.live), weight, before)],
    ];
  });
}

/** End the paths that failed, left, or have nothing more to show; move the others inside the domain. */
function settle(r: ReplayState): void {
  const { f, shape } = r;
  r.assign((g) => {
    const mirrored = mirror(g, g.local(r.proposal), shape);
    return [
      [r.p, mirrored],
      [r.need, g.op('f32x4.lt', mirrored, g.parameter(LOWER))],
    ];
  });
  if (shape.lower === 'reflect' && shape.upper === 'reflect') {
    r.ifAny(r.need, () => {
      r.assign((g) => [[r.p, g.select(g.local(r.need), foldFar(g, g.local(r.proposal)), g.local(r.p))]]);
    });
  }
  r.assign((g) => {
    const inside = clampHigh(g, clampLow(g, g.local(r.p)));
    const ends = [g.local(r.failed), r.left(g), finished(r, g)].filter((mask) => mask !== g.bits(0));
    const ended = ends.reduce((a, b) => g.or(a, b));
    return [
      [r.x, inside], // of a lane that has ended: anything
      [r.need, ended],
      [r.live, g.andNot(g.local(r.live), ended)],
    ];
  });
  r.ifAny(r.need, () => {
    const { ended } = r.layout;
    const write = (address: number, value: (g: Graph) => Value): void => {
      r.gather(r.scratch, address);
      r.assign((g) => [[r.scratch, g.select(g.local(r.need), value(g), g.local(r.scratch))]]);
      r.scatter(r.scratch, address);
    };
    const exits = [
      { mask: r.exitLow, at: LOWER, fate: FATE_LOWER, absorbs: absorbsAt(shape, false) },
      { mask: r.exitHigh, at: UPPER, fate: FATE_UPPER, absorbs: absorbsAt(shape, true) },
    ].filter(({ absorbs }) => absorbs);
    write(ended.endX, (g) =>
      g.select(
        g.local(r.failed),
        g.f32(Number.NaN),
        exits.reduce((x, { mask, at }) => g.select(g.local(mask), g.parameter(at), x), g.local(r.x)),
      ),
    );
    if (shape.tilt) write(ended.endWeight, (g) => r.carried(g, WEIGHT));
    write(ended.endStep, (g) => g.local(r.now));
    write(ended.fate, (g) =>
      exits.reduce(
        (fate, { mask, fate: exit }) => g.or(fate, g.and(g.local(mask), g.bits(exit))),
        g.and(g.local(r.failed), g.bits(FATE_FAILED)),
      ),
    );
    f.i32(0);
    f.i32(0);
    f.i32Load(DEATHS);
    f.get(r.need);
    f.simd('i32x4.bitmask');
    f.i32Op('popcnt');
    f.i32Op('add');
    f.i32Store(DEATHS);
  });
}

/** The live lanes with every threshold seen, after the last save time (what ends at it is still shown), where no end absorbs that is looked at. */
function finished(r: ReplayState, g: Graph): Value {
  const { thresholds } = r.shape;
  const exits = absorbsAt(r.shape, false) || absorbsAt(r.shape, true);
  if (thresholds.length === 0 || (exits && !r.shape.tilt)) return g.bits(0);
  const pending = thresholds.map((_, j) => g.op('i32x4.eq', r.carried(g, hitArray(j)), g.bits(NEVER)));
  const saves = g.op('i32x4.le_u', g.local(r.now), g.parameter(LAST_SAVE));
  return g.andNot(
    g.local(r.live),
    pending.reduce((a, b) => g.or(a, b), saves),
  );
}

const weightOf = (r: ReplayState): number => r.state.get(WEIGHT)!;

/** Store the state. */
function leave(r: ReplayState, guards: number): void {
  const { f } = r;
  const { carried } = r.layout;
  r.scatter(r.x, carried['x']!);
  r.scatter(r.live, carried['alive']!);
  for (const [name, local] of r.state) if (!CONSTANT_STATE.test(name)) r.scatter(local, carried[name]!);
  r.assign((g) => [[r.changed, g.and(g.local(r.changed), g.local(r.live))]]);
  r.ifAny(r.changed, () => {
    for (const lane of r.lanes) {
      f.get(lane);
      f.i32(-VECTOR_BYTES);
      f.i32Op('and');
      f.call(guards);
    }
  });
}
