/** The Benchmark view: known answers on every backend of the browser first, then rates; alone on the device. */
import { afterEach, expect, test } from 'vitest';
import { AXE, findings } from './axe.js';
import { browserForTests, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const served = serverForTests();
const browser = browserForTests();

let opened: Opened;
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

test('known answers pass on webgpu and wasm, and each has a rate in a result to copy; axe finds nothing', {
  timeout: 6 * TIMEOUT,
}, async () => {
  const study = { paths: 100, horizon: 1, model: 'severity' };
  opened = await browser.open(served.url + hashOf(study, { tab: 'benchmark' }), {}, [AXE]);
  const { page } = opened;
  await page.getByRole('button', { name: 'Measure' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Measure' }).press('Enter');
  for (const name of ['webgpu', 'wasm', 'reference'])
    await page.locator(`[data-testid=answer-${name}][data-verdict=pass]`).waitFor({ timeout: 4 * TIMEOUT });
  await page.getByText(/The adapter here is software/).waitFor();
  await page
    .locator('[data-testid=bench-progress][data-phase=done]')
    .waitFor({ state: 'attached', timeout: 4 * TIMEOUT });
  const rates = await page.getByTestId('rate').allTextContents();
  const of = (name: string) => rates.filter((text) => text.startsWith(name) && /\d [kMG]/.test(text)).length;
  expect(of('WebGPU')).toBe(2); // scenarios
  expect(of('WebAssembly')).toBeGreaterThanOrEqual(2);
  const markdown = (await page.getByTestId('markdown').textContent())!;
  expect(markdown).toMatch(/\| webgpu \| pass \| normals within /);
  expect(markdown).toContain('(software)');
  expect(markdown.match(/\| wasm \| \d+ threads? \| [\d.]+ [kMG] \|/g)!.length).toBe(of('WebAssembly'));
  expect(await findings(page)).toEqual([]);
});

test('a measurement stops a sweep and a run, and either stops a measurement; each says so and can go on', {
  timeout: 6 * TIMEOUT,
}, async () => {
  const study = {
    model: 'severity',
    paths: 40_000_000,
    dt: 0.01,
    horizon: 20,
    firstPassage: { threshold: 0.8 },
    backend: 'wasm',
    grid: { alpha: { from: 0.1, to: 0.9, steps: 20 } },
  };
  opened = await browser.open(served.url + hashOf(study, { tab: 'sweep' }));
  const { page } = opened;
  const goTo = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const isIn = (phases: string) =>
    expect
      .poll(async () => phases.split(' ').includes((await page.locator('progress').getAttribute('data-phase'))!), {
        timeout: TIMEOUT / 2,
        message: `the phase is one of ${phases}`,
      })
      .toBe(true);
  const stopped = page.getByText('Stopped for the measurement in Benchmark. Continue goes on from here.');
  const gaveWay = page.getByText('Stopped by a run or a sweep, which would have shared the device');

  await page.getByRole('button', { name: 'Run sweep' }).click();
  await isIn('running');
  await goTo('Benchmark');
  await page.getByRole('button', { name: 'Measure' }).click();
  await isIn('examining measuring');
  await goTo('Sweep');
  await isIn('rest');
  await stopped.waitFor();
  await page.getByRole('button', { name: /^Continue|^Run sweep/ }).click(); // there may be no point yet
  await isIn('running');
  expect(await stopped.count()).toBe(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  await goTo('Benchmark');
  await isIn('stopped');
  await gaveWay.waitFor();

  await goTo('Explore');
  await isIn('rest');
  await page.getByRole('button', { name: /^Run|^Continue/ }).click();
  await isIn('running');
  await goTo('Benchmark');
  await page.getByRole('button', { name: 'Measure again' }).click();
  await isIn('examining measuring');
  expect(await gaveWay.count()).toBe(0);
  await goTo('Explore');
  await isIn('rest');
  await stopped.waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await isIn('running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await goTo('Benchmark');
  await isIn('stopped');
  await gaveWay.waitFor();
});
