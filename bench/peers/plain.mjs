// Peer: the loop that a JavaScript programmer writes first: one path after the other, doubles, seedrandom, Box–Muller.
// Fair: both normals of a pair are used, the generator is the fastest of its package, and the engine compiles it before the clock.
import seedrandom from 'seedrandom';
import { labelsOf } from '../../dist/bench/scenario.js';

const PATHS = 2 ** 14;

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @returns {import('../../dist/bench/contest.js').Contestant}
 */
export function plainContestant(scenario) {
  const { dt, horizon, initial, params } = scenario.study;
  const steps = Math.round(horizon / dt);
  let round = 0;
  return {
    ...labelsOf(scenario),
    who: 'plain JavaScript + seedrandom',
    environment: 'node',
    adapter: null,
    version: `Node ${process.versions.node}`,
    threads: 1,
    paths: PATHS,
    ourNoise: false,
    run: async () => {
      const random = seedrandom.alea(`round ${round++}`); // the fastest generator of the package
      const started = performance.now();
      const { mean, variance } = simulate(PATHS, steps, dt, Number(initial), params, random);
      const seconds = (performance.now() - started) / 1000;
      const estimate = { value: mean, standardError: Math.sqrt(variance / PATHS) };
      return { seconds, pathSteps: PATHS * steps, estimate };
    },
    close: async () => {},
  };
}

/**
 * @param {number} paths @param {number} steps even @param {number} dt @param {number} x0
 * @param {object} params @param {() => number} random [0, 1)
 */
function simulate(paths, steps, dt, x0, params, random) {
  const { alpha, beta, gamma, sigma0, sigma1 } =
    /** @type {{ [name in "alpha" | "beta" | "gamma" | "sigma0" | "sigma1"]: number }} */ (params);
  const sqrtDt = Math.sqrt(dt);
  /** @param {number} x @param {number} z */
  const step = (x, z) => {
    const mu = alpha * x * (1 - x) - beta * x * x + gamma;
    const proposed = x + mu * dt + (sigma0 + sigma1 * x) * sqrtDt * z;
    return 1 - Math.abs(1 - Math.abs(proposed)); // mirror at 0, then at 1
  };
  let sum = 0;
  let squares = 0;
  for (let path = 0; path < paths; path++) {
    let x = x0;
    for (let k = 0; k < steps; k += 2) {
      const r = Math.sqrt(-2 * Math.log(1 - random()));
      const theta = 2 * Math.PI * random();
      x = step(x, r * Math.cos(theta));
      x = step(x, r * Math.sin(theta));
    }
    sum += x;
    squares += x * x;
  }
  const mean = sum / paths;
  return { mean, variance: squares / paths - mean * mean };
}
