import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breadth, Pace } from '#dist/backend/gpu/pace.js';
import { quadsOfLane, Schedule, type Work } from '#dist/backend/gpu/schedule.js';
import type { Plan } from '#dist/plan/plan.js';
import { plans } from '../wasm/plans.js';

const planWith = (steps: number, saveSteps: number[]): Plan => ({ ...plans.fixedHorizon, steps, saveSteps });

function drain(plan: Plan, ask: () => [steps: number, most: number]): Work[] {
  const schedule = new Schedule(plan);
  const all: Work[] = [];
  while (!schedule.done) all.push(...schedule.take(...ask()));
  return all;
}

describe('Schedule', () => {
  it('takes every step once, saves where asked, and never cuts a quad but at a save', () => {
    const saves = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 6 });
    fc.assert(
      fc.property(saves, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (some, sizes) => {
        const saveSteps = some.sort((a, b) => a - b);
        const plan = planWith(301, saveSteps);
        let i = 0;
        const work = drain(plan, () => [sizes[i++ % sizes.length]!, 8]);
        expect(work[0]).toEqual({ kind: 'begin' });
        let step = 0;
        let row = 0;
        for (const item of work.slice(1)) {
          if (item.kind === 'save') {
            expect(saveSteps[row]).toBe(step);
            expect(item.row).toBe(row++);
          } else if (item.kind === 'advance') {
            expect(item.first).toBe(step);
            expect(item.last).toBeGreaterThan(step);
            step = item.last;
            if (step % 4 !== 0) expect([...saveSteps, 301]).toContain(step);
            // The rest of a cut quad is a dispatch of its own.
            if (item.first % 4 !== 0) expect(Math.ceil(item.first / 4)).toBe(Math.ceil(step / 4));
          }
        }
        expect(step).toBe(301);
        expect(row).toBe(saveSteps.length);
      }),
    );
  });

  it('ends dispatches on the grid and at saves alone, whatever is asked for', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 });
    fc.assert(
      fc.property(sizes, (asked) => {
        const schedule = new Schedule(planWith(301, [102, 200]));
        const ends: number[] = [];
        for (let i = 0; !schedule.done; i++) {
          for (const item of schedule.take(asked[i % asked.length]!, 8, 64)) {
            if (item.kind === 'advance') ends.push(item.last);
          }
        }
        expect(ends).toEqual([64, 102, 104, 128, 192, 200, 256, 301]);
      }),
    );
  });

  it('begins and ends where there is no step to take', () => {
    expect(drain(planWith(0, [0]), () => [8, 8])).toEqual([{ kind: 'begin' }, { kind: 'save', row: 0 }]);
  });
});

describe('quadsOfLane', () => {
  it('is a share of the steps of all slots', () => {
    expect(quadsOfLane(20, 4096, 512)).toBe(40);
    expect(quadsOfLane(1, 512, 4096)).toBe(1);
  });

  it('is never more than a dispatch can be told: 2³² would be none', () => {
    expect(quadsOfLane(2 ** 34, 4096, 512)).toBe(2 ** 32 - 1);
  });
});

describe('Pace', () => {
  it('settles where a submission takes the time aimed at', () => {
    const pace = new Pace(50, 4);
    for (let i = 0; i < 12; i++) pace.observe(pace.steps, pace.steps * 0.1);
    expect(pace.steps).toBe(500);
  });

  it('grows by no more than four at once, and begins a batch where the last one began', () => {
    const pace = new Pace(50, 4);
    pace.observe(4, 10);
    expect(pace.steps).toBe(16);
    for (let i = 0; i < 5; i++) pace.observe(pace.steps, 1);
    expect(pace.steps).toBeGreaterThan(1000);
    pace.restart();
    expect(pace.steps).toBe(16);
  });

  it('learns nothing for the next batch from submissions too short to have done anything', () => {
    const pace = new Pace(50, 4);
    for (let batch = 0; batch < 3; batch++) {
      for (let i = 0; i < 6; i++) pace.observe(pace.steps, 0.2);
      expect(pace.steps).toBe(4 * 4 ** 6);
      pace.restart();
      expect(pace.steps).toBe(4);
    }
  });

  it('knows the slowest step of a batch', () => {
    const pace = new Pace(50, 4);
    pace.observe(10, 20);
    pace.observe(10, 40);
    pace.observe(10, 1);
    expect(pace.slowest).toBe(4);
    pace.restart();
    expect(pace.slowest).toBe(0);
  });
});

describe('Breadth', () => {
  it('grows by four at most while dispatches are shorter than aimed at, and shrinks at once where one is longer', () => {
    const breadth = new Breadth(50, 1000);
    breadth.observe(1000, 1000, 1);
    expect(breadth.paths).toBe(4000);
    breadth.observe(4000, 4000, 25);
    expect(breadth.paths).toBe(8000);
    breadth.observe(8000, 8000, 500);
    expect(breadth.paths).toBe(800);
  });

  it('grows by what lived, not by what was gone before there was anything to do', () => {
    const breadth = new Breadth(50, 1000);
    breadth.observe(1000, 0, 0.1);
    expect(breadth.paths).toBe(1000);
    breadth.observe(1000, 500, 1);
    expect(breadth.paths).toBe(2000);
  });

  it('does not shrink after the last batch of a run, which has few paths', () => {
    const breadth = new Breadth(50, 1000);
    breadth.observe(10, 10, 1);
    expect(breadth.paths).toBe(1000);
  });

  it('may have no limit', () => {
    const breadth = new Breadth(50, Number.POSITIVE_INFINITY);
    breadth.observe(1000, 1000, 1);
    expect(breadth.paths).toBe(Number.POSITIVE_INFINITY);
  });
});
