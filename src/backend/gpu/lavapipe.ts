/** What lavapipe, Mesa's driver that computes on the CPU, has to be told before it is loaded. */
import { mayHaveHardware } from './hardware.js';

const AVX512 = ['avx512f', 'avx512bw', 'avx512dq', 'avx512vl'];

const CHOICES = ['LP_NATIVE_VECTOR_WIDTH', 'MESA_SHADER_CACHE_DIR', 'MESA_GLSL_CACHE_DIR']; // the last is an older name

/**
 * Environment variables that have it use vectors of 512 bits in place of 256 where the processor has them (docs/performance.md). None where its user
 * has chosen a width or a cache: Mesa finds compiled shaders by their text alone, so that each width needs a cache of its own.
 * @param cpuinfo the text of /proc/cpuinfo
 */
export function widthOfLavapipe(
  env: Readonly<Record<string, string | undefined>>,
  cpuinfo: string,
): Readonly<Record<string, string>> {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.split(' '));
  if (CHOICES.some((name) => env[name] !== undefined) || !AVX512.every((flag) => flags.has(flag))) return {};
  const caches = env['XDG_CACHE_HOME'] || (env['HOME'] && `${env['HOME']}/.cache`);
  return {
    LP_NATIVE_VECTOR_WIDTH: '512',
    ...(caches
      ? { MESA_SHADER_CACHE_DIR: `${caches}/firstpassage/lavapipe-512` }
      : { MESA_SHADER_CACHE_DISABLE: 'true' }),
  };
}

/**
 * Sets them, on Linux without a GPU: elsewhere a cache of shaders is shared with drivers of hardware. Only in time: a driver that is loaded has its
 * width already, and learns nothing of the environment of a worker thread.
 */
export function tellLavapipe(): void {
  if (process.platform !== 'linux' || mayHaveHardware()) return;
  const fs = process.getBuiltinModule?.('node:fs');
  const threads = process.getBuiltinModule?.('node:worker_threads');
  if (!fs || !threads?.isMainThread) return;
  try {
    if (fs.readFileSync('/proc/self/maps', 'utf8').includes('libvulkan_lvp')) return;
    const told = widthOfLavapipe(process.env, fs.readFileSync('/proc/cpuinfo', 'utf8'));
    const cache = told['MESA_SHADER_CACHE_DIR'];
    if (cache !== undefined) fs.mkdirSync(cache, { recursive: true }); // older versions make one level alone
    Object.assign(process.env, told);
  } catch {} // no such files, or a home that is not to be written: as Mesa would have it
}
