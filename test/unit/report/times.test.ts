import { describe, expect, it } from 'vitest';
import type { PathEnds } from '#dist/backend/backend.js';
import { makePlan } from '#dist/plan/make.js';
import { timesColumns, timesValues } from '#dist/report/times.js';
import { down, studyOf, up } from '../../helpers/studies.js';

const rows = (plan: ReturnType<typeof makePlan>, firstPath: number, ends: PathEnds) => {
  const values = timesValues(plan, firstPath, ends);
  return ends.x.length === 0
    ? []
    : Array.from(ends.fate, (_, i) =>
        Object.fromEntries(timesColumns(plan).map(({ name }, j) => [name, (values[j] as ArrayLike<unknown>)[i]])),
      );
};

describe('timesValues', () => {
  // dt 0.1: half-steps of 0.05. 100 steps.
  it('gives hits of the bridge half a step early, and of the grid at the step', () => {
    const plan = makePlan(studyOf({ firstPassage: [up(0.8), up(0.9, 'grid')], saveAt: [] }));
    const ends = {
      x: Float64Array.of(0.9, 0.8, 0.5, Number.NaN),
      hitStep: Int32Array.of(4, 7, 0, -1, -1, -1, 3, -1),
      fate: Uint8Array.of(0, 0, 0, 3),
      endStep: Int32Array.of(7, 100, 100, 8),
    };
    expect(rows(plan, 2 ** 33, ends)).toEqual([
      { path: 2n ** 33n, hit_time_1: 7 * 0.05, hit_time_2: 14 * 0.05, end: 'seen', end_time: 14 * 0.05 },
      { path: 2n ** 33n + 1n, hit_time_1: 0, hit_time_2: null, end: 'horizon', end_time: 200 * 0.05 },
      { path: 2n ** 33n + 2n, hit_time_1: null, hit_time_2: null, end: 'horizon', end_time: 200 * 0.05 },
      // Withdrawn with the path.
      { path: 2n ** 33n + 3n, hit_time_1: null, hit_time_2: null, end: 'failed', end_time: 16 * 0.05 },
    ]);
  });

  it('gives the side of exit and its time, half a step early where ends are bridged', () => {
    const boundary = { lower: 'absorb', upper: 'absorb' } as const;
    const ends = {
      x: Float64Array.of(0, 1),
      hitStep: Int32Array.of(-1, 9),
      fate: Uint8Array.of(1, 2),
      endStep: Int32Array.of(5, 9),
    };
    const bridged = makePlan(studyOf({ boundary, firstPassage: up(1), saveAt: [] }));
    expect(rows(bridged, 0, ends)).toEqual([
      { path: 0n, hit_time: null, end: 'lower', end_time: 9 * 0.05 },
      { path: 1n, hit_time: 17 * 0.05, end: 'upper', end_time: 17 * 0.05 },
    ]);
    const onGrid = makePlan(studyOf({ boundary, firstPassage: up(1, 'grid'), saveAt: [] }));
    expect(rows(onGrid, 0, ends)).toEqual([
      { path: 0n, hit_time: null, end: 'lower', end_time: 10 * 0.05 },
      { path: 1n, hit_time: 18 * 0.05, end: 'upper', end_time: 18 * 0.05 },
    ]);
    const none = makePlan(studyOf({ boundary, saveAt: [] }));
    expect(rows(none, 7, { ...ends, hitStep: new Int32Array() })[0]).toEqual({
      path: 7n,
      end: 'lower',
      end_time: 9 * 0.05,
    });
  });

  it('gives the weights of tilted paths', () => {
    const plan = makePlan(
      studyOf({ method: 'tilted', initial: 0.5, firstPassage: down(0.02), horizon: 2, saveAt: [] }),
    );
    const ends = {
      x: Float64Array.of(0.02),
      hitStep: Int32Array.of(3),
      fate: Uint8Array.of(0),
      endStep: Int32Array.of(3),
      logWeight: Float64Array.of(-40),
    };
    expect(rows(plan, 0, ends)).toEqual([
      { path: 0n, hit_time: 5 * 0.05, end: 'seen', end_time: 5 * 0.05, weight: Math.exp(-40) },
    ]);
  });
});
