// The whole verification at full size, written to docs/verification.md: `npm run verify`, or some of its parts:
// `npm run verify -- suites random critical theory page speed faults`. The page is made of the last run of each part, and says of
// which commit and machine that was; parts that were not run in this clone stay as the page has them. `write` makes it anew and runs nothing.
// The same suites as `npm test`, with FIRSTPASSAGE_VERIFY naming the file that collects what was measured.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, '.cache/verification');
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
  [14, 'Critical points'],
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

/** Rows of a part are collected here. @param {string} name */
const rowsOf = (name) => join(folder, `${name}.jsonl`);
/** @param {string} name */
const env = (name) => ({ FIRSTPASSAGE_VERIFY: rowsOf(name) });
const atFullSize = [vitest, 'run', '--testTimeout=1800000', '--hookTimeout=600000', '--maxWorkers=2'];
const random = 'test/converge/random-studies.test.ts';
const critical = 'test/verify/critical-coverage.test.ts';
const theory = ['test/unit/theory/random-sets.test.ts', 'test/unit/study/goodness.test.ts'];

/** @type {Record<string, () => boolean>} */
const PARTS = {
  suites: () =>
    node(
      'suites at full size',
      [...atFullSize, '--project', 'webgpu', '--project', 'verify', '--exclude', random, '--exclude', critical],
      env('suites'),
    ),
  random: () => node('random studies', [...atFullSize, '--project', 'webgpu', random], env('random')),
  critical: () => node('exponents over many seeds', [...atFullSize, '--project', 'verify', critical], env('critical')),
  theory: () => node('theory at full size', [...atFullSize, '--project', 'node', ...theory], env('theory')),
  page: () => node('page', [vitest, 'run', '--project', 'browser']),
  speed: () => node('speed', ['bench/run.mjs', '--runs', '7', '--verify', rowsOf('speed')]),
  faults: () => node('planted faults', ['scripts/plant-faults.mjs', '--verify', rowsOf('faults')]),
};

/** Runs nothing: the page of what was run. */
const WRITE = 'write';
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== WRITE && !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`verify: expected some of ${Object.keys(PARTS).join(', ')}, or ${WRITE}, got ${unknown.join(', ')}`);
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`;
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
const parts = asked.length > 0 ? asked.filter((name) => name !== WRITE) : Object.keys(PARTS);
const built = parts.length === 0 || node('build', ['scripts/build.mjs']);
for (const name of parts) {
  rmSync(rowsOf(name), { force: true });
  const passed = built && PARTS[name]();
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ passed, commit, date: new Date().toISOString().slice(0, 10), machine }),
  );
}

/** @typedef {{ item: number, who: string, what: string, measured: string, allowed: string }} Row */
/** @typedef {{ passed: boolean, commit: string, date: string, machine: string }} Outcome */
const PAGE = join(root, 'docs/verification.md');
const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
/** @type {[string, string][]} each part, and what the page says of it */
const outcomes = Object.keys(PARTS).map((name) => {
  const file = join(folder, `${name}.json`);
  if (!existsSync(file)) return [name, new RegExp(`^- ${name}: (.*)$`, 'm').exec(before)?.[1] ?? 'not run'];
  /** @type {Outcome} */
  const { passed, date, commit, machine } = JSON.parse(readFileSync(file, 'utf8'));
  return [name, `${passed ? 'passed' : 'FAILED'} (${date}, commit ${commit}, ${machine})`];
});
/** @type {Row[]} */
const rows = outcomes.flatMap(([name]) =>
  existsSync(rowsOf(name))
    ? readFileSync(rowsOf(name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [],
);

const HEAD = ['| who | what | measured | expected, allowed |', '|---|---|---|---|'];
/** @param {string} section */
const rowsIn = (section) => section.split('\n').filter((line) => line.startsWith('| ') && line !== HEAD[0]);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sections = [...TITLES].map(([item, title]) => {
  const heading = `## ${item}. ${title}`;
  const lines = rows
    .filter((row) => row.item === item)
    .map(({ who, what, measured, allowed }) => `| ${who} | ${what} | ${measured} | ${allowed} |`);
  if (lines.length === 0) lines.push(...rowsIn(before.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? ''));
  return [heading, '', ...HEAD, ...lines, ''].join('\n');
});
const fine = outcomes.every(([, outcome]) => outcome.startsWith('passed'));
const failed = outcomes.some(([, outcome]) => outcome.startsWith('FAILED'));
const verdict = fine
  ? 'Everything passed.'
  : failed
    ? 'NOT EVERYTHING PASSED.'
    : 'What was run passed; the rest was not run on this version.';
const list = outcomes.map(([name, outcome]) => `- ${name}: ${outcome}`);
writeFileSync(
  PAGE,
  `# Verification at full size

Written by \`npm run verify\`; version ${version}. ${verdict}

${list.join('\n')}

A tolerance of 5 SE is five standard errors of the estimate (false alarm 6e-7 a check); "(time step)" is the exact bias of the scheme at that step.

${sections.join('\n')}`,
);
console.log(`\n${rows.length} new rows in docs/verification.md. ${verdict}`);
process.exitCode = failed ? 1 : 0;
