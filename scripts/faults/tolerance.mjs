// Faults in accuracy by request: the choice, and the coupled pairs behind it where the kernel has no answer.
import { edit, fault, unit } from './suites.mjs';

const choice = unit('study/tolerance');
const pilot = unit('study/tolerance-pilot');

/** @type {import('./suites.mjs').Fault[]} */
export const toleranceFaults = [
  fault(
    'all',
    'tolerance: four times as many paths as it needs',
    edit('src/study/tolerance-limits.ts', 'const MARGIN = 0.97;', 'const MARGIN = 0.5;'),
    choice,
  ),
  fault(
    'all',
    'tolerance: a bias of all of it allowed',
    edit('src/study/tolerance-limits.ts', 'export const BIAS_SHARE = 1 / 3;', 'export const BIAS_SHARE = 0.9;'),
    choice,
  ),
  fault(
    'all',
    'tolerance: one standard error taken for 95 %',
    edit('src/result/error-budget.ts', 'STANDARD_ERRORS = 1.959964', 'STANDARD_ERRORS = 1'),
    choice,
  ),
  fault(
    'all',
    'tolerance: paths that do not hit counted as samples of the mean',
    edit('src/study/tolerance-targets.ts', 'Math.sqrt(grouped / probability.value)', 'Math.sqrt(grouped)'),
    choice,
  ),
  fault(
    'all',
    'pairs: the bridge of a double step straight in its middle',
    edit(
      'src/backend/reference/simulate.ts',
      'this.#bend = (first - second) / (2 * Math.SQRT2);',
      'this.#bend = 0 * (first - second);',
    ),
    pilot,
  ),
  fault(
    'all',
    'pairs: half a step with the noise of a whole one',
    edit('src/backend/reference/simulate.ts', 'const half = s * Math.SQRT1_2;', 'const half = s;'),
    pilot,
  ),
  fault(
    'all',
    'pairs: a double step driven by the wrong normals',
    edit('src/backend/reference/simulate.ts', 'this.#normal(path, 2 * step - 1)', 'this.#normal(path, 2 * step)'),
    pilot,
  ),
  fault(
    'all',
    'pilot: two levels that agree by accident believed',
    edit(
      'src/study/tolerance-pilot.ts',
      'const isOff = !(seen > order / 2 && seen < order + ORDER_ABOVE);',
      'const isOff = !(seen > order / 2 || seen < order + ORDER_ABOVE || true);',
    ),
    pilot,
  ),
  fault(
    'all',
    'pilot: the bias of order 1 taken at double its step',
    edit('src/study/tolerance-pilot.ts', 'const r = 2 ** order;', 'const r = 2 ** (order + 1) - 1;'),
    pilot,
  ),
];
