import { describe, expect, it } from 'vitest';
import { describePlan, planText } from '#dist/report/plan-text.js';
import { resultText, studyLines } from '#dist/report/text.js';
import type { ErrorBudget } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { planStudy } from '#dist/study/plan.js';
import { fakeResult, passage } from './fake.js';

const budget: ErrorBudget = {
  tolerance: 0.002,
  confidence: 0.95,
  quantity: 'firstPassage.mean',
  scale: 11.4095879,
  bias: 0.00045,
  biasError: 1e-9,
  statistical: 0.0015,
  total: 0.00196,
  others: [],
  chosen: { scheme: 'lamperti-heun', dt: 0.08, paths: 444_000 },
  given: [],
  biasFrom: 'kernel',
  pathSteps: 6.34e7,
  why: 'the cheapest dt with a bias of at most a third of the tolerance',
};
const LINES = [
  'Accuracy asked for: firstPassage.mean within 0.2 % of 11.4096, at 95 % confidence',
  "  bias         +0.045 %  from the scheme's own kernel",
  '  statistical    0.15 %  1.96 standard errors',
  '  total           0.2 %',
  '  chosen: lamperti-heun, dt 0.08, 444,000 paths, about 63.4 M path-steps',
  '  the cheapest dt with a bias of at most a third of the tolerance',
].join('\n');

const textOf = (changes: Partial<ErrorBudget>): string =>
  resultText(
    fakeResult({ firstPassage: { threshold: 0.8 } }, { firstPassage: passage, errorBudget: { ...budget, ...changes } }),
    {
      canvas: { width: 80, unicode: true },
    },
  );

describe('the error budget', () => {
  it('stands after the head of a report, and in the plan of a run', () => {
    expect(textOf({})).toContain(`\n\n${LINES}\n\n`);
    const study = fakeResult().spec;
    const backend = { backend: 'wasm', reason: 'asked for', adapter: null, threads: 1 } as const;
    const plan = describePlan({ study, errorBudget: budget }, planStudy(study), backend);
    expect(planText(plan).endsWith(`\n\n${LINES}`)).toBe(true);
    expect(describePlan({ study, errorBudget: null }, planStudy(study), backend)).not.toHaveProperty('errorBudget');
  });

  it('says what was given, where the bias comes from, and what did not come out', () => {
    const pilot = textOf({ biasFrom: 'pilot', biasError: 0.0002, bias: -0.0004, given: ['scheme', 'dt'] });
    expect(pilot).toContain('bias         -0.04 %  ± 0.02 %, from coupled pairs of paths');
    expect(pilot).toContain('444,000 paths (scheme, dt as given)');
    expect(textOf({ total: 0.0021 })).toContain('0.21 %  ABOVE THE TOLERANCE');
    expect(textOf({ statistical: null, total: null })).toMatch(/statistical +– +1\.96/);
  });

  it('leaves out of a study what is still to be chosen', () => {
    expect(studyLines(parseStudy({ model: 'severity', scheme: 'milstein', tolerance: 0.002 })).at(-1)).toBe(
      'horizon 40, milstein, philox4x32-10, seed 0; dt, paths to be chosen for a tolerance of 0.002',
    );
  });

  it('names the other quantities, the furthest off first', () => {
    const other = (quantity: string, total: number) => ({
      quantity,
      scale: 1,
      bias: 0,
      biasError: 0,
      statistical: total,
      total,
    });
    const others = [0.0019, 0.0018, 0.0011, 0.001].map((total, i) => other(`snapshots[${i + 1}].mean`, total));
    const text = textOf({ quantity: 'snapshots[0].mean', others });
    expect(text).toContain('within 0.2 % of 11.4096, the root mean square of x, at');
    expect(text).toContain(
      'closer: snapshots[1].mean 0.19 %, snapshots[2].mean 0.18 %, snapshots[3].mean 0.11 %, and 1 more',
    );
  });
});
