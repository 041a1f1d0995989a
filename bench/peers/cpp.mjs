// The peers in C++ as contestants, compiled where g++ is present.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onceContestant } from './program.mjs';

const CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
const FLAGS = ['-O3', '-march=native', '-fopenmp'];

/** em.cpp twice: as most would write it, and arranged so that gcc vectorises all of it (it says how). */
const PROGRAMS = [
  { who: 'c++ plain', source: 'em.cpp', flags: ['-ffast-math', '-DPLAIN_SINCOS'], ourNoise: true },
  { who: 'c++ vectorised', source: 'em.cpp', flags: ['-ffast-math', '-mprefer-vector-width=512'], ourNoise: true },
  { who: 'the limit, by hand', source: 'limit.cpp', flags: [], ourNoise: true },
  { who: 'spin loop', source: 'spin.cpp', flags: [], ourNoise: false },
];

/**
 * @param {import('../../dist/bench/scenario.js').Scenario} scenario the fixed horizon
 * @param {readonly number[]} threads
 * @returns {import('./program.mjs').Peers}
 */
export function cppContestants(scenario, threads) {
  const { status, stdout } = spawnSync('g++', ['-dumpfullversion'], { encoding: 'utf8' });
  if (status !== 0) return { contestants: [], skipped: ['C++ peers: g++ not found, install g++ to compare with them'] };
  const version = `g++ ${stdout.trim()}`;
  mkdirSync(CACHE, { recursive: true });
  /** @type {string[]} */
  const skipped = [];
  const contestants = PROGRAMS.flatMap(({ who, source, flags, ourNoise }) => {
    const program = join(CACHE, who.replaceAll(/\W+/g, '-'));
    try {
      execFileSync('g++', [...FLAGS, ...flags, pathOf(source), '-o', program], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      skipped.push(`${who}: ${firstError(String(/** @type {any} */ (error).stderr))}`);
      return [];
    }
    return threads.map((count) => {
      const about = { who, adapter: 'g++', version, threads: count, paths: scenario.paths.full, ourNoise };
      return onceContestant(scenario, program, about);
    });
  });
  return { contestants, skipped };
}

/** @param {string} source */
const pathOf = (source) => fileURLToPath(new URL(source, import.meta.url));

/** What a compiler complained of first. @param {string} stderr */
export const firstError = (stderr) =>
  /error: (.*)/.exec(stderr)?.[1] ?? (stderr.trim().split('\n')[0] || 'not compiled');
