/** Where things lie in the memory of a kernel, in bytes. One block of paths at a time, as a structure of arrays of 32-bit words. */
import { BLOCK } from '../../plan/plan.js';
import type { KernelShape } from './shape.js';

const PAGE = 65536;

/** Constant table: 16 bytes a slot. */
export const MAX_CONSTANTS = 1024;

/** Words of the noise that depend on the step alone: an entry for each block of four steps in a chunk. */
export const STEP_TABLE = MAX_CONSTANTS * 16;
export const STEP_TABLE_ENTRY = 16;
export const MAX_STEP_BLOCKS = 256;

const MAX_VECTORS = 4;

/** What the exact step needs to replay a block of steps, an area for each vector of a group: offsets within it. */
export const REPLAYS = STEP_TABLE + MAX_STEP_BLOCKS * STEP_TABLE_ENTRY;
/** Four normals. */
export const NORMALS = 0;
/** Lanes that the replay is for, and where the others are after the block. */
export const REPLAY_MASK = 64;
export const CALM_X = 80;
/** For a tilt: where the rows of the four steps begin, and the weights of the other lanes after the block. */
export const TILT_ROWS = 96;
export const CALM_WEIGHT = 112;
export const REPLAY_BYTES = 128;

/** u32: paths that ended since the host last set it to 0. */
export const DEATHS = REPLAYS + MAX_VECTORS * REPLAY_BYTES;

/** u32 byte offsets of lanes, for compaction. */
export const SOURCES = REPLAYS + 4096;

const ARRAYS = SOURCES + BLOCK * 4;
/** One array: a block of words, and room for the last group of vectors; off the multiples of 4096 so that arrays do not alias in cache. */
const STRIDE = (BLOCK + MAX_VECTORS * 4) * 4;

export interface Layout {
  /** Name → address of the arrays that a living path carries along when lanes are compacted. */
  readonly carried: Readonly<Record<string, number>>;
  /** Name → address of what is known only about paths that ended. */
  readonly ended: Readonly<Record<'fate' | 'endStep' | 'endX' | 'endWeight', number>>;
  /** Four arrays for the uniforms of the four words of one counter. */
  readonly uniforms: readonly number[];
  /** Addresses of a tilt's rows by step, of the entries of STEP_TABLE, and of its table. */
  readonly tilt: { readonly rows: number; readonly table: number } | null;
  readonly pages: number;
}

export const hitArray = (j: number): string => `hit ${j}`;
/** Probability of a crossing so far, and the uniform that inverts its law. */
export const crossedArray = (j: number): string => `crossed ${j}`;
export const inverseArray = (j: number): string => `inverse ${j}`;

/** p0, p1: path words of Philox; path: low word of the index; alive: all ones or 0; low, high: calm between them. */
const EVERY_PATH = ['p0', 'p1', 'path', 'x', 'alive', 'low', 'high'] as const;
const EXITS = ['exit crossed', 'exit inverse', 'exit side'] as const;

/** ln of the likelihood ratio of a tilted path. */
export const WEIGHT = 'weight';

/** A path without a hit has this in its hit array: the plan has fewer steps. */
export const NEVER = 0xffffffff;

export function layoutOf(shape: KernelShape): Layout {
  const names: string[] = [...EVERY_PATH];
  if (shape.exitBridge) names.push(...EXITS);
  if (shape.tilt) names.push(WEIGHT);
  shape.thresholds.forEach(({ bridge, atExit }, j) => {
    names.push(hitArray(j));
    if (bridge && !atExit) names.push(crossedArray(j), inverseArray(j));
  });
  const address = (index: number): number => ARRAYS + index * STRIDE;
  const n = names.length;
  const rows = address(n + 8);
  const table = rows + MAX_STEP_BLOCKS * STEP_TABLE_ENTRY;
  const end = shape.tilt ? table + 4 * shape.tilt.slabs * (shape.tilt.cells + 1) : rows;
  return {
    carried: Object.fromEntries(names.map((name, index) => [name, address(index)])),
    ended: { fate: address(n), endStep: address(n + 1), endX: address(n + 2), endWeight: address(n + 7) },
    uniforms: [3, 4, 5, 6].map((index) => address(n + index)),
    tilt: shape.tilt && { rows, table },
    pages: Math.ceil(end / PAGE),
  };
}
