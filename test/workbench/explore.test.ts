/** Explore, from the link to the digest: the page runs what the command line runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import type { FirstPassage, Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { firstpassage, temporaryFolder } from '../cli/spawn.js';
import { SETS } from '../helpers/studies.js';
import { browserForTests, digestWhenDone, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const served = serverForTests();
const browser = browserForTests();
const folder = temporaryFolder();

/** Set B of the severity model, small: nearly every path passes .3 within the horizon. */
const STUDY = {
  model: 'severity',
  params: SETS.B.params,
  initial: 0.1,
  paths: 20_000, // five blocks, the last one short
  dt: 0.1,
  horizon: 10,
  saveAt: [5, 10],
  firstPassage: { threshold: 0.3 },
  seed: 7,
  backend: 'wasm',
};

let opened: Opened;
const open = async (study: object): Promise<Page> => {
  opened = await browser.open(served.url + hashOf(study));
  return opened.page;
};
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

const inNode = (study: object): Promise<Result> => run(parseStudy(study), { checks: false });
const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');
async function download(page: Page, press: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return file;
}

describe('Explore on wasm', { timeout: 2 * TIMEOUT }, () => {
  test('set B: the digest of the command line, whose result the download is', async () => {
    const page = await open(STUDY);
    const digest = await digestWhenDone(page); // a preview of so few paths is all of them
    writeFileSync(join(folder, 'set-b.json'), JSON.stringify(STUDY));
    const { stdout } = await firstpassage('run', join(folder, 'set-b.json'), '--quiet');
    expect(stdout).toContain(digest);
    await page.locator('.numbers .gauge').first().waitFor();
    await page.getByText('Download', { exact: true }).click();
    const file = await download(page, () => page.getByRole('button', { name: 'Result as JSON' }).click());
    const kept = JSON.parse(await textOf(file)) as Result;
    const { snapshots, firstPassage, spec, checks } = await run(parseStudy(STUDY));
    // The hazard and exact values come from functions of Math, which Chromium and Node may round differently in the last place.
    const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));
    const { hazard, tailRate, ...counted } = firstPassage as FirstPassage;
    expect({ ...kept, provenance: null }).toMatchObject({ snapshots, firstPassage: counted, spec });
    const inPage = kept.firstPassage as FirstPassage;
    expect([inPage.hazard.values, inPage.tailRate.value]).toEqual([hazard.values.map(near), near(tailRate.value)]);
    expect(kept.checks).toEqual(
      checks.map(({ quantity, ok, simulated, standardError, exact }) =>
        expect.objectContaining({ quantity, ok, simulated, standardError, exact: near(exact) }),
      ),
    );
    expect(checks.length).toBeGreaterThan(5);
    const { zCorrected } = checks.find(({ quantity }) => quantity === 'firstPassage.probability')!;
    expect(await page.locator('.numbers .gauge').first().textContent()).toBe(
      `${zCorrected!.toFixed(1).replace('-', '−')} SE`, // in the row of the share that has passed
    );
  });

  test('stops with whole blocks, and goes on, each time with the bits of one run', async () => {
    const long = { ...STUDY, paths: 4_000_000, horizon: 40, saveAt: [40], firstPassage: { threshold: 0.9 } };
    const page = await open(long);
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => page.getByText('stopped').count(), { timeout: TIMEOUT / 2 }).toBe(1);
    const paths = Number((await page.getByTestId('paths').textContent())!.replace(/,/g, ''));
    expect(paths % 4096).toBe(0);
    expect(paths).toBeLessThan(long.paths);
    const digest = await page.getByTestId('digest').textContent();
    expect((await inNode({ ...long, paths })).provenance.digest).toBe(digest);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const isMore = (had: number) =>
      Number(document.querySelector('[data-testid=paths]')?.textContent?.replace(/,/g, '')) > had;
    await page.waitForFunction(isMore, paths, { timeout: TIMEOUT });
  });

  test('a run that is done goes on with as many paths again', async () => {
    const page = await open({ ...STUDY, paths: 10_000 });
    await digestWhenDone(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => page.getByTestId('paths').textContent(), { timeout: TIMEOUT / 2 }).toBe('20,000');
    expect(await digestWhenDone(page)).toBe((await inNode(STUDY)).provenance.digest);
  });

  test('times of exit are drawn as far as there are any, and a place is told where nobody is alive', async () => {
    const ends = { model: 'brownian', params: { mu: 0.4, sigma: 0.9 }, boundary: { lower: 'absorb', upper: 'absorb' } };
    const page = await open({ ...ends, paths: 20_000, dt: 0.05, horizon: 200, backend: 'wasm' });
    await digestWhenDone(page);
    expect(await page.getByText('No path is alive at time 200.').count()).toBe(1);
    expect(await page.getByText('Position at time 200').count()).toBe(0); // in the table of numbers
    const exit = page.locator('[data-plot=exit-upper]');
    const [drawn] = await Promise.all([
      page.waitForEvent('download'),
      exit.getByRole('button', { name: 'as SVG' }).click(),
    ]);
    const ticks = [...(await textOf(drawn)).matchAll(/text-anchor="middle"[^>]*>([\d.]+)</g)].map(([, tick]) =>
      Number(tick),
    );
    expect(Math.max(...ticks)).toBeGreaterThan(0);
    expect(Math.max(...ticks)).toBeLessThan(50);
  });

  test('an expression of one’s own: the error stands at its place, and goes when it is corrected', async () => {
    const own = {
      ...STUDY,
      model: { drift: 'a*x - b*x^^3', diffusion: 's' },
      params: { a: 1, b: 1, s: 0.5 },
      domain: [-2, 2],
      initial: 0.5,
      firstPassage: { threshold: 1.5 },
    };
    const page = await open(own);
    const drift = page.getByLabel('Drift');
    await page.locator('.expression mark').waitFor();
    expect(await page.locator('.expression mark').textContent()).toBe('^');
    expect(await drift.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
    await drift.fill('a*x - c*x^3');
    await page.getByText(/unknown name "c"/).waitFor();
    expect(await page.locator('.expression mark').textContent()).toBe('c');
    await page.getByRole('button', { name: /Make c a parameter/ }).click();
    const corrected = { ...own, model: { drift: 'a*x - c*x^3', diffusion: 's' }, params: { ...own.params, c: 1 } };
    expect(await digestWhenDone(page)).toBe((await inNode(corrected)).provenance.digest);
  });

  test('the link of a changed study opens that study, and its file is one that the command line takes', async () => {
    const page = await open({ ...STUDY, paths: 3000 });
    await page.getByLabel('alpha, exact value').fill('0.55');
    await page.getByLabel('Seed', { exact: true }).fill('the second run');
    await page.waitForFunction(() => location.hash.includes('alpha=0.55') && location.hash.includes('second'));
    const digest = await digestWhenDone(page);
    const link = page.url();
    const file = await download(page, () => page.getByRole('button', { name: 'Save the study' }).click());
    const study = join(folder, 'study.yaml');
    await file.saveAs(study);
    expect(loadStudyText(readFileSync(study, 'utf8'), 'study.yaml')).toMatchObject({
      params: { alpha: 0.55 },
      seed: 'the second run',
    });
    const { stdout, code } = await firstpassage('run', study, '--quiet');
    expect([code, stdout.includes(digest)]).toEqual([0, true]);
    const again = await browser.open(link);
    expect(await digestWhenDone(again.page)).toBe(digest);
    await again.page.getByLabel('Open a study').setInputFiles(study);
    await again.page.getByText('Opened study.yaml').waitFor();
    expect(await digestWhenDone(again.page)).toBe(digest);
    await again.close();
  });
});
