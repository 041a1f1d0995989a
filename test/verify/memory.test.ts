import { expect, it } from 'vitest';
import { expectFlat, peakMemory } from '../helpers/memory.js';

it('a thousand million paths need no more memory than ten million: not one bit a path', () => {
  const [few, many] = [peakMemory(1e7), peakMemory(1e9)];
  expect([few.paths, many.paths]).toEqual([1e7, 1e9]);
  expectFlat(few, many, 1 / 8);
});
