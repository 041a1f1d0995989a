// A thread that asks everything of random studies: theory, the bias of the step, a run on wasm, and its checks.
import { parentPort, workerData } from 'node:worker_threads';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { StudyError } from '#dist/errors.js';
import { parseStudy } from '#dist/study/check.js';
import { biasOf, checkResult } from '#dist/study/checks.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';
import { randomStudy } from './random-studies.mjs';

/**
 * What came of a study. `silent` are the places of numbers that are not finite and of nulls without a reason.
 * @typedef {{ index: number, refused: boolean, crash: string | null, silent: string[], checks: Checked[] }} Outcome
 * @typedef {{ quantity: string, z: number, ok: boolean, normal: boolean }} Checked `normal`: enough events for a normal law.
 */

const FEWEST = 50; // events, and paths without one: a share of fewer is not normal

/** @type {{ from: number, to: number, step: number, paths: number }} */
const { from, to, step, paths } = workerData;
const backend = await createWasmBackend({ threads: 1 });
for (let index = from; index < to; index += step) parentPort?.postMessage(await outcomeOf(index));
await backend.close();

/** @param {number} index @returns {Promise<Outcome>} */
async function outcomeOf(index) {
  const outcome = { index, refused: false, crash: null, silent: /** @type {string[]} */ ([]), checks: [] };
  try {
    const study = parseStudy(randomStudy(index, paths));
    const { reasons, errors, regime: _, ...quantities } = theory(study);
    outcome.silent.push(...silentOf(quantities, reasons), ...silentOf({ errors }, {}));
    const bias = biasOf(study);
    const ends = /** @type {const} */ (['lower', 'upper']).filter((end) => study.boundary[end] === 'absorb');
    const biases = {
      firstPassage: bias.firstPassage.map(momentsOf),
      snapshots: bias.snapshots.map(momentsOf),
      exits: Object.fromEntries(ends.map((end) => [end, momentsOf(bias.exits[end])])),
    };
    outcome.silent.push(...silentOf(biases, bias.reasons).map((place) => `bias: ${place}`));
    const result = await run(study, { backend, checks: false });
    const checks = checkResult(result, bias).map(({ quantity, zCorrected, ok }) => {
      return { quantity, z: Number(zCorrected), ok, normal: eventsOf(quantity, result) >= FEWEST };
    });
    return { ...outcome, checks };
  } catch (error) {
    if (error instanceof StudyError) return { ...outcome, refused: true };
    return { ...outcome, crash: String(/** @type {Error} */ (error).stack) };
  }
}

/** Without the cells and levels of a distribution, of which many lie beyond the horizon. @param {object | null} biases */
function momentsOf(biases) {
  if (biases === null) return null;
  return Object.fromEntries(Object.entries(biases).filter(([name]) => name !== 'quantiles' && name !== 'cdf'));
}

/** The rarer of what happens and what does not. @param {string} quantity @param {import('#dist/result/result.js').Result} result */
function eventsOf(quantity, { firstPassage, exits, snapshots }) {
  const at = Number(/\[(\d+)\]/.exec(quantity)?.[1] ?? 0);
  if (quantity.startsWith('snapshots')) return snapshots[at]?.paths ?? 0;
  const count = quantity.startsWith('exits.lower')
    ? exits?.lower?.count
    : quantity.startsWith('exits.upper')
      ? exits?.upper?.count
      : [firstPassage ?? []].flat()[at]?.hits;
  const events = count ?? 0;
  return quantity.endsWith('.probability') || quantity.endsWith('.restrictedMean')
    ? Math.min(events, paths - events)
    : events;
}

/**
 * @param {unknown} value @param {Readonly<Record<string, string>>} reasons by the dotted path of a quantity, or of what it is part of
 * @param {string} path @returns {string[]}
 */
function silentOf(value, reasons, path = '') {
  if (path !== '' && reasons[path] !== undefined) return [];
  if (path === 'spectrum.quasiStationary') return []; // there is none where no end absorbs
  if (value === null) return [`${path} is null without a reason`];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object') return [];
  return Object.entries(/** @type {object} */ (value)).flatMap(([key, part]) => {
    const place = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return silentOf(part, reasons, place);
  });
}
