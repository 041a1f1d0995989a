// npm run bench: our backends, the peers, and headless Chrome, all in one race. bench/README.md says how to read a line.
import { Command } from 'commander';
import { threadCounts } from '../dist/bench/backends.js';
import { benchOptions, runBench } from '../dist/cli/bench.js';
import { explain } from '../dist/cli/exit.js';
import { openChrome } from './chrome/open.mjs';
import { lavapipeRefused, restartWithoutAdapter } from './drivers.mjs';
import { cppContestants } from './peers/cpp.mjs';
import { gpujsContestant } from './peers/gpujs.mjs';
import { installed } from './peers/installed.mjs';
import { node24Contestants } from './peers/node24.mjs';
import { plainContestant } from './peers/plain.mjs';
import { pythonContestants } from './peers/python.mjs';
import { tfjsContestant } from './peers/tfjs.mjs';
import { appendVerification } from './verify-rows.mjs';

const THREADS = threadCounts(2);

/** @param {any} options */
async function run({ verify, chrome: wantsChrome, peers: wantsPeers, ...options }) {
  const { gpujs, tfjs, scripts, skipped } = installed();
  const chrome = wantsChrome ? await openChrome(scripts, gpujs?.version ?? null, options.fewer) : null;
  const lavapipe = options.backend.includes('webgpu') ? lavapipeRefused() : null;

  /** @param {import('../dist/bench/scenario.js').Scenario} scenario */
  const guests = async (scenario) => {
    const all = [];
    if (lavapipe) all.push({ contestants: [], skipped: [lavapipe] });
    if (chrome) all.push(await chrome.contestants(scenario.id));
    if (wantsPeers) {
      all.push(await node24Contestants(scenario, THREADS, options.fewer));
      if (scenario.id === 'fixed') all.push(...(await peersOf(scenario))); // they know the fixed horizon only
    }
    return {
      contestants: all.flatMap(({ contestants }) => contestants),
      skipped: all.flatMap((one) => one.skipped),
    };
  };

  /** @param {import('../dist/bench/scenario.js').Scenario} scenario */
  const peersOf = async (scenario) => {
    const inNode = [plainContestant(scenario)];
    if (gpujs) {
      const place = /** @type {const} */ ({ environment: 'node', adapter: 'CPU mode', version: gpujs.version });
      inNode.push(gpujsContestant(gpujs.GPU, 'webasm', place, scenario));
    }
    if (tfjs) {
      const place = /** @type {const} */ ({ environment: 'node', adapter: 'WASM SIMD', threads: 1 });
      inNode.push(tfjsContestant(tfjs, 'wasm', place, scenario));
    }
    return [
      cppContestants(scenario, THREADS),
      await pythonContestants(scenario, THREADS),
      { contestants: inNode, skipped },
    ];
  };

  try {
    const { rows } = await runBench(options, guests);
    if (verify) appendVerification(verify, rows);
  } finally {
    await chrome?.close();
  }
}

await restartWithoutAdapter();
const program = benchOptions(new Command('npm run bench --'))
  .description('Our backends, the peers, and headless Chrome, all in one race.')
  .option('--no-chrome', 'without headless Chrome')
  .option('--no-peers', 'our backends alone')
  .option('--verify <file>', 'append the rows of docs/verification.md to this file')
  .exitOverride()
  .action(run);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
process.exit();
