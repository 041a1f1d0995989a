// The rows of docs/verification.md about speed: each figure that has a goal, as `npm run verify` collects them.
import { appendFileSync } from 'node:fs';
import { rateRatio } from '../dist/bench/pairs.js';

/** @typedef {import('../dist/bench/contest.js').Row} Row */

/** @param {string} file @param {readonly Row[]} rows */
export function appendVerification(file, rows) {
  const [fixed, passage] = ['fixed', 'first-passage'];
  /** @param {string} scenario @param {string} who @param {number} threads @param {RegExp} [adapter] */
  const find = (scenario, who, threads, adapter = /./) =>
    rows.find(
      (row) =>
        row.id === scenario &&
        row.who === who &&
        row.environment !== 'chrome' &&
        row.threads === threads &&
        adapter.test(row.adapter ?? ''),
    );
  const goals = /** @type {const} */ ([
    ['wasm, 2 threads', find(fixed, 'wasm', 2), 'c++ plain, 2 threads', find(fixed, 'c++ plain', 2), 3],
    ['wasm, 1 thread', find(fixed, 'wasm', 1), 'reference, f64', find(fixed, 'reference', 1), 10],
    ['webgpu, lavapipe', find(fixed, 'webgpu', 1, /llvmpipe/), 'c++ plain, 2 threads', find(fixed, 'c++ plain', 2), 2],
    ['wasm, 2 threads', find(fixed, 'wasm', 2), 'c++ vectorised, 2 threads', find(fixed, 'c++ vectorised', 2), null],
  ]);
  for (const [who, row, whose, base, goal] of goals) {
    if (!row || !base) continue;
    const { median, min, max } = rateRatio(row, base);
    append(file, {
      who,
      what: `fixed horizon, rate ÷ that of ${whose}`,
      measured: `${rate(row)} ÷ ${rate(base)}: ${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`,
      allowed: goal === null ? 'for comparison' : `≥ ${goal}`,
    });
  }
  const [here, there] = [find(passage, 'wasm', 2), find(fixed, 'wasm', 2)];
  if (here && there) {
    append(file, {
      who: 'wasm, 2 threads',
      what: 'first passage with bridge, cost of a path-step ÷ that of the fixed horizon',
      measured: `${rate(here)} against ${rate(there)}: ${(there.pathStepsPerSecond / here.pathStepsPerSecond).toFixed(2)}`,
      allowed: '≤ 1.5',
    });
  }
}

/** @param {Row} row */
const rate = (row) => `${(row.pathStepsPerSecond / 1e6).toPrecision(3)} M/s`;

/** @param {string} file @param {{ who: string, what: string, measured: string, allowed: string }} row */
const append = (file, row) => appendFileSync(file, `${JSON.stringify({ item: 7, ...row })}\n`);
