// Faults in Lamperti–Heun and in shifted barriers.
import { accounts, edit, fault, paths } from './suites.mjs';

/** @type {import('./suites.mjs').Suite} */
const proposals = { project: 'webgpu', files: ['test/unit/backend/gpu/scheme.test.ts'] };

/** @type {import('./suites.mjs').Fault[]} */
export const lampertiFaults = [
  fault(
    'webgpu',
    'the drift at a mirrored predictor keeps its sign',
    edit('shaders/scheme.wgsl', 'return select(f, -f, mirrored);', 'return select(f, -f, mirrored && false);'),
    paths('webgpu', 'Lamperti–Heun, set A'),
    proposals,
  ),
  fault(
    'webgpu',
    'a predictor that is still outside after the mirrors stays there',
    edit('shaders/scheme.wgsl', 'drift(smaller(larger(y, m.lower), m.upper), m)', 'drift(y, m)'),
    proposals,
  ),
  fault(
    'webgpu',
    'beyond an absorbing end the drift stays what it is there',
    edit('shaders/scheme.wgsl', 'if (ABSORBS_LOWER) {\n    f = fma', 'if (false) {\n    f = fma'),
    proposals,
  ),
  fault(
    'webgpu',
    'a barrier shifted away from the path',
    edit('shaders/careful.wgsl', 'select(-s, s, is_up(j))', 'select(s, -s, is_up(j))'),
    paths('webgpu', 'a shifted barrier above, one below, one with a bridge'),
  ),
  fault(
    'webgpu',
    'near a shifted barrier, steps are taken without looking',
    edit('shaders/four.wgsl', 'four.loudest), SHIFTS)', 'four.loudest), false)', 2),
    paths('webgpu', 'shifted barriers alone'),
  ),
  fault(
    'webgpu',
    'a histogram over y in place of x',
    edit(
      'shaders/histogram.wgsl',
      'load(FIELD_POSITION, slot) - params.domain_lower',
      'load(FIELD_X, slot) - params.lower',
    ),
    accounts('webgpu', 'sums over blocks what single paths do, lamperti-heun'),
  ),
  fault(
    'webgpu',
    'moments of y in place of x',
    edit('shaders/moments.wgsl', 'load(FIELD_POSITION, slot)', 'load(FIELD_X, slot)', 2),
    accounts('webgpu', 'sums over blocks what single paths do, lamperti-heun'),
  ),
  fault(
    'webgpu',
    'a path that nothing happens to leaves its position behind',
    edit('shaders/rush-plain.wgsl', 'store_state(slot, x);', 'store(FIELD_X, slot, x);'),
    paths('webgpu', 'Lamperti–Heun, set B'),
  ),
];
