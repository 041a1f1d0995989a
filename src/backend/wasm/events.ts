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

/** exitLow, exitHigh: the lanes that leave in this step, of ends that absorb; pLow, pHigh: crossings of the ends inside it. */
export function testExits(r: ReplayState): void {
  const { shape } = r;
  const low = absorbsAt(shape, false);
  const high = absorbsAt(shape, true);
  const leaves = (g: Graph, up: boolean): Value => g.and(g.local(r.live), r.atOrBeyond(g, up, up ? UPPER : LOWER));
  r.assign((g) => [
    ...(low ? [[r.exitLow, leaves(g, false)] as const] : []),
    ...(high ? [[r.exitHigh, leaves(g, true)] as const] : []),
  ]);
  if (!shape.exitBridge) return;
  for (const [target, level, absorbs] of [
    [r.pLow, LOWER, low],
    [r.pHigh, UPPER, high],
  ] as const) {
    if (absorbs) cross(r, target, level, (g) => g.local(r.live));
    else r.assign((g) => [[target, g.bits(0)]]);
  }
  r.assign((g) => [[r.need, g.op('f32x4.gt', g.or(g.local(r.pLow), g.local(r.pHigh)), g.bits(0))]]);
  r.ifAny(r.need, () => {
    r.assign((g) => {
      const inside = g.andNot(g.local(r.live), r.left(g));
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
        ...(low ? [[r.exitLow, g.or(g.local(r.exitLow), leavesLow)] as const] : []),
        ...(high ? [[r.exitHigh, g.or(g.local(r.exitHigh), g.andNot(leaves, leavesLow))] as const] : []),
      ];
    });
  });
}

/** Records the step as that of the hit in the lanes that hit threshold j in it. */
export function testThreshold(r: ReplayState, j: number): void {
  const { up, bridge: bridged, shift, atExit } = r.shape.thresholds[j]!;
  const exits = absorbsAt(r.shape, up);
  const leaves = (g: Graph): Value => g.local(up ? r.exitHigh : r.exitLow);
  const pending = (g: Graph): Value =>
    g.and(g.local(r.live), g.op('i32x4.eq', r.carried(g, hitArray(j)), g.bits(NEVER)));
  if (atExit) {
    if (exits) recordHit(r, j, (g) => g.and(pending(g), leaves(g)));
    return;
  }
  const seen = (g: Graph): Value => {
    if (!shift) return g.local(r.proposal);
    const moved = g.mul(g.f32(SHIFT), g.local(r.noise));
    return up ? g.add(g.local(r.proposal), moved) : g.sub(g.local(r.proposal), moved);
  };
  const met = (g: Graph): Value => {
    const beyond = r.atOrBeyond(g, up, thresholdName(j), seen(g));
    return exits ? g.or(leaves(g), beyond) : beyond;
  };
  if (!bridged) {
    recordHit(r, j, (g) => g.and(pending(g), met(g)));
    return;
  }
  const level = thresholdName(j);
  const open = (g: Graph): Value => g.andNot(pending(g), met(g));
  if (!alwaysComputed(r)) cross(r, r.p, level, open);
  r.assign((g) => {
    const alone = alwaysComputed(r) ? probability(r, g, level, open(g)) : g.local(r.p);
    const p = r.shape.exitBridge && exits ? givenNoExit(g, alone, g.local(up ? r.pHigh : r.pLow)) : alone;
    const crossed = accumulate(g, r.carried(g, crossedArray(j)), p); // where not open p is 0, and nothing changes
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

/** A replay is there because a barrier is near: with few of them a branch would be mispredicted more than it saves. */
const alwaysComputed = ({ shape }: ReplayState): boolean => shape.thresholds.length <= FEW_THRESHOLDS;

const bridgeOf = (r: ReplayState, g: Graph, level: string): Bridge =>
  bridge(g, g.parameter(level), g.local(r.x), g.local(r.proposal), g.local(r.noise), cutoffOf(r.shape));

/** Of a crossing of the level inside this step, where `wanted`; else 0. */
function probability(r: ReplayState, g: Graph, level: string, wanted: Value): Value {
  const at = bridgeOf(r, g, level);
  return g.and(g.and(at.close, wanted), crossing(g, at, cutoffOf(r.shape)));
}

/** target = that probability. */
function cross(r: ReplayState, target: number, level: string, wanted: (g: Graph) => Value): void {
  if (alwaysComputed(r)) {
    r.assign((g) => [[target, probability(r, g, level, wanted(g))]]);
    return;
  }
  r.assign((g) => [
    [r.need, g.and(bridgeOf(r, g, level).close, wanted(g))],
    [target, g.bits(0)],
  ]);
  r.ifAny(r.need, () =>
    r.assign((g) => [[target, g.and(g.local(r.need), crossing(g, bridgeOf(r, g, level), cutoffOf(r.shape)))]]),
  );
}
