// Three projects: `node` (no device), `webgpu` (Dawn on SwiftShader) and `browser` (headless Chromium, WebGPU on SwiftShader);
// in `npm run verify` a fourth, `verify`, whose tests take minutes each.
// All of them test the built code: run `npm run build` first, or `npm test`, which does everything.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import type { Result } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { chromiumLaunchOptions, ISOLATION_HEADERS } from './test/helpers/chromium.mjs';
import { swiftshader } from './test/helpers/swiftshader.mjs';
import { full } from './test/helpers/verify.js';

const GPU_TESTS = ['test/unit/backend/gpu/**/*.test.ts', 'test/{conform,converge}/**/*.test.ts'];
/** For tests in the page: the same study in Node. */
async function runInNode(_: unknown, study: Study): Promise<Result> {
  const { run } = (await import('#dist/study/run.js')) as typeof import('#dist/study/run.js');
  return run(study);
}

const TIMEOUT = 60_000; // ms; SwiftShader on two busy cores, not a measure of speed

const verify = { test: { name: 'verify', include: ['test/verify/**/*.test.ts'], testTimeout: 60 * TIMEOUT } };

export default defineConfig({
  cacheDir: '.cache/vite',
  test: {
    maxWorkers: 2, // one fewer than the cores is the default: half of a machine of two
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/{unit,cli,workbench}/**/*.test.ts'],
          exclude: GPU_TESTS,
          testTimeout: TIMEOUT,
          hookTimeout: TIMEOUT,
        },
      },
      {
        test: {
          name: 'webgpu',
          include: GPU_TESTS,
          // A process each: the loader reads env when a process starts, and a lost Dawn device takes nothing else along.
          pool: 'forks',
          env: swiftshader().env,
          testTimeout: TIMEOUT,
          hookTimeout: TIMEOUT,
        },
      },
      {
        cacheDir: '.cache/vite',
        server: { headers: ISOLATION_HEADERS },
        // Found and bundled before the tests start: found later, they would reload the page under a running test.
        optimizeDeps: { entries: ['dist/study/*.js'], include: ['fast-check'] },
        test: {
          name: 'browser',
          // The suite of all backends runs here too: another engine, another WebGPU.
          include: ['test/page/**/*.test.ts', 'test/conform/**/*.test.ts'],
          testTimeout: TIMEOUT,
          hookTimeout: TIMEOUT,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { runInNode },
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      ...(full ? [verify] : []),
    ],
  },
});
