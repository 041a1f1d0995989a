/** The Benchmark view: known answers on every backend of the browser first, then rates. */
import { afterEach, expect, test } from 'vitest';
import { browserForTests, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const served = serverForTests();
const browser = browserForTests();

let opened: Opened;
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

test('known answers pass on webgpu and wasm, and each has a rate in a result to copy', {
  timeout: 6 * TIMEOUT,
}, async () => {
  opened = await browser.open(served.url + hashOf({ paths: 100, horizon: 1, model: 'severity' }, { tab: 'benchmark' }));
  const { page } = opened;
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
});
