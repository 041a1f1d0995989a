// docs/images/: the workbench as README.md shows it, in headless Chromium. node scripts/screenshots.mjs, after a build; a minute.
// What is random is fixed by the seed; rates and the words about the device are those of this machine.
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { pageServer } from '../dist/cli/page-server.js';
import { chromiumLaunchOptions } from '../test/helpers/chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const TIMEOUT = 300_000; // ms

/** @typedef {import('playwright').Page} Page */
/** @typedef {{ file: string, look: import('playwright').BrowserContextOptions, prepare: (page: Page) => Promise<unknown> }} Shot */

/** @type {Shot[]} */
const SHOTS = [
  {
    file: 'workbench-light.png',
    look: { viewport: { width: 1440, height: 1180 }, colorScheme: 'light' },
    prepare: async (page) => {
      await isIn(page, 'rest');
      await page.getByRole('button', { name: 'Run' }).click();
      await isIn(page, 'done');
      await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    },
  },
  {
    file: 'workbench-phone.png',
    look: { viewport: { width: 390, height: 1500 }, colorScheme: 'dark', deviceScaleFactor: 1.5 },
    prepare: async (page) => {
      await isIn(page, 'rest');
      await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    },
  },
];

const server = pageServer(join(root, 'dist/page'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const browser = await chromium.launch(chromiumLaunchOptions());
for (const { file, look, prepare } of SHOTS) {
  const context = await browser.newContext(look);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`); // the demonstration
  await prepare(page);
  await page.waitForTimeout(1000); // the last plots are drawn
  await page.screenshot({ path: join(root, 'docs/images', file) });
  await context.close();
}
await browser.close();
server.close();

/** @param {Page} page @param {string} phase of what runs */
function isIn(page, phase) {
  return page.locator(`progress[data-phase=${phase}]`).waitFor({ state: 'attached', timeout: TIMEOUT });
}
