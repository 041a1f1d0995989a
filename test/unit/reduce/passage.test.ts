import { describe, expect, it } from 'vitest';
import { StepCounter } from '#dist/backend/counter.js';
import { makePlan } from '#dist/plan/make.js';
import type { Plan } from '#dist/plan/plan.js';
import { EventTimes } from '#dist/reduce/event-times.js';
import { describePassage } from '#dist/reduce/passage.js';
import { studyOf, up } from '../../helpers/studies.js';

const plan = makePlan(studyOf({ firstPassage: up(0.8), horizon: 10, dt: 0.1 }));

function timesOf(steps: readonly number[], midStep: boolean, of: Plan = plan): EventTimes {
  const counter = new StepCounter(of);
  for (const step of steps) counter.count(step);
  const { counts, sum, sumOfSquares } = counter;
  return new EventTimes({ counts: Float64Array.from(counts), sum, sumOfSquares }, of, midStep);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const sampleVariance = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);

describe('EventTimes', () => {
  const steps = [0, 1, 5, 5, 17, 40, 99, 100];

  it('has a variance from three events on, with an error above 0', () => {
    expect(timesOf([10, 20], true).variance).toMatchObject({
      value: null,
      reason: expect.stringMatching(/^2 events: .* at least 3$/),
    });
    expect(timesOf([10, 20, 40], true).variance.standardError).toBeGreaterThan(0);
  });

  it.each([
    ['grid', false],
    ['bridge', true],
  ] as const)('%s: mean and variance are those of the reported times', (_, midStep) => {
    const times = timesOf(steps, midStep);
    const t = steps.map((k) => (k === 0 ? 0 : (k - (midStep ? 0.5 : 0)) * 0.1));
    expect(times.mean.value).toBeCloseTo(mean(t), 13);
    expect(times.mean.standardError).toBeCloseTo(Math.sqrt(sampleVariance(t) / t.length), 13);
    expect(times.variance.value).toBeCloseTo(sampleVariance(t) - (midStep ? (7 / 8) * (0.01 / 12) : 0), 13);
    const m4 = mean(t.map((v) => (v - mean(t)) ** 4));
    const v = ((t.length - 1) / t.length) * sampleVariance(t);
    expect(times.variance.standardError).toBeCloseTo(Math.sqrt((m4 - v ** 2) / t.length), 12);
  });

  it('keep exact sums where the bins are coarse', () => {
    const coarse = makePlan(studyOf({ dt: 2 ** -16, horizon: 2 ** 8, saveAt: [2 ** 8], firstPassage: up(0.8) }));
    expect(coarse.stepShift).toBe(4);
    const late = [1, 2 ** 20 + 3, 2 ** 24 - 1, 2 ** 24];
    const times = timesOf(late, false, coarse);
    expect(times.mean.value).toBe(mean(late.map((k) => k * 2 ** -16)));
    expect(times.variance.value).toBeCloseTo(sampleVariance(late.map((k) => k * 2 ** -16)), 9);
  });

  it('count and sum far beyond 2⁵³', () => {
    const counter = new StepCounter(plan);
    const steps = [2 ** 32 - 1, 2 ** 31, 12345678901 % 2 ** 32];
    const wide = { ...plan, stepShift: 20, stepBins: 2 ** 12 + 1, steps: 2 ** 32 - 1 };
    const many = new StepCounter(wide);
    for (const k of steps) many.count(k);
    expect(many.sumOfSquares).toBe(steps.reduce((sum, k) => sum + BigInt(k) ** 2n, 0n));
    expect(counter.sum).toBe(0n);
    // A bin for each step: the sums follow from the counts.
    const fine = new StepCounter({ ...plan, stepShift: 0, stepBins: 2 ** 20 + 1, steps: 2 ** 20 });
    const counts = new Map([
      [1, 3],
      [999_983, 2 ** 32 - 1],
      [2 ** 20 - 1, 2 ** 31 + 1],
      [2 ** 20, 2 ** 32 - 1],
    ]);
    for (const [k, count] of counts) fine.counts[k] = count;
    for (const k of counts.keys()) fine.counts[k]!--;
    for (const k of counts.keys()) fine.count(k);
    const sumOf = (power: bigint): bigint =>
      [...counts].reduce((sum, [k, count]) => sum + BigInt(count) * BigInt(k) ** power, 0n);
    expect(fine.sum).toBe(sumOf(1n));
    expect(fine.sumOfSquares).toBe(sumOf(2n));
  });

  it('invert the distribution function, linear inside a step', () => {
    const times = timesOf([0, 10, 10, 20], false);
    expect(times.timeOf(0.5)).toBe(0);
    expect(times.timeOf(1)).toBe(0);
    expect(times.timeOf(2)).toBeCloseTo(0.95, 12);
    expect(times.timeOf(4)).toBeCloseTo(2, 12);
    expect(times.timeOf(4.5)).toBeNull();
    expect(times.countBy(0)).toBe(1);
    expect(times.countBy(0.95)).toBeCloseTo(2, 9);
    expect(times.countBy(10)).toBe(4);
  });

  it('on the grid, lie on the edges of bins: each step in the bin that it opens, the last one in the last', () => {
    const steps = Array.from({ length: 101 }, (_, k) => k);
    const { counts } = timesOf(steps, false).histogram(100, 10);
    expect(counts).toEqual([...new Array(99).fill(1), 2]);
  });

  it('fill a histogram over the horizon, every event in it', () => {
    const { edges, counts } = timesOf(steps, true).histogram(10, 10);
    expect(edges).toHaveLength(11);
    expect(counts).toEqual([4, 1, 0, 1, 0, 0, 0, 0, 0, 2]);
  });
});

describe('describePassage', () => {
  it('accounts for every path', () => {
    const steps = Array.from({ length: 60 }, (_, i) => i + 1);
    const passage = describePassage(timesOf(steps, false), {
      threshold: 0.8,
      direction: 'up',
      monitor: 'grid',
      bins: 10,
      horizon: 10,
      paths: 100,
      absorbed: 7,
    });
    expect([passage.hits, passage.censored, passage.absorbed]).toEqual([60, 40, 7]);
    expect(passage.probability.value).toBe(0.6);
    const t = [...steps.map((k) => k * 0.1), ...new Array(40).fill(10)];
    expect(passage.restrictedMean.value).toBeCloseTo(mean(t), 12);
    expect(passage.restrictedMean.standardError).toBeCloseTo(Math.sqrt(sampleVariance(t) / 100), 12);
    expect(passage.quantiles['0.5'].value).toBeCloseTo(5, 12);
    expect(passage.quantiles['0.75']).toEqual({
      value: null,
      standardError: null,
      reason: 'fewer than 75 % of the paths hit by the horizon',
    });
    expect(passage.survival.values[0]).toBe(1);
    expect(passage.survival.values.at(-1)).toBeCloseTo(0.4, 12);
  });

  it('says why a number is missing', () => {
    const none = describePassage(timesOf([], true), {
      threshold: 0.8,
      direction: 'up',
      monitor: 'bridge',
      bins: 10,
      horizon: 10,
      paths: 100,
      absorbed: 0,
    });
    expect(none.mean).toMatchObject({ value: null, reason: 'no path got there by the horizon' });
    expect(none.probability.value).toBe(0);
    expect(none.probability.standardError).toBeGreaterThan(0);
    expect(none.restrictedMean.value).toBe(10);
  });
});
