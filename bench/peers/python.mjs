// The peers in Python as contestants, each with the first interpreter that has its package.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { residentContestant } from './program.mjs';

const INTERPRETERS = ['python3', '/usr/bin/python3', 'python'];

const PEERS = [
  { who: 'NumPy', module: 'numpy', file: 'numpy_peer.py', share: 8, onThreads: false },
  { who: 'Numba', module: 'numba', file: 'numba_peer.py', share: 4, onThreads: true },
];

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @param {readonly number[]} threads
 * @param {readonly string[]} [interpreters]
 * @returns {Promise<import('./program.mjs').Peers>}
 */
export async function pythonContestants(scenario, threads, interpreters = INTERPRETERS) {
  const contestants = [];
  const skipped = [];
  for (const { who, module, file, share, onThreads } of PEERS) {
    const python = interpreters.find(
      (one) => spawnSync(one, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
    );
    if (python === undefined) {
      skipped.push(`${who}: no module ${module} in ${interpreters.join(', ')}, install python3-${module}`);
      continue;
    }
    const paths = scenario.paths.full / share; // slower than the rest: a round stays short
    for (const count of onThreads ? threads : [1]) {
      const about = { who, adapter: 'Python', version: null, threads: count, paths, ourNoise: false };
      contestants.push(await residentContestant(scenario, [python, '-B', pathOf(file)], about));
    }
  }
  return { contestants, skipped };
}

/** @param {string} file */
const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));
