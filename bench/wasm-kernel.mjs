// Path-steps per second of the WASM backend, by vectors interleaved: node bench/wasm-kernel.mjs threads=1 runs=7
// A line: scenario, vectors, median and range over the runs in M path-steps per second of processor time, and the median
// cost of a step beside that of the fixed horizon in the same round. The scenarios take turns within each round, so that
// a busy machine slows all of them alike.
import { cpus } from 'node:os';
import { createWasmBackend } from '../dist/backend/wasm/index.js';
import { makePlan } from '../dist/plan/make.js';

/** @param {string} name @param {number} fallback */
const option = (name, fallback) =>
  Number(process.argv.find((arg) => arg.startsWith(`${name}=`))?.split('=')[1] ?? fallback);
const threads = option('threads', 1);
const runs = option('runs', 7);

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
/** Study and blocks per thread. @type {Readonly<Record<string, readonly [import('../dist/spec/study.js').Study, number]>>} */
const scenarios = {
  'fixed horizon, 1,000 steps': [study, 8],
  'no hits: 1,000 steps, threshold 1.6': [{ ...study, saveAt: [], firstPassage: watch(1.6) }, 8],
  'typical: mean 1,160 steps': [{ ...study, horizon: 100, saveAt: [], firstPassage: watch(0.8) }, 8],
  'with a save time: threshold 0.8, saved at 10': [{ ...study, firstPassage: watch(0.8) }, 8],
  'wide: from 0.5 to 0.9': [{ ...study, initial: 0.5, horizon: 120, saveAt: [], firstPassage: watch(0.9) }, 4],
  'early: from 0.1 to 0.15': [{ ...study, horizon: 40, saveAt: [], firstPassage: watch(0.15) }, 60],
};

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
console.log(`Node ${process.version}, ${cpus()[0]?.model}, ${threads} thread(s), dt 0.01, median of ${runs}`);
const plans = Object.entries(scenarios).map(([name, [fields, blocks]]) => ({
  name,
  plan: makePlan(fields),
  blocks: blocks * threads,
}));
const backends = await Promise.all(
  /** @type {const} */ ([1, 2, 4]).map(async (vectors) => ({
    vectors,
    backend: await createWasmBackend({ threads, vectors }),
  })),
);
/** @type {Map<string, number[]>} */
const rates = new Map();
for (let run = -1; run < runs; run++) {
  for (const { name, plan, blocks } of plans) {
    for (const { vectors, backend } of backends) {
      let pathSteps = 0;
      const before = process.cpuUsage();
      await backend.simulate(plan, 0, blocks, { onTally: (tally) => (pathSteps += tally.pathSteps) });
      const { user, system } = process.cpuUsage(before); // µs, of all threads
      const rate = pathSteps / (user + system);
      const key = `${name}|${vectors}`;
      if (run >= 0) rates.set(key, [...(rates.get(key) ?? []), rate]);
    }
  }
}
for (const { name } of plans) {
  for (const { vectors } of backends) {
    const own = rates.get(`${name}|${vectors}`) ?? [];
    const base = rates.get(`${plans[0]?.name}|${vectors}`) ?? [];
    const ratio = median(own.map((rate, i) => (base[i] ?? Number.NaN) / rate));
    const range = `${Math.min(...own).toFixed(0)}–${Math.max(...own).toFixed(0)}`;
    console.log(
      `${name.padEnd(46)} ${vectors} × 4  ${median(own).toFixed(0).padStart(4)} M/s (${range})  cost per step ${ratio.toFixed(2)}`,
    );
  }
}
for (const { backend } of backends) await backend.close();
