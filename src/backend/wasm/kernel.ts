/** Kernel shape → module: the bytes, what its constants are, where its arrays lie. All of it plain data that a worker can be sent. */

import { FirstPassageError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import { buildAdvance } from './advance.js';
import { encodeModule } from './encoder.js';
import { generatorOf } from './generators.js';
import { type ConstantSource, ConstantTable } from './graph.js';
import { buildCompact, buildGuardAll, buildGuards, buildPrepare, buildUniforms } from './lanes.js';
import { type Layout, layoutOf, MAX_CONSTANTS } from './layout.js';
import { buildMarch, buildNormals } from './march.js';
import { constantName } from './program.js';
import { buildReplay } from './replay.js';
import { alwaysBarred, type KernelShape } from './shape.js';
import {
  GUARD_HIGH,
  GUARD_LOW,
  LAST_SAVE,
  LOWER,
  LOWER_TWICE,
  thresholdName,
  UPPER,
  UPPER_TWICE,
  WIDTH,
  WIDTH_TWICE,
} from './step.js';
import { tiltConstants } from './tilt.js';

export interface Kernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly constants: readonly ConstantSource[];
  readonly layout: Layout;
  readonly shape: KernelShape;
}

/** What the module exports; all arguments are byte offsets, addresses or counts. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  advance(end: number, tableStart: number, tableEnd: number, stepsBefore: number, enoughDeaths: number): number;
  normals(end: number, tableEntry: number): void;
  replay(listEnd: number, tableEntry: number, stepsBefore: number, from: number, to: number): void;
  guardAll(end: number): void;
  prepare(end: number): void;
  uniforms(end: number, block: number, pathHigh: number, stream: number): void;
  compact(end: number): void;
}

export function buildKernel(shape: KernelShape): Kernel {
  const layout = layoutOf(shape);
  const constants = new ConstantTable();
  const [guards, replay, march] = [0, 1, 2];
  const functions = [
    buildGuards(shape, constants, layout),
    buildReplay(shape, constants, layout, guards),
    buildMarch(shape, constants, layout),
    buildAdvance(march, replay),
    buildNormals(shape, constants, layout),
    buildPrepare(shape, constants, layout),
    buildUniforms(shape, constants, layout),
    buildCompact(layout),
    buildGuardAll(guards),
  ];
  const bytes = encodeModule(functions, layout.pages);
  if (constants.sources.length > MAX_CONSTANTS) {
    throw new FirstPassageError(
      `expected a model with at most ${MAX_CONSTANTS} distinct constants, got ${constants.sources.length}: simplify its expressions or use the reference backend`,
    );
  }
  return { bytes, constants: constants.sources, layout, shape };
}

const f32Bits = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;

/** A mirrored excursion of almost one width stays inside the domain; the far fold is for the exact step. */
const SINGLE_FOLD = 0.999;
const LARGEST_F32 = 3.4028234663852886e38;

/** Fills the constant table with the numbers of a plan, for the paths with this high word. `words` views the memory from 0. */
export function loadConstants(words: Uint32Array, kernel: Kernel, plan: Plan, pathHigh: number): void {
  const values = planConstants(kernel.shape, plan, pathHigh);
  kernel.constants.forEach((source, slot) => {
    words.fill('bits' in source ? source.bits : values.get(source.parameter)!, slot * 4, slot * 4 + 4);
  });
}

/** Name → 32 bits. */
function planConstants(shape: KernelShape, plan: Plan, pathHigh: number): Map<string, number> {
  const lower = Math.fround(plan.lower);
  const upper = Math.fround(plan.upper);
  const width = Math.fround(upper - lower);
  const f32 = {
    [LOWER]: lower,
    [UPPER]: upper,
    [LOWER_TWICE]: 2 * lower,
    [UPPER_TWICE]: 2 * upper,
    [WIDTH]: width,
    [WIDTH_TWICE]: 2 * width,
    [GUARD_LOW]: alwaysBarred(shape, false)
      ? lower
      : plan.boundary.lower === 'reflect'
        ? lower - SINGLE_FOLD * width
        : -LARGEST_F32,
    [GUARD_HIGH]: alwaysBarred(shape, true)
      ? upper
      : plan.boundary.upper === 'reflect'
        ? upper + SINGLE_FOLD * width
        : LARGEST_F32,
  };
  const values = new Map(generatorOf(plan.rng).constants(plan.key, pathHigh));
  for (const [name, value] of Object.entries(f32)) values.set(name, f32Bits(value));
  for (const [name, value] of tiltConstants(plan)) values.set(name, f32Bits(value));
  for (const [index, value] of plan.program.constants.entries()) values.set(constantName(index), f32Bits(value));
  for (const [j, { value }] of plan.thresholds.entries()) values.set(thresholdName(j), f32Bits(value));
  values.set(LAST_SAVE, plan.saveSteps.at(-1) ?? 0);
  return values;
}
