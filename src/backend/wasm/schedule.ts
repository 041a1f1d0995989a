/**
 * From a graph to code. The order of instructions in the binary decides throughput (V8 keeps it, before Node 24 in part: docs/performance.md): the vectors that a loop works
 * on are interleaved in proportion, each in program order, so that the processor always finds independent work nearby.
 */
import type { FunctionBuilder } from './encoder.js';
import type { Value } from './graph.js';

/** Bytes of a slot of the constant table. */
export const SLOT = 16;

/** A local and what it becomes. */
export type Assignment = readonly [local: number, value: Value];

/** Where code takes constants from: locals loaded once before the body (for loops), or memory at each use (for short calls). */
export type ConstantAccess = 'once' | 'each use';

/** Emits segments into one function. */
export class Emitter {
  private readonly constantLocals = new Map<number, number>();
  private readonly free: number[] = [];

  constructor(
    readonly f: FunctionBuilder,
    private readonly access: ConstantAccess = 'once',
  ) {}

  /**
   * Computes every value, then assigns all of them at once: values see the locals as they were before.
   * @param beside other code in pieces, which are spread evenly over this.
   */
  assign(assignments: readonly Assignment[], beside: readonly (() => void)[] = []): void {
    const { f } = this;
    const order = interleave(assignments.map(([, value]) => value));
    const lastUse = new Map<Value, number>();
    order.forEach((node, index) => {
      if (node.kind === 'op') for (const arg of node.args) lastUse.set(arg, index);
    });
    for (const [, value] of assignments) lastUse.set(value, order.length);

    const home = new Map<Value, number>();
    let emitted = 0; // pieces
    order.forEach((node, index) => {
      while (emitted < beside.length && emitted * order.length <= index * beside.length) beside[emitted++]!();
      this.compute(node, home);
      if (node.kind === 'op') {
        for (const arg of new Set(node.args))
          if (lastUse.get(arg) === index && home.has(arg)) this.free.push(home.get(arg)!);
      }
      const local = this.free.pop() ?? f.local('v128');
      home.set(node, local);
      f.set(local);
    });
    for (const piece of beside.slice(emitted)) piece();
    for (const [, value] of assignments) this.fetch(value, home);
    for (const [local] of [...assignments].reverse()) f.set(local);
    for (const value of new Set(assignments.map(([, value]) => value))) {
      if (home.has(value)) this.free.push(home.get(value)!);
    }
  }

  /** A vector in memory at (i32 local) + offset becomes the value. */
  store(addressLocal: number, offset: number, vectorLocal: number): void {
    this.f.get(addressLocal);
    this.f.get(vectorLocal);
    this.f.v128Store(offset);
  }

  private compute(node: Value, home: ReadonlyMap<Value, number>): void {
    const { f } = this;
    if (node.kind === 'load') {
      f.get(node.local);
      if (node.splat) f.splatLoad(node.offset);
      else f.v128Load(node.offset);
    } else if (node.kind === 'op' && node.op.startsWith('v128.load64')) {
      this.fetch(node.args[0]!, home);
      f.simd('i32x4.extract_lane', node.lanes);
      if (node.op === 'v128.load64_zero') f.load64Zero();
      else {
        this.fetch(node.args[1]!, home);
        f.load64Lane(1);
      }
    } else if (node.kind === 'op') {
      for (const arg of node.args) this.fetch(arg, home);
      if (node.shift !== null) f.i32(node.shift);
      f.simd(node.op, node.lanes);
    }
  }

  private fetch(value: Value, home: ReadonlyMap<Value, number>): void {
    if (value.kind === 'local') this.f.get(value.local);
    else if (value.kind === 'constant') this.constant(value.slot);
    else this.f.get(home.get(value)!);
  }

  private constant(slot: number): void {
    const { f } = this;
    if (this.access === 'each use') {
      f.i32(0);
      f.v128Load(slot * SLOT);
      return;
    }
    let local = this.constantLocals.get(slot);
    if (local === undefined) {
      local = f.loadOnce(slot * SLOT);
      this.constantLocals.set(slot, local);
    }
    f.get(local);
  }
}

/** The nodes that the roots need, ordered round robin over their vectors, arguments before their uses. */
function interleave(roots: readonly Value[]): Value[] {
  const needed = collect(roots);
  const byVector = new Map<number, Value[]>();
  for (const node of needed) {
    const others = byVector.get(node.vector);
    if (others) others.push(node);
    else byVector.set(node.vector, [node]);
  }
  const placed = [...byVector].flatMap(([vector, nodes]) =>
    nodes.map((node, i) => ({ node, vector, at: (i + 0.5) / nodes.length })),
  );
  placed.sort((a, b) => a.at - b.at || a.vector - b.vector);

  const order: Value[] = [];
  const done = new Set<Value>();
  const place = (node: Value): void => {
    if (done.has(node) || node.kind === 'local' || node.kind === 'constant') return;
    done.add(node);
    if (node.kind === 'op') for (const arg of node.args) place(arg);
    order.push(node);
  };
  for (const { node } of placed) place(node);
  return order;
}

/** Every node below the roots that is code, in the order of creation: program order. */
function collect(roots: readonly Value[]): Value[] {
  const seen = new Set<Value>();
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || node.kind === 'local' || node.kind === 'constant') continue;
    seen.add(node);
    if (node.kind === 'op') pending.push(...node.args);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
