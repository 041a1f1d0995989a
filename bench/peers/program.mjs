// Peers that are programs of their own: they take the study as arguments and answer in lines of JSON.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { labelsOf } from '../../dist/bench/scenario.js';

/**
 * @typedef {import('../../dist/bench/contest.js').Contestant} Contestant
 * @typedef {import('../../dist/bench/contest.js').Measured} Measured
 * @typedef {import('../../dist/bench/scenario.js').Scenario} Scenario
 * @typedef {{ contestants: Contestant[], skipped: readonly string[] }} Peers
 * @typedef {Pick<Contestant, 'who' | 'adapter' | 'version' | 'threads' | 'paths' | 'ourNoise'>} About
 */

/** PATHS STEPS THREADS KEY_LOW KEY_HIGH DT X0 ALPHA BETA GAMMA SIGMA0 SIGMA1, of the fixed horizon.
 * @param {Scenario} scenario @param {Pick<About, 'paths' | 'threads'>} about */
function argumentsOf(scenario, { paths, threads }) {
  const { dt, initial, params, seed } = scenario.study;
  const { alpha, beta, gamma, sigma0, sigma1 } = params;
  return [paths, stepsOf(scenario), threads, seed, 0, dt, initial, alpha, beta, gamma, sigma0, sigma1].map(String);
}

/** @param {Scenario} scenario */
const stepsOf = ({ study }) => Math.round(study.horizon / study.dt);

/**
 * A program that runs once and prints {"seconds", "mean", "standardError"}; without a mean it is a yardstick.
 * @param {Scenario} scenario @param {string} program @param {About} about
 * @returns {Contestant}
 */
export function onceContestant(scenario, program, about) {
  return {
    ...labelsOf(scenario),
    ...about,
    environment: 'native',
    run: async () => {
      const { stdout } = await promisify(execFile)(program, argumentsOf(scenario, about));
      return measuredOf(JSON.parse(stdout), about.paths * stepsOf(scenario));
    },
    close: async () => {},
  };
}

/**
 * A program that stays: it prints {"version", "startupSeconds"} when it is ready, and a line like those above for each line on stdin.
 * @param {Scenario} scenario @param {readonly [string, ...string[]]} command the program and its first arguments @param {About} about
 * @returns {Promise<Contestant>}
 */
export async function residentContestant(scenario, [program, ...first], about) {
  const talk = await startProgram(program, [...first, ...argumentsOf(scenario, about)]);
  return {
    ...labelsOf(scenario),
    ...about,
    version: talk.ready.version,
    environment: 'native',
    run: async () => ({
      ...measuredOf(await talk.ask(), about.paths * stepsOf(scenario)),
      startupSeconds: talk.ready.startupSeconds,
    }),
    close: talk.close,
  };
}

/** @param {string} program @param {readonly string[]} args */
export async function startProgram(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.on('close', () => resolve()));
  const failed = new Promise((_, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => reject(new Error(`${program} ended with ${signal ?? code}`)));
  });
  failed.catch(() => {}); // told to whoever asks
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    return done ? failed : JSON.parse(value);
  };
  return {
    ready: await answer(),
    async ask() {
      child.stdin.write('run\n');
      return answer();
    },
    /** Its stdin ends, and so does it. */
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * @param {{ seconds: number, mean?: number, standardError?: number }} answer @param {number} pathSteps
 * @returns {Measured}
 */
export function measuredOf({ seconds, mean, standardError }, pathSteps) {
  if (!(seconds > 0)) throw new Error(`expected the seconds of a run, got ${seconds}`);
  const estimate = mean === undefined ? null : { value: mean, standardError: Number(standardError) };
  return { seconds, pathSteps, estimate };
}
