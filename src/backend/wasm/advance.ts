/** All lanes through a chunk of steps: the fast loop for each group of vectors, and the exact step where it asks for it. */
import { FunctionBuilder } from './encoder.js';
import {
  CALM_WEIGHT,
  CALM_X,
  type Layout,
  REPLAY_BYTES,
  REPLAY_MASK,
  REPLAYS,
  STEP_TABLE_ENTRY,
  WEIGHT,
} from './layout.js';
import type { KernelShape } from './shape.js';

const VECTOR_BYTES = 16;

/** advance(end of the lanes, start of the table, end of the table, steps before the chunk): byte offsets and a count. */
export function buildAdvance(shape: KernelShape, { carried }: Layout, march: number, replay: number): FunctionBuilder {
  const f = new FunctionBuilder('advance', ['i32', 'i32', 'i32', 'i32']);
  const [end, tableStart, tableEnd, firstStep] = [0, 1, 2, 3];
  const [lane, table] = [f.local('i32'), f.local('i32')];
  const vectors = Array.from({ length: shape.vectors }, (_, v) => v);

  const handle = (v: number): void => {
    const area = REPLAYS + v * REPLAY_BYTES;
    f.block((handled) => {
      f.block((calm) => {
        f.i32(0);
        f.v128Load(area + REPLAY_MASK);
        f.simd('v128.any_true');
        f.i32Op('eqz');
        f.branchIf(calm);
        f.get(lane);
        f.i32(v * VECTOR_BYTES);
        f.i32Op('add');
        f.i32(area);
        f.get(firstStep); // + steps since: 4 for every entry of the table
        f.get(table);
        f.get(tableStart);
        f.i32Op('sub');
        f.i32(Math.log2(STEP_TABLE_ENTRY / 4));
        f.i32Op('shrU');
        f.i32Op('add');
        f.i32(1);
        f.i32(4);
        f.call(replay);
        f.branch(handled);
      });
      f.get(lane);
      f.i32(0);
      f.v128Load(area + CALM_X);
      f.v128Store(carried['x']! + v * VECTOR_BYTES);
      if (!shape.tilt) return;
      f.get(lane);
      f.i32(0);
      f.v128Load(area + CALM_WEIGHT);
      f.v128Store(carried[WEIGHT]! + v * VECTOR_BYTES);
    });
  };

  f.loop((nextGroup) => {
    f.block((skip) => {
      for (const v of vectors) {
        f.get(lane);
        f.v128Load(carried['alive']! + v * VECTOR_BYTES);
        if (v > 0) f.simd('v128.or');
      }
      f.simd('v128.any_true');
      f.i32Op('eqz');
      f.branchIf(skip);
      f.get(tableStart);
      f.set(table);
      f.loop((resume) => {
        f.get(lane);
        f.get(table);
        f.get(tableEnd);
        f.call(march);
        f.set(table);
        f.get(table);
        f.get(tableEnd);
        f.i32Op('eq');
        f.branchIf(skip);
        for (const v of vectors) handle(v);
        f.increment(table, STEP_TABLE_ENTRY);
        f.get(table);
        f.get(tableEnd);
        f.i32Op('ltU');
        f.branchIf(resume);
      });
    });
    f.increment(lane, shape.vectors * VECTOR_BYTES);
    f.get(lane);
    f.get(end);
    f.i32Op('ltU');
    f.branchIf(nextGroup);
  });
  return f;
}
