import { expect, it } from 'vitest';
import { expectFlat, peakMemory } from '../../../helpers/memory.js';

const POSITION = 4; // bytes of an f32

it('ten million paths need no more memory than a million: not one number a path', () => {
  const [few, many] = [peakMemory(1e6), peakMemory(1e7)];
  expect([few.paths, many.paths]).toEqual([1e6, 1e7]);
  expectFlat(few, many, POSITION);
});
