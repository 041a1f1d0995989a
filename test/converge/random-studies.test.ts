// Studies drawn at random against the whole oracle: theory has an answer or a reason, and what wasm estimates is within its
// checks as often as chance allows, no more and no less.
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalCdf } from '../helpers/laws.js';
import type { Outcome } from '../helpers/random-worker.mjs';
import { full, record, sized } from '../helpers/verify.js';

const STUDIES = sized(4, 2000);
const PATHS = 20_000;
const THREADS = 2;
const K = 5; // standard errors, of a normal law or of what stands for one
const FALSE_ALARM = 6e-7; // of one test: the two tails beyond K

const WORKER = new URL('../helpers/random-worker.mjs', import.meta.url);

describe(`${STUDIES} random studies`, () => {
  let outcomes: Outcome[];

  beforeAll(async () => {
    outcomes = (await Promise.all(Array.from({ length: THREADS }, (_, thread) => outcomesOf(thread)))).flat();
  }, 4 * 3_600_000); // ms

  it('are as many, and few are refused', () => {
    expect(outcomes.length).toBe(STUDIES);
    const refused = outcomes.filter((outcome) => outcome.refused).length;
    note(
      `${STUDIES} random studies: refused by the checks of a study, with a reason`,
      `${refused}`,
      'a quarter of them at most',
    );
    expect(refused).toBeLessThan(STUDIES / 4);
  });

  it('never break theory, the bias or the run', () => {
    const crashes = outcomes.flatMap(({ index, crash }) => (crash === null ? [] : [`${index}: ${crash}`]));
    note(`${STUDIES} random studies: theory, bias and run fail without a reason`, `${crashes.length}`, '0');
    expect(crashes).toEqual([]);
  });

  it('get a finite number or a reason for every quantity', () => {
    const silent = outcomes.flatMap(({ index, silent }) => silent.map((place) => `${index}: ${place}`));
    note(`${STUDIES} random studies: numbers not finite, nulls without a reason`, `${silent.length}`, '0');
    expect(silent).toEqual([]);
  });

  it('agree with their checks', () => {
    const checks = outcomes.flatMap(({ index, checks }) => checks.map((check) => ({ index, ...check })));
    const off = checks
      .filter(({ ok }) => !ok)
      .map(({ index, quantity, z }) => `${index}: ${quantity}, z ${z.toFixed(2)}`);
    const expected = `0: chance makes ${(FALSE_ALARM * checks.length).toFixed(4)}`;
    note(`${checks.length} checks of random studies beyond 5 combined SE`, `${off.length}`, expected);
    expect(checks.length).toBeGreaterThan(STUDIES);
    expect(off).toEqual([]);
  });

  it('have z that are normal: one check of each study, so that they are independent', () => {
    const z = outcomes.flatMap(({ index, checks }) => {
      const usable = checks.filter(({ normal }) => normal);
      return usable.length === 0 ? [] : [usable[(index * 7919) % usable.length]!.z]; // a prime: any of them
    });
    z.sort((a, b) => a - b);
    const n = z.length;
    expect(n).toBeGreaterThan(STUDIES / 2);
    // Kolmogorov: P(√n D > d) ≈ 2 exp(−2 d²).
    const distance = Math.max(...z.flatMap((value, i) => [(i + 1) / n - normalCdf(value), normalCdf(value) - i / n]));
    const farthest = Math.sqrt(Math.log(2 / FALSE_ALARM) / 2 / n);
    note(
      `largest distance of the distribution of ${n} z from the normal one`,
      distance.toFixed(4),
      farthest.toFixed(4),
    );
    expect(distance).toBeLessThan(farthest);
    // Spread: the variance of n squares of normals is 2/n.
    const spread = z.reduce((sum, value) => sum + value * value, 0) / n;
    const off = K * Math.sqrt(2 / n);
    note(`mean square of the ${n} z`, spread.toFixed(3), `1 ± ${off.toFixed(3)}`);
    expect(Math.abs(spread - 1)).toBeLessThan(off);
    if (full) expectHistogram(z);
  });
});

const HALVES = [-Infinity, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, Infinity];

/** χ² of the counts between halves of a standard error; Wilson and Hilferty's bound. */
function expectHistogram(z: readonly number[]): void {
  let chiSquare = 0;
  for (let i = 0; i + 1 < HALVES.length; i++) {
    const [low, high] = [HALVES[i]!, HALVES[i + 1]!];
    const count = z.filter((value) => value >= low && value < high).length;
    const expected = z.length * (normalCdf(high) - normalCdf(low));
    chiSquare += (count - expected) ** 2 / expected;
    note(`z from ${low} to ${high}`, `${count}`, expected.toFixed(1));
  }
  const freedom = HALVES.length - 2;
  const most = freedom * (1 - 2 / (9 * freedom) + K * Math.sqrt(2 / (9 * freedom))) ** 3;
  note('χ² of this histogram', chiSquare.toFixed(1), `${freedom} expected, ${most.toFixed(1)} at most`);
  expect(chiSquare).toBeLessThan(most);
}

function outcomesOf(thread: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { from: thread, to: STUDIES, step: THREADS, paths: PATHS } });
    worker.on('message', (outcome: Outcome) => outcomes.push(outcome));
    worker.on('error', reject);
    worker.on('exit', () => resolve(outcomes));
  });
}

const note = (what: string, measured: string, allowed: string) =>
  record({ item: 10, who: 'wasm', what, measured, allowed });
