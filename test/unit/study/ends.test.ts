import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, PathEnds } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { BLOCK } from '#dist/plan/plan.js';
import { parseStudy } from '#dist/study/check.js';
import { planStudy } from '#dist/study/plan.js';
import { run, runPart } from '#dist/study/run.js';
import { down, studyOf, up } from '../../helpers/studies.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

const options = () => ({ backend, checks: false });

/** More than two batches of 64 blocks, each path of two steps at most. */
const PATHS = 130 * BLOCK + 5;
const brief = studyOf({ firstPassage: up(0.15), dt: 0.1, horizon: 0.2, saveAt: [], paths: PATHS });

describe('onEnds', () => {
  it('tells every path once, in order, and the hits are those that the result counts', async () => {
    const told: [number, number][] = [];
    let hits = 0;
    let halfSteps = 0n;
    const onEnds = (firstPath: number, { hitStep, fate }: PathEnds) => {
      told.push([firstPath, fate.length]);
      for (const step of hitStep) {
        if (step < 0) continue;
        hits++;
        halfSteps += BigInt(2 * step - 1);
      }
    };
    const result = await run(brief, { ...options(), onEnds });
    expect(told).toEqual([
      [0, 64 * BLOCK],
      [64 * BLOCK, 64 * BLOCK],
      [128 * BLOCK, 2 * BLOCK + 5],
    ]);
    if (result.firstPassage === null || 'length' in result.firstPassage) throw new Error('expected one threshold');
    expect(hits).toBe(result.firstPassage.hits);
    expect((Number(halfSteps) * 0.05) / hits).toBeCloseTo(result.firstPassage.mean.value!, 12);
    const plain = await run(brief, options());
    expect({ ...result, provenance: null }).toEqual({ ...plain, provenance: null });
  });

  it('holds the run back while its listener is busy: one batch ahead, no more', async () => {
    let busy = false;
    let ahead = 0;
    let taken = 0;
    const onEnds = async (firstPath: number, { fate }: PathEnds) => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise((resolve) => setTimeout(resolve, 30));
      ahead = Math.max(ahead, taken - firstPath);
      expect(fate.length).toBeGreaterThan(0);
      busy = false;
    };
    const onProgress = ({ paths }: { paths: number }) => {
      taken = paths;
    };
    await run(brief, { ...options(), onEnds, onProgress });
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThanOrEqual(2 * 64 * BLOCK);
  });

  it('counts paths of a shard in the whole run', async () => {
    const firsts: number[] = [];
    const study = { ...brief, paths: 8 * BLOCK };
    await runPart(study, { index: 2, count: 4 }, { ...options(), onEnds: (firstPath) => void firsts.push(firstPath) });
    expect(firsts).toEqual([2 * BLOCK]);
  });

  it('when aborted, tells the paths that the partial result has', async () => {
    const abort = new AbortController();
    let paths = 0;
    const onEnds = (_: number, { fate }: PathEnds) => {
      paths += fate.length;
      abort.abort();
    };
    const { provenance } = await run(brief, { ...options(), onEnds, signal: abort.signal });
    expect(provenance.partial?.completed).toBe(paths);
    expect(paths).toBeLessThan(PATHS);
  });

  it('gives up where the listener does', async () => {
    const onEnds = () => Promise.reject(new Error('the disk is full'));
    await expect(run(brief, { ...options(), onEnds })).rejects.toThrow('the disk is full');
  });

  it('tells the weights of tilted paths, whose hits sum up to the probability', async () => {
    const study = studyOf({
      method: 'tilted',
      firstPassage: down(0.02),
      initial: 0.5,
      horizon: 2,
      saveAt: [],
      paths: 2 * BLOCK,
    });
    let sum = 0;
    const onEnds = (_: number, { hitStep, logWeight }: PathEnds) =>
      hitStep.forEach((step, i) => {
        if (step >= 0) sum += Math.exp(logWeight![i]!);
      });
    const { firstPassage } = await run(study, { ...options(), onEnds });
    if (firstPassage === null || 'length' in firstPassage) throw new Error('expected one threshold');
    // Weights are summed in units of 2^-60 or finer of their scale.
    expect(sum / study.paths / firstPassage.probability.value!).toBeCloseTo(1, 10);
    expect(planStudy(study).rare?.method).toBe('tilted');
  });

  it('refuses paths that branch', async () => {
    const study = parseStudy({
      model: 'brownian',
      firstPassage: { threshold: 0.9 },
      initial: 0,
      horizon: 0.1,
      method: 'splitting',
      paths: 1000,
    });
    await expect(run(study, { ...options(), onEnds: () => {} })).rejects.toThrow('use method: tilted');
  });
});
