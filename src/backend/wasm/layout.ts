/** Where things lie in the memory of a kernel, in bytes. One block of paths at a time, as a structure of arrays of 32-bit words. */
import { BLOCK } from '../../plan/plan.js';
import type { KernelShape } from './shape.js';

const PAGE = 65536;

/** Constant table: 16 bytes a slot. */
export const MAX_CONSTANTS = 1024;

/** Words of the noise that depend on the step alone: an entry for each of MAX_STEP_BLOCKS blocks of four steps, kept for many blocks of paths. */
export const STEP_TABLE = MAX_CONSTANTS * 16;
export const STEP_TABLE_ENTRY = 16;
export const MAX_STEP_BLOCKS = 256;

const MAX_VECTORS = 4;
/** Arrays begin with one: the four vectors of a group are one line of each (1.4 % of the speed). */
const CACHE_LINE = 64;
export const VECTOR_BYTES = 16;

/** By the bits of a mask of four lanes: the bytes of its lanes, for a swizzle that moves them to the front. */
export const PACKINGS = STEP_TABLE + MAX_STEP_BLOCKS * STEP_TABLE_ENTRY;
/** Byte offsets of the lanes of a group of vectors from its first. */
export const LANE_OFFSETS = PACKINGS + 16 * VECTOR_BYTES;

/** u32: paths that ended since the host last set it to 0. */
export const DEATHS = LANE_OFFSETS + MAX_VECTORS * VECTOR_BYTES;

/** Words of the noise that were computed lane by lane: four rows for two groups of vectors, this one and the next. */
export const WORDS = DEATHS + CACHE_LINE;
export const WORDS_ROW = 2 * MAX_VECTORS * VECTOR_BYTES;

const ARRAYS = WORDS + 4 * WORDS_ROW;
/** Lanes: a block, and some to fill up the last group of vectors, and the last vector of a list. */
export const LANES = BLOCK + MAX_VECTORS * 4;
/** One array of words; off the multiples of 4096 so that arrays do not alias in cache. */
const STRIDE = LANES * 4;
/** Offset of the last lane, which no path ever has and which is never alive: it fills up a list. */
export const NO_LANE = STRIDE - 4;

export interface Layout {
  /** Name → address of the arrays that a living path carries along when lanes are compacted. */
  readonly carried: Readonly<Record<string, number>>;
  /** Name → address of what is known only about paths that ended, by lane. */
  readonly ended: Readonly<Record<EndedArray, number>>;
  /** Name → address of what a compaction took away, one path after the other: the arrays above, the paths' own words and their hits. */
  readonly gone: Readonly<Record<string, number>>;
  /** Lanes for the exact step, one after the other: their byte offsets, and the four normals of their block of steps. */
  readonly listed: { readonly lanes: number; readonly normals: readonly number[] };
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

const ENDED = ['fate', 'endStep', 'endX', 'endWeight'] as const;
type EndedArray = (typeof ENDED)[number];

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
  let arrays = 0;
  const next = (): number => ARRAYS + arrays++ * STRIDE;
  const addresses = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
    Object.fromEntries(names.map((name) => [name, next()])) as Record<Name, number>;
  const carried = addresses(names);
  const ended = addresses(ENDED);
  const gone = addresses(['path', ...ENDED, ...shape.thresholds.map((_, j) => hitArray(j))]);
  const four = (): number[] => [next(), next(), next(), next()];
  const uniforms = four();
  const listed = { lanes: next(), normals: four() };
  const rows = next();
  const table = rows + MAX_STEP_BLOCKS * STEP_TABLE_ENTRY;
  const end = shape.tilt ? table + 4 * shape.tilt.slabs * (shape.tilt.cells + 1) : rows;
  return {
    carried,
    ended,
    gone,
    listed,
    uniforms,
    tilt: shape.tilt && { rows, table },
    pages: Math.ceil(end / PAGE),
  };
}

/** Puts what every kernel looks up into its memory, seen as words from address 0. */
export function loadTables(words: Uint32Array): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset);
  for (let mask = 0; mask < 16; mask++) {
    const lanes = [0, 1, 2, 3].filter((lane) => mask & (1 << lane));
    bytes.set(
      lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
      PACKINGS + mask * VECTOR_BYTES,
    );
  }
  for (let lane = 0; lane < 4 * MAX_VECTORS; lane++) words[LANE_OFFSETS / 4 + lane] = 4 * lane;
}
