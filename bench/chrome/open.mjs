// Headless Chrome as a place for contestants: the page is built by Vite, served cross-origin isolated, and runs on command,
// so that its runs take their turns in the same race.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { chromiumLaunchOptions } from '../../test/helpers/chromium.mjs';
import { serveFolder } from '../../test/helpers/serve.mjs';

const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const BUILT = fileURLToPath(new URL('../../.cache/bench/page', import.meta.url));

/**
 * @param {string | null} gpujsScript the browser build of gpu.js
 * @returns {Promise<{
 *   contestants: (scenario: import('../../dist/bench/scenario.js').Scenario) => Promise<import('../../dist/bench/contest.js').Contestant[]>,
 *   close: () => Promise<void>,
 * }>}
 */
export async function openChrome(gpujsScript) {
  await build({
    root: SOURCE,
    configFile: false,
    logLevel: 'error',
    build: { outDir: BUILT, emptyOutDir: true, target: 'es2023' },
  });
  mkdirSync(BUILT, { recursive: true });
  if (gpujsScript) copyFileSync(gpujsScript, join(BUILT, 'gpu.js'));
  else writeFileSync(join(BUILT, 'gpu.js'), '');
  const server = await serveFolder(BUILT);
  const browser = await chromium.launch(chromiumLaunchOptions());
  const tab = await browser.newPage();
  await tab.goto(server.url);
  await tab.waitForFunction(() => 'benchPage' in globalThis);
  return {
    async contestants(scenario) {
      const described = await tab.evaluate((id) => /** @type {any} */ (globalThis).benchPage.open(id), scenario.id);
      return described.map((/** @type {import('./page.js').Described} */ one, /** @type {number} */ index) => ({
        ...one,
        run: () => tab.evaluate((i) => /** @type {any} */ (globalThis).benchPage.run(i), index),
        close: async () => {},
      }));
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
