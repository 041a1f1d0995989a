// Faults in what is counted: paths, failures, bins, moments, their order, and parts put together.
import { accounts, closedForms, edit, fault, sameBits, unit } from './suites.mjs';

const REFERENCE = 'src/backend/reference';
const WASM = 'src/backend/wasm';

/** @type {import('./suites.mjs').Fault[]} */
export const countingFaults = [
  fault(
    'reference',
    'the last path of a block is dropped',
    edit(`${REFERENCE}/index.ts`, 'path < block * BLOCK + paths; path++', 'path < block * BLOCK + paths - 1; path++'),
    accounts('reference f32', 'sums over blocks'),
  ),
  fault(
    'wasm',
    'the last path of a block is dropped',
    edit(`${WASM}/block-run.ts`, 'this.lanes = count;', 'this.lanes = count - 1;'),
    accounts('wasm', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'the last path of a batch is dropped',
    edit(
      'src/backend/gpu/single.ts',
      'paths: pathsInBlocks(plan, block, count) }',
      'paths: pathsInBlocks(plan, block, count) - 1 }',
    ),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'the last path of a batch has no place in the histogram',
    edit('shaders/histogram.wgsl', '!is_in_use(slot)', '!is_in_use(slot + 1u)'),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'the last path of a batch has no place in the moments',
    edit('shaders/moments.wgsl', 'min(params.paths,', 'min(params.paths - 1u,'),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'the short last block is reduced as if it were full',
    edit('shaders/moments.wgsl', 'min(params.paths, (block + 1u) * BLOCK)', '(block + 1u) * BLOCK'),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'the last survivors are not followed',
    edit('shaders/survivors.wgsl', '(paths + WORKGROUP - 1u) / WORKGROUP', 'paths / WORKGROUP'),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'all',
    'the short last block is dropped',
    edit('src/plan/make.ts', 'blocks: Math.ceil(paths / BLOCK)', 'blocks: Math.floor(paths / BLOCK)'),
    unit('plan/make'),
    accounts('wasm', 'sums over blocks'),
  ),
  fault(
    'reference',
    'hits of paths that failed are counted',
    edit(`${REFERENCE}/index.ts`, 'nonFinite++;\n      continue;', 'nonFinite++;'),
    accounts('reference f32', 'counts a state that is not finite'),
  ),
  fault(
    'wasm',
    'hits of paths that failed are counted',
    edit(
      `${WASM}/observers.ts`,
      'let absorbed = 0;\n  for (let i = 0; i < count; i++) {\n    if (fate[i] === FATE_FAILED) continue;',
      'let absorbed = 0;\n  for (let i = 0; i < count; i++) {',
    ),
    accounts('wasm', 'counts a state that is not finite'),
  ),
  fault(
    'webgpu',
    'hits of paths that failed are counted',
    edit(
      'shaders/events.wgsl',
      'atomicAdd(&counts[first + COUNT_FAILED], 1u);\n    return;',
      'atomicAdd(&counts[first + COUNT_FAILED], 1u);',
    ),
    accounts('webgpu', 'counts a state that is not finite'),
  ),
  fault(
    'reference and wasm',
    'histogram bins shifted by one',
    edit(
      `${REFERENCE}/histogram.ts`,
      'Math.fround(Math.fround(x - lower) * scale) | 0;',
      '(Math.fround(Math.fround(x - lower) * scale) | 0) + 1;',
    ),
    accounts('reference f32', 'sums over blocks'),
    accounts('wasm', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'histogram bins shifted by one',
    edit('shaders/histogram.wgsl', '* params.bins_per_x))', '* params.bins_per_x)) + 1u'),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'all',
    'bins of the histogram that is shown shifted by one',
    edit('src/reduce/snapshot.ts', 'coarse[Math.floor(i / factor)]!', 'coarse[Math.floor((i + 1) / factor) % bins]!'),
    unit('reduce/snapshot'),
  ),
  fault(
    'all',
    'quantiles of the position a bin too high',
    edit('src/reduce/snapshot.ts', 'return lower + (i + Math.max', 'return lower + (i + 1 + Math.max'),
    unit('reduce/snapshot'),
  ),
  fault(
    'all',
    'step bins shifted by one',
    edit('src/plan/plan.ts', '1 + ((step - 1) >>> plan.stepShift)', 'step >>> plan.stepShift'),
    unit('plan/make'),
  ),
  fault(
    'reference and wasm',
    'sums over counts lose what is above 2⁵³',
    edit(
      'src/backend/counter.ts',
      'if (term >= EXACT) carried += BigInt(count) * BigInt(k) ** BigInt(power);\n    else sum',
      'sum',
    ),
    unit('reduce/passage'),
  ),
  fault(
    'wasm',
    'the lanes behind those that close up stay alive',
    edit(`${WASM}/block-run.ts`, 'lanes + VECTOR_LANES)', 'lanes + VECTOR_LANES - 4)'),
    unit('backend/wasm/march'),
  ),
  fault(
    'wasm',
    'what is told of the paths that end is that of those before them',
    edit(`${WASM}/lanes.ts`, '[name]!, target]', '[name]! - VECTOR_BYTES, target]'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'paths saved out of order',
    edit(`${WASM}/layout.ts`, 'const lanes = [0, 1, 2, 3].filter(', 'const lanes = [3, 2, 1, 0].filter('),
    unit('backend/wasm/march'),
  ),
  fault(
    'all',
    'save times rounded down to a step',
    edit('src/plan/make.ts', 'Math.round(time / dt)', 'Math.floor(time / dt)'),
    unit('plan/make'),
  ),
  fault(
    'reference and wasm',
    'the third moment is the second',
    edit(`${REFERENCE}/moments.ts`, 'm3 += d2 * d;', 'm3 += d2;'),
    unit('reduce/totals'),
    closedForms('wasm', 'Ornstein'),
  ),
  fault(
    'webgpu',
    'the third moment is the second',
    edit('shaders/moments.wgsl', 'd2, d2 * d, d2 * d2', 'd2, d2, d2 * d2'),
    closedForms('webgpu', 'Ornstein'),
  ),
  fault(
    'wasm',
    'positions are kept after they were counted',
    edit(
      `${WASM}/observers.ts`,
      'countInBins(x, alive,',
      'Object.assign(globalThis, { [this.firstBlock + this.block]: views.x.slice(0, alive) });\n    countInBins(x, alive,',
    ),
    unit('backend/wasm/memory'),
  ),
  fault(
    'all',
    'snapshots in the wrong order',
    edit(
      'src/result/build.ts',
      'describeSnapshot(totals.snapshots[i]!',
      'describeSnapshot(totals.snapshots.at(-1 - i)!',
    ),
    closedForms('wasm', 'Ornstein'),
  ),
  fault(
    'webgpu',
    'moments of save times in the wrong order',
    edit(
      'src/backend/gpu/tally.ts',
      '(row * gpuPlan.batchBlocks + block)',
      '((plan.saveSteps.length - 1 - row) * gpuPlan.batchBlocks + block)',
    ),
    closedForms('webgpu', 'Ornstein'),
  ),
  fault(
    'all',
    'the two exits exchanged',
    edit('src/result/build.ts', 'totals.exits[side]', "totals.exits[side === 'lower' ? 'upper' : 'lower']"),
    closedForms('wasm', 'Brownian motion leaves'),
  ),
  fault(
    'all',
    'a shard counted twice',
    edit(
      'src/study/merge.ts',
      'addTotals(totals, seen);',
      'addTotals(totals, seen);\n    if (part === first) addTotals(totals, seen);',
    ),
    unit('study/run'),
  ),
  fault(
    'all',
    'a shard given twice goes unnoticed',
    edit('src/study/merge.ts', 'times > 1', 'times > 2'),
    unit('study/run'),
  ),
  fault(
    'all',
    'shards that share a block',
    edit(
      'src/study/part.ts',
      'blocks: edge(index) - edge(index - 1) }',
      'blocks: Math.min(plan.blocks, edge(index) + 1) - edge(index - 1) }',
    ),
    sameBits('wasm', 'gives the same bits again'),
  ),
];
