import { describe, expect, it } from 'vitest';
import { makePlan } from '#dist/plan/make.js';
import { BLOCK, MAX_STEP_BINS, pathsInBlocks, stepBin } from '#dist/plan/plan.js';
import { down, studyOf, up } from '../../helpers/studies.js';

describe('makePlan', () => {
  it('ends at the last save time where nothing else is asked', () => {
    expect(makePlan(studyOf({ saveAt: [2, 4], horizon: 10 })).steps).toBe(40);
    expect(makePlan(studyOf({ saveAt: [2, 4], horizon: 10, firstPassage: up(0.8) })).steps).toBe(100);
    expect(makePlan(studyOf({ saveAt: [2], boundary: { lower: 'absorb', upper: 'reflect' } })).steps).toBe(100);
  });

  it('rounds times to the nearest step', () => {
    // 0.3/0.1 and 0.7/0.1 are a rounding error below 3 and 7.
    expect(makePlan(studyOf({ dt: 0.1, saveAt: [0.3, 0.7] })).saveSteps).toEqual([3, 7]);
    expect(makePlan(studyOf({ dt: 0.1, horizon: 0.7, saveAt: [], firstPassage: up(0.8) })).steps).toBe(7);
  });

  it('draws from the generator that the study names', () => {
    expect(makePlan(studyOf({ rng: 'threefry4x32-20' })).rng).toBe('threefry4x32-20');
  });

  it('counts whole blocks and a short last one', () => {
    const plan = makePlan(studyOf({ paths: 2 * BLOCK + 1 }));
    expect(plan.blocks).toBe(3);
    expect(pathsInBlocks(plan, 0, 3)).toBe(2 * BLOCK + 1);
    expect(pathsInBlocks(plan, 2, 1)).toBe(1);
  });

  it('fills a histogram that the shown one divides', () => {
    for (const bins of [1, 100, 4096, 5000]) {
      const plan = makePlan(studyOf({ histogram: { bins } }));
      expect(plan.bins % bins).toBe(0);
      expect(plan.bins).toBeGreaterThanOrEqual(4096);
    }
  });

  it('coarsens the counts per step only above 2²⁰ steps', () => {
    const fine = makePlan(studyOf({ dt: 2 ** -10, horizon: 1024, saveAt: [1024] }));
    expect([fine.steps, fine.stepShift, fine.stepBins]).toEqual([MAX_STEP_BINS, 0, MAX_STEP_BINS + 1]);
    const coarse = makePlan(studyOf({ dt: 2 ** -10, horizon: 1025, saveAt: [1025] }));
    expect(coarse.stepShift).toBe(1);
    expect(stepBin(coarse, 0)).toBe(0);
    expect(stepBin(coarse, 1)).toBe(1);
    expect(stepBin(coarse, 2)).toBe(1);
    expect(stepBin(coarse, 3)).toBe(2);
    expect(stepBin(coarse, coarse.steps)).toBe(coarse.stepBins - 1);
  });

  it('ties a threshold at an absorbing end to the exit', () => {
    const boundary = { lower: 'absorb', upper: 'reflect' } as const;
    const plan = makePlan(studyOf({ boundary, firstPassage: [down(0), up(1), down(0.05)] }));
    expect(plan.thresholds.map(({ atExit }) => atExit)).toEqual([true, false, false]);
  });

  it('bridges the exits when any monitor does, or none is set', () => {
    expect(makePlan(studyOf({ firstPassage: null })).exitBridge).toBe(true);
    expect(makePlan(studyOf({ firstPassage: [up(0.8, 'grid')] })).exitBridge).toBe(false);
    expect(makePlan(studyOf({ firstPassage: [up(0.8, 'grid'), up(0.9)] })).exitBridge).toBe(true);
  });
});
