// Faults where many plans are simulated together, each from a place of its own among the random numbers.
import { edit, fault, many, unit } from './suites.mjs';

/** @type {import('./suites.mjs').Fault[]} */
export const manyFaults = [
  fault(
    'reference',
    'the offset of the paths is forgotten',
    edit(
      'src/backend/reference/simulate.ts',
      'const path = pathOffset + index;',
      'const path = 0 * pathOffset + index;',
    ),
    many('reference f32', 'path i at an offset k'),
  ),
  fault(
    'reference',
    'the offset of branching paths is forgotten',
    edit('src/backend/reference/noise.ts', 'pathOffset + path;', '0 * pathOffset + path;'),
    unit('study/points'),
  ),
  fault(
    'wasm',
    'the offset of the paths is forgotten',
    edit('src/backend/wasm/block-run.ts', 'plan.pathOffset + first;', 'first;'),
    many('wasm', 'path i at an offset k'),
  ),
  fault(
    'wasm',
    'all plans of a task have the numbers of its first',
    edit(
      'src/backend/wasm/worker.ts',
      'for (const share of task.shares) {',
      'for (const each of task.shares) {\n    const share = { ...each, plan: { ...each.plan, program: task.shares[0]!.plan.program } };',
    ),
    many('wasm', 'simulates many plans'),
  ),
  fault(
    'webgpu',
    'the offset of the paths is forgotten',
    edit('src/backend/gpu/single.ts', 'plan.pathOffset + firstPath + done;', 'firstPath + done;'),
    many('webgpu', 'path i at an offset k'),
  ),
  fault(
    'webgpu',
    'a batch crosses a multiple of 2³² paths',
    edit('src/backend/gpu/single.ts', 'Math.floor((2 ** 32 - (firstPath', 'Math.floor((2 ** 40 - (firstPath'),
    many('webgpu', 'reaches beyond'),
  ),
  fault(
    'all',
    'the error of a difference is that of one of its points',
    edit('src/reduce/cohorts.ts', 'influence - b.influences![g]!', 'influence - 0 * b.influences![g]!'),
    unit('reduce/cohorts'),
  ),
  fault(
    'all',
    'points of their own random numbers share them',
    edit('src/study/sweep-run.ts', 'indices[i]! * perPoint', '0 * indices[i]! * perPoint'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'a sweep that goes on has forgotten the points before',
    edit('src/study/sweep-run.ts', 'if (!this.#areEstimatesFirst) await', 'if (this.#areEstimatesFirst) await'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'a sweep that was stopped computes its exact values again',
    edit('src/study/sweep-run.ts', 'index >= points.length && !exact.has(index)', 'index >= points.length'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'a sweep that was stopped simulates its points again',
    edit('src/study/sweep-run.ts', '? [] : indices.filter((index) => !simulated.has(index))', '? [] : indices'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'what is left of a sweep is the simulation alone',
    edit('src/study/sweep-clock.ts', 'simulation + comparison', 'simulation + 0 * comparison'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'exact values are those of the first point of a task',
    edit('src/study/theory-tasks.ts', 'points.map((params) => {', 'points.map((_, __, [params]) => {'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'the misfit of interpolated biases is not told',
    edit('src/study/bias-grid.ts', 'sum.error + errorNear(place, name)', 'sum.error + 0 * errorNear(place, name)'),
    unit('study/bias-grid'),
  ),
  fault(
    'all',
    'panels are joined without the slope of the one before',
    edit('src/theory/generator.ts', '(-slopes[l]! * widthOf(p))', '(-0 * slopes[l]! * widthOf(p))'),
    unit('theory/horizon'),
  ),
];
