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
const SCRIPTS = ['gpu.js', 'tf-core.js', 'tf-backend-wasm.js', 'tf-backend-webgpu.js'];

/**
 * @param {Readonly<Record<string, string>>} files what the page may load beside itself, by name: those of SCRIPTS that are installed
 * @param {string | null} gpujsVersion
 * @param {number} fewer as withFewerPaths takes it
 */
export async function openChrome(files, gpujsVersion, fewer) {
  await build({
    root: SOURCE,
    configFile: false,
    logLevel: 'error',
    build: { outDir: BUILT, emptyOutDir: true, target: 'es2023' },
  });
  mkdirSync(BUILT, { recursive: true });
  for (const name of SCRIPTS) writeFileSync(join(BUILT, name), '');
  for (const [name, file] of Object.entries(files)) copyFileSync(file, join(BUILT, name));
  const server = await serveFolder(BUILT);
  const browser = await chromium.launch(chromiumLaunchOptions());
  const tab = await browser.newPage();
  await tab.goto(server.url);
  await tab.waitForFunction(() => 'benchPage' in globalThis);
  await tab.evaluate((version) => Object.assign(globalThis, { gpujsVersion: version }), gpujsVersion);
  return {
    /** @param {string} id @returns {Promise<import('../peers/program.mjs').Peers>} */
    async contestants(id) {
      /** @type {import('./page.js').Opened} */
      const { described, skipped } = await tab.evaluate(
        ([name, times]) => /** @type {any} */ (globalThis).benchPage.open(name, times),
        /** @type {const} */ ([id, fewer]),
      );
      const contestants = described.map(({ index, ...one }) => ({
        ...one,
        run: () => tab.evaluate((i) => /** @type {any} */ (globalThis).benchPage.run(i), index),
        close: async () => {},
      }));
      return { contestants, skipped };
    },
    async close() {
      await tab.evaluate(() => /** @type {any} */ (globalThis).benchPage.close());
      await browser.close();
      await server.close();
    },
  };
}
