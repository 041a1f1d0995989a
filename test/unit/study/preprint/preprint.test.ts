// The claims at small size: the verdicts of the committed page, and numbers known from elsewhere.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { Claim, Preprint } from '#dist/result/preprint.js';
import { parseStudy } from '#dist/study/check.js';
import { figure } from '#dist/study/preprint/figure.js';
import { Lab } from '#dist/study/preprint/lab.js';
import { point } from '#dist/study/preprint/point.js';
import { preprint } from '#dist/study/preprint/preprint.js';
import { run } from '#dist/study/run.js';
import { SETS } from '../../../helpers/studies.js';
import { sized } from '../../../helpers/verify.js';

const VERDICTS = {
  boundary: 'holds in part',
  modes: 'holds in part',
  'first-passage': 'holds in part',
  'slowing-down': 'does not hold',
  'power-laws': 'does not hold',
  'critical-point': 'does not hold',
  potential: 'holds',
  'functional-form': 'holds',
  boundaries: 'holds',
  'figure-2': 'holds in part',
} as const;

const page = new URL('../../../../docs/preprint.html', import.meta.url);

describe('the claims', () => {
  let found: Preprint;
  const claim = (id: string): Claim => found.claims.find((each) => each.id === id)!;
  const exact = (id: string, quantity: string) => claim(id).exact.find((each) => each.quantity === quantity)!.value;

  beforeAll(
    async () => {
      // Without a path in `npm test`: the verdicts rest on exact numbers, and the paths of all claims take a minute.
      found = await preprint({ paths: sized(0, 20_000) });
    },
    sized(60_000, 600_000),
  );

  it('have these verdicts, and the committed page has them', () => {
    expect(Object.fromEntries(found.claims.map(({ id, verdict }) => [id, verdict]))).toEqual(VERDICTS);
    const text = readFileSync(page, 'utf8')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    const told = [...text.matchAll(/Verdict: [✓✗]? ?(holds in part|holds|does not hold|undecided) ?\./g)];
    expect(told.map(([, verdict]) => verdict)).toEqual(Object.values(VERDICTS));
    expect(text).toContain('firstpassage report --preprint --out docs/preprint.html');
  });

  it('find the slowest relaxation and the largest variance where they are known to lie', () => {
    // Known to the digits written.
    expect(exact('slowing-down', 'α of the slowest relaxation')).toBeCloseTo(0.1404, 3);
    expect(1 / exact('slowing-down', 'relaxation time there')).toBeCloseTo(0.15887, 4);
    expect(1 / exact('slowing-down', 'relaxation time at α = β')).toBeCloseTo(0.302688011453792, 12);
    expect(exact('power-laws', 'α of the largest variance')).toBeCloseTo(0.1785, 3);
    expect(exact('power-laws', 'variance at α = β')).toBeCloseTo(SETS.C.variance, 12);
    expect(exact('potential', 'P(0.8 before 0.05)')).toBeCloseTo(SETS.C.exitUp, 10);
    expect(exact('functional-form', 'mean first passage, the model')).toBeCloseTo(SETS.C.mfpt, 8);
  });

  it('find the genuine transition beside the crossover: exponent 1 at α = σ1²/2', () => {
    // The correction to the power law is of the order of the distance, 0.02, over α = 0.125.
    expect(Math.abs(exact('power-laws', 'exponent of the mean at α = σ1²/2, γ = σ0 = 0') - 1)).toBeLessThan(
      0.02 / 0.125,
    );
  });

  it('state every part as a number and a limit, which the parts of a verdict follow', () => {
    for (const { id, criteria, exact: values, finding, regime } of found.claims) {
      expect(criteria.length, id).toBeGreaterThan(1);
      for (const { value, relation, limit, holds } of criteria)
        expect(holds, id).toBe(relation === '<' ? value < limit : value > limit);
      for (const { value, quantity } of values) expect(Number.isFinite(value), `${id}: ${quantity}`).toBe(true);
      expect(`${finding}${regime}`, id).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });
});

describe('paths', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createWasmBackend({ threads: 2 });
  });
  afterAll(() => backend.close());

  it('say the same at small size, and the study of each number prints it again', async () => {
    const lab = new Lab({ backend, paths: 3000, seed: 'small' });
    const claims = [await point(lab), await figure(lab)];
    for (const { id, verdict, measured, criteria } of claims) {
      expect(verdict).toBe(VERDICTS[id as keyof typeof VERDICTS]);
      expect(measured.length).toBeGreaterThan(0);
      expect(criteria.some(({ simulated }) => simulated !== null)).toBe(true);
    }
    const row = claims[1]!.measured[0]!;
    expect([row.quantity, row.study]).toEqual(['mean at 10, α = 0.1', 'figure-0.1']);
    const again = await run(parseStudy(JSON.parse(JSON.stringify(lab.studies['figure-0.1']))), {
      backend,
      checks: false,
    });
    expect(again.snapshots[3]!.mean.value).toBe(row.value);
  });

  it('when interrupted, keep the claims that were finished', async () => {
    const abort = new AbortController();
    const found = await preprint({ paths: 0, signal: abort.signal, onClaim: () => abort.abort() });
    expect(found.claims.map(({ id }) => id)).toEqual(['boundary']);
    expect(found.partial).toEqual({ requested: 10, completed: 1 });
  });
});
