// A study on a ladder of time steps: what its scheme has for its own truth at each, without a path, and the exact values.
import { parseStudy } from '#dist/study/check.js';
import { startOf } from '#dist/study/plan.js';
import { processOf } from '#dist/study/process.js';
import { chainOf, exitLaw, firstPassage, passageOfChain, stepperOf } from '#dist/theory/index.js';

/** @typedef {import('#dist/spec/study.js').Study} Study */
/** @typedef {import('#dist/theory/index.js').Stepper} Stepper */
/** @typedef {import('#dist/theory/index.js').Chain} Chain */
/** @typedef {import('#dist/theory/index.js').End} End */
/** Another scheme than the study's. @typedef {(process: import('#dist/theory/index.js').Process, dt: number) => Stepper} OtherStep */
/**
 * Of the first passage on an infinite horizon; mean and variance given a hit.
 * @typedef {{ probability: number, mean: number, variance: number }} Law
 */

/** The severity model's four reference sets. */
export const SETS = {
  A: { alpha: 0.3, beta: 0.6, gamma: 0.01, sigma0: 0.2, sigma1: 0 },
  B: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  C: { alpha: 0.4, beta: 0.4, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  D: { alpha: 1, beta: 0.5, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 },
};

const RESOLUTION = { order: 14, panels: 4 }; // twice as fine moves no bias by more than 1e-9 of the mean

/**
 * The chain of a study with one upward threshold, with its monitor and its ends as the backends have them.
 * @param {Study} study @param {number} dt
 * @param {OtherStep} [stepper]
 */
export function chainOfStudy(study, dt, stepper) {
  const process = processOf(study);
  const { boundary, scheme, firstPassage: watched } = study;
  if (watched === null || !('threshold' in watched)) throw new TypeError('expected a study with one threshold');
  const { threshold, monitor } = watched;
  const bridge = monitor === 'bridge';
  /** @type {End} */
  const lower = { at: process.lower, kind: boundary.lower, bridge };
  /** @type {End} */
  const upper = { at: threshold, kind: 'absorb', bridge, shift: monitor === 'shift' };
  const steps = stepper ? stepper(process, dt) : stepperOf(process, scheme, boundary);
  return chainOf({ ...process, upper: threshold }, dt, steps, lower, upper, RESOLUTION);
}

/** @param {Study} study @param {number} dt @param {OtherStep} [stepper] @returns {Law} */
export const schemeLaw = (study, dt, stepper) =>
  passageOfChain(chainOfStudy(study, dt, stepper), startOf(study), 'upper');

/** In continuous time, by quadrature; mean and variance of an exit are not needed here. @param {Study} study @returns {Law} */
export function exactLaw(study) {
  const process = processOf(study);
  const { threshold } = /** @type {import('#dist/spec/study.js').Threshold} */ (study.firstPassage);
  if (study.boundary.lower === 'absorb') {
    const { upperProbability } = exitLaw(process, startOf(study), [process.lower, threshold]);
    return { probability: upperProbability.value, mean: Number.NaN, variance: Number.NaN };
  }
  const law = firstPassage(process, startOf(study), threshold, true);
  return { probability: 1, mean: law.mean.value, variance: law.variance.value };
}

/** Laws on a ladder of dt, each half of the one before, and the exact one. @typedef {{ exact: Law, levels: { dt: number, law: Law }[] }} Ladder */

/**
 * @param {Study} study @param {number} coarsest dt @param {number} levels @param {OtherStep} [stepper]
 * @returns {Ladder}
 */
export const ladderOf = (study, coarsest, levels, stepper) => ({
  exact: exactLaw(study),
  levels: Array.from({ length: levels }, (_, k) => {
    const dt = coarsest / 2 ** k;
    return { dt, law: schemeLaw(study, dt, stepper) };
  }),
});

/** Relative biases, level by level. @param {Ladder} ladder @param {keyof Law} quantity */
export const biasesOf = ({ exact, levels }, quantity) =>
  levels.map(({ dt, law }) => ({ dt, bias: law[quantity] / exact[quantity] - 1 }));

/**
 * A checked study with one threshold, by short names.
 * @param {object} model of the study file, with its parameters and domain
 * @param {{ from: number, to: number, scheme?: Study['scheme'], lower?: Study['boundary']['lower'], monitor?: 'grid' | 'bridge' | 'shift', dt?: number, horizon?: number, paths?: number }} options
 */
export const passageStudy = (
  model,
  {
    from,
    to,
    scheme = 'euler-maruyama',
    lower = 'reflect',
    monitor = 'bridge',
    dt = 0.1,
    horizon = 1000,
    paths = 1000,
  },
) =>
  parseStudy({
    ...model,
    boundary: { lower, upper: 'reflect' },
    initial: from,
    scheme,
    dt,
    horizon: Math.ceil(horizon / dt) * dt,
    paths,
    firstPassage: { threshold: to, direction: 'up', monitor },
    backend: 'wasm',
  });

/** @param {keyof typeof SETS} name */
export const severity = (name) => ({ model: 'severity', params: SETS[name] });
