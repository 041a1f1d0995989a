/** Fills `Params` of shaders/params.wgsl, field by field. */
import type { Plan } from '../../plan/plan.js';

/** Bytes from one entry to the next: uniform buffers are addressed in multiples of 256. */
export const PARAMS_STRIDE = 256;

export const EVERY_SLOT = 2;
export const NO_LIST = 2;
/** The paths that a dispatch of `rush` leaves to `advance`. */
export const LIST_DISTURBED = 3;

/** What differs between the dispatches of a batch. */
export interface Dispatch {
  readonly first: number;
  readonly last: number;
  /** List to read: of survivors, 0 or 1, EVERY_SLOT or LIST_DISTURBED. */
  readonly source: number;
  /** List of survivors to write: 0, 1 or NO_LIST. */
  readonly survivors: number;
  /** Row of the snapshot's results. */
  readonly row: number;
  /** Of `stroll`: lanes, and the quads that each may take. */
  readonly lanes?: number;
  readonly quads?: number;
  /** Of `stroll`: whether the ends of paths are wanted, not the counts alone. Default: true. */
  readonly keeps?: boolean;
}

/** What a batch has in common. */
export interface BatchPlace {
  /** Address of the first path; where the points have one each, only its high word counts. */
  readonly firstPath: number;
  /** Paths of each point. */
  readonly paths: number;
  readonly points: number;
  /** Slots of one point. */
  readonly stride: number;
  /** Slots in a field of the state. */
  readonly slots: number;
  /** Rows of moments in one snapshot of a point. */
  readonly blocks: number;
}

const THRESHOLDS_AT = 32; // u32 before the thresholds
const MAX_THRESHOLDS = 8;
const QUIET_NAN = 0x7fc00000;
const MINUS_INFINITY = 0xff800000;

export function packParams(plan: Plan, place: BatchPlace, dispatch: Dispatch): Uint32Array<ArrayBuffer> {
  if (plan.thresholds.length > MAX_THRESHOLDS) {
    throw new RangeError(`expected at most ${MAX_THRESHOLDS} thresholds, got ${plan.thresholds.length}`);
  }
  const words = new Uint32Array(PARAMS_STRIDE / 4);
  const floats = new Float32Array(words.buffer);
  const [lower, upper] = [Math.fround(plan.domain[0]), Math.fround(plan.domain[1])];
  words.set([
    plan.key[0],
    plan.key[1],
    place.firstPath % 2 ** 32,
    Math.floor(place.firstPath / 2 ** 32),
    place.paths,
    place.slots,
    dispatch.first,
    dispatch.last,
    plan.steps,
    plan.saveSteps.at(-1) ?? 0,
    dispatch.source,
    dispatch.survivors,
  ]);
  floats.set([plan.lower, plan.upper, lower, upper, plan.bins / Math.fround(upper - lower)], 12);
  words.set([plan.bins, plan.start.length, dispatch.row, place.blocks, QUIET_NAN, MINUS_INFINITY], 17);
  words.set(
    [
      place.stride,
      place.points,
      plan.saveSteps.length,
      dispatch.lanes ?? 0,
      dispatch.quads ?? 0,
      Number(dispatch.keeps ?? true),
    ],
    23,
  );
  plan.thresholds.forEach(({ value }, j) => {
    floats[THRESHOLDS_AT + 4 * j] = value;
  });
  return words;
}
