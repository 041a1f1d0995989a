// Every study of examples/: what its header promises is so, and a small run of it agrees with theory.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { Estimate } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';
import { studyWarnings } from '#dist/study/warnings.js';
import { sized } from '../helpers/verify.js';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const textOf = (file: string) => readFileSync(folder + file, 'utf8');
const studyIn = (text: string) => parseStudy(loadStudyText(text, ''));

/** `# exact: firstPassage.mean = 11.4096` → path and number. */
function promised(text: string): { path: string; digits: string }[] {
  return [...text.matchAll(/^# exact: (\S+) = (\S+)$/gm)].map(([, path, digits]) => ({ path: path!, digits: digits! }));
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

describe('examples', () => {
  it('each say what they show and what exact number to expect, and none warns', () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
    for (const file of files) {
      const text = textOf(file);
      expect(text, file).toMatch(/^# [A-Z]/);
      expect(text, file).toContain(`firstpassage run examples/${file}`);
      expect(promised(text).length, file).toBeGreaterThan(0);
      expect(studyWarnings(studyIn(text)), file).toEqual([]);
    }
  });

  it.each(files)('%s: the exact values of its header are those of theory, and a small run agrees', async (file) => {
    const text = textOf(file);
    const study = studyIn(text);
    const exact = theory(study);
    for (const { path, digits } of promised(text)) {
      const value = at(exact, path) as number;
      expect(value, path).not.toBeNull();
      expect(Number(value.toPrecision(digits.replace(/^0\.0*|\D/g, '').length)), path).toBe(Number(digits));
    }
    const result = await run({ ...study, paths: sized(2000, 100_000) }, { backend });
    expect(result.failures.nonFinite).toBe(0);
    for (const check of result.checks) expect(check.ok, `${check.quantity}: ${JSON.stringify(check)}`).toBe(true);
    for (const fit of result.goodnessOfFit) expect(fit.ok, fit.quantity).toBe(true);
    if (file !== 'wright-fisher.yaml') return expect(result.checks.length).toBeGreaterThan(4);
    // e^(−2Nsx) is a martingale of Euler's step too; what is left is how far a path jumps over an end, where σ√dt ≈ x = dt/N.
    const { s, N } = study.params as { s: number; N: number };
    const { value, standardError } = result.exits!.upper!.probability as Estimate & {
      value: number;
      standardError: number;
    };
    const bound = 2 * N * s * (study.dt / N);
    expect(Math.abs(value - exact.exit!.upper!.probability!)).toBeLessThan(5 * standardError + bound);
  });
});
