/** Time by the device's own timestamps, and an adapter by its name. */
import { expect, test } from 'vitest';
import { type AdapterReport, createWebgpuBackend, listAdapters, type WebgpuOptions } from '#dist/backend/gpu/index.js';
import { contestantOf } from '#dist/bench/ours.js';
import { mainScenarios, withFewerPaths } from '#dist/bench/scenario.js';
import { openGpu } from './dawn.js';

async function measure(options: WebgpuOptions) {
  const backend = await createWebgpuBackend({ gpu: openGpu(), ...options });
  try {
    const contestant = contestantOf(withFewerPaths(mainScenarios[0]!, 32), {
      backend,
      pace: 'software-gpu',
      environment: 'node',
      version: 'Node',
      deviceSeconds: () => backend.deviceSeconds(),
    });
    return [await contestant.run(), await contestant.run()];
  } finally {
    await backend.close();
  }
}

test('every pass is timed: most of a run, and no more than all of it', async () => {
  const [first, second] = await measure({ timestamps: true });
  for (const { seconds, gpuSeconds } of [first!, second!]) {
    expect(gpuSeconds).toBeGreaterThan(0);
    expect(gpuSeconds).toBeLessThan(seconds);
  }
  // Everything but the passes is a few copies and one tally of two blocks.
  expect(second!.gpuSeconds! / second!.seconds).toBeGreaterThan(0.3);
});

test('not timed where nobody asks for it', async () => {
  for (const { gpuSeconds } of await measure({})) expect(gpuSeconds).toBeNull();
});

test('an adapter is found by the name that the list tells, and no other is taken for it', async () => {
  const [{ name }] = (await listAdapters()) as [AdapterReport, ...AdapterReport[]];
  const backend = await createWebgpuBackend({ adapter: name });
  expect(backend.adapter).toBe(name);
  await backend.close();
  await expect(createWebgpuBackend({ adapter: 'Fake 9000' })).rejects.toThrow(/the GPU adapter Fake 9000, got none/);
});
