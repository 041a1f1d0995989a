/** The page in a browser: it can be read by everyone, fits a phone, and asks for nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlPage } from '#dist/report/page/html.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import { reportPage } from '#dist/report/sections/pages.js';
import { parseStudy } from '#dist/study/check.js';
import { exactLaws } from '#dist/study/laws.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';
import { chromiumLaunchOptions } from '../helpers/chromium.mjs';
import { SMALL, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();
const file = join(folder, 'report.html');
const url = pathToFileURL(file).href;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true };
const TIMEOUT = 90_000; // ms; a browser starts on a busy machine

let browser: Browser;
const requests: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  const pen = await nodePen();
  const result = await run(parseStudy(loadStudyText(SMALL, 'small')));
  const { spec } = result;
  const material = { pen, theory: theory(spec), laws: exactLaws(spec) };
  writeFileSync(file, htmlPage(reportPage([{ kind: 'result', name: 'small', result, material }])));
  browser = await chromium.launch(chromiumLaunchOptions());
}, TIMEOUT);

afterAll(() => browser?.close());

async function open(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return page;
}

describe('the page in a browser', { timeout: TIMEOUT }, () => {
  const PAPER = { light: 'rgb(255, 255, 255)', dark: 'rgb(20, 23, 26)' };

  it.each([
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }], // all else is the same
  ] as const)('has no fault that axe finds, in %s', async (colorScheme, rules) => {
    // The page's own policy would refuse the script that looks at it.
    const page = await open({ bypassCSP: true, colorScheme });
    await page.evaluate(() => document.querySelector('details')!.setAttribute('open', ''));
    await page.addScriptTag({ content: axe.source });
    const { violations, passes } = await page.evaluate(
      (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options as axe.RunOptions),
      rules,
    );
    expect(violations.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html }))).toEqual([]);
    const looked = colorScheme === 'light' ? ['color-contrast', 'svg-img-alt', 'td-headers-attr'] : ['color-contrast'];
    expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(looked));
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(PAPER[colorScheme]);
  });

  it('is no wider than a phone, its plots as wide as the column', async () => {
    const page = await open(PHONE);
    const widths = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      plots: [...document.querySelectorAll('figure > svg')].map((svg) => Math.round(svg.getBoundingClientRect().width)),
    }));
    expect(widths.page).toBe(390);
    expect(new Set(widths.plots)).toEqual(new Set([390 - 2 * 16])); // less a rem on each side
  });

  it('is ink on paper in print, whatever the screen', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      numbers: [...document.querySelectorAll('details')].some((details) => details.checkVisibility()),
    }));
    expect(seen).toEqual({ paper: 'rgb(255, 255, 255)', numbers: false });
  });

  it('asks for nothing, and nothing in it is refused', () => {
    expect(requests.filter((asked) => asked !== url)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
