import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { openUniform } from '#dist/backend/reference/normal.js';
import { RNGS } from '#dist/spec/study.js';
import { candidates } from '../helpers/backends.js';
import { KNOWN_ANSWERS } from '../helpers/generators.js';
import { expectMean } from '../helpers/tolerance.js';
import { record, sized } from '../helpers/verify.js';

/** Scrambled but reproducible words. */
const wordsOf = (count: number, salt: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => {
    const w = Math.imul((i + salt) ^ ((i + salt) >>> 16), 0x85ebca6b);
    return Math.imul(w ^ (w >>> 13), 0xc2b2ae35);
  });

/** Index of the first word that differs, −1 where none does: an array of a million words makes no readable message. */
const firstDifference = (a: Uint32Array, b: Uint32Array): number =>
  a.length === b.length ? a.findIndex((word, i) => word !== b[i]) : Math.min(a.length, b.length);

/** r cos θ or r sin θ in f64, of the uniform as f32 has it: rounding u is part of the map, what follows is error. */
function exactNormal(pairs: Uint32Array, i: number): number {
  const r = Math.sqrt(-2 * Math.log(openUniform(pairs[i & ~1]!, Math.fround)));
  const theta = (pairs[i | 1]! | 0) * 2 ** -32 * 2 * Math.PI;
  return r * (i % 2 === 0 ? Math.cos(theta) : Math.sin(theta));
}

describe.each(candidates)('$name', ({ name: who, open, normalError }) => {
  let backend: Backend;
  let reference: Backend;
  beforeAll(async () => {
    backend = await open();
    reference = await createReferenceBackend();
  });
  afterAll(() => backend.close());

  it.each(KNOWN_ANSWERS)('$rng of $counter is known', async ({ rng, counter, key, words }) => {
    expect([...(await backend.randomWords(Uint32Array.from(counter), key, rng))]).toEqual(words);
    record({
      item: 1,
      who,
      what: `known answer of ${rng}, counter ${counter.join(' ')}`,
      measured: 'equal',
      allowed: 'equal',
    });
  });

  it.each(RNGS)('draws the same words as the reference, %s, whatever the count', async (rng) => {
    const key = [0xdeadbeef, 0x12345678] as const;
    const most = sized(20_000, 1_000_000);
    for (const count of [1, 63, 64, 65, most]) {
      const counters = wordsOf(4 * count, count);
      const words = await backend.randomWords(counters, key, rng);
      expect(firstDifference(words, await reference.randomWords(counters, key, rng))).toBe(-1);
    }
    record({
      item: 1,
      who,
      what: `${most} random counters, ${rng}`,
      measured: 'the same words',
      allowed: 'bit for bit',
    });
  });

  it('maps words to normals with the stated error, the ends of the range included', async () => {
    const ends = [0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
    const pairs = Uint32Array.from([...ends.flatMap((a) => ends.flatMap((b) => [a, b])), ...wordsOf(200000, 1)]);
    const z = await backend.normals(pairs);
    const worst = z.reduce((max, value, i) => Math.max(max, Math.abs(value - exactNormal(pairs, i))), 0);
    expect(z.every(Number.isFinite)).toBe(true);
    record({
      item: 1,
      who,
      what: 'largest error of a normal',
      measured: worst.toExponential(1),
      allowed: normalError.toExponential(1),
    });
    expect(worst).toBeLessThan(normalError);
  });

  it('gives normals the moments of a normal law to order 8, uncorrelated across steps, paths and streams', async () => {
    // Addresses as a run uses them: blocks × paths × streams 0 and 1.
    const [blocks, paths] = sized([16, 2048], [64, 8192]);
    const counters = new Uint32Array(4 * blocks * paths * 2);
    let at = 0;
    for (let stream = 0; stream < 2; stream++)
      for (let path = 0; path < paths; path++)
        for (let block = 0; block < blocks; block++) counters.set([block, path, 0, stream], 4 * at++);
    const z = await backend.normals(await backend.randomWords(counters, [42, 0], 'philox4x32-10'));
    const n = z.length;
    const doubleFactorial = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395, 0, 135135, 0, 2027025];
    for (let r = 1; r <= 8; r++) {
      const mean = z.reduce((sum, v) => sum + v ** r, 0) / n;
      const sd = Math.sqrt(doubleFactorial[2 * r]! - doubleFactorial[r]! ** 2);
      expectMean(mean, doubleFactorial[r]!, sd, n, { what: `moment ${r} of ${n} normals`, item: 1, who });
    }
    for (const [apart, lag] of [
      ['a step apart', 1],
      ['a pair apart', 2],
      ['a block of steps apart', 4],
      ['a path apart', 4 * blocks],
      ['a stream apart', 4 * blocks * paths],
    ] as const) {
      const pairs = n - lag;
      let product = 0;
      for (let i = 0; i < pairs; i++) product += z[i]! * z[i + lag]!;
      expectMean(product / pairs, 0, 1, pairs, { what: `correlation of normals ${apart}`, item: 1, who });
    }
  });
});
