// What many parameter points in one launch save, and what they cost.
//   npm run build && node bench/webgpu-many.mjs [points] [paths of each] [runs]
// Three ways to the same number of paths, in turn: `loop`, a launch for every point; `many`, the points together; `one`, a
// single point with all of the paths. One line a scenario: the median of the ratios within the rounds (least and largest), of
// seconds and, for a driver that computes in this process, of CPU-seconds, which a busy machine spoils less. `many : one` is per
// path-step: what the table of points costs.
import { createWebgpuBackend } from '../dist/backend/gpu/index.js';
import { makePlan } from '../dist/plan/make.js';
import { parseStudy } from '../dist/study/check.js';

const [points = '400', paths = '500', runs = '5'] = process.argv.slice(2);
const count = Number(points);
const severity = parseStudy({
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  initial: 0.1,
  paths: Number(paths),
  horizon: 2,
  seed: 42,
});
const firstPassage = { threshold: 0.8, direction: 'up', monitor: 'bridge', bins: 100 };
const scenarios = {
  '200 steps': severity,
  'first passage, 200 steps': { ...severity, dt: 0.1, horizon: 20, saveAt: [], firstPassage },
  '20 steps': { ...severity, dt: 0.1 },
};

const BINS = 512; // as a sweep has them, for so few paths
const backend = await createWebgpuBackend();
console.log(`${backend.adapter}; Node ${process.version}; ${points} points of ${paths} paths, ${runs} runs`);
for (const [name, study] of Object.entries(scenarios)) {
  const plans = Array.from({ length: count }, (_, i) => {
    const params = { ...study.params, alpha: 0.5 + (0.5 * i) / count };
    return makePlan({ ...study, params }, undefined, BINS);
  });
  const middle = plans[count >> 1];
  const whole = makePlan(
    { ...study, params: { ...study.params, alpha: 0.75 }, paths: count * middle.paths },
    undefined,
    BINS,
  );
  const ways = {
    loop: async (onTally) => {
      for (const plan of plans) await backend.simulate(plan, 0, plan.blocks, { onTally });
    },
    many: (onTally) => backend.simulateMany(plans, { onTally: (_, tally) => onTally(tally) }),
    one: (onTally) => backend.simulate(whole, 0, whole.blocks, { onTally }),
  };
  const rounds = [];
  for (let run = -1; run < Number(runs); run++) {
    const round = {};
    for (const [way, simulate] of Object.entries(ways)) {
      let taken = 0;
      const before = performance.now();
      const cpuBefore = process.cpuUsage();
      await simulate(({ pathSteps }) => (taken += pathSteps));
      const { user, system } = process.cpuUsage(cpuBefore);
      round[way] = { seconds: (performance.now() - before) / 1e3, cpu: (user + system) / 1e6, taken };
    }
    if (run >= 0) rounds.push(round); // the first one compiled
  }
  const ratio = (of) => {
    const sorted = rounds.map(of).sort((a, b) => a - b);
    return `${sorted[sorted.length >> 1].toFixed(2)} (${sorted[0].toFixed(2)} … ${sorted.at(-1).toFixed(2)})`;
  };
  for (const clock of ['seconds', 'cpu']) {
    const rate = ({ [clock]: spent, taken }) => taken / spent;
    console.log(
      `${name}, ${clock}: loop : many ${ratio(({ loop, many }) => loop[clock] / many[clock])}, many : one ${ratio(({ many, one }) => rate(one) / rate(many))}; many ${(rate(rounds[0].many) / 1e6).toFixed(1)} M path-steps/s`,
    );
  }
}
await backend.close();
