import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBoundary } from '#dist/backend/reference/boundary.js';
import { makePlan } from '#dist/plan/make.js';
import type { BoundaryKind } from '#dist/spec/study.js';
import { studyOf } from '../../../helpers/studies.js';

const f64 = (v: number) => v;
const kinds = ['reflect', 'clamp', 'absorb'] as const;
const planWith = (lower: BoundaryKind, upper: BoundaryKind, domain: readonly [number, number] = [0, 1]) =>
  makePlan(studyOf({ boundary: { lower, upper }, domain, initial: domain[0] }));

describe('applyBoundary', () => {
  it('mirrors a small overshoot and folds a large one', () => {
    const plan = planWith('reflect', 'reflect', [-1, 3]);
    for (const [proposal, x] of [
      [0.3, 0.3],
      [-1.5, -0.5],
      [3.25, 2.75],
      [-5, 3],
      [-6, 2],
      [7.5, -0.5],
      [15.25, -0.75],
      [-16.5, -0.5],
    ] as const)
      expect(applyBoundary(proposal, plan, f64), `fold of ${proposal}`).toBe(x);
  });

  it('projects where it clamps', () => {
    const plan = planWith('clamp', 'clamp');
    expect([-0.1, 0.4, 1.7].map((x) => applyBoundary(x, plan, f64))).toEqual([0, 0.4, 1]);
  });

  it('mirrors at one end and projects at the other', () => {
    expect(applyBoundary(-0.25, planWith('reflect', 'clamp'), f64)).toBe(0.25);
    expect(applyBoundary(-3, planWith('reflect', 'clamp'), f64)).toBe(1);
    expect(applyBoundary(1.25, planWith('clamp', 'reflect'), f64)).toBe(0.75);
    expect(applyBoundary(4, planWith('clamp', 'reflect'), f64)).toBe(0);
  });

  it('leaves interior states as they are and lets nothing out, in f64 and f32', () => {
    const proposal = fc.oneof(
      fc.double({ min: -3, max: 4, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
    );
    const domain = fc.constantFrom([0, 1] as const, [-2, -1.9] as const, [0.1, 0.3] as const, [-1000, 1000] as const);
    fc.assert(
      fc.property(proposal, domain, fc.constantFrom(...kinds), fc.constantFrom(...kinds), (p, ends, lower, upper) => {
        for (const round of [f64, Math.fround]) {
          const plan = { ...planWith(lower, upper, ends), lower: round(ends[0]), upper: round(ends[1]) };
          const x = applyBoundary(round(p), plan, round);
          expect(x).toBeGreaterThanOrEqual(plan.lower);
          expect(x).toBeLessThanOrEqual(plan.upper);
          if (round(p) >= plan.lower && round(p) <= plan.upper) expect(x + 0).toBe(round(p) + 0); // −0 counts as 0
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
