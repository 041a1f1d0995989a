/** The page for everyone: a screen reader's view of it (axe), the keyboard alone, little to load, no errors on the way. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { BUILT, browserForTests, digestWhenDone, hashOf, serverForTests, TIMEOUT } from './open.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

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

/** What axe finds wrong, each as one line. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`),
  );
}

describe('axe finds nothing', { timeout: 2 * TIMEOUT }, () => {
  test.each([
    ['on a desk, light', { colorScheme: 'light' }],
    ['on a phone, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ] as const)('%s, with a result and with problems', async (_, look) => {
    const { page, complaints, close } = await browser.open(served.url + hashOf(STUDY), look, [AXE]);
    await digestWhenDone(page);
    await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    await page.getByText('Download', { exact: true }).click();
    await page.locator('.regime summary').click();
    await page.evaluate(() => {
      for (const section of document.querySelectorAll<HTMLDetailsElement>('details.section')) section.open = true;
    });
    expect(await violations(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      'wider than the window',
    ).toBeLessThanOrEqual(0);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, hashOf(WRONG));
    await page.locator('.expression mark').waitFor({ timeout: TIMEOUT });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

/** Role and name of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> };
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()} ${name.trim().replace(/\s+/g, ' ')}`;
  });

test('the keyboard alone reaches and works everything', { timeout: 2 * TIMEOUT }, async () => {
  const { page, complaints, close } = await browser.open(served.url + hashOf(STUDY));
  await digestWhenDone(page);
  const seen: string[] = [];
  for (let i = 0; i < 80 && !seen.at(-1)?.startsWith('body'); i++) {
    await page.keyboard.press('Tab');
    seen.push(await focused(page));
  }
  for (const name of [
    'button Skip to the results',
    'button Copy the link of this study',
    'input Open a study file',
    'button Save the study as a file',
    'select Preset',
    'input a',
    'input a, exact value',
    'input start',
    'input threshold',
    'select Monitor of threshold',
    'input Paths',
    'select Scheme',
    'button Another seed',
    'button Continue ×2',
    'summary Download',
    'input linear',
    'input t = 5',
    'button Save the plot “Position at time 5” as SVG',
  ])
    expect(seen).toContain(name);

  const press = async (name: string, key: string) => {
    for (let i = 0; i < 90 && (await focused(page)) !== name; i++) await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(name);
    await page.keyboard.press(key);
  };
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await press('input a', 'ArrowRight');
  await page.waitForFunction(() => /params\.a=1\.0/.test(location.hash), null, { timeout: TIMEOUT });
  await digestWhenDone(page);
  await press('button Continue ×2', 'Enter');
  await page.getByTestId('paths').getByText('6,000').waitFor({ timeout: TIMEOUT });
  await press('summary Download', 'Enter');
  await page.getByRole('button', { name: 'Result as JSON' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Result as JSON' }).waitFor({ state: 'hidden' });
  await press('input t = 5', 'ArrowLeft');
  await page
    .getByRole('heading', { name: /Position at time 1|Position/ })
    .first()
    .waitFor();
  await page.waitForFunction(() => location.hash.includes('_at=0'));
  expect(complaints).toEqual([]);
  await close();
});

test('the first view is little to load, with the engine and the theory on their own threads', {
  timeout: 2 * TIMEOUT,
}, async () => {
  const { page, requested, close } = await browser.open(served.url);
  await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
  const files = [...new Set(requested.map((url) => new URL(url).pathname.replace(/^\/$/, '/index.html')))];
  const sizeOf = (kind: RegExp) =>
    files
      .filter((file) => kind.test(file))
      .reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(BUILT, file))).length, 0);
  // Until there are numbers beside exact values: the page, engine, WASM workers, theory. As a web host sends it.
  expect(sizeOf(/\.(html|css|js)$/)).toBeLessThan(200_000);
  // What it takes to draw the page and to take input; the rest comes while it is looked at.
  expect(sizeOf(/\.html$|\/index-[^/]*\.(css|js)$/)).toBeLessThan(60_000);
  expect(sizeOf(/\.woff2$/)).toBeLessThan(100_000);
  await close();
});
