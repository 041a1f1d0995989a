import { describe, expect, it } from 'vitest';
import { judge, verdictOf } from '#dist/study/preprint/verdict.js';

const asked = { says: 'x', relation: '<', limit: 1 } as const;
const exactly = (value: number, error = 1e-9) => ({ ...asked, value: { value, error } });

describe('judge', () => {
  it.each([
    ['<', 0.5, true],
    ['<', 1.5, false],
    ['>', 0.5, false],
    ['>', 1.5, true],
  ] as const)('%s 1: %d → %s', (relation, value, holds) => {
    expect(judge({ ...exactly(value), relation }).holds).toBe(holds);
  });

  it('leaves open what cannot be told from the limit, within five errors of either side', () => {
    expect(judge(exactly(1 - 4e-3, 1e-3)).holds).toBeNull();
    expect(judge(exactly(1 + 4e-3, 1e-3)).holds).toBeNull();
    expect(judge(exactly(1 - 6e-3, 1e-3)).holds).toBe(true);
    expect(judge(exactly(1 + 6e-3, 1e-3)).holds).toBe(false);
    expect(judge(exactly(Number.NaN)).holds).toBeNull();
    expect(judge(exactly(0.5, Number.NaN)).holds).toBeNull();
  });

  it('lets paths object where they are sure, and only there', () => {
    const simulated = (value: number, standardError: number) =>
      judge({ ...exactly(0.5), simulated: { value, standardError } }).holds;
    expect(simulated(1.5, 0.05)).toBeNull();
    expect(simulated(1.5, 0.2)).toBe(true);
    expect(simulated(0.4, 0.01)).toBe(true);
  });
});

describe('verdictOf', () => {
  const parts = (...holds: (boolean | null)[]) => holds.map((each) => ({ holds: each }));
  it.each([
    [parts(true, true), 'holds'],
    [parts(true, false), 'holds in part'],
    [parts(false, false), 'does not hold'],
    [parts(true, null), 'undecided'],
    [parts(false, null), 'undecided'],
    [[], 'undecided'],
  ])('%j: %s', (criteria, verdict) => expect(verdictOf(criteria)).toBe(verdict));

  it('decides nothing where paths and theory disagree', () => {
    expect(verdictOf(parts(true), [{ ok: true }, { ok: null }])).toBe('holds');
    expect(verdictOf(parts(true), [{ ok: true }, { ok: false }])).toBe('undecided');
  });
});
