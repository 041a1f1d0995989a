// The whole verification at full size, written to docs/verification.md: `npm run verify`.
// The same suites as `npm test`, with FIRSTPASSAGE_VERIFY naming the file that collects what was measured.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rowsFile = join(root, '.cache/verification.jsonl');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

const TITLES = new Map([
  [1, 'Random numbers'],
  [2, 'Path by path against the reference in f32'],
  [3, 'Against exact values and closed forms'],
  [4, 'Same bits'],
  [5, 'No path leaves its domain; every path is accounted for'],
  [6, 'Memory'],
  [7, 'Speed'],
  [8, 'Planted faults, each caught'],
  [9, 'Orders of convergence'],
  [10, 'Random studies'],
  [11, 'Accuracy by request'],
  [12, 'Unlikely hits'],
]);

/**
 * @param {string} title @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {boolean} whether it succeeded
 */
function node(title, args, env = {}) {
  console.log(`\n── ${title}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  console.log(
    `── ${title}: ${status === 0 ? 'passed' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  return status === 0;
}

mkdirSync(dirname(rowsFile), { recursive: true });
rmSync(rowsFile, { force: true });
const env = { FIRSTPASSAGE_VERIFY: rowsFile };
const passed = [
  node('build', ['scripts/build.mjs']),
  node(
    'suites at full size',
    [
      vitest,
      'run',
      '--project',
      'webgpu',
      '--project',
      'verify',
      '--testTimeout=1800000',
      '--hookTimeout=600000',
      '--maxWorkers=2',
    ],
    env,
  ),
  node(
    'theory at full size',
    [
      vitest,
      'run',
      '--project',
      'node',
      '--testTimeout=1800000',
      'test/unit/theory/random-sets.test.ts',
      'test/unit/study/goodness.test.ts',
    ],
    env,
  ),
  node('page', [vitest, 'run', '--project', 'browser']),
  node('speed', ['bench/run.mjs', '--runs', '7', '--verify', rowsFile]),
  node('planted faults', ['scripts/plant-faults.mjs', '--verify', rowsFile]),
];

/** @typedef {{ item: number, who: string, what: string, measured: string, allowed: string }} Row */
/** @type {Row[]} */
const rows = existsSync(rowsFile)
  ? readFileSync(rowsFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sections = [...TITLES].map(([item, title]) => {
  const lines = rows
    .filter((row) => row.item === item)
    .map(({ who, what, measured, allowed }) => `| ${who} | ${what} | ${measured} | ${allowed} |`);
  return [
    `## ${item}. ${title}`,
    '',
    '| who | what | measured | expected, allowed |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
});
const verdict = passed.every(Boolean) ? 'Everything passed.' : 'SOMETHING FAILED: see the output of the run.';
writeFileSync(
  join(root, 'docs/verification.md'),
  `# Verification at full size

Written by \`npm run verify\`; version ${version}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${new Date().toISOString().slice(0, 10)}. ${verdict}
A tolerance of 5 SE is five standard errors of the estimate (false alarm 6e-7 a check); "(time step)" is the exact bias of the scheme at that step.

${sections.join('\n')}`,
);
console.log(`\n${rows.length} rows in docs/verification.md. ${verdict}`);
process.exitCode = passed.every(Boolean) ? 0 : 1;
