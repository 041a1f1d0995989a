import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device } from '#dist/backend/gpu/device.js';
import { createWebgpuBackend, type WebgpuBackend } from '#dist/backend/gpu/index.js';
import { Compiler } from '#dist/backend/gpu/pipelines.js';
import { exactNormals, MAX_NORMAL_ERROR } from '#dist/backend/gpu/probe.js';
import { runWords } from '#dist/backend/gpu/words.js';
import { RNGS } from '#dist/spec/study.js';
import { bigWords, KNOWN_ANSWERS } from '../../../helpers/generators.js';
import { openGpu } from './dawn.js';

let backend: WebgpuBackend;
let device: Device;
beforeAll(async () => {
  const gpu = openGpu();
  backend = await createWebgpuBackend({ gpu });
  device = await Device.open((await gpu.requestAdapter())!);
});
afterAll(async () => {
  await backend.close();
  device.close();
});

it.each(KNOWN_ANSWERS)('gives the known answer of $rng for counter $counter', async ({ rng, counter, key, words }) => {
  const out = await backend.randomWords(new Uint32Array(counter), key, rng);
  expect([...out]).toEqual(words);
});

describe('the hoisted generator', () => {
  const cases = RNGS.flatMap((rng) => (['shifts', 'floats'] as const).map((halves) => [rng, halves] as const));
  it.each(cases)('gives the words of the plain one, %s, halves by %s', async (rng, halves) => {
    const key = [0xdeadbeef, 0xffffffff] as const;
    const counters: [number, number, number, number][] = [];
    for (const quad of [0, 1, 2, 49, 0xffff, 0x10000, 0xffffffff]) {
      for (const low of [0, 1, 4096, 0x8000ffff, 0xffffffff]) {
        for (const high of [0, 1, 0xffffffff]) counters.push([quad, low, high, 0]);
      }
    }
    const given = new Uint32Array(counters.flat());
    const out = await runWords(device, new Compiler(device, { halves }), {
      entry: 'draw_noise_words',
      given,
      key,
      rng,
      normals: 'polynomial',
    });
    expect([...out]).toEqual(counters.flatMap((counter) => bigWords(counter, key, rng)));
  });
});

it('measures its normals and takes the variant that is exact enough', () => {
  const { variant, error } = backend.normalsReport;
  expect(backend.normalsVariant).toBe(variant);
  expect(error[variant]).toBeLessThan(MAX_NORMAL_ERROR);
  // SwiftShader's logarithm near 1 is not.
  expect(error['built-in']).toBeGreaterThan(MAX_NORMAL_ERROR);
  expect(variant).toBe('polynomial');
});

it('makes normals within 2e-6 of f64 at both ends of either word', async () => {
  const words = [0, 1, 2, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff].flatMap((a, _, all) =>
    all.flatMap((b) => [a, b]),
  );
  const z = await backend.normals(new Uint32Array(words));
  for (let i = 0; i < words.length; i += 2) {
    const [a, b] = exactNormals(words[i]!, words[i + 1]!);
    expect(Math.abs(z[i]! - a)).toBeLessThan(2e-6);
    expect(Math.abs(z[i + 1]! - b)).toBeLessThan(2e-6);
  }
  expect(z.every((value) => Math.abs(value) < 6.57)).toBe(true);
});
