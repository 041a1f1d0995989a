// A tolerance delivers: over many seeds the true error of the mean is within the interval that the run reports, as often as
// it says, and the interval is within the tolerance. Exact values are those of quadrature, none from the choice itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { Estimate, FirstPassage } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { processOf } from '#dist/study/process.js';
import { run } from '#dist/study/run.js';
import { settle } from '#dist/study/tolerance.js';
import { firstPassage, momentsAt } from '#dist/theory/index.js';
import { normalCdf } from '../helpers/laws.js';
import { SETS, type SetName } from '../helpers/studies.js';
import { record, sized } from '../helpers/verify.js';

const SEEDS = sized(5, 30);
const K = 5; // standard deviations of what may come out by chance

const severity = (set: SetName, more: object) => ({
  model: 'severity',
  params: SETS[set].params,
  initial: 0.1,
  firstPassage: { threshold: 0.8 },
  ...more,
});
const doubleWell = {
  model: 'double-well',
  initial: -1,
  horizon: 1000,
  firstPassage: { threshold: 1 },
  tolerance: 0.01,
};
const wellMean = (): number => firstPassage(processOf(parseStudy(doubleWell)), [-1], 1, true).mean.value;
const atTime = {
  model: 'ornstein-uhlenbeck',
  params: { m: 0.8 },
  initial: -2,
  saveAt: [1],
  horizon: 1,
  tolerance: 0.004,
};
const ouMean = (): number => {
  const { boundary } = parseStudy(atTime);
  return momentsAt(processOf(parseStudy(atTime)), boundary, [-2], 1).mean.value;
};

/** Horizons of some 20 mean times: what they cut off the mean is below a thousandth of any tolerance here. */
const CASES: readonly (readonly [string, object, () => number])[] = [
  ['set B, 0.5 %', severity('B', { horizon: 250, tolerance: 0.005 }), () => SETS.B.mfpt],
  ['Ornstein–Uhlenbeck, mean at 1, 0.4 %', atTime, ouMean],
  ['set A, 2 %', severity('A', { horizon: 1000, tolerance: 0.02 }), () => SETS.A.mfpt],
  ['set C, 1 %', severity('C', { horizon: 1600, tolerance: 0.01 }), () => SETS.C.mfpt],
  [
    'set D, 0.5 %, Euler–Maruyama',
    severity('D', { horizon: 120, tolerance: 0.005, scheme: 'euler-maruyama' }),
    () => SETS.D.mfpt,
  ],
  ['double-well, 1 %', doubleWell, wellMean],
];

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

it('the true error is within the reported interval as often as stated', async () => {
  let [runs, misses, expectedMisses, spread, squares, within] = [0, 0, 0, 0, 0, 0];
  for (const [name, raw, exactly] of CASES.slice(0, sized(2, CASES.length))) {
    const settled = await settle(parseStudy(raw), { backend });
    const { tolerance, bias, scale, statistical } = settled.errorBudget!;
    const exact = exactly();
    let [missed, worst] = [0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const own = { ...settled, study: { ...settled.study, seed } };
      const result = await run(own.study, { backend, checks: false, settled: own });
      const budget = result.errorBudget!;
      const passage = result.firstPassage as FirstPassage | null;
      const mean: Estimate = passage === null ? result.snapshots[0]!.mean : passage.mean;
      const error = mean.value! - exact;
      runs++;
      if (Math.abs(error) > budget.total! * budget.scale) missed++;
      if (budget.total! <= tolerance) within++;
      worst = Math.max(worst, Math.abs(error) / scale);
      squares += ((error - bias * scale) / mean.standardError!) ** 2;
    }
    // The interval is |bias| + k SE wide on both sides of an estimate whose error has the mean `bias`.
    const k = 1.959964;
    const shift = (2 * k * Math.abs(bias)) / statistical!;
    const p = normalCdf(-k) + normalCdf(-k - shift);
    misses += missed;
    expectedMisses += SEEDS * p;
    spread += SEEDS * p * (1 - p);
    const { scheme, dt, paths } = settled.study;
    record({
      item: 11,
      who: 'wasm',
      what: `${name}: ${scheme}, dt ${dt}, ${paths} paths, bias ${(100 * bias).toPrecision(2)} %`,
      measured: `${missed} of ${SEEDS} outside the interval, largest error ${(100 * worst).toPrecision(2)} %`,
      allowed: `about ${(SEEDS * p).toFixed(1)} outside`,
    });
  }
  record({
    item: 11,
    who: 'wasm',
    what: `all: ${runs} runs at 95 % confidence`,
    measured: `${misses} outside, Σ z² ${squares.toFixed(0)}, ${within} with a total within the tolerance`,
    allowed: `${expectedMisses.toFixed(1)} ± ${Math.sqrt(spread).toFixed(1)} outside (at most 5 %: ${(0.05 * runs).toFixed(0)}), Σ z² ${runs} ± ${Math.sqrt(2 * runs).toFixed(0)}, 5 SD`,
  });
  expect(expectedMisses).toBeLessThanOrEqual(0.05 * runs);
  expect(misses).toBeLessThanOrEqual(expectedMisses + K * Math.sqrt(spread));
  expect(Math.abs(squares - runs)).toBeLessThan(K * Math.sqrt(2 * runs)); // neither wider nor narrower than it says
  expect(within).toBe(runs); // the margin in the number of paths covers the chance in the standard errors
});
