// Waiting for a device leaves the processor to it: few turns of the event loop, and none of ours when nothing is awaited.
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dozeUntil } from '#dist/backend/gpu/doze.js';
import { createWebgpuBackend, type WebgpuBackend } from '#dist/backend/gpu/index.js';
import { planOf } from '../wasm/plans.js';
import { openGpu } from './dawn.js';

/** Turns of the event loop, which turns as fast as it can, in a millisecond of `work`. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let goesOn = true;
  const start = performance.now();
  const done = work().finally(() => {
    goesOn = false;
  });
  for (; goesOn; turns++) await turn();
  await done;
  return turns / (performance.now() - start);
}

const FEW = 10; // a loop that nothing holds up turns a hundred times in a millisecond

describe('dozeUntil', () => {
  it('gives what came, after few turns of the event loop', async () => {
    let came = '';
    const turns = await turnsDuring(async () => {
      came = await dozeUntil(sleep(300, 'at last'));
    });
    expect(came).toBe('at last');
    expect(turns).toBeLessThan(FEW);
    expect(turns).toBeGreaterThan(0.1); // whatever else the thread has to do gets its turn
  });

  it('passes a failure on', async () => {
    await expect(dozeUntil(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  });

  it('ends with the last wait', async () => {
    await Promise.all([dozeUntil(sleep(1)), dozeUntil(sleep(30))]);
    await turn();
    expect(process.getActiveResourcesInfo()).not.toContain('Immediate');
  });
});

describe('a backend', () => {
  let backend: WebgpuBackend;
  beforeAll(async () => {
    backend = await createWebgpuBackend({ gpu: openGpu() });
  });
  afterAll(() => backend.close());

  it('dozes while its device works', async () => {
    const plan = planOf({ paths: 8 * 4096, horizon: 10, saveAt: [10] });
    const turns = await turnsDuring(() => backend.simulate(plan, 0, plan.blocks, { onTally: () => {} }));
    expect(turns).toBeLessThan(FEW);
  });
});
