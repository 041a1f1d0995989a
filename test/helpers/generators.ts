// The generators a second time, in BigInt and straight from the paper (Salmon et al., SC'11), to hold the fast ones against.
import type { Rng } from '#dist/spec/study.js';

const MASK = 0xffffffffn;

type Counter = readonly [number, number, number, number];
type Key = readonly [number, number];

function philox(counter: Counter, key: Key, rounds: number): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < rounds; round++) {
    const p0 = 0xd2511f53n * a;
    const p1 = 0xcd9e8d57n * c;
    [a, b, c, d] = [(p1 >> 32n) ^ b ^ k0, p1 & MASK, (p0 >> 32n) ^ d ^ k1, p0 & MASK];
    k0 = (k0 + 0x9e3779b9n) & MASK;
    k1 = (k1 + 0xbb67ae85n) & MASK;
  }
  return [a, b, c, d].map(Number);
}

/** Pairs of rotations, one row for each of eight rounds. */
const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const;

/** With all four words of the published key. */
export function bigThreefry(counter: Counter, key: readonly [number, number, number, number]): number[] {
  const words = key.map(BigInt);
  const schedule = [...words, words.reduce((a, b) => a ^ b, 0x1bd11bdan)];
  const rotate = (x: bigint, bits: number): bigint => ((x << BigInt(bits)) | (x >> BigInt(32 - bits))) & MASK;
  const x = counter.map((word, i) => (BigInt(word) + schedule[i]!) & MASK);
  for (let round = 0; round < 20; round++) {
    // The words of a pair: x0 with x1 and x2 with x3, then x0 with x3 and x2 with x1.
    const partners = round % 2 === 0 ? [1, 3] : [3, 1];
    for (const [pair, partner] of partners.entries()) {
      x[2 * pair] = (x[2 * pair]! + x[partner]!) & MASK;
      x[partner] = rotate(x[partner]!, ROTATIONS[round % 8]![pair]!) ^ x[2 * pair]!;
    }
    if (round % 4 !== 3) continue;
    const times = (round + 1) / 4;
    for (let i = 0; i < 4; i++) x[i] = (x[i]! + schedule[(times + i) % 5]! + (i === 3 ? BigInt(times) : 0n)) & MASK;
  }
  return x.map(Number);
}

/** The four words of an address. */
export const bigWords = (counter: Counter, key: Key, rng: Rng): number[] =>
  rng === 'threefry4x32-20' ? bigThreefry(counter, [...key, 0, 0]) : philox(counter, key, Number(rng.split('-')[1]));

const PI = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const;
const ONES = [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff] as const;
const NOUGHT = [0, 0, 0, 0] as const;

/** counter, key → output: the known answers of Random123 that a key of two words can ask for. */
export const KNOWN_ANSWERS = [
  { rng: 'philox4x32-10', counter: NOUGHT, key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    rng: 'philox4x32-10',
    counter: ONES,
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    rng: 'philox4x32-10',
    counter: PI,
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
  { rng: 'philox4x32-7', counter: NOUGHT, key: [0, 0], words: [0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48] },
  {
    rng: 'philox4x32-7',
    counter: ONES,
    key: [0xffffffff, 0xffffffff],
    words: [0x5207ddc2, 0x45165e59, 0x4d8ee751, 0x8c52f662],
  },
  {
    rng: 'philox4x32-7',
    counter: PI,
    key: [0xa4093822, 0x299f31d0],
    words: [0x4dfccaba, 0x190a87f0, 0xc47362ba, 0xb6b5242a],
  },
  { rng: 'threefry4x32-20', counter: NOUGHT, key: [0, 0], words: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8] },
] as const satisfies readonly { rng: Rng; counter: Counter; key: Key; words: readonly number[] }[];

/** Those of Threefry4x32-20 with a key of four words. */
export const THREEFRY_ANSWERS = [
  { counter: ONES, key: ONES, words: [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732] },
  {
    counter: PI,
    key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    words: [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
  },
] as const;
