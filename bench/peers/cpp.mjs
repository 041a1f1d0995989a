// The C++ peer em.cpp as contestants, compiled when g++ is present.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCE = fileURLToPath(new URL('./em.cpp', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
const FLAGS = ['-O3', '-march=native', '-ffast-math', '-fopenmp'];

/** The same loop twice: as most would write it, and arranged so that gcc vectorises all of it (em.cpp says how). */
const VARIANTS = [
  { name: 'c++ plain', flags: [...FLAGS, '-DPLAIN_SINCOS'] },
  { name: 'c++ vectorised', flags: [...FLAGS, '-mprefer-vector-width=512'] },
];

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @param {readonly number[]} threads
 * @returns {{ contestants: import('../../dist/bench/contest.js').Contestant[], skipped: string | null }}
 */
export function cppContestants(scenario, threads) {
  const version = spawnSync('g++', ['--version'], { encoding: 'utf8' });
  if (version.status !== 0)
    return { contestants: [], skipped: 'C++ peer: g++ not found, install g++ to compare with it' };
  mkdirSync(CACHE, { recursive: true });
  const contestants = VARIANTS.flatMap(({ name, flags }) => {
    const program = join(CACHE, name.replaceAll(/\W+/g, '-'));
    execFileSync('g++', [...flags, SOURCE, '-o', program]);
    return threads.map((count) => cppContestant(scenario, name, program, count));
  });
  return { contestants, skipped: null };
}

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario
 * @param {string} who @param {string} program @param {number} threads
 * @returns {import('../../dist/bench/contest.js').Contestant}
 */
function cppContestant(scenario, who, program, threads) {
  const { dt, horizon, initial, params, seed } = scenario.study;
  const paths = scenario.paths.full;
  const steps = Math.round(horizon / dt);
  const { alpha, beta, gamma, sigma0, sigma1 } = /** @type {Record<string, number>} */ (params);
  const args = [paths, steps, threads, seed, 0, dt, initial, alpha, beta, gamma, sigma0, sigma1].map(String);
  return {
    scenario: scenario.title,
    who,
    environment: 'native',
    adapter: 'g++',
    threads,
    paths,
    ourNoise: true,
    run: async () => {
      const { stdout } = await promisify(execFile)(program, args);
      const { seconds, mean, standardError } = JSON.parse(stdout);
      return { seconds, pathSteps: paths * steps, estimate: { value: mean, standardError } };
    },
    close: async () => {},
  };
}
