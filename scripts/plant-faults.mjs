// Proves that the suite catches faults: plants each of scripts/faults/ in a copy of the project, builds it, runs the
// smallest set of tests that should catch it, and demands an assertion that fails. Exit status 1 when a fault survives.
//   --only TEXT    the faults whose name contains TEXT
//   --verify FILE  a line for each fault, as record() of test/helpers/verify.ts writes them
//   --jobs N       copies worked on at once (default 2)
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allFaults } from './faults/all.mjs';
import { plant } from './faults/suites.mjs';

/** @typedef {import('./faults/suites.mjs').Suite} Suite */
/** @typedef {import('./faults/suites.mjs').Fault} Fault */
/** @typedef {import('./faults/suites.mjs').Edit} Edit */
/** @typedef {import('vitest/node').JsonAssertionResult & { file: string }} Test */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const COPIED = ['src', 'page', 'shaders', 'scripts', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const LIMIT = 240_000; // ms for a file of tests, or to build; a fault may make them hang, and a test that hangs has caught nothing

const USAGE = 'usage: node scripts/plant-faults.mjs [--only TEXT] [--verify FILE] [--jobs N]';

const options = (() => {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        verify: { type: 'string' },
        jobs: { type: 'string', default: '2' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`plant-faults: ${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
})();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

/** @param {Fault} fault */
const nameOf = ({ who, what }) => `${who}: ${what}`;

const faults = allFaults.filter((fault) => nameOf(fault).includes(options.only ?? ''));
if (faults.length === 0) throw new Error(`--only: expected a part of a fault's name, got "${options.only}"`);
for (const fault of allFaults) for (const edit of fault.edits) plant(root, edit); // the whole list, so that it cannot rot

/** A copy of what is built and tested; what is only used is linked. */
function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), 'firstpassage-faults-'));
  mkdirSync(join(root, '.cache'), { recursive: true }); // no test has unpacked a driver there yet
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const path of ['node_modules', '.cache']) symlinkSync(realpathSync(join(root, path)), join(copy, path));
  return copy;
}

/** @param {string} copy @param {number} timeout ms @param {string[]} args @returns {Promise<{ status: number | null, output: string }>} */
function node(copy, timeout, ...args) {
  const { FIRSTPASSAGE_VERIFY: _, ...env } = process.env; // the small size of every suite
  const child = spawn(process.execPath, args, { cwd: copy, env, timeout, killSignal: 'SIGKILL' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** The page takes longer than the library, and few faults need it. @param {string} copy @param {readonly Edit[]} edits */
async function build(copy, edits) {
  const ofPage = edits.some(({ file }) => file.startsWith('page/'));
  const { status, output } = await node(copy, LIMIT, 'scripts/build.mjs', ...(ofPage ? [] : ['--library']));
  if (status !== 0) throw new Error(`the build failed, and a fault that does not build proves nothing:\n${output}`);
}

/**
 * Runs tests of one project and returns those that ran.
 * @param {string} copy @param {Suite} suite @param {readonly string[]} more
 * @returns {Promise<Test[]>}
 */
async function test(copy, { project, files, only }, ...more) {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const filter = only === undefined ? [] : ['-t', only];
  const to = ['--reporter=json', `--outputFile=${report}`];
  const limit = LIMIT * files.length;
  const { output } = await node(copy, limit, vitest, 'run', '--project', project, ...files, ...filter, ...to, ...more);
  /** @type {import('vitest/node').JsonTestResults} */
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Error(`no report of ${files.join(', ')} within ${limit / 1000} s:\n${output}`);
  }
  return results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map((result) => ({ ...result, file: name.slice(realpathSync(copy).length + 1) })),
  );
}

/** An expectation that was not met, not a program that broke. @param {Test} test */
const isCaught = ({ status, failureMessages }) =>
  status === 'failed' &&
  /AssertionError|Property failed after|\/\/ Object\.is equality|to contain/.test((failureMessages ?? []).join('\n'));

/** @param {Test} test */
const titleOf = ({ file, fullName }) => `${file}: ${fullName.trim()}`;

/**
 * The first test of each suite that saw the fault.
 * @param {string} copy @param {Fault} fault
 * @returns {Promise<{ caught: string[], missed: string[] }>}
 */
async function tryFault(copy, { edits, caughtBy }) {
  try {
    for (const edit of edits) writeFileSync(join(copy, edit.file), plant(copy, edit));
    await build(copy, edits);
    const caught = [];
    const missed = [];
    for (const suite of caughtBy) {
      const tests = await test(copy, suite, '--bail', '1');
      const first = tests.find(isCaught);
      if (first) caught.push(titleOf(first));
      else missed.push(describeSuite(suite, tests));
    }
    return { caught, missed };
  } catch (error) {
    return { caught: [], missed: [String(error)] };
  } finally {
    for (const { file } of edits) cpSync(join(root, file), join(copy, file));
  }
}

/** @param {Suite} suite @param {readonly Test[]} tests */
function describeSuite({ files, only }, tests) {
  const failed = tests.filter(({ status }) => status === 'failed');
  const why = failed
    .map((test) => `, failed without an assertion: ${test.failureMessages?.[0]?.split('\n')[0]}`)
    .join('');
  return `${files.join(' ')}${only ? ` -t "${only}"` : ''} (${tests.length} tests${why})`;
}

/**
 * The same tests without a fault: all must pass, and each suite must have some.
 * @param {string} copy @returns {Promise<number>} how many there are
 */
async function passUnharmed(copy) {
  const edits = faults.flatMap((fault) => fault.edits);
  await build(copy, edits);
  const suites = [...new Map(faults.flatMap((f) => f.caughtBy).map((s) => [JSON.stringify(s), s])).values()];
  let count = 0;
  for (const project of /** @type {const} */ (['node', 'webgpu'])) {
    const own = suites.filter((suite) => suite.project === project);
    if (own.length === 0) continue;
    const files = [...new Set(own.flatMap((suite) => suite.files))];
    const only = own.map((suite) => `(?:${suite.only ?? ''})`).join('|');
    const tests = await test(copy, { project, files, only });
    const failed = tests.filter(({ status }) => status === 'failed');
    for (const broken of failed)
      throw new Error(`fails without a fault: ${titleOf(broken)}\n${broken.failureMessages?.join('\n')}`);
    for (const suite of own)
      if (
        !tests.some(({ file, fullName }) => suite.files.includes(file) && new RegExp(suite.only ?? '').test(fullName))
      )
        throw new Error(`no test is ${describeSuite(suite, [])}: bring scripts/faults up to date`);
    count += tests.length;
  }
  return count;
}

const started = performance.now();
const copies = Array.from({ length: Math.min(Number(options.jobs), faults.length) }, copyProject);
let survived = 0;
try {
  console.log(`${await passUnharmed(/** @type {string} */ (copies[0]))} tests pass without a fault`);
  const queue = [...faults];
  await Promise.all(
    copies.map(async (copy) => {
      for (let fault = queue.shift(); fault; fault = queue.shift()) {
        const { caught, missed } = await tryFault(copy, fault);
        if (missed.length > 0) survived++;
        const where = fault.edits.map(({ file }) => file).join(', ');
        const lines = [
          ...caught.map((title) => `  caught by ${title}`),
          ...missed.map((title) => `  NOT CAUGHT by ${title}`),
        ];
        console.log(`${nameOf(fault)} (${where})\n${lines.join('\n')}`);
        if (options.verify)
          appendFileSync(
            options.verify,
            `${JSON.stringify({
              item: 8,
              who: fault.who,
              what: `${fault.what}, in ${where}`,
              measured: missed.length > 0 ? 'SURVIVED' : `caught by ${caught.join('; ')}`,
              allowed: 'caught by a failing assertion',
            })}\n`,
          );
      }
    }),
  );
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`\n${faults.length - survived} faults caught, ${survived} survived, ${seconds} s`);
process.exitCode = survived > 0 ? 1 : 0;
