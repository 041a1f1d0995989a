// Rates of the WebGPU kernels: fixed horizon and first passage of the severity model.
//   npm run build && node bench/webgpu-kernel.mjs [runs] [only]
// One line a scenario: paths, steps, dt, median and range of M path-steps/s over the runs, compile time left out. A driver
// that computes on the CPU does so in this process: the rate per CPU-second is what a busy machine does not spoil.
import { createWebgpuBackend } from '../dist/backend/gpu/index.js';
import { makePlan } from '../dist/plan/make.js';

const severity = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  paths: 2 ** 20,
  dt: 0.01,
  horizon: 2,
  scheme: 'euler-maruyama',
  rng: 'philox4x32-10',
  saveAt: [2],
  histogram: { bins: 100 },
  firstPassage: null,
  method: 'plain',
  samplePaths: 0,
  seed: 42,
  backend: 'webgpu',
};
const passage = (threshold, initial, horizon, paths, monitor = 'bridge') => ({
  ...severity,
  saveAt: [],
  horizon,
  initial,
  paths,
  firstPassage: { threshold, direction: 'up', monitor, bins: 100 },
});
const scenarios = {
  'fixed horizon': severity,
  'fixed horizon, saved every 10 steps': { ...severity, saveAt: Array.from({ length: 20 }, (_, i) => (i + 1) / 10) },
  'first passage, no hits': passage(1.9, 0.1, 5, 2 ** 18),
  'first passage, typical': passage(0.8, 0.1, 40, 2 ** 17),
  'first passage, wide': passage(0.9, 0.5, 120, 2 ** 17),
  'first passage, early': passage(0.15, 0.1, 40, 2 ** 18),
  'first passage, typical, grid': passage(0.8, 0.1, 40, 2 ** 17, 'grid'),
};

const [runs = '5', only = ''] = process.argv.slice(2);
const tuning = JSON.parse(process.env.TUNING ?? '{}');
const backend = await createWebgpuBackend({ tuning });
console.log(`${backend.adapter}; Node ${process.version}; normals: ${backend.normalsVariant}`);
for (const [name, study] of Object.entries(scenarios)) {
  if (!name.includes(only)) continue;
  const plan = makePlan(study);
  const rates = [];
  let perCpu = 0;
  let taken = 0;
  for (let run = -1; run < Number(runs); run++) {
    // the first run is small: it compiles
    const blocks = run < 0 ? 1 : plan.blocks;
    taken = 0;
    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    await backend.simulate(plan, 0, blocks, { onTally: ({ pathSteps }) => (taken += pathSteps) });
    const cpu = process.cpuUsage(cpuBefore);
    if (run < 0) continue;
    rates.push(taken / (performance.now() - before) / 1e3);
    perCpu = Math.max(perCpu, taken / (cpu.user + cpu.system));
  }
  rates.sort((a, b) => a - b);
  const [median, least, most] = [rates[rates.length >> 1], rates[0], rates.at(-1)].map((r) => r.toFixed(1));
  console.log(
    `${name}: ${median} M path-steps/s (${least} … ${most}, ${runs} runs), best ${perCpu.toFixed(1)} per CPU-second; ${plan.paths} paths, ${(taken / plan.paths).toFixed(0)} steps a path, dt ${plan.dt}`,
  );
}
await backend.close();
