/** All lanes through blocks of four steps, one after the other: the fast loop, then the exact step for the lanes that it lists. */
import { FunctionBuilder } from './encoder.js';
import { DEATHS, STEP_TABLE_ENTRY } from './layout.js';

/**
 * advance(end of the lanes, start of the table, end of the table, steps before them, deaths ≥ 1 after which no further block of steps
 * begins) → where it ended in the table. Byte offsets and counts.
 */
export function buildAdvance(march: number, replay: number): FunctionBuilder {
  const f = new FunctionBuilder('advance', ['i32', 'i32', 'i32', 'i32', 'i32'], 'i32');
  const [end, table, tableEnd, stepsBefore, enoughDeaths] = [0, 1, 2, 3, 4];
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
    f.i32(0);
    f.i32Load(DEATHS);
    f.get(enoughDeaths);
    f.i32Op('ltU');
    f.i32Op('and');
    f.branchIf(nextBlock);
  });
  f.get(table);
  return f;
}
