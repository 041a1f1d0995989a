/** Statistics of weighted hits against direct sums over the same hits. */
import { describe, expect, it } from 'vitest';
import { WeightCounter } from '#dist/backend/weights.js';
import { emptyTotals } from '#dist/reduce/totals.js';
import { describeWeighted } from '#dist/reduce/weighted.js';
import { planStudy } from '#dist/study/plan.js';
import { brownianStudy } from '../../helpers/unlikely.js';

const study = brownianStudy(1e-5, 40, { method: 'tilted', paths: 50 });
const plan = planStudy(study);
const { horizon, dt } = study;
const unit = plan.rare!.unit;

/** Hits of some paths, [step, weight] each; the others have none. */
const paths: [number, number][][] = [
  [[10, 1]],
  [[30, 0.5]],
  [],
  [
    [20, 0.25],
    [35, 0.5],
  ],
  [[40, 2]],
  ...Array.from({ length: 20 }, (_, i): [number, number][] =>
    i % 3 === 0 ? [] : [[1 + ((i * 7) % 40), 0.3 + i / 20]],
  ),
];

const counter = new WeightCounter(plan);
for (const hits of paths) {
  for (const [step, weight] of hits) counter.hit(step, weight);
  counter.endPath();
}
counter.endBlock();
const totals = emptyTotals(plan);
const setup = {
  threshold: 1.5,
  direction: 'up',
  monitor: 'bridge',
  bins: 40,
  horizon,
  paths: paths.length,
  pathSteps: 500n,
  hits: paths.filter((hits) => hits.length > 0).length,
  absorbed: 0,
} as const;
const found = describeWeighted({ ...totals.weights!, ...counter.tally() } as never, plan, setup);

const n = paths.length;
const a = paths.map((hits) => hits.reduce((sum, [, w]) => sum + w, 0));
const time = (step: number) => (step - 0.5) * dt;
const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / n;
/** Standard error of a mean of n paths. */
const error = (xs: number[]) => Math.sqrt(xs.reduce((sum, x) => sum + (x - mean(xs)) ** 2, 0) / (n - 1) / n);
const sumOf = (f: (t: number) => number) => paths.map((hits) => hits.reduce((sum, [k, w]) => sum + w * f(time(k)), 0));

// Rounding: some ten operations on numbers of order 1.
const DIGITS = 11;

describe('weighted hits', () => {
  it('give the probability and its error', () => {
    expect(found.probability.value! / unit).toBeCloseTo(mean(a), DIGITS);
    expect(found.probability.standardError! / unit).toBeCloseTo(error(a), DIGITS);
  });

  it('give mean and variance of the time of a hit, with errors of ratios', () => {
    const t = mean(sumOf((u) => u)) / mean(a);
    expect(found.mean.value! / t).toBeCloseTo(1, DIGITS);
    const residual = sumOf((u) => u - t);
    expect(found.mean.standardError! / (error(residual) / mean(a))).toBeCloseTo(1, DIGITS);
    const variance = mean(sumOf((u) => (u - t) ** 2)) / mean(a);
    expect(found.variance.value! / (variance - dt ** 2 / 12)).toBeCloseTo(1, DIGITS);
    const spread = sumOf((u) => (u - t) ** 2 - variance);
    expect(found.variance.standardError! / (error(spread) / mean(a))).toBeCloseTo(1, DIGITS);
  });

  it('give E min(T, horizon)', () => {
    const left = sumOf((u) => horizon - u);
    expect(found.restrictedMean.value!).toBeCloseTo(horizon - unit * mean(left), DIGITS);
    expect(found.restrictedMean.standardError! / (unit * error(left))).toBeCloseTo(1, DIGITS);
  });

  it('say what they are worth', () => {
    const squares = a.reduce((sum, w) => sum + w * w, 0);
    const sum = n * mean(a);
    expect(found.weights!.effectiveSampleSize).toBeCloseTo(sum ** 2 / squares, DIGITS);
    expect(found.weights!.largestShare).toBeCloseTo(Math.max(...a) / sum, DIGITS);
    expect(found.weights!.work / (((error(a) ** 2 * n) / mean(a) ** 2) * (500 / n))).toBeCloseTo(1, DIGITS);
  });

  it('add up in the histogram, as plain paths would, and in the survival', () => {
    const total = found.histogram.counts.reduce((sum, count) => sum + count, 0);
    expect(total / n / found.probability.value!).toBeCloseTo(1, DIGITS);
    expect(found.survival.values[0]).toBe(1);
    expect(found.hits + found.censored).toBe(n);
  });

  it('have no error with one path that hit', () => {
    const one = describeWeighted({ ...totals.weights!, ...counter.tally() } as never, plan, { ...setup, hits: 1 });
    expect(one.probability).toMatchObject({ value: null, reason: '1 path with a hit: an error needs at least 2' });
  });
});
