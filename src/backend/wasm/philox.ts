/**
 * Philox4x32: counter (4 words), key (2 words) → 4 independent u32, in each lane.
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 */
import { mulhi } from '../reference/philox.js';
import type { Generator, Key, PathWords, Words } from './generator.js';
import type { Graph, Value } from './graph.js';

export const M0 = 0xd2511f53;
export const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9; // key increments: golden ratio, √3 − 1
const W1 = 0xbb67ae85;

/** Names of the two key words of a round in the constant table. */
export const keyName = (word: 0 | 1, round: number): string => `key${word} round ${round}`;

/** The key of every round, by name. */
function keySchedule([k0, k1]: Key, rounds: number): Map<string, number> {
  const schedule = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    schedule.set(keyName(0, round), (k0 + Math.imul(round, W0)) >>> 0);
    schedule.set(keyName(1, round), (k1 + Math.imul(round, W1)) >>> 0);
  }
  return schedule;
}

/** High and low words of the 64-bit products. `extmul` is the product itself: one multiplication for two lanes. */
function multiply(g: Graph, a: Value, factor: number): { high: Value; low: Value } {
  const m = g.bits(factor);
  const first = g.op('i64x2.extmul_low_i32x4_u', a, m);
  const second = g.op('i64x2.extmul_high_i32x4_u', a, m);
  return { high: g.oddWords(first, second), low: g.evenWords(first, second) };
}

function round(g: Graph, [c0, c1, c2, c3]: Words, index: number): Words {
  const product0 = multiply(g, c0, M0);
  const product1 = multiply(g, c2, M1);
  return [
    g.xor(g.xor(product1.high, c1), g.parameter(keyName(0, index))),
    product1.low,
    g.xor(g.xor(product0.high, c3), g.parameter(keyName(1, index))),
    product0.low,
  ];
}

/** Any counter. */
function philox(g: Graph, counter: Words, rounds: number): Words {
  let words = counter;
  for (let index = 0; index < rounds; index++) words = round(g, words, index);
  return words;
}

/**
 * The noise stream, counter (block of steps, path low, path high, 0), with what does not change taken out of the loop. All lanes
 * share the high word of the path (a block of paths is aligned), so that in the first rounds each word depends on the
 * path alone or on the step alone, and 5 of the products with them:
 *
 *     round 0:  c0 = H(path high) ^ path low ^ k0    c1 = L(path high)    c2 = H(step) ^ k1         c3 = L(step)
 *     round 1:  c0 = step                            c1 = step            c2 = path ^ L(step)       c3 = path
 *     round 2:  c0 = H₁(c2) ^ step                   c1 = L₁(c2)          c2 = step ^ path          c3 = step
 *
 * `PathWords` are kept per path, the step's words go to a table, and the loop starts at the second product of round 2.
 */
function pathWords(g: Graph, pathLow: Value): PathWords {
  const c0 = g.xor(pathLow, g.parameter(PATH_HIGH_TERM));
  const { high, low } = multiply(g, c0, M0);
  return { p0: g.xor(high, g.parameter(keyName(1, 1))), p1: g.xor(low, g.parameter(keyName(1, 2))) };
}

/** Name of a constant that depends on the high word of the path. */
const PATH_HIGH_TERM = 'path high: high product ^ key';

function stepWords(table: Uint32Array, at: number, [k0, k1]: Key, pathHigh: number, stepBlock: number): void {
  const c2 = (mulhi(M0, stepBlock) ^ k1) >>> 0;
  const c3 = Math.imul(M0, stepBlock) >>> 0;
  const c1 = Math.imul(M1, pathHigh) >>> 0;
  const second0 = (mulhi(M1, c2) ^ c1 ^ (k0 + W0)) >>> 0;
  const second1 = Math.imul(M1, c2) >>> 0;
  table[at] = c3;
  table[at + 1] = (second1 ^ (k0 + Math.imul(2, W0))) >>> 0;
  table[at + 2] = mulhi(M0, second0);
  table[at + 3] = (Math.imul(M0, second0) ^ (k1 + Math.imul(3, W1))) >>> 0;
}

function noiseWords(g: Graph, { p0, p1 }: PathWords, step: Words, rounds: number): Words {
  const [s0, s1, s2, s3] = step;
  const second = multiply(g, g.xor(p0, s0), M1);
  const c0 = g.xor(second.high, s1);
  const c2 = g.xor(p1, s2);
  const product0 = multiply(g, c0, M0);
  const product1 = multiply(g, c2, M1);
  let words: Words = [
    g.xor(g.xor(product1.high, second.low), g.parameter(keyName(0, 3))),
    product1.low,
    g.xor(product0.high, s3), // s3 holds the key of round 3 too
    product0.low,
  ];
  for (let index = 4; index < rounds; index++) words = round(g, words, index);
  return words;
}

export const philoxGenerator = (rounds: 7 | 10): Generator => ({
  constants: (key, pathHigh) => keySchedule(key, rounds).set(PATH_HIGH_TERM, (mulhi(M1, pathHigh) ^ key[0]) >>> 0),
  words: (g, counter) => philox(g, counter, rounds),
  pathWords,
  stepWords,
  noiseWords: (g, path, step) => noiseWords(g, path, step, rounds),
});
