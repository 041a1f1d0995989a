import { describe, expect, it } from 'vitest';
import { normals, openUniform, uniform } from '#dist/backend/reference/normal.js';
import { mulhi, philox } from '#dist/backend/reference/philox.js';
import { bigWords } from '../../../helpers/generators.js';

const f32 = Math.fround;
const f64 = (v: number) => v;

describe('philox', () => {
  it('multiplies to 64 bits', () => {
    const words = [0, 1, 0xffff, 0x10000, 0xd2511f53, 0xcd9e8d57, 0xfffffffe, 0xffffffff];
    for (const a of words) for (const b of words) expect(mulhi(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
  });

  it.each([7, 10] as const)('is the published function, %d rounds, written twice', (rounds) => {
    const out = new Uint32Array(4);
    for (let i = 0; i < 200; i++) {
      const word = (j: number) => Math.imul(i * 6 + j + 1, 0x9e3779b1) >>> 0;
      const counter = [word(0), word(1), word(2), word(3)] as const;
      const key = [word(4), word(5)] as const;
      philox(out, ...counter, key, rounds);
      expect([...out]).toEqual(bigWords(counter, key, rounds === 7 ? 'philox4x32-7' : 'philox4x32-10'));
    }
  });
});

describe('uniforms', () => {
  it('stay inside (0, 1) in f64; in f32 the top rounds to 1', () => {
    expect(uniform(0, f64)).toBe(2 ** -33);
    expect(uniform(0xffffffff, f64)).toBe(1 - 2 ** -33);
    expect(uniform(0, f32)).toBe(2 ** -33);
    expect(uniform(0xffffffff, f32)).toBe(1);
  });

  it('never give the logarithm a zero', () => {
    expect(openUniform(0, f32)).toBe(2 ** -31);
    expect(openUniform(1, f32)).toBe(2 ** -31);
    expect(openUniform(0xffffffff, f64)).toBe(1 - 2 ** -31);
    expect(openUniform(0xffffffff, f32)).toBe(1);
  });
});

describe('normals', () => {
  const pair = (w0: number, w1: number, round = f64) => {
    const out = new Float64Array(2);
    normals(out, 0, w0, w1, round);
    return out;
  };

  it('is largest, √(62 ln 2), at the smallest uniform', () => {
    expect(pair(0, 0)[0]).toBeCloseTo(Math.sqrt(62 * Math.log(2)), 12);
  });

  it('is 0, not NaN, where the uniform rounds to 1', () => {
    expect([...pair(0xffffffff, 0x12345678, f32)]).toEqual([0, 0]);
  });

  it('turns with the second word, read as signed', () => {
    const r = Math.sqrt(-2 * Math.log(0.5 + 2 ** -31));
    for (const [w1, cos, sin] of [
      [0, 1, 0],
      [0x40000000, 0, 1],
      [0x80000000, -1, 0],
      [0xc0000000, 0, -1],
    ] as const) {
      const [z0, z1] = pair(0x80000000, w1);
      expect(z0).toBeCloseTo(r * cos, 12);
      expect(z1).toBeCloseTo(r * sin, 12);
    }
  });
});
