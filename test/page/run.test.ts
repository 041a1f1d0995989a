/** A run in the page is the run in Node. */

import { expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import type { Result } from '#dist/result/result.js';
import { run } from '#dist/study/run.js';
import { studyOf, up } from '../helpers/studies.js';

const PATHS = 5000; // two blocks, the second one short
const STEPS = 100;
const ROUNDING = STEPS * 2 ** -24; // of x in [0, 1]: one rounding error of f32 a step, all in one direction

// Set B passes .3 within ten time units in nearly every path.
const study = studyOf({ paths: PATHS, dt: 0.1, horizon: 0.1 * STEPS, saveAt: [0.1 * STEPS], firstPassage: up(0.3) });

const meanOf = (result: Result) => result.snapshots[0]!.mean.value!;

test('reference: the same counts, and moments to the rounding of another engine', async () => {
  const here = await run({ ...study, backend: 'reference' });
  const inNode = await commands.runInNode({ ...study, backend: 'reference' });
  expect(here.provenance.backend).toBe('reference');
  expect(here.firstPassage).toEqual(inNode.firstPassage);
  expect(Math.abs(meanOf(here) - meanOf(inNode))).toBeLessThan(ROUNDING);
});

test('wasm: the same bits', async () => {
  const here = await run({ ...study, backend: 'wasm' });
  const inNode = await commands.runInNode({ ...study, backend: 'wasm' });
  expect(here.provenance.backend).toBe('wasm');
  expect(here.firstPassage).toEqual(inNode.firstPassage);
  expect(here.snapshots).toEqual(inNode.snapshots);
});

test('webgpu: what wasm in Node has, to rounding', async () => {
  const here = await run({ ...study, backend: 'webgpu' });
  const inNode = await commands.runInNode({ ...study, backend: 'wasm' });
  expect(here.provenance.backend).toBe('webgpu');
  expect(Math.abs(meanOf(here) - meanOf(inNode))).toBeLessThan(ROUNDING);
});
