import { expect, it } from 'vitest';
import { formatTable, wrap } from '#dist/report/table.js';

it('aligns columns by characters', () => {
  const rows = [
    ['σ', '1', 'a'],
    ['name', '±22', 'b'],
  ];
  expect(formatTable(rows, ['left', 'right', 'left'])).toEqual(['σ       1  a', 'name  ±22  b']);
});

it('leaves no blanks at the end of a line', () => {
  expect(formatTable([['a'], ['bbb', '1']], ['left', 'left'])).toEqual(['a', 'bbb  1']);
});

it('wraps prose at the width, the last fitting character included', () => {
  expect(wrap('one two three', 9, 2)).toEqual(['  one two', '  three']);
  expect(wrap('one two three', 8, 2)).toEqual(['  one', '  two', '  three']);
  expect(wrap('extraordinary word', 6, 0)).toEqual(['extraordinary', 'word']);
});
