import { describe, expect, it } from 'vitest';
import { StepCounter } from '#dist/backend/counter.js';
import { makePlan } from '#dist/plan/make.js';
import { EventTimes } from '#dist/reduce/event-times.js';
import { hazardOf, survivalOf, tailRateOf } from '#dist/reduce/hazard.js';
import { studyOf, up } from '../../helpers/studies.js';

const DT = 0.1;
const plan = makePlan(studyOf({ firstPassage: up(0.8), horizon: 1, dt: DT }));
const edges = Array.from({ length: 6 }, (_, i) => i / 5); // two steps a bin

function eventsAt(counts: readonly number[]): EventTimes {
  const counter = new StepCounter(plan);
  counts.forEach((count, step) => {
    for (let i = 0; i < count; i++) counter.count(step);
  });
  const { counts: found, sum, sumOfSquares } = counter;
  return new EventTimes({ counts: Float64Array.from(found), sum, sumOfSquares }, plan, true);
}

// Half of those left hit in each of ten steps: 512, 256, …, 1 of 1024; one is left.
const halving = eventsAt([0, ...Array.from({ length: 10 }, (_, k) => 2 ** (9 - k))]);

describe('hazard', () => {
  it('is ln 2 a step where half of those left hit in each step, with the error of a binomial', () => {
    const { values, standardErrors } = hazardOf(halving, 1024, edges);
    for (const value of values) expect(value).toBeCloseTo(Math.LN2 / DT, 10);
    // 768 of 1024 hit in the first two steps: √(d/(n (n − d)))/width.
    expect(standardErrors[0]).toBeCloseTo(Math.sqrt(768 / 1024 / 256) / 0.2, 12);
    expect(survivalOf(halving, 1024, edges)).toMatchObject({
      times: edges,
      values: [1, 1 / 4, 1 / 16, 1 / 64, 1 / 256, 1 / 1024],
    });
    expect(survivalOf(halving, 1024, edges).standardErrors[1]).toBeCloseTo(Math.sqrt(3 / 16 / 1024), 14);
  });

  it('is null where nobody is left', () => {
    expect(hazardOf(eventsAt([0, 0, 4]), 4, edges).values).toEqual([null, null, null, null, null]);
    expect(hazardOf(eventsAt([]), 4, edges).values).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the rate of the tail', () => {
  it('counts the steps of all that are at risk after nine tenths have hit, the censored ones too', () => {
    // 922 of 1024 have hit within step 4; then 63 hits in 64 + 32 + … + 2 = 126 steps.
    const { value, standardError } = tailRateOf(halving, 1024, 0, 1);
    expect(value).toBeCloseTo(Math.LN2 / DT, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 126) / DT, 12);
  });

  it('begins at half of the horizon where fewer hit', () => {
    // 20 of 1000 in each step: from step 5 on, 100 hits; at risk 900, 880, 860, 840, 820.
    const { value } = tailRateOf(eventsAt([0, ...new Array(10).fill(20)]), 1000, 0, 1);
    expect(value).toBeCloseTo(-Math.log1p(-100 / 4300) / DT, 12);
  });

  it('is none where the hazard of the later hits is another than that of the earlier ones', () => {
    // n = 40: 200 hits in two steps, then 180 in three; n = 180: 480 in four, then 180 in one. 3 SE of 200 hits are 42.
    const later = (n: number) => tailRateOf(eventsAt([0, 0, 0, 0, 0, 0, 100, 100, 100, n, n]), 10_000, 0, 1);
    expect(later(110).value).toBeGreaterThan(0);
    for (const n of [40, 180]) expect(later(n)).toMatchObject({ value: null, reason: /a later horizon/ });
  });

  it('says why there is none', () => {
    expect(tailRateOf(eventsAt([0, 5]), 10, 0, 1)).toMatchObject({ value: null, reason: /at least 10/ });
    expect(tailRateOf(halving, 1024, 3, 1)).toMatchObject({ value: null, reason: /absorbing end/ });
  });
});
