/** What a user gets: the tarball, installed into an empty project, used from Node, as a command, and in a page built by Vite. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '#dist/result/result.js';
import { chromiumLaunchOptions } from '../helpers/chromium.mjs';
import { serveFolder } from '../helpers/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);
const TSC = join(root, 'node_modules/typescript/bin/tsc');
const TIMEOUT = 90_000; // ms; npm installs 80 packages, from its cache after `npm ci`

const STUDY = { model: 'severity', paths: 5000, dt: 0.05, horizon: 2, seed: 7 };
const ROUNDING = 40 * 2 ** -24; // of a mean below 1: one rounding error of f32 in each of the 40 steps

// The strictest policy under which WebAssembly compiles at all: no eval, nothing from elsewhere.
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'firstpassage-package-'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  // Without scripts: `prepare` would build dist/ anew under the tests that use it.
  await execute('npm', ['pack', '--ignore-scripts', '--pack-destination', project], { cwd: root });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
  const offline = ['--prefer-offline', '--no-audit', '--no-fund'];
  const args = ['install', ...offline, '--omit=optional', '--ignore-scripts', `./${tarball}`];
  await execute('npm', args, { cwd: project });
}, TIMEOUT);

afterAll(() => rmSync(project, { recursive: true, force: true }));

const node = async (script: string) =>
  (await execute(process.execPath, ['--input-type=module', '-e', script], { cwd: project })).stdout;

const runOn = (backend: string) => `await run(parseStudy(${JSON.stringify({ ...STUDY, backend })}))`;

/** Results by backend, or the error as text; and what the page's policy refused. */
interface Finished {
  readonly results: Readonly<Record<string, Result | string>>;
  readonly violations: readonly string[];
}

const PAGE = `
import { parseStudy, run } from 'firstpassage';
const violations = [];
addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI));
const results = {};
for (const backend of ['reference', 'wasm', 'webgpu']) {
  try {
    results[backend] = await run(parseStudy({ ...${JSON.stringify(STUDY)}, backend }));
  } catch (error) {
    results[backend] = String(error?.stack ?? error);
  }
}
window.finished = { results, violations };
`;

/** Build the page as a user's project would and load it in headless Chromium. */
async function runInPage(): Promise<Finished> {
  const page = join(project, 'page');
  mkdirSync(page);
  writeFileSync(join(page, 'index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
  writeFileSync(join(page, 'main.js'), PAGE);
  await build({ root: page, configFile: false, logLevel: 'error', build: { outDir: 'built', target: 'es2023' } });
  const server = await serveFolder(join(page, 'built'), { 'Content-Security-Policy': POLICY });
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    const tab = await browser.newPage();
    const failure = new Promise<never>((_, reject) => tab.on('pageerror', reject));
    await tab.goto(server.url);
    const finished = tab.waitForFunction(() => (globalThis as unknown as { finished?: Finished }).finished, null, {
      timeout: TIMEOUT,
    });
    return (await (await Promise.race([finished, failure])).jsonValue()) as Finished;
  } finally {
    await browser.close();
    await server.close();
  }
}

describe('the package', () => {
  test('has nothing but what it needs', async () => {
    const { stdout } = await execute('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files, size }] = JSON.parse(stdout) as [{ files: { path: string }[]; size: number }];
    const folders = new Set(files.map(({ path }) => path.split('/')[0]));
    const needed = ['dist', 'package.json', 'shaders', 'README.md', 'CHANGELOG.md', 'LICENSE'];
    const guide = ['docs', 'examples', 'bench', 'CONTRIBUTING.md']; // what README leads to
    expect([...folders].filter((folder) => ![...needed, ...guide].includes(folder!))).toEqual([]);
    expect(files.filter(({ path }) => path.startsWith('bench/')).map(({ path }) => path)).toEqual(['bench/README.md']);
    expect([...folders]).toContain('dist');
    expect(size).toBeLessThan(3_000_000); // bytes; more would be a stray file: the page is 0.8 MB, fonts and what draws reports included, docs and their pictures 0.6 MB
  });

  test('has every file that its README leads to', () => {
    const installed = join(project, 'node_modules/firstpassage');
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)|src="([^":]+)"|\b((?:docs|bench|examples)\/[\w./-]*\w)/g)];
    const named = new Set(links.map(([, link, source, bare]) => link ?? source ?? bare!));
    expect(named.size).toBeGreaterThan(15);
    expect([...named].filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  });

  test('runs a study in Node', async () => {
    const printed = await node(
      `import { parseStudy, run } from 'firstpassage';
       const { snapshots, provenance } = ${runOn('reference')};
       console.log(JSON.stringify({ paths: snapshots[0].paths, backend: provenance.backend }));`,
    );
    expect(JSON.parse(printed)).toEqual({ paths: STUDY.paths, backend: 'reference' });
  });

  test('has types that a strict project compiles', { timeout: TIMEOUT }, async () => {
    writeFileSync(
      join(project, 'typed.ts'),
      `import { parseStudy, type Result, run } from 'firstpassage';
       const result: Result = await run(parseStudy(${JSON.stringify(STUDY)}));
       export const mean: number | null = result.snapshots[0]!.mean.value;\n`,
    );
    // Also the declarations of the package and of what it depends on (no skipLibCheck).
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'false'];
    // With TypeScript's own types of WebGPU, and (as in its older versions) without any.
    for (const more of [[], ['--lib', 'es2022', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]]) {
      const compiled = execute(process.execPath, [TSC, ...flags, ...more, 'typed.ts'], { cwd: project });
      expect(
        await compiled.then(
          ({ stdout }) => stdout,
          ({ stdout }: { stdout: string }) => stdout,
        ),
      ).toBe('');
    }
  });

  test('has its command', async () => {
    const { stdout } = await execute('npx', ['--no-install', 'firstpassage', 'models'], { cwd: project });
    expect(stdout).toContain('severity');
  });

  test('works in a page built by Vite, under a strict policy, as it does in Node', { timeout: TIMEOUT }, async () => {
    const printed = await node(
      `import { parseStudy, run } from 'firstpassage'; console.log(JSON.stringify(${runOn('wasm')}))`,
    );
    const inNode = JSON.parse(printed) as Result;
    const { results, violations } = await runInPage();
    expect(violations).toEqual([]);
    for (const backend of ['reference', 'wasm', 'webgpu']) {
      const result = results[backend]!;
      if (typeof result === 'string') throw new Error(`${backend} in the page: ${result}`);
      expect(result.provenance.backend).toBe(backend);
      const mean = result.snapshots[0]!.mean.value!;
      expect(Math.abs(mean - inNode.snapshots[0]!.mean.value!)).toBeLessThan(ROUNDING);
      // The same module in another build of the same engine: the same bits.
      if (backend === 'wasm') expect(result.snapshots).toEqual(inNode.snapshots);
    }
  });
});
