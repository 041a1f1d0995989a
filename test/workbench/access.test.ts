/** The page for everyone: a screen reader's view of it (axe), and little to load. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { AXE, findings } from './axe.js';
import { BUILT, browserForTests, digestWhenDone, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const STUDY = {
  model: 'double-well',
  initial: -1,
  paths: 3000,
  dt: 0.1,
  horizon: 5,
  saveAt: [1, 5],
  firstPassage: { threshold: 0.5 },
  backend: 'wasm',
};
const WRONG = {
  ...STUDY,
  model: { drift: 'a*x - * x^3', diffusion: 's' },
  params: { a: 1, s: 0.5 },
  domain: [-2, 2],
  dt: -1,
  paths: 2000,
};

const served = serverForTests();
const browser = browserForTests();

const GRID = {
  ...STUDY,
  model: 'severity',
  initial: 0.1,
  paths: 200,
  horizon: 1,
  saveAt: [1],
  firstPassage: { threshold: 0.5 }, // too far for weak drift: cells without a mean passage time
  grid: { alpha: { from: 0.2, to: 4, steps: 3 }, beta: [0.2, 0.3] },
  outputs: ['firstPassage.mean', 'firstPassage.probability', 'theory.modes'],
};
const { beta: _, ...ALPHA_ALONE } = GRID.grid;

const openAll = (page: Page) =>
  page.evaluate(() => {
    for (const section of document.querySelectorAll('details')) section.open = true;
  });
const goTo = (page: Page, hash: string) =>
  page.evaluate((next) => {
    location.hash = next;
  }, hash);

describe('axe finds nothing, at the width of a desk and of a phone, light and dark', { timeout: 3 * TIMEOUT }, () => {
  test('in Explore, with a result and with problems', async () => {
    const { page, complaints, close } = await browser.open(served.url + hashOf(STUDY), {}, [AXE]);
    await digestWhenDone(page);
    await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    await openAll(page);
    expect(await findings(page)).toEqual([]);
    await goTo(page, hashOf(WRONG));
    await page.locator('.expression mark').waitFor({ timeout: TIMEOUT });
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('in Sweep, before a sweep and after it, over two parameters and over one, and with a problem', async () => {
    const { page, complaints, close } = await browser.open(
      served.url + hashOf(GRID, { tab: 'sweep', output: 'firstPassage.mean' }),
      {},
      [AXE],
    );
    await page.getByText('not computed yet').waitFor({ timeout: TIMEOUT });
    await openAll(page);
    expect(await findings(page)).toEqual([]);
    const sweepIt = async () => {
      await page.getByRole('button', { name: 'Run sweep' }).click();
      await page
        .locator('[data-testid=sweep-progress][data-phase=done]')
        .waitFor({ state: 'attached', timeout: TIMEOUT });
    };
    await sweepIt();
    await page.getByText('no value here').waitFor();
    await page.getByTestId('phase').focus(); // alpha = 0.2: nothing passes
    await page.getByText('No simulated value').waitFor();
    await openAll(page);
    expect(await findings(page)).toEqual([]);
    await goTo(page, hashOf({ ...GRID, grid: ALPHA_ALONE }, { tab: 'sweep' }));
    await page.getByText('3 points, 200 paths each').waitFor();
    await sweepIt();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('alpha from').fill('9');
    await page.getByText('expected from < to').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the first view is little to load, with the engine and the theory on their own threads', {
  timeout: 2 * TIMEOUT,
}, () => {
  const bare = browserForTests({ webgpu: false });
  /** Compressed as a web host sends it, of what was asked for until numbers stood beside exact values, and nothing more came. */
  const sizes = async ({ page, requested, close }: Opened) => {
    await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    await page.locator('progress:is([data-phase=rest], [data-phase=done])').waitFor({ timeout: TIMEOUT });
    // Not `networkidle`: a worker that is ended while it loads leaves a request open for ever.
    for (let known = -1; known !== requested.length; await page.waitForTimeout(1000)) known = requested.length;
    const device = await page.getByTestId('device').textContent();
    const files = [...new Set(requested.map((url) => new URL(url).pathname.replace(/^\/$/, '/index.html')))];
    await close();
    const of = (kind: RegExp) =>
      files
        .filter((file) => kind.test(file))
        .reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(BUILT, file))).length, 0);
    return {
      device,
      files,
      code: of(/\.(html|css|js)$/), // the page, the engine with its backend, theory
      toDraw: of(/\.html$|\/index-[^/]*\.(css|js)$/), // and to take input; the rest comes while it is looked at
      letters: of(/\.woff2$/),
    };
  };

  test.each([
    ['a hardware GPU', () => browser.open(served.url, {}, [], asHardware), /^webgpu/, /\/gpu-/],
    ['a GPU in software', () => browser.open(served.url), /^wasm/, /\/wasm/],
    ['no WebGPU', () => bare.open(served.url), /^wasm/, /\/wasm/],
  ] as const)('where there is %s', async (_name, open, device, script) => {
    const first = await sizes(await open());
    expect(first.device).toMatch(device);
    expect(first.files.join(' ')).toMatch(script);
    expect(first.code).toBeLessThan(200_000);
    expect(first.toDraw).toBeLessThan(60_000);
    expect(first.letters).toBeLessThan(100_000);
  });
});

/** The adapter in software, under another name: the page takes it as it would take a GPU. */
async function asHardware(page: Page): Promise<void> {
  const renamed = `for (const name of ['description', 'device', 'architecture', 'vendor'])
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => 'a GPU' });
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });\n`;
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: renamed + (await response.text()) });
  });
}
