// The whole check: build, lint, types, every test. The last line is "N passed, N failed[, N skipped]".
// Arguments go to vitest, e.g. `npm test -- --project browser`. Exit status 0 exactly when nothing failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
/** @param {string} name @param {string} path */
const bin = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);
const report = join(root, '.cache/vitest.json');

/**
 * Run a Node program of ours or of a package; true when it succeeded.
 * @param {string} title @param {string} program @param {string[]} args
 */
function node(title, program, ...args) {
  console.log(`\n── ${title}`);
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  console.log(
    `── ${title}: ${status === 0 ? 'done' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

mkdirSync(dirname(report), { recursive: true });
rmSync(report, { force: true });

const built = node('build', join(root, 'scripts/build.mjs'));
const checked = [
  node('lint', bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.'),
  node('types of the tests', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'test'),
  node('types of the page', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'page'),
];
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const vitestFine =
  built &&
  node(
    'tests',
    join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs'),
    'run',
    ...reporters,
    ...process.argv.slice(2),
  );

const failedSteps = [built, ...checked].filter((fine) => !fine).length;
/** @type {import('vitest/node').JsonTestResults | null} */
const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
const passed = counts?.numPassedTests ?? 0;
const skipped = (counts?.numPendingTests ?? 0) + (counts?.numTodoTests ?? 0);
// A file that does not load fails without a failed test in it; neither may vitest fail for a reason of its own unseen.
const unloaded = counts?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failedTests = (counts?.numFailedTests ?? 0) + (unloaded?.length ?? 0);
const failed = failedSteps + (built && !vitestFine ? Math.max(1, failedTests) : failedTests);

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
