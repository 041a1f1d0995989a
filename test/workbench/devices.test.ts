/** The page on other devices: a GPU, a GPU that is lost, no WebGPU, no cross-origin isolation, another path. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { run } from '#dist/study/run.js';
import { serveFolder } from '../helpers/serve.mjs';
import { SETS } from '../helpers/studies.js';
import { browserForTests, digestWhenDone, hashOf, pageUnder, serverForTests, TIMEOUT } from './open.js';

const STEPS = 50;
/** Set B, as few path-steps as a software GPU takes in a second. */
const STUDY = {
  model: 'severity',
  params: SETS.B.params,
  initial: 0.1,
  paths: 10_000,
  dt: 0.1,
  horizon: 0.1 * STEPS,
  saveAt: [0.1 * STEPS],
  firstPassage: { threshold: 0.3 },
  seed: 7,
};
const inNode = (study: object): Promise<Result> => run(parseStudy(study), { checks: false });
const served = serverForTests();

/** Of a share near ½ of the paths that hit when f32 rounds another way: see the tolerance in the test. */
const hitsOf = async (page: Page): Promise<number> =>
  Number((await page.locator('.numbers .estimate').first().textContent())!.split(' ')[0]);

describe('a device with a GPU', { timeout: 3 * TIMEOUT }, () => {
  const browser = browserForTests();

  test('runs set B on it, with the hits of wasm to rounding', async () => {
    const { page, complaints, close } = await browser.open(served.url + hashOf({ ...STUDY, backend: 'webgpu' }));
    await digestWhenDone(page);
    expect(await page.getByTestId('device').textContent()).toMatch(/^webgpu · .*SwiftShader/i);
    const { firstPassage } = await inNode({ ...STUDY, backend: 'wasm' });
    const { hits } = firstPassage as { hits: number };
    // Normals of another device, and rounding, move a path by some 2⁻²² a step at most: so many paths, that of a density of x
    // below 10, come to lie on the other side of the barrier, and five of their standard errors. The page shows four digits.
    const moved = 10 * STEPS * 2 ** -22 * STUDY.paths;
    const tolerance = (moved + 5 * Math.sqrt(moved)) / STUDY.paths + 5e-5;
    expect(Math.abs((await hitsOf(page)) - hits / STUDY.paths)).toBeLessThan(tolerance);
    expect(complaints).toEqual([]);
    await close();
  });

  test('recovers from the loss of the device, says so, and has the bits of a run without it', async () => {
    const study = { ...STUDY, paths: 100_000, backend: 'webgpu' };
    const { page, complaints, close } = await browser.open(
      served.url + hashOf({ ...study, backend: 'wasm', paths: 100 }),
    );
    await digestWhenDone(page);
    const [engine] = page.workers().filter((worker) => worker.url().includes('worker'));
    await engine!.evaluate(() => {
      const devices: GPUDevice[] = [];
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (...given) {
        const device = await requestDevice.apply(this, given);
        devices.push(device);
        return device;
      };
      Object.assign(globalThis, { devices });
    });
    await page.evaluate((hash) => {
      location.hash = hash;
    }, hashOf(study));
    await page.getByRole('button', { name: 'Run' }).click();
    const isUnderWay = () =>
      Number(document.querySelector('[data-testid=paths]')?.textContent?.replace(/,/g, '')) >= 8192;
    await page.waitForFunction(isUnderWay, null, { timeout: TIMEOUT });
    const opened = await engine!.evaluate(() => {
      const { devices } = globalThis as unknown as { devices: GPUDevice[] };
      devices.at(-1)!.destroy();
      return devices.length;
    });
    await page.getByText('The GPU device was lost and opened again').waitFor({ timeout: TIMEOUT });
    const digest = await digestWhenDone(page);
    const now = await engine!.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.length);
    expect(now).toBe(opened + 1);
    const other = await browser.open(served.url + hashOf(study));
    await other.page.getByRole('button', { name: 'Run' }).click();
    expect(digest).toBe(await digestWhenDone(other.page));
    expect(complaints.filter((text) => !/lost|destroy/i.test(text))).toEqual([]);
    await other.close();
    await close();
  });
});

describe('a browser without WebGPU', { timeout: 2 * TIMEOUT }, () => {
  const browser = browserForTests({ webgpu: false });

  test('takes wasm, says why, and has the digest of Node', async () => {
    const { page, complaints, close } = await browser.open(served.url + hashOf(STUDY));
    expect(await digestWhenDone(page)).toBe((await inNode({ ...STUDY, backend: 'wasm' })).provenance.digest);
    expect(await page.getByTestId('device').textContent()).toMatch(
      /^wasm · .*no hardware GPU; wasm is the best backend here/,
    );
    expect(complaints).toEqual([]);
    await close();
  });

  test('asked for WebGPU, it says what was found, and offers what there is', async () => {
    const { page, close } = await browser.open(served.url + hashOf({ ...STUDY, backend: 'webgpu' }));
    await page
      .getByRole('alert')
      .getByText(/expected WebGPU in this browser, got none|expected a GPU adapter, got none/)
      .waitFor();
    await page.getByRole('button', { name: 'Take the best of this device' }).click();
    await digestWhenDone(page);
    expect(await page.getByTestId('device').textContent()).toMatch(/^wasm/);
    await close();
  });
});

describe('a plain web host', { timeout: 2 * TIMEOUT }, () => {
  const browser = browserForTests();
  const { folder, remove } = pageUnder('some/where');
  let host: Awaited<ReturnType<typeof serveFolder>>;
  beforeAll(async () => {
    host = await serveFolder(folder, {
      'Cross-Origin-Opener-Policy': 'unsafe-none',
      'Cross-Origin-Embedder-Policy': 'unsafe-none',
    });
  });
  afterAll(async () => {
    await host.close();
    remove();
  });

  test('under a path of its own and without isolation, the page has the same digest, under the policy in its own text', async () => {
    const { page, complaints, close } = await browser.open(
      `${host.url}some/where/${hashOf({ ...STUDY, backend: 'wasm' })}`,
    );
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(await digestWhenDone(page)).toBe((await inNode({ ...STUDY, backend: 'wasm' })).provenance.digest);
    expect(await page.evaluate(() => document.querySelector('meta[http-equiv]')?.getAttribute('content'))).toContain(
      "script-src 'self' 'wasm-unsafe-eval'",
    );
    expect(complaints).toEqual([]);
    await close();
  });
});
