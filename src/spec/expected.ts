/** What each field of a study expects, in words, and what to do when it has something else. Beside schema.ts, which enforces it. */
import { DEFAULTS, LIMITS } from './defaults.js';

export interface Expectation {
  readonly expected: string;
  readonly remedy: string;
}

const POSITION: Expectation = { expected: 'a finite number', remedy: 'give a position in units of x' };
const ENDS: Expectation = { expected: 'two finite numbers [lower, upper]', remedy: 'for example [0, 1]' };
const BINS: Expectation = {
  expected: `a whole number from 1 to ${LIMITS.bins}`,
  remedy: '100 is the default',
};
const END: Expectation = { expected: 'reflect, clamp or absorb', remedy: 'reflect is the default' };

/** By field; list indices are written [], names of parameters (also those of a grid) *. */
export const EXPECTED: Readonly<Record<string, Expectation>> = {
  '': { expected: 'a study with fields such as model and paths', remedy: '`model: severity` alone is enough' },
  model: {
    expected: 'the name of a preset or { drift, diffusion, domain }',
    remedy: '`firstpassage models` lists the presets',
  },
  'model.drift': { expected: 'an expression as text', remedy: 'write it in quotes, for example "5" or "a*x - b*x^3"' },
  'model.diffusion': {
    expected: 'an expression as text',
    remedy: 'write it in quotes, for example "1" or "0.05 + 0.1*x"',
  },
  'model.domain': ENDS,
  'model.domain[]': POSITION,
  params: { expected: 'parameters by name', remedy: 'for example { alpha: 0.6 }' },
  'params.*': { expected: 'a finite number', remedy: 'give its value' },
  domain: ENDS,
  'domain[]': POSITION,
  boundary: { expected: '{ lower, upper }', remedy: 'for example { lower: reflect, upper: absorb }' },
  'boundary.lower': END,
  'boundary.upper': END,
  initial: {
    expected: "a number, { uniform: [a, b] } or 'stationary'",
    remedy: 'leave it out to start in the middle of the domain',
  },
  'initial.uniform': { expected: 'two finite numbers [a, b]', remedy: 'for example { uniform: [0.1, 0.2] }' },
  'initial.uniform[]': POSITION,
  paths: { expected: `a whole number from 1 to ${LIMITS.paths}`, remedy: '100000 is the default' },
  dt: { expected: 'a number > 0', remedy: 'the time step; 0.01 is the default' },
  horizon: { expected: 'a number > 0', remedy: 'the time at which every path ends; 40 is the default' },
  scheme: { expected: 'euler-maruyama, milstein or lamperti-heun', remedy: 'euler-maruyama is the default' },
  rng: { expected: 'philox4x32-10, philox4x32-7 or threefry4x32-20', remedy: 'philox4x32-10 is the default' },
  saveAt: { expected: 'a list of times', remedy: 'for example [10, 20, 40]' },
  'saveAt[]': { expected: 'a number ≥ 0', remedy: 'give a time up to the horizon' },
  histogram: { expected: '{ bins }', remedy: 'for example { bins: 100 }' },
  'histogram.bins': BINS,
  firstPassage: {
    expected: `{ threshold, direction, monitor, bins } or a list of 1 to ${LIMITS.thresholds} of these`,
    remedy: 'leave it out to watch no threshold',
  },
  'firstPassage[]': { expected: '{ threshold, direction, monitor, bins }', remedy: 'for example { threshold: 0.8 }' },
  'firstPassage.threshold': POSITION,
  'firstPassage.direction': { expected: 'up or down', remedy: 'leave it out to go from the start to the threshold' },
  'firstPassage.monitor': { expected: 'grid, bridge or shift', remedy: 'bridge is the default' },
  'firstPassage.bins': BINS,
  method: { expected: 'plain, tilted or splitting', remedy: 'plain is the default; tilted is for unlikely hits' },
  samplePaths: { expected: 'a whole number ≥ 0', remedy: 'the number of single paths to keep; 0 is the default' },
  seed: {
    expected: 'a whole number from 0 to 2^53 - 1, or text',
    remedy: `put larger whole numbers (below 2^64) in quotes, also for --set: 'seed="0x123456789abcdef0"'`,
  },
  backend: { expected: 'auto, webgpu, wasm or reference', remedy: 'auto is the default' },
  tolerance: {
    expected: 'a number between 0 and 1, the relative error allowed',
    remedy: 'for example 0.002, in place of dt, paths or both',
  },
  budget: { expected: '{ pathSteps } or { seconds }', remedy: 'for example { seconds: 3600 }' },
  'budget.pathSteps': { expected: 'a number > 0', remedy: 'for example 1e11' },
  'budget.seconds': { expected: 'a number > 0', remedy: 'for example 3600' },
  control: {
    expected: '{ name, from, to, steps, at, vanishing }',
    remedy: 'for example { name: alpha-beta, from: -0.3, to: 0.3 }',
  },
  'control.name': { expected: 'alpha-beta or the name of a parameter', remedy: 'for example alpha-beta' },
  'control.from': { expected: 'a finite number', remedy: 'give the value at which the path begins' },
  'control.to': { expected: 'a finite number', remedy: 'give the value at which the path ends' },
  'control.steps': {
    expected: `a whole number from ${LIMITS.controlSteps[0]} to ${LIMITS.controlSteps[1]}`,
    remedy: `${DEFAULTS.controlSteps} is the default`,
  },
  'control.at': { expected: 'a finite number', remedy: 'leave it out to have it sought' },
  'control.vanishing': { expected: 'a list of names of parameters', remedy: 'for example [gamma]' },
  'control.vanishing[]': { expected: 'the name of a parameter', remedy: 'for example gamma' },
  grid: {
    expected: 'one or two parameters with their values',
    remedy: 'for example { alpha: { from: 0, to: 1, steps: 21 }, beta: [0.2, 0.4] }',
  },
  'grid.*': {
    expected: `{ from, to, steps, scale } or a list of 1 to ${LIMITS.points} numbers`,
    remedy: 'for example { from: 0, to: 1, steps: 21 }',
  },
  'grid.*[]': { expected: 'a finite number', remedy: 'give a value of the parameter' },
  'grid.*.from': { expected: 'a finite number', remedy: 'the first value' },
  'grid.*.to': { expected: 'a finite number', remedy: 'the last value' },
  'grid.*.steps': { expected: `a whole number from 2 to ${LIMITS.points}`, remedy: 'the number of values' },
  'grid.*.scale': { expected: 'linear or log', remedy: 'linear is the default' },
  outputs: {
    expected: 'a list of names of results',
    remedy: 'for example [firstPassage.probability, theory.relaxationRate]',
  },
  'outputs[]': { expected: 'the name of a result as text', remedy: 'for example firstPassage.probability' },
  fast: { expected: 'true or false', remedy: 'false, the default, gives the same bits on every machine' },
  independent: { expected: 'true or false', remedy: 'false, the default, gives sharper differences between points' },
};
