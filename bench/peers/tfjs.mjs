// Peer: TensorFlow.js on vectorised paths, in Node (wasm) and in Chrome (wasm, webgpu).
// Fair: as many paths in a tensor as keep the cost of a call small, and normals made in JavaScript (xorshift, Box–Muller) and handed
// over: twice as fast as uniform numbers mapped by operations, three times as fast as tf.randomNormal.
import { labelsOf } from '../../dist/bench/scenario.js';

const PATHS = 2 ** 16;

/**
 * @param {any} tf the module @tensorflow/tfjs-core, with its backends
 * @param {'wasm' | 'webgpu'} backend
 * @param {Pick<import('../../dist/bench/contest.js').Contestant, 'environment' | 'threads' | 'adapter'>} place
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @returns {import('../../dist/bench/contest.js').Contestant}
 */
export function tfjsContestant(tf, backend, place, scenario) {
  const { dt, horizon, initial, params } = scenario.study;
  const { alpha, beta, gamma, sigma0, sigma1 } =
    /** @type {{ [name in "alpha" | "beta" | "gamma" | "sigma0" | "sigma1"]: number }} */ (
      /** @type {object} */ (params)
    );
  const steps = Math.round(horizon / dt);
  const { abs, add, minimum, mul, sub, tensor1d } = tf;
  const root = Math.sqrt(dt);
  const normals = normalsOf(1);
  /** @param {any} x @param {any} z */
  const step = (x, z) => {
    const mu = add(mul(x, sub(alpha * dt, mul(x, (alpha + beta) * dt))), gamma * dt);
    const proposed = abs(add(add(x, mu), mul(add(mul(x, sigma1 * root), sigma0 * root), z)));
    return minimum(proposed, sub(2, proposed)); // mirror at 0, then at 1
  };
  return {
    ...labelsOf(scenario),
    who: `TensorFlow.js ${backend}`,
    ...place,
    version: `TensorFlow.js ${tf.version_core}`,
    paths: PATHS,
    ourNoise: false,
    run: async () => {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
      const started = performance.now();
      let x = tf.fill([PATHS], initial);
      for (let k = 0; k < steps; k += 2) {
        const before = x;
        x = tf.tidy(() => {
          const [z0, z1] = normals();
          return step(step(before, tensor1d(z0)), tensor1d(z1));
        });
        before.dispose();
      }
      /** @type {Float32Array} */
      const positions = await x.data();
      x.dispose();
      const seconds = (performance.now() - started) / 1000;
      return { seconds, pathSteps: PATHS * steps, estimate: meanOf(positions) };
    },
    close: async () => {},
  };
}

/** Two arrays of normals a call. @param {number} seed */
function normalsOf(seed) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) + 0.5;
  };
  return () => {
    const z0 = new Float32Array(PATHS);
    const z1 = new Float32Array(PATHS);
    for (let i = 0; i < PATHS; i++) {
      const r = Math.sqrt(-2 * Math.log(next() * 2 ** -24));
      const theta = 2 * Math.PI * 2 ** -24 * next();
      z0[i] = r * Math.cos(theta);
      z1[i] = r * Math.sin(theta);
    }
    return [z0, z1];
  };
}

/** @param {Float32Array} positions */
function meanOf(positions) {
  const mean = positions.reduce((sum, x) => sum + x, 0) / positions.length;
  const variance = positions.reduce((sum, x) => sum + (x - mean) ** 2, 0) / positions.length;
  return { value: mean, standardError: Math.sqrt(variance / positions.length) };
}
