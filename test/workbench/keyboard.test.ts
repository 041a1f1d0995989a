/** Every feature of the page, worked with the keyboard alone. */
import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { browserForTests, digestWhenDone, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const served = serverForTests();
const browser = browserForTests();

const STUDY = {
  model: 'double-well',
  initial: -1,
  paths: 3000,
  dt: 0.1,
  horizon: 5,
  saveAt: [1, 5],
  firstPassage: { threshold: 0.5 },
  seed: 7,
  backend: 'wasm',
};
const GRID = { ...STUDY, paths: 200, grid: { a: [0.5, 1], sigma: { from: 0.1, to: 0.3, steps: 3 } } };

let opened: Opened;
let page: Page;
async function open(study: object, view: Record<string, string> = {}): Promise<void> {
  opened = await browser.open(served.url + hashOf(study, view), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page = opened.page;
}
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

/** Role and name of an element. */
function nameOf(element: Element): string {
  const { labels } = element as HTMLInputElement;
  const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
  return `${element.tagName.toLowerCase()} ${name.trim().replace(/\s+/g, ' ')}`;
}
const focused = async (): Promise<string> =>
  (await page.evaluateHandle(() => document.activeElement!)).evaluate(nameOf);
const theOne = (selector: string): Promise<string> => page.locator(selector).first().evaluate(nameOf);

const MOST_TABS = 120;

/** Tab to it, around the page at most once. */
async function tabTo(name: string): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    const now = await focused();
    if (now === name) return;
    passed.push(now);
    await page.keyboard.press('Tab');
  }
  expect(passed, `tabbed and did not reach ${name}`).toContain(name);
}

async function press(name: string, ...keys: string[]): Promise<void> {
  await tabTo(name);
  for (const key of keys) await page.keyboard.press(key);
}

/** In place of what is written there. */
async function write(name: string, text: string): Promise<void> {
  await press(name, 'Control+A');
  await page.keyboard.type(text);
}

const inAddress = (...parts: string[]) =>
  page.waitForFunction((all) => all.every((part) => location.hash.includes(part)), parts, { timeout: TIMEOUT });

async function keptBy(...how: Parameters<typeof press>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: TIMEOUT }), press(...how)]);
  return download;
}
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

describe('with the keyboard alone', { timeout: 3 * TIMEOUT }, () => {
  test('a study is changed: model, expressions, sliders, exact values, thresholds, sections', async () => {
    await open(STUDY);
    await digestWhenDone(page);
    await press('select Preset', 'End'); // my own expressions
    await write('textarea Drift μ(x)', 'a*x - b*x^');
    await page.locator('.expression mark').waitFor({ timeout: TIMEOUT });
    await page.keyboard.type('3');
    await page.locator('.expression mark').waitFor({ state: 'detached', timeout: TIMEOUT });
    await press('input a', 'ArrowRight', 'ArrowRight');
    await inAddress('model.drift=a*x', 'params.a=1.0');
    await write('input b, exact value', '1.25');
    await write('input New', 'c');
    await page.keyboard.press('Enter');
    await inAddress('params.b=1.25', 'params.c=1');
    await press('button Remove c', 'Enter');
    await press('select At the upper end, paths', 'End');
    await press('select Start', 'ArrowDown');
    await press('button Another threshold', 'Enter');
    await inAddress('boundary.upper=absorb', 'initial.uniform', 'firstPassage=%5B');
    expect(page.url()).not.toContain('params.c');
    await press('button Remove threshold 2', 'Enter');
    await press('select Monitor of threshold', 'ArrowDown');
    await press('select Scheme', 'Home');
    await press('button Another seed', 'Enter');
    await inAddress('firstPassage.monitor=grid', 'scheme=lamperti-heun');
    await press('summary Simulation', 'Enter');
    await page.getByRole('textbox', { name: 'Paths', exact: true }).waitFor({ state: 'hidden' });
    expect(await focused()).toBe('summary Simulation');
  });

  test('a run is started, stopped, continued and begun anew', async () => {
    await open({ ...STUDY, horizon: 40, saveAt: [40], firstPassage: { threshold: 1.4 } });
    await digestWhenDone(page);
    const status = (text: string | RegExp) => page.getByRole('status').getByText(text).waitFor({ timeout: TIMEOUT });
    await press('button Continue ×2', 'Enter');
    await status('Done: 6,000 paths');
    await write('input Paths', '40000000');
    await press('button Run', 'Enter');
    await status('Running 40,000,000 paths');
    expect(await focused()).toBe('button Stop'); // the focus has stayed where it was
    await page.keyboard.press('Enter');
    await status(/^At rest with/);
    expect(await focused()).toBe('button Continue');
    await page.keyboard.press('Space');
    await status('Running 40,000,000 paths');
    await page.keyboard.press('Space');
    await status(/^At rest with/);
  });

  test('plots are read and kept, results downloaded, a menu left', async () => {
    await open(STUDY);
    await digestWhenDone(page);
    await page.locator('.gauge').first().waitFor({ timeout: TIMEOUT });
    await press('input linear', 'ArrowRight');
    await press('input t = 5', 'ArrowLeft');
    await inAddress('_log=1', '_at=0');
    const picture = await keptBy('button Save the plot “Position at time 1” as SVG', 'Enter');
    expect(readFileSync(await picture.path(), 'utf8')).toContain('<title>Position at time 1</title>');
    await press('summary Download', 'Enter');
    await page.getByRole('button', { name: 'Result as JSON' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Result as JSON' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    expect((await keptBy('button Result as JSON', 'Enter')).suggestedFilename()).toBe('result.json');
    await expect.poll(focused).toBe('summary Download'); // not lost with the menu
    await page.keyboard.press('Enter');
    expect((await keptBy('button Report as HTML', 'Enter')).suggestedFilename()).toBe('report.html');
    await press('summary Download', 'Enter');
    expect((await keptBy('button Tables as CSV', 'Enter')).suggestedFilename()).toMatch(/\.csv$/);
    await page.getByTestId('regime').waitFor({ timeout: TIMEOUT });
    await press(await theOne('.regime summary'), 'Enter');
    await page.locator('.regime[open]').waitFor();
  });

  test('the link is copied, the study kept and opened again, the colours changed, and all of it reset', async () => {
    await open(STUDY);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('button Skip to the results');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await write('input a, exact value', '1.5');
    await inAddress('params.a=1.5');
    await press('button Copy the link of this study', 'Enter');
    await page.getByText('Link copied').waitFor();
    expect(await clipboard()).toBe(page.url());
    const study = await keptBy('button Save the study as a file', 'Enter');
    await press('button Reset to the demonstration', 'Enter');
    await inAddress('model=severity');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('input Open a study file', 'Enter')]);
    await chooser.setFiles({ name: 'study.yaml', mimeType: 'text/yaml', buffer: readFileSync(await study.path()) });
    await inAddress('model=double-well', 'params.a=1.5');
    await press('button Colours: as the system has it; change to light', 'Enter', 'Enter');
    await page.locator('html[data-theme=dark]').waitFor();
  });

  test('a sweep is set, run and kept; a point is found, read, and opened in Explore', async () => {
    await open(GRID);
    await press('button Sweep', 'Enter');
    await page.getByText('6 points, 200 paths each').waitFor({ timeout: TIMEOUT });
    await write('input values of sigma', '2');
    await press('select Spacing of sigma', 'ArrowDown');
    await inAddress('grid.sigma.steps=2', 'grid.sigma.scale=log');
    await press('input random numbers of its own for every point', 'Space');
    await inAddress('independent=true');
    await press(await theOne('.outputs summary'), 'Enter');
    await press('button Run sweep', 'Enter');
    await page
      .locator('[data-testid=sweep-progress][data-phase=done]')
      .waitFor({ state: 'attached', timeout: 2 * TIMEOUT });
    await press('select Show', 'End');
    await press('summary Download', 'Enter');
    expect((await keptBy('button Study for firstpassage sweep', 'Enter')).suggestedFilename()).toBe('study.yaml');
    await press('div Phase diagram over a, 2 values, and sigma, 2 values', 'ArrowRight', 'ArrowUp');
    await page.locator('.sweep-point').getByText('σ = 0.3').waitFor();
    await page.keyboard.press('Enter');
    const inExplore = (name: string) => page.getByLabel(`${name}, exact value`, { exact: true }).inputValue();
    expect([await inExplore('a'), await inExplore('sigma')]).toEqual(['1', '0.3']);
    await page.waitForFunction(() => document.activeElement?.id === 'main'); // what had the focus is gone
    await press('button Sweep', 'Enter');
    await press('summary Table', 'Enter');
    await page.locator('.table-scroll button').first().waitFor();
    await press(await theOne('.table-scroll button'), 'Enter');
    expect([await inExplore('a'), await inExplore('sigma')]).toEqual(['0.5', '0.1']);
  });

  test('a measurement is chosen, started, stopped and copied', async () => {
    await open(STUDY);
    await press('button Benchmark', 'Enter');
    await press('input quick', 'ArrowRight');
    await inAddress('_bench=full');
    await press('input full', 'ArrowLeft');
    await press('button Measure', 'Enter');
    await page.getByTestId('answer-wasm').waitFor({ timeout: 2 * TIMEOUT });
    expect(await focused()).toBe('button Stop');
    await page.keyboard.press('Enter');
    await page
      .locator('[data-testid=bench-progress][data-phase=stopped]')
      .waitFor({ state: 'attached', timeout: 2 * TIMEOUT });
    await press('button Copy as Markdown', 'Enter');
    await page.getByText('Copied').waitFor();
    expect(await clipboard()).toMatch(/^firstpassage .* in a browser \(stopped early\)/);
    expect((await keptBy('button Save', 'Enter')).suggestedFilename()).toBe('benchmark.md');
  });
});
