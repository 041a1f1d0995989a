/** What can happen to a path inside an exact step: it leaves by an absorbing end, or hits a threshold. */
import { SHIFT } from '../reference/monitor.js';
import type { Graph, Value } from './graph.js';
import { crossedArray, hitArray, inverseArray, NEVER } from './layout.js';
import type { ReplayState } from './replay-state.js';
import type { Assignment } from './schedule.js';
import { absorbsAt } from './shape.js';
import {
  accumulate,
  type Bridge,
  bridge,
  crossing,
  cutoffOf,
  givenNoExit,
  LOWER,
  thresholdName,
  UPPER,
} from './step.js';

const FEW_THRESHOLDS = 2;

/** exitLow, exitHigh: the lanes that leave in this step; pLow, pHigh: crossings of the ends inside it. */
export function testExits(r: ReplayState): void {
  const { shape } = r;
  const low = absorbsAt(shape, false);
  const high = absorbsAt(shape, true);
  r.assign((g) => [
    [r.exitLow, low ? g.and(g.local(r.live), r.atOrBeyond(g, false, LOWER)) : g.bits(0)],
    [r.exitHigh, high ? g.and(g.local(r.live), r.atOrBeyond(g, true, UPPER)) : g.bits(0)],
    [r.pLow, g.bits(0)],
    [r.pHigh, g.bits(0)],
  ]);
  if (!shape.exitBridge) return;
  if (low) cross(r, r.pLow, LOWER, (g) => g.local(r.live));
  if (high) cross(r, r.pHigh, UPPER, (g) => g.local(r.live));
  r.ifAny([r.pLow, r.pHigh], () => {
    r.assign((g) => {
      const inside = g.andNot(g.local(r.live), g.or(g.local(r.exitLow), g.local(r.exitHigh)));
      const [pLow, pHigh] = [g.local(r.pLow), g.local(r.pHigh)];
      const before = r.carried(g, 'exit crossed');
      const crossed = accumulate(g, accumulate(g, before, pLow), pHigh);
      const leaves = g.and(inside, g.op('f32x4.ge', crossed, r.carried(g, 'exit inverse')));
      // A side uniform that rounds to 1 must not open an end that was not crossed.
      const drawn = g.op('f32x4.lt', g.mul(r.carried(g, 'exit side'), g.add(pLow, pHigh)), pLow);
      const lower = g.or(g.op('f32x4.eq', pHigh, g.bits(0)), drawn);
      const leavesLow = low && high ? g.and(leaves, lower) : low ? leaves : g.bits(0);
      return [
        [r.state.get('exit crossed')!, g.select(inside, crossed, before)],
        [r.exitLow, g.or(g.local(r.exitLow), leavesLow)],
        [r.exitHigh, g.or(g.local(r.exitHigh), g.andNot(leaves, leavesLow))],
      ];
    });
  });
}

/** Records the step as that of the hit in the lanes that hit threshold j in it. */
export function testThreshold(r: ReplayState, j: number): void {
  const { up, bridge: bridged, shift, atExit } = r.shape.thresholds[j]!;
  const leaves = up ? r.exitHigh : r.exitLow;
  const pending = (g: Graph): Value =>
    g.and(g.local(r.live), g.op('i32x4.eq', r.carried(g, hitArray(j)), g.bits(NEVER)));
  if (atExit) {
    recordHit(r, j, (g) => g.and(pending(g), g.local(leaves)));
    return;
  }
  const seen = (g: Graph): Value => {
    if (!shift) return g.local(r.proposal);
    const moved = g.mul(g.f32(SHIFT), g.local(r.noise));
    return up ? g.add(g.local(r.proposal), moved) : g.sub(g.local(r.proposal), moved);
  };
  const met = (g: Graph): Value => g.or(g.local(leaves), r.atOrBeyond(g, up, thresholdName(j), seen(g)));
  if (!bridged) {
    recordHit(r, j, (g) => g.and(pending(g), met(g)));
    return;
  }
  cross(r, r.p, thresholdName(j), (g) => g.andNot(pending(g), met(g)));
  r.assign((g) => {
    const open = g.andNot(pending(g), met(g));
    const exits = r.shape.exitBridge && absorbsAt(r.shape, up);
    const before = r.carried(g, crossedArray(j));
    const p = exits ? givenNoExit(g, g.local(r.p), g.local(up ? r.pHigh : r.pLow)) : g.local(r.p);
    const crossed = g.select(open, accumulate(g, before, p), before);
    const hit = g.or(met(g), g.op('f32x4.ge', crossed, r.carried(g, inverseArray(j))));
    return [[r.state.get(crossedArray(j))!, crossed], ...markHit(r, g, j, g.and(pending(g), hit))];
  });
}

function recordHit(r: ReplayState, j: number, hit: (g: Graph) => Value): void {
  r.assign((g) => markHit(r, g, j, hit(g)));
}

function markHit(r: ReplayState, g: Graph, j: number, hit: Value): Assignment[] {
  return [
    [r.state.get(hitArray(j))!, g.select(hit, g.local(r.now), r.carried(g, hitArray(j)))],
    [r.changed, g.or(g.local(r.changed), hit)],
  ];
}

/** target = probability of a crossing of the level inside this step, where `wanted`; else 0. */
function cross(r: ReplayState, target: number, level: string, wanted: (g: Graph) => Value): void {
  const cutoff = cutoffOf(r.shape);
  const bridgeOf = (g: Graph): Bridge =>
    bridge(g, g.parameter(level), g.local(r.x), g.local(r.proposal), g.local(r.noise), cutoff);
  r.assign((g) => [
    [r.need, g.and(bridgeOf(g).close, wanted(g))],
    [target, g.bits(0)],
  ]);
  const compute = (): void => r.assign((g) => [[target, g.and(g.local(r.need), crossing(g, bridgeOf(g), cutoff))]]);
  // A replay is there because a barrier is near: with few of them a branch would be mispredicted more than it saves.
  if (r.shape.thresholds.length <= FEW_THRESHOLDS) compute();
  else r.ifAny([r.need], compute);
}
