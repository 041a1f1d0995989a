/** However a run is stopped and continued, it has the bits of one run of that many paths. */
import { describe, expect, test } from 'vitest';
import type { Backend, SimulateOptions } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { DeviceLostError } from '#dist/errors.js';
import { BLOCK, type Plan } from '#dist/plan/plan.js';
import type { Result } from '#dist/result/result.js';
import { GrowingRun } from '#dist/study/grow.js';
import { run } from '#dist/study/run.js';
import { studyOf, up } from '../../helpers/studies.js';

const PATHS = 2 * BLOCK + 7; // ends with a short block
const study = studyOf({ paths: PATHS, dt: 0.1, horizon: 1, saveAt: [1], firstPassage: [up(0.2), up(0.3)] });

const backend = await createReferenceBackend();
const selection = { backend, reason: 'the test' };
const counts = ({
  provenance: { seconds: _, startupSeconds: __, pathStepsPerSecond: ___, ...rest },
  ...others
}: Result) => ({
  ...others,
  provenance: { ...rest, reason: '' },
});
const whole = (paths: number) => run({ ...study, paths }, { backend, checks: false });

describe('a growing run', () => {
  test('has the bits of one run at every stop, short blocks on the way included', async () => {
    const growing = new GrowingRun(study, selection);
    for (const paths of [5, BLOCK, BLOCK + 1, PATHS]) {
      await growing.advance(paths);
      expect(growing.paths).toBe(paths);
      expect(counts(growing.result())).toEqual(counts(await whole(paths)));
    }
  });

  test('goes on after it was stopped, and says that it is partial until then', async () => {
    const growing = new GrowingRun(study, selection);
    const stop = new AbortController();
    await growing.advance(PATHS, { signal: stop.signal, onGrowth: () => stop.abort() });
    expect(growing.paths).toBe(BLOCK);
    expect(growing.result().provenance.partial).toEqual({ requested: PATHS, completed: BLOCK });
    await growing.advance(PATHS);
    expect(counts(growing.result())).toEqual(counts(await whole(PATHS)));
  });

  test('tells progress over all blocks of a call, to its end', async () => {
    const growing = new GrowingRun(study, selection);
    await growing.advance(BLOCK);
    const told: number[] = [];
    await growing.advance(PATHS, {
      onProgress: ({ paths, totalPaths }) => {
        expect(totalPaths).toBe(PATHS - BLOCK);
        told.push(paths);
      },
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(PATHS - BLOCK);
  });

  test('loses nothing that was finished when its device is lost, and goes on with another', async () => {
    const growing = new GrowingRun(study, { backend: losing(backend, 1), reason: 'the test' });
    await expect(growing.advance(PATHS)).rejects.toThrow(DeviceLostError);
    expect(growing.paths).toBe(BLOCK);
    growing.replaceBackend(selection);
    await growing.advance(PATHS);
    expect(counts(growing.result())).toEqual(counts(await whole(PATHS)));
  });

  test('does not shrink', async () => {
    const growing = new GrowingRun(study, selection);
    await growing.advance(10);
    await expect(growing.advance(9)).rejects.toThrow(/at least the 10 paths/);
  });
});

/** A backend whose device is gone after so many blocks. */
const losing = (inner: Backend, blocks: number): Backend => ({
  ...inner,
  name: inner.name,
  adapter: inner.adapter,
  threads: inner.threads,
  startupSeconds: 0,
  simulate: async (plan: Plan, first: number, _count: number, options: SimulateOptions) => {
    await inner.simulate(plan, first, blocks, options);
    throw new DeviceLostError('gone');
  },
});
