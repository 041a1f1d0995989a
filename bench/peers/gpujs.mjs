// Peer: gpu.js, which turns a JavaScript function into a shader or WebAssembly. In Node and in Chrome.
// Fair: all steps in one kernel, single precision, Math.random of its own, which is cheaper than Philox, one normal pair for two steps.
import { labelsOf } from '../../dist/bench/scenario.js';

const PATHS = 2 ** 16;

// As text, because gpu.js reads the source and a bundler would rewrite it. One Box–Muller pair is two steps.
const KERNEL = `function (alpha, beta, gamma, sigma0, sigma1, x0, dt) {
  var sqrtDt = Math.sqrt(dt);
  var x = x0;
  for (var k = 0; k < this.constants.pairs; k++) {
    var r = Math.sqrt(-2.0 * Math.log(1.0 - 0.99999994 * Math.random()));
    var theta = 6.283185307179586 * Math.random();
    var mu = alpha * x * (1.0 - x) - beta * x * x + gamma;
    x = Math.abs(x + mu * dt + (sigma0 + sigma1 * x) * sqrtDt * r * Math.cos(theta));
    x = 1.0 - Math.abs(1.0 - x);
    mu = alpha * x * (1.0 - x) - beta * x * x + gamma;
    x = Math.abs(x + mu * dt + (sigma0 + sigma1 * x) * sqrtDt * r * Math.sin(theta));
    x = 1.0 - Math.abs(1.0 - x);
  }
  return x;
}`;

/**
 * @param {any} GPU the class of gpu.js
 * @param {'webasm' | 'webgl2' | 'webgpu'} mode
 * @param {Pick<import('../../dist/bench/contest.js').Contestant, 'environment' | 'adapter' | 'version'>} place what it computes on, in words
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @returns {import('../../dist/bench/contest.js').Contestant}
 */
export function gpujsContestant(GPU, mode, place, scenario) {
  const { dt, horizon, initial, params } = scenario.study;
  const { alpha, beta, gamma, sigma0, sigma1 } = params;
  const steps = Math.round(horizon / dt);
  const gpu = new GPU({ mode });
  const kernel = gpu
    .createKernel(KERNEL)
    .setOutput([PATHS])
    .setConstants({ pairs: steps / 2 })
    .setPrecision('single')
    .setAsyncMode(true);
  return {
    ...labelsOf(scenario),
    who: `gpu.js ${mode}`,
    ...place,
    threads: 1,
    paths: PATHS,
    ourNoise: false,
    run: async () => {
      const started = performance.now();
      /** @type {Float32Array} */
      const positions = await kernel(alpha, beta, gamma, sigma0, sigma1, initial, dt);
      const seconds = (performance.now() - started) / 1000;
      const mean = positions.reduce((sum, x) => sum + x, 0) / PATHS;
      const variance = positions.reduce((sum, x) => sum + (x - mean) ** 2, 0) / PATHS;
      const estimate = { value: mean, standardError: Math.sqrt(variance / PATHS) };
      return { seconds, pathSteps: PATHS * steps, estimate };
    },
    close: async () => gpu.destroy(),
  };
}
