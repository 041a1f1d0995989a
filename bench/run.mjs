// npm run bench: our backends, the peers, and headless Chrome, all in one race. bench/README.md says how to read a line.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { listAdapters } from '../dist/backend/gpu/index.js';
import { threadCounts } from '../dist/bench/backends.js';
import { bench } from '../dist/bench/bench.js';
import { scenarios } from '../dist/bench/scenario.js';
import { benchMarkdown, runText } from '../dist/bench/table.js';
import { swiftshader } from '../test/helpers/swiftshader.mjs';
import { openChrome } from './chrome/open.mjs';
import { cppContestants } from './peers/cpp.mjs';
import { gpujsContestant } from './peers/gpujs.mjs';
import { plainContestant } from './peers/plain.mjs';
import { appendVerification } from './verify-rows.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    scenario: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    'no-chrome': { type: 'boolean', default: false },
    verify: { type: 'string' }, // a file to append the rows of docs/verification.md to
  },
});
const runs = Number(values.runs);
const wanted = scenarios.filter(({ id }) => values.scenario?.includes(id) ?? true);
if (!Number.isInteger(runs) || runs < 1 || wanted.length === 0) {
  console.error(
    `bench: expected --runs a number from 1, --scenario one of ${scenarios.map(({ id }) => id).join(', ')}`,
  );
  process.exit(2);
}

// Without a Vulkan driver, Dawn runs on SwiftShader; the loader reads its variables when a process starts.
const { env } = swiftshader();
if (process.env.VK_ICD_FILENAMES !== env.VK_ICD_FILENAMES && (await listAdapters()).length === 0) {
  console.error('bench: no Vulkan driver found, webgpu in Node runs on SwiftShader, in software');
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

/** @type {Set<string>} */
const skipped = new Set();
const gpujs = findGpujs();
if (!gpujs) skipped.add('gpu.js: not installed, npm install --prefix bench adds it');
const chrome = values['no-chrome'] ? null : await openChrome(gpujs?.browserScript ?? null);

/** @param {import('../dist/bench/scenario.js').Scenario} scenario */
async function guests(scenario) {
  const fromChrome = chrome ? await chrome.contestants(scenario) : [];
  if (scenario.id !== 'fixed') return fromChrome; // the peers know the fixed horizon only
  const cpp = cppContestants(scenario, threadCounts(2));
  if (cpp.skipped) skipped.add(cpp.skipped);
  const viaGpujs = gpujs ? [gpujsContestant(gpujs.GPU, 'webasm', 'node', scenario)] : [];
  return [...fromChrome, ...cpp.contestants, plainContestant(scenario), ...viaGpujs];
}

/** gpu.js is not a dependency of the package: bench/package.json has it. */
function findGpujs() {
  const require = createRequire(import.meta.url);
  try {
    return { GPU: require('gpu.js').GPU, browserScript: require.resolve('gpu.js/dist/gpu-browser.min.js') };
  } catch {
    return null;
  }
}

try {
  const result = await bench({
    scenarios: wanted,
    backends: new Set(/** @type {const} */ (['reference', 'wasm', 'webgpu'])),
    runs,
    guests,
    onRun: (...run) => console.error(runText(runs, ...run)),
  });
  const all = { ...result, skipped: [...result.skipped, ...skipped] };
  if (values.verify)
    appendVerification(
      values.verify,
      all.rows,
      scenarios.map(({ title }) => title),
    );
  console.log(values.json ? JSON.stringify(all, null, 2) : benchMarkdown(all));
} finally {
  await chrome?.close();
}
