/** The built page in headless Chromium, as `firstpassage serve` hands it out or as a plain web host does. */
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { pageServer } from '#dist/cli/page-server.js';
import { linkText } from '#dist/study/link.js';
import { chromiumLaunchOptions } from '../helpers/chromium.mjs';

export const BUILT = fileURLToPath(new URL('../../dist/page', import.meta.url));
export const TIMEOUT = 60_000; // ms; two busy cores, not a measure of speed

export interface Opened {
  readonly page: Page;
  /** Errors of scripts, complaints on the console, what the policy refused, requests to other hosts. */
  readonly complaints: string[];
  /** Addresses that were asked for, those of workers included. */
  readonly requested: string[];
  close(): Promise<void>;
}

export interface Setting {
  /** Without WebGPU, as in browsers that have none. */
  readonly webgpu?: boolean;
}

/** A browser for the tests of a file. */
export function browserForTests({ webgpu = true }: Setting = {}) {
  let browser: Browser;
  beforeAll(async () => {
    const options = chromiumLaunchOptions();
    const args = webgpu
      ? options.args
      : [...options.args.filter((arg) => !/webgpu/.test(arg)), '--disable-features=WebGPU'];
    browser = await chromium.launch({ ...options, args });
  }, TIMEOUT);
  afterAll(() => browser?.close());
  return {
    /**
     * @param at the address of the page. @param scripts files that run in it before its own.
     * @param prepare what else is to be done before it is opened.
     */
    async open(
      at: string,
      options: BrowserContextOptions = {},
      scripts: readonly string[] = [],
      prepare: (page: Page) => Promise<void> = async () => {},
    ): Promise<Opened> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      for (const path of scripts) await page.addInitScript({ path });
      const requested: string[] = [];
      context.on('request', (request) => requested.push(request.url()));
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`error ${error.message}`));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()} ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== new URL(at).origin)
          complaints.push(`request ${url}`);
      });
      await prepare(page);
      await page.goto(at);
      return { page, complaints, requested, close: () => context.close() };
    },
  };
}

/** The server of `firstpassage serve`; its address ends with a slash. */
export function serverForTests(): { readonly url: string } {
  let server: Server;
  const served = { url: '' };
  beforeAll(async () => {
    server = pageServer(BUILT);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });
  return served;
}

/** A folder with the page some way down, as under a sub-path of a web host. */
export function pageUnder(path: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'firstpassage-host-'));
  cpSync(BUILT, join(folder, path), { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The fragment that opens a study. */
export const hashOf = (study: object, view: Record<string, string> = {}): string =>
  `#${linkText({ study: study as Record<string, unknown>, view })}`;

/** The digest that the page shows once the run is done; where the preview rests before that, the run is started. */
export async function digestWhenDone(page: Page): Promise<string> {
  const progress = page.locator('progress');
  const isIn = (phases: string) =>
    page.waitForFunction(
      (wanted) => wanted.split(' ').includes(document.querySelector('progress')?.dataset['phase'] ?? ''),
      phases,
      { timeout: TIMEOUT },
    );
  await isIn('rest done');
  if ((await progress.getAttribute('data-phase')) === 'rest') {
    await page.getByRole('button', { name: /^Run|^Continue/ }).click();
    await isIn('done');
  }
  return (await page.getByTestId('digest').textContent())!;
}
