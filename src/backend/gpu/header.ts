/** The switches of a shader: what a plan's structure decides at compile time. Numbers go in buffers instead. */
import { absorbs, absorbsLower, absorbsUpper, type Plan, type PlannedThreshold } from '../../plan/plan.js';
import type { Rng } from '../../spec/study.js';
import { PHILOX_ROUNDS } from '../reference/generator.js';

/** What makes the normals: log2, sin and cos of the device, or our polynomials (probe.ts decides). */
export type NormalsVariant = 'built-in' | 'polynomial';

const bool = (name: string, value: boolean) => `const ${name} = ${value};`;
const uint = (name: string, value: number) => `const ${name} = ${value}u;`;

const rounds = (rng: Rng): readonly string[] => (rng === 'threefry4x32-20' ? [] : [uint('ROUNDS', PHILOX_ROUNDS[rng])]);

/** How the upper half of a word is found: by a shift, or by conversions to floats where shifts are slow. */
export type Halves = 'shifts' | 'floats';

/** What is faster with a driver, as measured. The bits of a result do not depend on it. */
export interface Dialect {
  readonly halves: Halves;
  /** The larger of two floats by the device's own function: one instruction of a GPU, several where NaN is told apart in software. */
  readonly ownMax: boolean;
}

/** The files of shaders/ that depend on the generator, and on how halves are found, by name. */
export const generatorFiles = (rng: Rng, halves: Halves): Readonly<Record<string, string>> => ({
  'generator.wgsl': `// #include "${rng === 'threefry4x32-20' ? 'threefry' : 'philox'}.wgsl"`,
  'halves.wgsl': `// #include "halves-by-${halves}.wgsl"`,
});

export interface HeaderOptions {
  readonly workgroupSize: number;
  readonly normals: NormalsVariant;
  /** A batch has many points (shaders/place.wgsl). Default: one. */
  readonly many?: boolean | undefined;
  /** Lanes take path after path. Default: false. */
  readonly strolls?: boolean | undefined;
  /** As of the dialect. Default: false. */
  readonly ownMax?: boolean | undefined;
}

/** The file of `rush`: paths that nothing can happen to, or paths until something may. */
export const rushFile = (plan: Plan): Readonly<Record<string, string>> => ({
  'rush.wgsl': `// #include "rush-${isPlain(plan) ? 'plain' : 'watched'}.wgsl"`,
});

/** For shaders that know of a plan's structure only whether its state is in Lamperti's coordinate. */
export const commonHeader = (
  rng: Rng,
  { workgroupSize, normals, many = false }: HeaderOptions,
  lampertiHeun = false,
): string =>
  [
    ...rounds(rng),
    uint('WORKGROUP', workgroupSize),
    bool('BUILT_IN', normals === 'built-in'),
    bool('MANY', many),
    bool('LAMPERTI_HEUN', lampertiHeun),
    uint('THRESHOLDS', 0),
  ].join('\n');

export function planHeader(
  plan: Plan,
  { workgroupSize, normals, many = false, strolls = false, ownMax = false }: HeaderOptions,
): string {
  const { boundary, thresholds, exitBridge, program } = plan;
  const exits = absorbs(plan);
  const own = thresholds.filter(({ atExit }) => !atExit); // the others are watched by the end itself
  return [
    ...rounds(plan.rng),
    uint('WORKGROUP', workgroupSize),
    bool('BUILT_IN', normals === 'built-in'),
    bool('MANY', many),
    uint('CONSTANTS', program.constants.length),
    uint('THRESHOLDS', thresholds.length),
    uint(
      'UP_MASK',
      mask(thresholds, ({ up }) => up),
    ),
    uint(
      'BRIDGE_MASK',
      mask(thresholds, ({ bridge }) => bridge),
    ),
    uint(
      'SHIFT_MASK',
      mask(thresholds, ({ shift }) => shift),
    ),
    uint(
      'AT_EXIT_MASK',
      mask(thresholds, ({ atExit }) => atExit),
    ),
    bool('REFLECTS_LOWER', boundary.lower === 'reflect'),
    bool('REFLECTS_UPPER', boundary.upper === 'reflect'),
    bool('LOWER_IS_ZERO', plan.lower === 0),
    bool('CLAMPS_LOWER', boundary.lower === 'clamp'),
    bool('CLAMPS_UPPER', boundary.upper === 'clamp'),
    bool('ABSORBS_LOWER', absorbsLower(plan)),
    bool('ABSORBS_UPPER', absorbsUpper(plan)),
    bool('ABSORBS', exits),
    bool('EXIT_BRIDGE', exits && exitBridge),
    bool('BRIDGES', (exits && exitBridge) || own.some(({ bridge }) => bridge)),
    bool(
      'SHIFTS',
      own.some(({ shift }) => shift),
    ),
    bool('WATCHES_HIGH', absorbsUpper(plan) || own.some(({ up }) => up)),
    bool('WATCHES_LOW', absorbsLower(plan) || own.some(({ up }) => !up)),
    bool('PLAIN', isPlain(plan)),
    bool('STROLLS', strolls),
    bool('OWN_MAX', ownMax),
    bool('MILSTEIN', program.correction !== null),
    bool('LAMPERTI_HEUN', program.heun !== null),
  ].join('\n');
}

/** Nothing can happen to a path on its way. */
export const isPlain = (plan: Plan): boolean => plan.thresholds.length === 0 && !absorbs(plan);

function mask(thresholds: readonly PlannedThreshold[], of: (threshold: PlannedThreshold) => boolean): number {
  return thresholds.reduce((bits, threshold, j) => bits | (of(threshold) ? 1 << j : 0), 0);
}
