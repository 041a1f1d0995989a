/**
 * Threefry4x32-20 (reference/threefry.ts), in each lane. It has no products, but WebAssembly has no rotation either: three instructions
 * stand for each, and it is slower here than Philox; on devices that rotate in one it is faster.
 */
import { ROTATIONS, rotate as rotateWord, THREEFRY_ROUNDS, threefrySchedule } from '../reference/threefry.js';
import type { Generator, Words } from './generator.js';
import type { Graph, Value } from './graph.js';

const WORD = 32;

/** Names of the five words that are added, and of the fourth word's sum with the number of the addition. */
const added = (index: number): string => `threefry ${index % 5}`;
const addedLast = (index: number, times: number): string => `threefry ${index % 5} + ${times}`;
const ADDITIONS = THREEFRY_ROUNDS / 4;

const add = (g: Graph, a: Value, b: Value): Value => g.op('i32x4.add', a, b);
const rotate = (g: Graph, a: Value, bits: number): Value =>
  g.or(g.shift('i32x4.shl', a, bits), g.shift('i32x4.shr_u', a, WORD - bits));

/** From round `first` on. */
function rounds(g: Graph, words: Words, first: number): Words {
  let [x0, x1, x2, x3] = words;
  for (let round = first; round < THREEFRY_ROUNDS; round++) {
    const [a, b] = ROTATIONS[round % ROTATIONS.length]!;
    if (round % 2 === 0) {
      x0 = add(g, x0, x1);
      x1 = g.xor(rotate(g, x1, a), x0);
      x2 = add(g, x2, x3);
      x3 = g.xor(rotate(g, x3, b), x2);
    } else {
      x0 = add(g, x0, x3);
      x3 = g.xor(rotate(g, x3, a), x0);
      x2 = add(g, x2, x1);
      x1 = g.xor(rotate(g, x1, b), x2);
    }
    if (round % 4 === 3) {
      const times = (round + 1) / 4;
      x0 = add(g, x0, g.parameter(added(times)));
      x1 = add(g, x1, g.parameter(added(times + 1)));
      x2 = add(g, x2, g.parameter(added(times + 2)));
      x3 = add(g, x3, g.parameter(addedLast(times + 3, times)));
    }
  }
  return [x0, x1, x2, x3];
}

/**
 * The noise has the counter (block of steps, path low, path high, 0), and the third and fourth word of the key are 0: what the first
 * two rounds make of the path alone, or of the high word and the step alone, leaves the loop.
 *
 *     round 0:  x0 = step + k0 + p0    x1 = p1 ^ x0            with p0 = path low + k1, p1 = p0 ⋘ 10
 *               x2 = path high         x3 = path high
 *     round 1:  x0 += x3               x3 = (x3 ⋘ 11) ^ x0     x2 += x1    x1 = (x1 ⋘ 21) ^ x2
 */
export const threefryGenerator: Generator = {
  constants(key) {
    const schedule = threefrySchedule(key);
    const word = (index: number): number => schedule[index % schedule.length]!;
    const values = new Map<string, number>();
    for (let index = 0; index < schedule.length; index++) values.set(added(index), word(index));
    for (let times = 1; times <= ADDITIONS; times++)
      values.set(addedLast(times + 3, times), (word(times + 3) + times) >>> 0);
    return values;
  },

  words(g, counter) {
    const [x0, x1, x2, x3] = counter.map((word, index) => add(g, word, g.parameter(added(index)))) as unknown as Words;
    return rounds(g, [x0, x1, x2, x3], 0);
  },

  pathWords(g, pathLow) {
    const p0 = add(g, pathLow, g.parameter(added(1)));
    return { p0, p1: rotate(g, p0, ROTATIONS[0][0]) };
  },

  stepWords(table, at, [k0], pathHigh, stepBlock) {
    table[at] = (stepBlock + k0) >>> 0;
    table[at + 1] = pathHigh;
    table[at + 2] = pathHigh;
    table[at + 3] = rotateWord(pathHigh, ROTATIONS[1][0]);
  },

  noiseWords(g, { p0, p1 }, [s0, s1, s2, s3]) {
    const x0 = add(g, s0, p0);
    const x1 = g.xor(p1, x0);
    const next0 = add(g, x0, s2);
    const next2 = add(g, s1, x1);
    return rounds(g, [next0, g.xor(rotate(g, x1, ROTATIONS[1][1]), next2), next2, g.xor(s3, next0)], 2);
  },
};
