// Path-steps per second of the WASM kernel alone, by scenario and by the cut of its loop (vectors side by side, of them by integers):
// node bench/wasm-kernel.mjs rounds=60
// A block of 4,096 paths at a time, in this thread, without counting what becomes of them: scenarios and cuts take turns every few milliseconds, so
// that a busy machine slows all of them alike. Rates are medians (least and largest tenth); `step` is the cost of a step beside
// that of the fixed horizon in the same cut, `cut` the rate beside that of the default cut of this engine, medians of the ratios in turn.
import { cpus } from 'node:os';
import { BlockRun } from '../dist/backend/wasm/block-run.js';
import { buildKernel } from '../dist/backend/wasm/kernel.js';
import { defaultCut, shapeOf } from '../dist/backend/wasm/shape.js';
import { makePlan } from '../dist/plan/make.js';

const BLOCK = 4096;
const WARM_UP = 40; // turns, until V8 has optimised
const rounds = Number(process.argv.find((arg) => arg.startsWith('rounds='))?.split('=')[1] ?? 60);

/** @type {import('../dist/spec/study.js').Study} */
const study = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  paths: 2 ** 31,
  dt: 0.01,
  horizon: 10,
  scheme: 'euler-maruyama',
  rng: 'philox4x32-10',
  saveAt: [10],
  histogram: { bins: 100 },
  firstPassage: null,
  method: 'plain',
  samplePaths: 0,
  seed: 1,
  backend: 'wasm',
};
/** @param {number} threshold @returns {import('../dist/spec/study.js').Threshold} */
const watch = (threshold) => ({ threshold, direction: 'up', monitor: 'bridge', bins: 100 });
const FIXED = 'fixed horizon, 1,000 steps';
/** @type {Readonly<Record<string, import('../dist/spec/study.js').Study>>} */
const scenarios = {
  [FIXED]: study,
  'no hits: 1,000 steps, threshold 1.6': { ...study, saveAt: [], firstPassage: watch(1.6) },
  'typical: mean 1,160 steps, 0.1 to 0.8': { ...study, horizon: 100, saveAt: [], firstPassage: watch(0.8) },
  'wide: 0.5 to 0.9': { ...study, initial: 0.5, horizon: 120, saveAt: [], firstPassage: watch(0.9) },
  'early: mean 90 steps, 0.1 to 0.15': { ...study, horizon: 40, saveAt: [], firstPassage: watch(0.15) },
};

/** @param {import('../dist/spec/study.js').Study} fields @param {import('../dist/backend/wasm/shape.js').LoopCut} cut */
async function contestant(fields, cut) {
  const plan = makePlan(fields);
  const kernel = buildKernel(shapeOf(plan, cut));
  const { instance } = await WebAssembly.instantiate(kernel.bytes);
  const wasm = /** @type {import('../dist/backend/wasm/kernel.js').KernelExports} */ (
    /** @type {unknown} */ (instance.exports)
  );
  let steps = 0;
  const run = new BlockRun(kernel, wasm, plan, {
    onEnd({ endStep }, count) {
      for (let i = 0; i < count; i++) steps += endStep[i] ?? 0;
    },
    onSave() {},
  });
  let block = 0;
  return () => {
    run.begin(BLOCK * block++, BLOCK);
    steps = 0;
    const started = performance.now();
    run.work(Number.POSITIVE_INFINITY);
    return steps / (performance.now() - started) / 1000;
  };
}

/** @param {readonly number[]} values @param {number} share */
const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;

console.log(`Node ${process.version}, ${cpus()[0]?.model}, one thread, ${rounds} turns, M path-steps/s`);
/** @type {readonly import('../dist/backend/wasm/shape.js').LoopCut[]} */
const cuts = [
  { vectors: 1, byIntegers: 0 },
  { vectors: 2, byIntegers: 0 },
  { vectors: 4, byIntegers: 0 },
  { vectors: 4, byIntegers: 1 },
  { vectors: 4, byIntegers: 2 },
];
/** @param {import('../dist/backend/wasm/shape.js').LoopCut} cut */
const label = ({ vectors, byIntegers }) => `${vectors} × 4, ${byIntegers} by integers`;
/** @type {{ name: string, cut: string, turn: () => number, rates: number[] }[]} */
const contestants = [];
for (const [name, fields] of Object.entries(scenarios)) {
  for (const cut of cuts) contestants.push({ name, cut: label(cut), turn: await contestant(fields, cut), rates: [] });
}
for (let k = -WARM_UP; k < rounds; k++) {
  for (const { turn, rates } of contestants) {
    const rate = turn();
    if (k >= 0) rates.push(rate);
  }
}
/** @param {string} wanted @param {string} of */
const ratesOf = (wanted, of) => contestants.find(({ name, cut }) => name === wanted && cut === of)?.rates ?? [];
/** @param {readonly number[]} a @param {readonly number[]} b */
const ratio = (a, b) =>
  quantile(
    a.map((rate, k) => rate / (b[k] ?? Number.NaN)),
    0.5,
  ).toFixed(2);
for (const { name, cut, rates } of contestants) {
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(rates, share).toFixed(0).padStart(3));
  console.log(
    `${name.padEnd(38)} ${cut}  ${median} (${low}–${high})  step ${ratio(ratesOf(FIXED, cut), rates)}  cut ${ratio(rates, ratesOf(name, label(defaultCut())))}`,
  );
}
