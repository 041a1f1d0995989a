// What lavapipe is told: wide vectors, with a cache of their own, and nothing where its user has chosen.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { widthOfLavapipe } from '#dist/backend/gpu/lavapipe.js';

const cpuinfo = (flags: string) => `processor\t: 0\nflags\t\t: fpu sse2 ${flags}\nbugs\t\t:\n\nprocessor\t: 1\n`;
const AVX512 = cpuinfo('avx2 avx512f avx512dq avx512bw avx512vl');
const home = { HOME: '/home/mc' };

it.each([
  ['the home of its user', home, '/home/mc/.cache/firstpassage/lavapipe-512'],
  ['the directory for caches', { ...home, XDG_CACHE_HOME: '/var/cache' }, '/var/cache/firstpassage/lavapipe-512'],
])('has vectors of 512 bits, and a cache of their own in %s', (_, env, cache) => {
  expect(widthOfLavapipe(env, AVX512)).toEqual({ LP_NATIVE_VECTOR_WIDTH: '512', MESA_SHADER_CACHE_DIR: cache });
});

it('has no cache where there is no place for one: that of another width would be taken', () => {
  expect(widthOfLavapipe({}, AVX512)).toEqual({ LP_NATIVE_VECTOR_WIDTH: '512', MESA_SHADER_CACHE_DISABLE: 'true' });
});

it.each([
  ['a processor with AVX2 alone', home, cpuinfo('avx2')],
  ['a processor with a part of AVX-512', home, cpuinfo('avx2 avx512f')],
  ['a processor that tells nothing', home, ''],
  ['a width that was chosen', { ...home, LP_NATIVE_VECTOR_WIDTH: '128' }, AVX512],
  ['a cache that was chosen by its older name', { ...home, MESA_GLSL_CACHE_DIR: '/tmp/cache' }, AVX512],
  ['a cache that was chosen', { ...home, MESA_SHADER_CACHE_DIR: '/tmp/cache' }, AVX512],
])('leaves %s alone', (_, env, text) => {
  expect(widthOfLavapipe(env, text)).toEqual({});
});

const here = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
// It is not told without AVX-512, of which nothing could be seen here.
it.runIf(widthOfLavapipe(home, here).LP_NATIVE_VECTOR_WIDTH)(
  'is told before Dawn is loaded, which may load it',
  async () => {
    const caches = mkdtempSync(join(tmpdir(), 'firstpassage-lavapipe-'));
    const told: (string | undefined)[] = [];
    vi.stubEnv('XDG_CACHE_HOME', caches);
    for (const name of ['LP_NATIVE_VECTOR_WIDTH', 'MESA_SHADER_CACHE_DIR', 'MESA_GLSL_CACHE_DIR'])
      vi.stubEnv(name, undefined);
    vi.doMock('#dist/backend/gpu/hardware.js', () => ({ mayHaveHardware: () => false }));
    vi.doMock('webgpu', () => {
      told.push(process.env['LP_NATIVE_VECTOR_WIDTH'], process.env['MESA_SHADER_CACHE_DIR']);
      return { create: () => ({}) };
    });
    try {
      const { findGpu } = await import('#dist/backend/gpu/adapter.js');
      await findGpu();
      expect(told).toEqual(['512', join(caches, 'firstpassage/lavapipe-512')]);
    } finally {
      vi.doUnmock('webgpu');
      vi.doUnmock('#dist/backend/gpu/hardware.js');
      vi.unstubAllEnvs();
      rmSync(caches, { recursive: true });
    }
  },
);
