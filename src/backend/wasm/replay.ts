/**
 * The exact step: everything that can happen to a path, for one vector of lanes, in the order of the reference. It runs for the
 * few blocks of steps in which a lane comes near a barrier, and for the steps around save times that are no multiple of 4.
 */
import { FATE_FAILED, FATE_LOWER, FATE_UPPER } from '../fate.js';
import { FunctionBuilder } from './encoder.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import {
  CALM_X,
  crossedArray,
  DEATHS,
  hitArray,
  inverseArray,
  type Layout,
  NEVER,
  NORMALS,
  REPLAY_MASK,
} from './layout.js';
import { type Assignment, Emitter } from './schedule.js';
import { absorbsAt, type KernelShape } from './shape.js';
import {
  accumulate,
  type Bridge,
  bridge,
  clampHigh,
  clampLow,
  crossing,
  foldFar,
  givenNoExit,
  LAST_SAVE,
  LOWER,
  mirror,
  propose,
  thresholdName,
  UPPER,
} from './step.js';

const VECTOR_BYTES = 16;
/** Uniforms: drawn at the start of a path. */
const CONSTANT_STATE = /inverse|side/;
const FEW_THRESHOLDS = 2;
const LARGEST_F32 = 3.4028234663852886e38;

/** replay(lane offset, replay area, steps before the block, first step of the block in 1 … 4, last). */
export function buildReplay(
  shape: KernelShape,
  constants: ConstantTable,
  layout: Layout,
  guards: number,
): FunctionBuilder {
  return new Replay(shape, constants, layout, guards).build();
}

class Replay {
  private readonly f = new FunctionBuilder('replay', ['i32', 'i32', 'i32', 'i32', 'i32']);
  private readonly emitter = new Emitter(this.f, 'each use');
  private readonly lane = 0;
  private readonly area = 1;
  private readonly stepsBefore = 2;
  private readonly within = 3;
  private readonly last = 4;
  /** The carried arrays of this vector that the steps read or write, as locals. */
  private readonly state = new Map<string, number>();
  // Vectors that live through the steps.
  private readonly x = this.f.local('v128');
  private readonly live = this.f.local('v128');
  private readonly atEntry = this.f.local('v128');
  private readonly mask = this.f.local('v128');
  // Within one step.
  private readonly z = this.f.local('v128');
  private readonly now = this.f.local('v128');
  private readonly proposal = this.f.local('v128');
  private readonly noise = this.f.local('v128');
  private readonly failed = this.f.local('v128');
  private readonly exitLow = this.f.local('v128');
  private readonly exitHigh = this.f.local('v128');
  private readonly need = this.f.local('v128');
  private readonly p = this.f.local('v128');
  private readonly pLow = this.f.local('v128');
  private readonly pHigh = this.f.local('v128');
  private readonly scratch = this.f.local('v128');
  /** Lanes whose list of pending thresholds has changed. */
  private readonly changed = this.f.local('v128');

  constructor(
    private readonly shape: KernelShape,
    private readonly constants: ConstantTable,
    private readonly layout: Layout,
    /** Function that finds out anew between which levels a lane is calm. */
    private readonly guards: number,
  ) {
    const unused = ['p0', 'p1', 'path', 'x', 'alive', 'low', 'high'];
    for (const name of Object.keys(layout.carried)) {
      if (!unused.includes(name)) this.state.set(name, this.f.local('v128'));
    }
  }

  build(): FunctionBuilder {
    const { f } = this;
    this.enter();
    f.loop((nextStep) => {
      this.step();
      f.increment(this.within, 1);
      f.get(this.within);
      f.get(this.last);
      f.i32Op('leU');
      f.branchIf(nextStep);
    });
    this.leave();
    return f;
  }

  private enter(): void {
    const { f, lane, layout } = this;
    f.get(this.area);
    f.v128Load(REPLAY_MASK);
    f.set(this.mask);
    this.assign((g) => {
      const load = (name: string): Value => g.load(lane, layout.carried[name]!);
      const live = g.and(load('alive'), g.local(this.mask));
      return [
        [this.x, load('x')],
        [this.live, live],
        [this.atEntry, live],
        ...[...this.state].map(([name, local]) => [local, load(name)] as const),
      ];
    });
  }

  private step(): void {
    const { f, shape } = this;
    f.get(this.stepsBefore);
    f.get(this.within);
    f.i32Op('add');
    f.simd('i32x4.splat');
    f.set(this.now);
    f.get(this.area);
    f.get(this.within);
    f.i32(1);
    f.i32Op('sub');
    f.i32(Math.log2(VECTOR_BYTES));
    f.i32Op('shl');
    f.i32Op('add');
    f.v128Load(NORMALS);
    f.set(this.z);
    this.assign((g) => {
      const { proposal, noise } = propose(g, shape.program, g.local(this.x), g.local(this.z));
      const finite = g.op('f32x4.le', g.op('f32x4.abs', proposal), g.f32(LARGEST_F32));
      const live = g.local(this.live);
      return [
        [this.proposal, proposal],
        [this.noise, noise],
        [this.failed, g.andNot(live, finite)],
        [this.live, g.and(live, finite)],
      ];
    });
    this.testExits();
    for (const j of shape.thresholds.keys()) this.testThreshold(j);
    this.settle();
  }

  /** exitLow, exitHigh: the lanes that leave in this step; pLow, pHigh: crossings of the ends inside it. */
  private testExits(): void {
    const { shape } = this;
    const low = absorbsAt(shape, false);
    const high = absorbsAt(shape, true);
    this.assign((g) => [
      [this.exitLow, low ? g.and(g.local(this.live), this.atOrBeyond(g, false, LOWER)) : g.bits(0)],
      [this.exitHigh, high ? g.and(g.local(this.live), this.atOrBeyond(g, true, UPPER)) : g.bits(0)],
      [this.pLow, g.bits(0)],
      [this.pHigh, g.bits(0)],
    ]);
    if (!shape.exitBridge) return;
    if (low) this.cross(this.pLow, LOWER, (g) => g.local(this.live));
    if (high) this.cross(this.pHigh, UPPER, (g) => g.local(this.live));
    this.ifAny([this.pLow, this.pHigh], () => {
      this.assign((g) => {
        const inside = g.andNot(g.local(this.live), g.or(g.local(this.exitLow), g.local(this.exitHigh)));
        const [pLow, pHigh] = [g.local(this.pLow), g.local(this.pHigh)];
        const before = this.carried(g, 'exit crossed');
        const crossed = accumulate(g, accumulate(g, before, pLow), pHigh);
        const leaves = g.and(inside, g.op('f32x4.ge', crossed, this.carried(g, 'exit inverse')));
        // A side uniform that rounds to 1 must not open an end that was not crossed.
        const drawn = g.op('f32x4.lt', g.mul(this.carried(g, 'exit side'), g.add(pLow, pHigh)), pLow);
        const lower = g.or(g.op('f32x4.eq', pHigh, g.bits(0)), drawn);
        const leavesLow = low && high ? g.and(leaves, lower) : low ? leaves : g.bits(0);
        return [
          [this.state.get('exit crossed')!, g.select(inside, crossed, before)],
          [this.exitLow, g.or(g.local(this.exitLow), leavesLow)],
          [this.exitHigh, g.or(g.local(this.exitHigh), g.andNot(leaves, leavesLow))],
        ];
      });
    });
  }

  private testThreshold(j: number): void {
    const { up, bridge: bridged, atExit } = this.shape.thresholds[j]!;
    const leaves = up ? this.exitHigh : this.exitLow;
    const pending = (g: Graph): Value =>
      g.and(g.local(this.live), g.op('i32x4.eq', this.carried(g, hitArray(j)), g.bits(NEVER)));
    if (atExit) {
      this.recordHit(j, (g) => g.and(pending(g), g.local(leaves)));
      return;
    }
    const met = (g: Graph): Value => g.or(g.local(leaves), this.atOrBeyond(g, up, thresholdName(j)));
    if (!bridged) {
      this.recordHit(j, (g) => g.and(pending(g), met(g)));
      return;
    }
    this.cross(this.p, thresholdName(j), (g) => g.andNot(pending(g), met(g)));
    this.assign((g) => {
      const open = g.andNot(pending(g), met(g));
      const exits = this.shape.exitBridge && absorbsAt(this.shape, up);
      const before = this.carried(g, crossedArray(j));
      const p = exits ? givenNoExit(g, g.local(this.p), g.local(up ? this.pHigh : this.pLow)) : g.local(this.p);
      const crossed = g.select(open, accumulate(g, before, p), before);
      const hit = g.or(met(g), g.op('f32x4.ge', crossed, this.carried(g, inverseArray(j))));
      return [[this.state.get(crossedArray(j))!, crossed], ...this.hit(g, j, g.and(pending(g), hit))];
    });
  }

  private recordHit(j: number, hit: (g: Graph) => Value): void {
    this.assign((g) => this.hit(g, j, hit(g)));
  }

  private hit(g: Graph, j: number, hit: Value): Assignment[] {
    return [
      [this.state.get(hitArray(j))!, g.select(hit, g.local(this.now), this.carried(g, hitArray(j)))],
      [this.changed, g.or(g.local(this.changed), hit)],
    ];
  }

  /** End the paths that failed, left, or have nothing more to show; move the others inside the domain. */
  private settle(): void {
    const { f, shape } = this;
    this.assign((g) => {
      const mirrored = mirror(g, g.local(this.proposal), shape);
      return [
        [this.p, mirrored],
        [this.need, g.op('f32x4.lt', mirrored, g.parameter(LOWER))],
      ];
    });
    if (shape.lower === 'reflect' && shape.upper === 'reflect') {
      this.ifAny([this.need], () => {
        this.assign((g) => [
          [this.p, g.select(g.local(this.need), foldFar(g, g.local(this.proposal)), g.local(this.p))],
        ]);
      });
    }
    this.assign((g) => {
      const inside = clampHigh(g, clampLow(g, g.local(this.p)));
      const position = g.select(
        g.local(this.failed),
        g.f32(Number.NaN),
        g.select(
          g.local(this.exitLow),
          g.parameter(LOWER),
          g.select(g.local(this.exitHigh), g.parameter(UPPER), inside),
        ),
      );
      const left = g.or(g.local(this.exitLow), g.local(this.exitHigh));
      const ends = g.or(g.local(this.failed), g.or(left, g.and(g.local(this.live), this.finished(g))));
      return [
        [this.p, position],
        [this.need, ends],
        [this.x, g.select(g.local(this.live), position, g.local(this.x))],
        [this.live, g.andNot(g.local(this.live), ends)],
      ];
    });
    this.ifAny([this.need], () => {
      const { ended } = this.layout;
      const write = (address: number, value: (g: Graph) => Value): void => {
        this.assign((g) => [[this.scratch, g.select(g.local(this.need), value(g), g.load(this.lane, address))]]);
        this.emitter.store(this.lane, address, this.scratch);
      };
      write(ended.endX, (g) => g.local(this.p));
      write(ended.endStep, (g) => g.local(this.now));
      write(ended.fate, (g) =>
        g.or(
          g.and(g.local(this.failed), g.bits(FATE_FAILED)),
          g.or(g.and(g.local(this.exitLow), g.bits(FATE_LOWER)), g.and(g.local(this.exitHigh), g.bits(FATE_UPPER))),
        ),
      );
      f.i32(0);
      f.i32(0);
      f.i32Load(DEATHS);
      f.get(this.need);
      f.simd('i32x4.bitmask');
      f.i32Op('popcnt');
      f.i32Op('add');
      f.i32Store(DEATHS);
    });
  }

  /** Every threshold is seen, the last save time is past (what ends at it is still shown), and no end absorbs. */
  private finished(g: Graph): Value {
    const { thresholds } = this.shape;
    if (thresholds.length === 0 || absorbsAt(this.shape, false) || absorbsAt(this.shape, true)) return g.bits(0);
    const pending = thresholds
      .map((_, j) => g.op('i32x4.eq', this.carried(g, hitArray(j)), g.bits(NEVER)))
      .reduce((a, b) => g.or(a, b));
    return g.andNot(g.op('i32x4.gt_u', g.local(this.now), g.parameter(LAST_SAVE)), pending);
  }

  /** Store the state. */
  private leave(): void {
    const { f, lane } = this;
    const { carried } = this.layout;
    this.assign((g) => {
      const died = g.andNot(g.local(this.atEntry), g.local(this.live));
      return [
        [this.x, g.select(g.local(this.mask), g.local(this.x), g.load(this.area, CALM_X))],
        [this.live, g.andNot(g.load(lane, carried['alive']!), died)],
      ];
    });
    this.emitter.store(lane, carried['x']!, this.x);
    this.emitter.store(lane, carried['alive']!, this.live);
    for (const [name, local] of this.state) {
      if (!CONSTANT_STATE.test(name)) this.emitter.store(lane, carried[name]!, local);
    }
    this.ifAny([this.changed], () => {
      f.get(lane);
      f.call(this.guards);
    });
  }

  /** target = probability of a crossing of the level inside this step, where `wanted`; else 0. */
  private cross(target: number, level: string, wanted: (g: Graph) => Value): void {
    const bridgeOf = (g: Graph): Bridge =>
      bridge(g, g.parameter(level), g.local(this.x), g.local(this.proposal), g.local(this.noise));
    this.assign((g) => [
      [this.need, g.and(bridgeOf(g).close, wanted(g))],
      [target, g.bits(0)],
    ]);
    const compute = (): void => this.assign((g) => [[target, g.and(g.local(this.need), crossing(g, bridgeOf(g)))]]);
    // A replay is there because a barrier is near: with few of them a branch would be mispredicted more than it saves.
    if (this.shape.thresholds.length <= FEW_THRESHOLDS) compute();
    else this.ifAny([this.need], compute);
  }

  private atOrBeyond(g: Graph, up: boolean, level: string): Value {
    return g.op(up ? 'f32x4.ge' : 'f32x4.le', g.local(this.proposal), g.parameter(level));
  }

  private carried(g: Graph, name: string): Value {
    return g.local(this.state.get(name)!);
  }

  private assign(make: (g: Graph) => readonly Assignment[]): void {
    this.emitter.assign(make(new Graph(this.constants)));
  }

  private ifAny(locals: readonly number[], then: () => void): void {
    const { f } = this;
    locals.forEach((local, index) => {
      f.get(local);
      if (index > 0) f.simd('v128.or');
    });
    f.simd('v128.any_true');
    f.if(() => then());
  }
}
