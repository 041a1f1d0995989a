// The peers of bench/package.json, as far as they are installed: none is a dependency of the package.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
/** Untyped: the types are there only where the peer is. @param {string} name @returns {any} */
const load = (name) => require(name);
const REMEDY = 'not installed, npm install --prefix bench adds it';

export function installed() {
  const gpujs = attempt(() => ({
    GPU: load('gpu.js').GPU,
    version: `gpu.js ${load('gpu.js/package.json').version}`,
    scripts: { 'gpu.js': require.resolve('gpu.js/dist/gpu-browser.min.js') },
  }));
  const tfjs = attempt(() => {
    const tf = load('@tensorflow/tfjs-core');
    const { setWasmPaths } = load('@tensorflow/tfjs-backend-wasm');
    const folder = (/** @type {string} */ name) =>
      join(dirname(require.resolve(`@tensorflow/${name}/package.json`)), 'dist');
    const core = folder('tfjs-core');
    const wasm = folder('tfjs-backend-wasm');
    const webgpu = folder('tfjs-backend-webgpu');
    setWasmPaths(`${wasm}/`);
    const binaries = ['tfjs-backend-wasm', 'tfjs-backend-wasm-simd', 'tfjs-backend-wasm-threaded-simd'];
    return {
      tf,
      scripts: {
        'tf-core.js': join(core, 'tf-core.min.js'),
        'tf-backend-wasm.js': join(wasm, 'tf-backend-wasm.min.js'),
        'tf-backend-webgpu.js': join(webgpu, 'tf-backend-webgpu.min.js'),
        ...Object.fromEntries(binaries.map((name) => [`${name}.wasm`, join(wasm, `${name}.wasm`)])),
      },
    };
  });
  return {
    gpujs,
    tfjs: tfjs?.tf ?? null,
    /** For a page, by name. */
    scripts: { ...gpujs?.scripts, ...tfjs?.scripts },
    skipped: [...(gpujs ? [] : [`gpu.js: ${REMEDY}`]), ...(tfjs ? [] : [`TensorFlow.js: ${REMEDY}`])],
  };
}

/** @template T @param {() => T} find @returns {T | null} */
function attempt(find) {
  try {
    return find();
  } catch {
    return null;
  }
}
