/** Seeds → 64-bit Philox keys. */
import seedrandom from 'seedrandom';

const WORD = 2n ** 32n;
const KEYS = 2n ** 64n;

/** The key as [low word, high word], each 0 … 2³² − 1. */
export type Key = readonly [number, number];

/**
 * A number 0 … 2⁵³ − 1, or decimal or 0x text below 2⁶⁴, is the key itself; any other text is hashed by seedrandom,
 * low word first. Public: results are reproducible across versions.
 */
export function seedToKey(seed: number | string): Key {
  const literal = typeof seed === 'number' ? BigInt(seed) : literalKey(seed);
  if (literal !== null) return [Number(literal % WORD), Number(literal / WORD)];
  const generator = seedrandom(String(seed));
  return [generator.int32() >>> 0, generator.int32() >>> 0];
}

function literalKey(text: string): bigint | null {
  if (!/^(0x[0-9a-f]+|[0-9]+)$/i.test(text)) return null;
  const value = BigInt(text);
  return value < KEYS ? value : null;
}

/** One word that means to be a key and is none, by its digits or their number: it would be hashed as any other text. */
export const isBrokenKey = (text: string): boolean => /^(0x\S*|[0-9]+)$/i.test(text) && literalKey(text) === null;

/** The key as 0x…, high word first, 16 digits. */
export const formatKey = ([low, high]: Key): string =>
  `0x${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
