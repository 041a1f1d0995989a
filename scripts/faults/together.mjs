// Faults of a launch that many plans share.
import { edit, fault } from './suites.mjs';

/** @param {string} title @returns {import('./suites.mjs').Suite} */
const shared = (title) => ({ project: 'webgpu', files: ['test/unit/backend/gpu/many.test.ts'], only: title });
const THRESHOLDS = shared('thresholds of every kind.* gives the bits');
const EXITS = shared('absorbing ends.* gives the bits');
const PLAIN = shared('nothing watched.* gives the bits');

/** @type {import('./suites.mjs').Fault[]} */
export const togetherFaults = [
  fault(
    'webgpu',
    'a survivor takes the numbers of the point at its place in the list',
    edit('shaders/simulate.wgsl', 'go_to_point_of(slot);\n  enter(slot);', 'go_to_point_of(id.x);\n  enter(slot);'),
    THRESHOLDS,
    EXITS,
  ),
  fault(
    'webgpu',
    "a point's positions in the histogram of its neighbour",
    edit('shaders/histogram.wgsl', 'row_of(point_of(slot))', 'row_of((point_of(slot) + 1u) % params.points)'),
    THRESHOLDS,
    PLAIN,
  ),
  fault(
    'webgpu',
    "a point's moments among those of its next snapshot",
    edit('shaders/place.wgsl', 'point * params.saves + params.row', 'point + params.row * params.points'),
    THRESHOLDS,
    PLAIN,
  ),
  fault(
    'webgpu',
    'the hits of every point are those of the first',
    edit('shaders/events.wgsl', 'return point_of(slot) *', 'return 0u *'),
    THRESHOLDS,
    EXITS,
  ),
  fault(
    'webgpu',
    'the paths of a point are addressed by their slots',
    edit('shaders/points.wgsl', 'path_low + path_of(slot)', 'path_low + slot'),
    THRESHOLDS,
    PLAIN,
  ),
  fault(
    'webgpu',
    'every point starts as the first one does',
    edit('shaders/points.wgsl', 'return points[point].start_first;', 'return 0u;'),
    THRESHOLDS,
    EXITS,
  ),
  fault(
    'webgpu',
    'every point has the ends of the first',
    edit('shaders/points.wgsl', 'return points[point].upper;', 'return points[0].upper;'),
    EXITS,
  ),
  fault(
    'webgpu',
    'every batch has the numbers of the first',
    edit('src/backend/gpu/many.ts', 'runner.load(batch);', 'runner.load(plans.slice(0, batch.length));'),
    THRESHOLDS,
  ),
  fault(
    'webgpu',
    'slots behind the paths of a point are followed',
    edit('shaders/place.wgsl', ' && path_of(slot) < params.paths', ''),
    THRESHOLDS,
    PLAIN,
  ),
  fault(
    'webgpu',
    'plans of two keys share a launch',
    edit('src/backend/gpu/groups.ts', '    key,\n', '    key[0] * 0,\n'),
    shared('keeps plans apart'),
  ),
];
