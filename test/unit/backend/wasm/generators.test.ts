// The generator in SIMD, in its general form and with the loop-invariant words taken out.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generatorOf } from '#dist/backend/wasm/generators.js';
import { ConstantTable, Graph } from '#dist/backend/wasm/graph.js';
import { buildKernel, type KernelExports, loadConstants } from '#dist/backend/wasm/kernel.js';
import { LaneViews } from '#dist/backend/wasm/lane-views.js';
import { STEP_TABLE } from '#dist/backend/wasm/layout.js';
import { normals, randomWords } from '#dist/backend/wasm/probe.js';
import { shapeOf } from '#dist/backend/wasm/shape.js';
import { RNGS } from '#dist/spec/study.js';
import { bigThreefry, bigWords, KNOWN_ANSWERS, THREEFRY_ANSWERS } from '../../../helpers/generators.js';
import { plans } from './plans.js';

const word = fc.nat({ max: 2 ** 32 - 1 });

it('the BigInt form gives the published answers', () => {
  for (const { rng, counter, key, words } of KNOWN_ANSWERS) expect(bigWords(counter, key, rng)).toEqual(words);
  for (const { counter, key, words } of THREEFRY_ANSWERS) expect(bigThreefry(counter, key)).toEqual(words);
});

it.each(RNGS)('any counter and key, %s: as in BigInt', async (rng) => {
  const property = fc.asyncProperty(fc.tuple(word, word, word, word), fc.tuple(word, word), async (counter, key) => {
    expect([...(await randomWords(Uint32Array.from(counter), key, rng))]).toEqual(bigWords(counter, key, rng));
  });
  await fc.assert(property, {
    numRuns: 30,
    examples: [
      [
        [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
        [0, 0xffffffff],
      ],
    ],
  });
});

it.each([63, 64, 65, 4095, 4096, 4097])('%d counters: the tail is drawn too', async (count) => {
  const counters = Uint32Array.from({ length: 4 * count }, (_, i) => Math.imul(i, 0x9e3779b9));
  const words = await randomWords(counters, [1, 2], 'philox4x32-10');
  expect(words.length).toBe(4 * count);
  for (const i of [0, count - 2, count - 1]) {
    const counter = [...counters.subarray(4 * i, 4 * i + 4)] as [number, number, number, number];
    expect([...words.subarray(4 * i, 4 * i + 4)]).toEqual(bigWords(counter, [1, 2], 'philox4x32-10'));
  }
});

it.each(RNGS)('the noise of a kernel, %s, is the noise stream of the public layout', async (rng) => {
  const property = fc.asyncProperty(fc.tuple(word, word), word, word, word, async (key, block, pathLow, pathHigh) => {
    const plan = { ...plans.fixedHorizon, key, rng };
    const kernel = buildKernel(shapeOf(plan, { vectors: 1, byIntegers: 0 }));
    const { instance } = await WebAssembly.instantiate(kernel.bytes);
    const wasm = instance.exports as unknown as KernelExports;
    const views = new LaneViews(wasm.memory, kernel.layout, plan);
    loadConstants(views.words, kernel, plan, pathHigh);
    views.path.set([pathLow, pathLow ^ 1, 0, 0xffffffff]);
    wasm.prepare(16);
    generatorOf(rng).stepWords(views.words, STEP_TABLE / 4, key, pathHigh, block);
    wasm.normals(16, STEP_TABLE);
    const z = kernel.layout.listed.normals.map((address) => new Float32Array(wasm.memory.buffer, address, 4));
    for (const [lane, path] of [...views.path.subarray(0, 4)].entries()) {
      const words = bigWords([block, path, pathHigh, 0], key, rng);
      const expected = [...(await normals(Uint32Array.from(words)))];
      expect(z.map((normals) => normals[lane])).toEqual(expected);
    }
  });
  await fc.assert(property, { numRuns: 10 });
});

it('equal operations on equal arguments are one node', () => {
  const g = new Graph(new ConstantTable());
  const [x, y] = [g.local(0), g.local(1)];
  expect(g.add(x, y)).toBe(g.add(x, y));
  expect(g.add(x, y)).not.toBe(g.add(y, x)); // operands may differ in the NaN they give
  expect(g.shift('i32x4.shl', x, 1)).not.toBe(g.shift('i32x4.shl', x, 2));
  expect(g.evenWords(x, y)).not.toBe(g.oddWords(x, y));
  expect(g.f32(0)).not.toBe(g.f32(-0));
});
