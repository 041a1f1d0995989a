import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { makePlan } from '#dist/plan/make.js';
import { atPathOffset, BLOCK } from '#dist/plan/plan.js';
import { planStudy } from '#dist/study/plan.js';
import { type Point, runPoints } from '#dist/study/points.js';
import { simulateTotals } from '../../helpers/simulate.js';
import { SETS, studyOf, up } from '../../helpers/studies.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

const base = { firstPassage: up(0.5), horizon: 5, saveAt: [5], paths: 500 } as const;

describe('many studies on one backend', () => {
  it('gives each the totals of its own run, in order, and tells how far it is', async () => {
    // More than are planned together.
    const studies = Array.from({ length: 300 }, (_, i) =>
      studyOf({ ...base, params: { ...SETS.D.params, alpha: 0.5 + i / 300 }, paths: 20 + (i % 3) }),
    );
    const points: Point[] = [];
    let told = 0;
    await runPoints(studies, {
      backend,
      onPoint(index, point) {
        expect(index).toBe(points.length);
        points.push(point);
      },
      onProgress({ paths }) {
        expect(paths).toBeGreaterThanOrEqual(told);
        told = paths;
      },
    });
    expect(points).toHaveLength(studies.length);
    expect(told).toBe(studies.reduce((sum, { paths }) => sum + paths, 0));
    for (const i of [0, 1, 255, 256, 299]) {
      const { study, plan, totals } = points[i]!;
      expect(study).toBe(studies[i]);
      expect(totals).toEqual(await simulateTotals(backend, plan));
      const alone = await simulateTotals(backend, planStudy(study));
      expect({ ...totals, snapshots: [] }).toEqual({ ...alone, snapshots: [] });
      expect(totals.snapshots[0]!.groups).toEqual(alone.snapshots[0]!.groups);
    }
  });

  it('shares random numbers between studies unless each has an offset', async () => {
    const studies = [studyOf(base), studyOf(base)];
    const hits = async (pathOffset?: (index: number) => number) => {
      const sums: bigint[] = [];
      await runPoints(studies, { backend, pathOffset, onPoint: (_, { totals }) => sums.push(totals.hits[0]!.sum) });
      return sums;
    };
    const [a, b] = await hits();
    expect(b).toBe(a);
    const [c, d] = await hits((index) => index * BLOCK);
    expect(c).toBe(a);
    expect(d).not.toBe(a);
  });

  it('stops where it is asked to, with whole points', async () => {
    const abort = new AbortController();
    let points = 0;
    await runPoints(
      Array.from({ length: 2000 }, () => studyOf({ ...base, paths: BLOCK })),
      {
        backend,
        signal: abort.signal,
        onPoint(_, { totals }) {
          expect(totals.paths).toBe(BLOCK);
          points++;
          abort.abort();
        },
      },
    );
    expect(points).toBeGreaterThan(0);
    expect(points).toBeLessThan(2000);
  });
});

describe('an offset of one block is the block after', () => {
  it.each(['tilted', 'splitting'] as const)('%s', async (method) => {
    const study = studyOf({ ...base, firstPassage: up(0.8), saveAt: [], method, paths: BLOCK + 300 });
    const plan = makePlan(study);
    const { blocks, paths, ...second } = await simulateTotals(backend, plan, { firstBlock: 1, blocks: 1 });
    const offset = atPathOffset({ ...plan, paths: 300, blocks: 1 }, BLOCK);
    expect(await simulateTotals(backend, offset)).toEqual({ blocks, paths, ...second });
    expect(paths).toBe(300);
  });
});
