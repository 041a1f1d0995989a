// What the workbench costs its visitor: the longest task of the main thread during more than 10⁹ path-steps and while a slider is dragged,
// memory over 50 runs, and its rate beside that of Node, in turns. Headless Chromium, wasm.
//
//   npm run build && node bench/workbench.mjs [--paths 600000] [--runs 50] [--pairs 5]
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { pageServer } from '../dist/cli/page-server.js';
import { parseStudy } from '../dist/study/check.js';
import { linkText } from '../dist/study/link.js';
import { run } from '../dist/study/run.js';
import { chromiumLaunchOptions } from '../test/helpers/chromium.mjs';

const { values } = parseArgs({
  options: {
    paths: { type: 'string', default: '600000' },
    runs: { type: 'string', default: '50' },
    pairs: { type: 'string', default: '5' },
  },
});
const STEPS = 4000;
/** Set B of the severity model to time 40: 4000 steps a path. */
const study = (/** @type {number} */ paths, /** @type {number} */ seed = 1) => ({
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  initial: 0.1,
  paths,
  dt: 0.01,
  horizon: 0.01 * STEPS,
  saveAt: [0.01 * STEPS],
  seed,
  backend: 'wasm',
});
const FOREVER = 600_000; // ms

const server = pageServer(new URL('../dist/page', import.meta.url).pathname);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const options = chromiumLaunchOptions();
const browser = await chromium.launch(options);

const hashOf = (/** @type {object} */ of) => `#${linkText({ study: /** @type {any} */ (of), view: {} })}`;
async function open(/** @type {object} */ of) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(FOREVER);
  await page.addInitScript(() => {
    /** @type {{ start: number, duration: number }[]} */
    const tasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime: start, duration } of list.getEntries()) tasks.push({ start, duration });
    }).observe({ type: 'longtask', buffered: true });
    Object.assign(globalThis, { tasks });
  });
  await page.goto(`http://127.0.0.1:${port}/${hashOf(of)}`);
  await phase(page, 'rest done');
  return page;
}
/** @param {import('playwright').Page} page @param {string} phases */
const phase = (page, phases) =>
  page.waitForFunction(
    (wanted) => wanted.split(' ').includes(document.querySelector('progress')?.dataset['phase'] ?? ''),
    phases,
    { polling: 20 },
  );
/** What a preview has done already. @param {import('playwright').Page} page */
const pathsOf = async (page) => Number((await page.getByTestId('paths').textContent())?.replace(/,/g, ''));
/** Tasks of 50 ms or more since a time of the page. @param {import('playwright').Page} page @param {number} since */
async function longTasks(page, since) {
  await page.waitForTimeout(300); // entries come a little later
  const tasks = await page.evaluate(
    (from) => /** @type {any} */ (globalThis).tasks.filter((/** @type {any} */ t) => t.start >= from),
    since,
  );
  const longest = Math.max(0, ...tasks.map((/** @type {any} */ t) => t.duration));
  return `${tasks.length} tasks of 50 ms or more${tasks.length > 0 ? `, the longest ${longest.toFixed(0)} ms` : ''}`;
}
const now = (/** @type {import('playwright').Page} */ page) => page.evaluate(() => performance.now());
const load = () => `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
console.log(`${cpus()[0]?.model}, Node ${process.version}, Chromium ${browser.version()}, ${load()}`);

{
  const page = await open(study(Number(values.paths)));
  await page.locator('.gauge').first().waitFor();
  await page.waitForTimeout(1000);
  const previewed = await pathsOf(page);
  const since = await now(page);
  await page.getByRole('button', { name: /^Run/ }).click();
  await phase(page, 'done');
  const seconds = ((await now(page)) - since) / 1000;
  const steps = (Number(values.paths) - previewed) * STEPS;
  console.log(
    `run of ${steps.toExponential(1)} path-steps, ${seconds.toFixed(1)} s: ${await longTasks(page, since)}; ${load()}`,
  );

  const dragged = await now(page);
  const waits = await page.evaluate(async () => {
    const slider = /** @type {HTMLInputElement} */ (document.querySelector('.parameters input[type=range]'));
    const digest = () => document.querySelector('[data-testid=digest]')?.textContent;
    const waits = [];
    for (let i = 0; i < 60; i++) {
      const before = digest();
      const start = performance.now();
      slider.value = String(0.4 + 0.005 * i);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      do await new Promise(requestAnimationFrame);
      while (digest() === before && performance.now() - start < 5000);
      waits.push(performance.now() - start);
    }
    return waits.sort((a, b) => a - b);
  });
  const at = (/** @type {number} */ share) => waits[Math.floor(share * (waits.length - 1))]?.toFixed(0);
  console.log(
    `slider, 60 moves: first numbers after ${at(0.5)} ms (median), ${at(0.9)} ms (90 %); ${await longTasks(page, dragged)}; ${load()}`,
  );
  await page.close();
}
{
  const page = await open(study(4096));
  const cdp = await page.context().newCDPSession(page);
  const system = await browser.newBrowserCDPSession();
  /** Of the page's own thread after a collection, and of the whole process, its workers included: MB. */
  const memory = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    const resident = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    return { page: usedSize / 2 ** 20, all: Math.max(...resident) };
  };
  const told = [];
  const runs = Number(values.runs);
  for (let i = 1; i <= runs; i++) {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      hashOf(study(4096, 100 + i)),
    );
    await page.waitForFunction((seed) => location.hash.includes(`seed=${seed}`), 100 + i);
    await page.waitForTimeout(150);
    await phase(page, 'done rest');
    if (i % Math.ceil(runs / 5) === 0) {
      const { page: own, all } = await memory();
      told.push(`${own.toFixed(1)} (${all.toFixed(0)})`);
    }
  }
  console.log(
    `heap of the page over ${runs} runs (and resident memory of its process, workers included), MB: ${told.join(', ')}`,
  );
  await page.close();
}
{
  const paths = Number(values.paths);
  const ratios = [];
  for (let i = 0; i < Number(values.pairs); i++) {
    const node = (await run(parseStudy(study(paths, i)), { checks: false })).provenance.pathStepsPerSecond;
    const page = await open(study(paths, i));
    await page.locator('.gauge').first().waitFor(); // theory is done: the cores are the run's alone
    const first = await pathsOf(page);
    const since = await now(page);
    await page.getByRole('button', { name: /^Run/ }).click();
    await phase(page, 'done');
    const rate = ((paths - first) * STEPS) / (((await now(page)) - since) / 1000);
    ratios.push({ page: rate / 1e6, node: node / 1e6, ratio: rate / node });
    await page.close();
  }
  ratios.sort((a, b) => a.ratio - b.ratio);
  const list = ratios
    .map(({ page, node, ratio }) => `${page.toFixed(0)}/${node.toFixed(0)} = ${ratio.toFixed(2)}`)
    .join(', ');
  console.log(
    `rate in the page / in Node, M path-steps/s, in turns: ${list}; median ${ratios[ratios.length >> 1]?.ratio.toFixed(2)}; ${load()}`,
  );
}
await browser.close();
server.close();
server.closeAllConnections();
