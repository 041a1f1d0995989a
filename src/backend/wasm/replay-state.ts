/** What the exact step keeps of one vector of lanes: the arguments of the function and its registers, by name. */
import { FunctionBuilder } from './encoder.js';
import { type ConstantTable, Graph, type Value } from './graph.js';
import type { Layout } from './layout.js';
import { type Assignment, Emitter } from './schedule.js';
import { absorbsAt, type KernelShape } from './shape.js';

export class ReplayState {
  readonly f = new FunctionBuilder('replay', ['i32', 'i32', 'i32', 'i32', 'i32']);
  readonly emitter = new Emitter(this.f);
  readonly listEnd = 0;
  /** Entry of STEP_TABLE. */
  readonly table = 1;
  readonly stepsBefore = 2;
  readonly first = 3;
  readonly last = 4;
  /** Where the vector at hand begins in the list. */
  readonly at = this.f.local('i32');
  /** Byte offsets of its lanes. */
  readonly lanes = [0, 1, 2, 3].map(() => this.f.local('i32'));
  readonly within = this.f.local('i32');
  /** The carried arrays of this vector that the steps read or write, as locals. */
  readonly state = new Map<string, number>();
  // Vectors that live through the steps.
  readonly x = this.f.local('v128');
  readonly live = this.f.local('v128');
  // Within one step.
  readonly z = this.f.local('v128');
  readonly now = this.f.local('v128');
  readonly proposal = this.f.local('v128');
  readonly noise = this.f.local('v128');
  readonly failed = this.f.local('v128');
  readonly exitLow = this.f.local('v128');
  readonly exitHigh = this.f.local('v128');
  readonly need = this.f.local('v128');
  readonly p = this.f.local('v128');
  readonly pLow = this.f.local('v128');
  readonly pHigh = this.f.local('v128');
  readonly scratch = this.f.local('v128');
  /** Lanes whose list of pending thresholds has changed. */
  readonly changed = this.f.local('v128');

  constructor(
    readonly shape: KernelShape,
    readonly constants: ConstantTable,
    readonly layout: Layout,
  ) {
    const unused = ['p0', 'p1', 'path', 'x', 'alive', 'low', 'high'];
    for (const name of Object.keys(layout.carried)) {
      if (!unused.includes(name)) this.state.set(name, this.f.local('v128'));
    }
  }

  /** The lanes that leave in this step. */
  left(g: Graph): Value {
    const exits = [
      ...(absorbsAt(this.shape, false) ? [g.local(this.exitLow)] : []),
      ...(absorbsAt(this.shape, true) ? [g.local(this.exitHigh)] : []),
    ];
    return exits.length === 0 ? g.bits(0) : exits.reduce((a, b) => g.or(a, b));
  }

  atOrBeyond(g: Graph, up: boolean, level: string, state = g.local(this.proposal)): Value {
    return g.op(up ? 'f32x4.ge' : 'f32x4.le', state, g.parameter(level));
  }

  carried(g: Graph, name: string): Value {
    return g.local(this.state.get(name)!);
  }

  /** A word of each lane, from the array at this address. */
  gather(local: number, address: number): void {
    const { f } = this;
    for (const [k, lane] of this.lanes.entries()) {
      f.get(lane);
      if (k === 0) f.load32Zero(address);
      else {
        f.get(local);
        f.load32Lane(address, k);
      }
      f.set(local);
    }
  }

  scatter(local: number, address: number): void {
    const { f } = this;
    for (const [k, lane] of this.lanes.entries()) {
      f.get(lane);
      f.get(local);
      f.store32Lane(address, k);
    }
  }

  assign(make: (g: Graph) => readonly Assignment[]): void {
    this.emitter.assign(make(new Graph(this.constants, this.shape.fused)));
  }

  /** @param mask a local with all or no bits of each lane. */
  ifAny(mask: number, then: () => void): void {
    const { f } = this;
    f.get(mask);
    f.simd('i32x4.bitmask'); // for `v128.any_true` V8 makes two instructions more
    f.if(() => then());
  }
}
