/** The Sweep view, from the grid to a point in Explore: the page sweeps what the command line sweeps. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import type { Sweep } from '#dist/result/sweep.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { sweep } from '#dist/study/sweep.js';
import { firstpassage, temporaryFolder } from '../cli/spawn.js';
import { SETS } from '../helpers/studies.js';
import { browserForTests, hashOf, type Opened, serverForTests, TIMEOUT } from './open.js';

const served = serverForTests();
const browser = browserForTests();
const folder = temporaryFolder();

const STUDY = {
  model: 'severity',
  params: SETS.B.params,
  initial: 0.1,
  dt: 0.2,
  horizon: 4,
  saveAt: [4],
  firstPassage: { threshold: 0.3 },
  paths: 1000,
  seed: 7,
  backend: 'wasm',
  grid: { alpha: { from: 0.4, to: 0.8, steps: 3 }, beta: [0.2, 0.3, 0.4] },
  outputs: ['snapshot.mean', 'firstPassage.probability', 'theory.modes'],
};

let opened: Opened;
const open = async (study: object, view: Record<string, string> = { tab: 'sweep' }): Promise<Page> => {
  opened = await browser.open(served.url + hashOf(study, view));
  return opened.page;
};
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

const phase = (page: Page, name: string) =>
  page
    .locator(`[data-testid=sweep-progress]:is(${name.split(' ').map((one) => `[data-phase=${one}]`)})`)
    .waitFor({ state: 'attached', timeout: 2 * TIMEOUT });

async function saved(page: Page, name: string): Promise<string> {
  await page.getByText('Download', { exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

test('the legend says what cells without a colour mean, and a point why it has none', {
  timeout: 4 * TIMEOUT,
}, async () => {
  const tooFar = { ...STUDY, firstPassage: { threshold: 0.9 }, outputs: ['firstPassage.mean', 'snapshot.mean'] };
  const page = await open(tooFar, { tab: 'sweep', output: 'firstPassage.mean' });
  await page.getByText('not computed yet').waitFor({ timeout: TIMEOUT });
  await page.getByRole('button', { name: 'Run sweep' }).click();
  await phase(page, 'done');
  expect(await page.getByText('not computed yet').count()).toBe(0);
  await page.getByText('no value here: a point says why').waitFor();
  await page.getByTestId('phase').focus();
  for (const key of ['ArrowUp', 'ArrowUp']) await page.keyboard.press(key); // strong damping
  await page
    .locator('.sweep-point')
    .getByText(/^No simulated value: \w/)
    .waitFor();
  await page.getByLabel('Show').selectOption('snapshot.mean');
  expect(await page.getByText('no value here').count()).toBe(0);
});

describe('Sweep on wasm', { timeout: 4 * TIMEOUT }, () => {
  test('stopped and continued, it has the numbers of the command line; a point opens in Explore', async () => {
    const page = await open(STUDY);
    await page.getByRole('button', { name: 'Run sweep' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await phase(page, 'rest done');
    const goOn = page.getByRole('button', { name: /^Continue|^Run sweep/ }); // there may be no point yet, or all
    if (await goOn.isVisible()) await goOn.click();
    await phase(page, 'done');

    const kept = JSON.parse(await saved(page, 'Sweep as JSON')) as Sweep;
    const { points, axes, spec } = await sweep(parseStudy(STUDY), { theory: false });
    expect({ schema: kept.schema, axes: kept.axes, spec: kept.spec }).toEqual({
      schema: 'firstpassage/sweep@1',
      axes,
      spec,
    });
    expect(kept.provenance).toMatchObject({ backend: 'wasm', partial: null });
    const simulated = ({ value, standardError, differences }: Sweep['points'][number]['outputs'][string]) => ({
      value,
      standardError,
      differences,
    });
    const estimates = (of: Sweep['points']) =>
      of.map(({ params, outputs }) => [
        params,
        simulated(outputs['snapshot.mean']!),
        simulated(outputs['firstPassage.probability']!),
      ]);
    expect(estimates(kept.points)).toEqual(estimates(points));
    for (const { outputs } of kept.points) {
      expect(outputs['theory.modes']!.exact).toBe(1);
      expect(Math.abs(outputs['snapshot.mean']!.zCorrected!)).toBeLessThan(5); // standard errors
    }

    const file = join(folder, 'study.yaml');
    writeFileSync(file, await saved(page, 'Study for firstpassage sweep'));
    expect(parseStudy(loadStudyText(readFileSync(file, 'utf8'), 'study.yaml'))).toEqual(spec);
    const [shared] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the study' }).click(),
    ]);
    expect(readFileSync(await shared.path(), 'utf8')).toBe(readFileSync(file, 'utf8'));
    const { stdout, code } = await firstpassage('sweep', file, '--json', '--no-theory', '--quiet');
    expect(code).toBe(0);
    const ofCommandLine = JSON.parse(stdout) as Sweep;
    expect({ spec: ofCommandLine.spec, estimates: estimates(ofCommandLine.points) }).toEqual({
      spec: kept.spec,
      estimates: estimates(kept.points),
    });

    await page.getByTestId('phase').focus(); // the first point: alpha 0.4, beta 0.2
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    const { value } = points[4]!.outputs['firstPassage.probability']!;
    await expect.poll(() => page.locator('.sweep-point').innerText(), { timeout: 30_000 }).toContain(value!.toFixed(3));
    await page.keyboard.press('Enter');
    const field = (name: string) => page.getByLabel(`${name}, exact value`);
    await field('alpha').waitFor();
    expect([await field('alpha').inputValue(), await field('beta').inputValue()]).toEqual(
      Object.values(points[4]!.params).map(String), // the very numbers of the point
    );
    await page.waitForFunction(() => !location.hash.includes('_tab') && location.hash.includes('grid.alpha.steps=3'));

    await page.getByRole('button', { name: 'Sweep' }).click();
    await phase(page, 'done'); // what was computed is still there
    await page.getByTestId('phase').hover(); // waits until it has its size
    const box = (await page.getByTestId('phase').boundingBox())!;
    await page.mouse.click(box.x + 0.9 * box.width, box.y + 0.9 * box.height);
    await field('alpha').waitFor();
    expect([await field('alpha').inputValue(), await field('beta').inputValue()]).toEqual(['0.8', '0.2']);
  });

  test('the grid is changed in the page: it stands in the address, and what is wrong with it beside its field', async () => {
    const { grid: _, outputs: __, ...study } = STUDY;
    const page = await open(study);
    await page.getByText('121 points, 2,000 paths each').waitFor({ timeout: TIMEOUT });
    await page.getByRole('button', { name: 'remove beta from the grid' }).click();
    await page.getByLabel('alpha from').fill('0.9');
    await page.getByText('expected from < to').waitFor();
    expect(await page.getByRole('button', { name: 'Run sweep' }).isDisabled()).toBe(true);
    await page.getByLabel('alpha from').fill('0.2');
    await page.getByLabel('values of alpha').fill('4');
    await page.getByLabel('Paths of each point').fill('500');
    await page.getByText('4 points, 500 paths each').waitFor();
    await page.waitForFunction(() =>
      ['grid.alpha.from=0.2', 'grid.alpha.steps=4', '_paths=500'].every((part) => location.hash.includes(part)),
    );
    const again = await browser.open(page.url());
    await again.page.getByText('4 points, 500 paths each').waitFor({ timeout: TIMEOUT });
    await again.close();
  });
});
