// The errors of differences between plans that share their random numbers, against the spread over seeds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { BLOCK } from '#dist/plan/plan.js';
import { difference, influencesOn, type Paired, type PairedField, type PairedOf } from '#dist/reduce/cohorts.js';
import { buildResult } from '#dist/result/build.js';
import type { Estimate, FirstPassage, Provenance, Result } from '#dist/result/result.js';
import { planStudy } from '#dist/study/plan.js';
import { runPoints } from '#dist/study/points.js';
import { simulateTotals } from '../../helpers/simulate.js';
import { down, SETS, studyOf, up } from '../../helpers/studies.js';
import { sized } from '../../helpers/verify.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

const SEEDS = sized(600, 6000);
const studyAt = (alpha: number, seed: number) =>
  studyOf({
    params: { ...SETS.D.params, alpha },
    domain: [0, 0.7],
    boundary: { lower: 'reflect', upper: 'absorb' },
    firstPassage: up(0.3),
    dt: 0.1,
    horizon: 4,
    saveAt: [2],
    paths: 300,
    seed,
  });

const looks: readonly (readonly [string, PairedOf, PairedField])[] = [
  ['snapshot mean', 'positions', 'mean'],
  ['snapshot variance', 'positions', 'variance'],
  ['hit probability', { threshold: 0 }, 'probability'],
  ['restricted mean', { threshold: 0 }, 'restrictedMean'],
  ['mean given a hit', { threshold: 0 }, 'mean'],
  ['exit probability', 'upper', 'probability'],
  ['mean of exits', 'upper', 'mean'],
];

/** The estimate of what is compared. */
function estimateIn(result: Result, of: PairedOf, field: PairedField): Estimate {
  if (of === 'positions') return result.snapshots[0]![field as 'mean'];
  if (typeof of === 'string') return result.exits![of]![field as 'mean'];
  return (result.firstPassage as FirstPassage)[field];
}

describe('the error of a difference', () => {
  it('is the spread of the difference over seeds, far below that of independent points', async () => {
    const studies = Array.from({ length: SEEDS }, (_, i) => [studyAt(1, i + 1), studyAt(1.1, i + 1)]).flat();
    const found = looks.map((): { value: number; error: number; apart: number }[] => []);
    let before: readonly Paired[] = [];
    await runPoints(studies, {
      backend,
      cohorts: true,
      onPoint(index, { study, totals, plan }) {
        const result = buildResult(study, plan, totals, {} as Provenance, null);
        const paired = looks.map(([, of, field]) => ({
          estimate: estimateIn(result, of, field),
          influences: influencesOn(totals, plan, of, field),
          paths: totals.paths,
        }));
        looks.forEach(([, , field], k) => {
          if (index % 2 === 0) return;
          const { value, standardError } = difference(paired[k]!, before[k]!, true, field);
          const apart = difference(paired[k]!, before[k]!, false, field).standardError!;
          found[k]!.push({ value: value!, error: standardError!, apart });
        });
        before = paired;
      },
    });
    looks.forEach(([name], k) => {
      const average = (of: (row: { value: number; error: number; apart: number }) => number) =>
        found[k]!.reduce((sum, row) => sum + of(row), 0) / SEEDS;
      const mean = average(({ value }) => value);
      const spread = average(({ value }) => (value - mean) ** 2);
      const said = average(({ error }) => error * error);
      // The variance of a sample variance is 2/n for a normal law, and the errors have a spread of 2/63 each; five standard errors.
      expect(Math.abs(spread / said - 1), name).toBeLessThan(5 * Math.sqrt((2 + 2 / 63) / SEEDS));
      expect(
        average(({ apart, error }) => apart / error),
        name,
      ).toBeGreaterThan(1.5);
    });
  });

  it('is that of one path at least for shares, and of independent points where nothing tells two apart', () => {
    const e = { value: 0.5, standardError: 0.1 };
    const same = { estimate: e, influences: new Float64Array(64), paths: 100 };
    expect(difference(same, same, true, 'probability')).toEqual({ value: 0, standardError: 0.01 });
    expect(difference(same, same, true, 'mean').standardError).toBeCloseTo(0.1 * Math.SQRT2, 12);
    expect(difference({ ...same, influences: null }, same, true, 'mean').value).toBeNull();
  });
});

describe('sums over cohorts', () => {
  const study = studyOf({
    params: SETS.D.params,
    firstPassage: [up(0.3), down(0.05, 'grid')],
    boundary: { lower: 'reflect', upper: 'absorb' },
    domain: [0, 0.6],
    dt: 0.1,
    horizon: 2,
    paths: BLOCK + 100,
    saveAt: [1, 2],
  });

  it('have the counts and means of the totals, on the reference and on wasm, however the work is cut', async () => {
    const plan = { ...planStudy(study), cohorts: true };
    const reference = await createReferenceBackend({ precision: 'f32' });
    for (const each of [backend, reference]) {
      const totals = await simulateTotals(each, plan);
      const parts = await simulateTotals(each, plan, { firstBlock: 0, blocks: 1 });
      const rest = await simulateTotals(each, plan, { firstBlock: 1, blocks: 1 });
      expect(totals.cohorts).toEqual(parts.cohorts!.map((sum, i) => sum + rest.cohorts![i]!));
      const result = buildResult(study, plan, totals, {} as Provenance, null);
      const passages = [result.firstPassage!].flat();
      const sums = (series: number, part: number) =>
        Array.from({ length: 64 }, (_, g) => totals.cohorts![(64 * series + g) * 3 + part]!).reduce((a, b) => a + b, 0);
      for (const [j, { hits, mean }] of passages.entries()) {
        expect(sums(j, 0)).toBe(hits);
        expect((sums(j, 1) / 2 ** 32 / hits) * 2).toBeCloseTo(mean.value!, 8);
      }
      expect(sums(3, 0)).toBe(result.exits!.upper!.count);
      const { paths, mean } = result.snapshots[1]!;
      expect(sums(4, 0)).toBe(paths);
      expect(0.3 + (0.3 * sums(4, 1)) / 2 ** 32 / paths).toBeCloseTo(mean.value!, 6);
    }
  });
});
