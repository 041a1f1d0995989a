import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { formatKey, seedToKey } from '#dist/plan/seed.js';

describe('seedToKey', () => {
  it.each<[number | string, [number, number]]>([
    [0, [0, 0]],
    [42, [42, 0]],
    [2 ** 32, [0, 1]],
    [Number.MAX_SAFE_INTEGER, [0xffffffff, 0x1fffff]],
    ['42', [42, 0]],
    ['18446744073709551615', [0xffffffff, 0xffffffff]],
    ['0x0123456789abcdef', [0x89abcdef, 0x01234567]],
    ['0XFF', [255, 0]],
  ])('%s is the key itself, low word first', (seed, key) => expect(seedToKey(seed)).toEqual(key));

  it.each(['hello', '18446744073709551616', '-1', '', '4.2', '0x'])('any other text is hashed: %s', (text) => {
    const g = seedrandom(text);
    expect(seedToKey(text)).toEqual([g.int32() >>> 0, g.int32() >>> 0]);
  });

  it('prints the high word first', () => expect(formatKey([0x89abcdef, 0x01234567])).toBe('0x0123456789abcdef'));
});
