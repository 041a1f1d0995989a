/** All lanes through a chunk of steps, a block of four after the other: the fast loop, then the exact step for the lanes that it lists. */
import { FunctionBuilder } from './encoder.js';
import { STEP_TABLE_ENTRY } from './layout.js';

/** advance(end of the lanes, start of the table, end of the table, steps before the chunk): byte offsets and a count. */
export function buildAdvance(march: number, replay: number): FunctionBuilder {
  const f = new FunctionBuilder('advance', ['i32', 'i32', 'i32', 'i32']);
  const [end, table, tableEnd, stepsBefore] = [0, 1, 2, 3];
  const listEnd = f.local('i32');
  f.loop((nextBlock) => {
    f.get(end);
    f.get(table);
    f.call(march);
    f.set(listEnd);
    f.get(listEnd);
    f.if(() => {
      for (const local of [listEnd, table, stepsBefore]) f.get(local);
      f.i32(1);
      f.i32(4);
      f.call(replay);
    });
    f.increment(stepsBefore, 4);
    f.increment(table, STEP_TABLE_ENTRY);
    f.get(table);
    f.get(tableEnd);
    f.i32Op('ltU');
    f.branchIf(nextBlock);
  });
  return f;
}
