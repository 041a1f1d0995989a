/** Step 0 of a block of paths: index, position, the uniforms of the bridges, and what is already met. */
import { absorbs, absorbsLower, absorbsUpper, type Plan } from '../../plan/plan.js';
import { FATE_DONE, FATE_LOWER, FATE_UPPER } from '../fate.js';
import { STREAM_BRIDGE, STREAM_EXIT, STREAM_SIDE, STREAM_START } from '../reference/generator.js';
import type { KernelExports } from './kernel.js';
import type { LaneViews } from './lane-views.js';
import { crossedArray, inverseArray, NEVER } from './layout.js';

const f = Math.fround;
const WORDS = 4; // uniforms of one counter

/** Puts the paths at the addresses first … first + count − 1 into the lanes; `start` is plan.start in f32. @returns the fate at step 0 of each lane. */
export function startLanes(
  views: LaneViews,
  wasm: KernelExports,
  plan: Plan,
  start: Float32Array,
  first: number,
  count: number,
): Uint8Array {
  const pathHigh = Math.floor(first / 2 ** 32);
  const pathLow = first % 2 ** 32; // of the first lane; a block does not cross a multiple of 2³²
  for (let lane = 0; lane < count; lane++) views.path[lane] = pathLow + lane;
  const end = count * 4;
  const draw = (block: number, stream: number): void => wasm.uniforms(end, block, pathHigh, stream);

  wasm.prepare(end);
  views.weight?.fill(0);
  if (start.length > 1) draw(0, STREAM_START);
  startPositions(views, plan, start, count);
  let drawn: number | null = null;
  for (const [j, { bridge, atExit }] of plan.thresholds.entries()) {
    views.hits[j]!.fill(NEVER);
    if (!bridge || atExit) continue;
    const block = Math.floor(j / WORDS);
    if (block !== drawn) draw(block, STREAM_BRIDGE);
    drawn = block;
    views.carried(crossedArray(j)).fill(0);
    views.carried(inverseArray(j)).set(views.uniforms[j % WORDS]!);
  }
  if (absorbs(plan) && plan.exitBridge) {
    views.carried('exit crossed').fill(0);
    draw(0, STREAM_EXIT);
    views.carried('exit inverse').set(views.uniforms[0]!);
    draw(0, STREAM_SIDE);
    views.carried('exit side').set(views.uniforms[0]!);
  }
  return meetAtStart(views, plan, start.length === 1, count);
}

function startPositions({ x, uniforms }: LaneViews, plan: Plan, start: Float32Array, count: number): void {
  const [lower, upper] = [f(plan.lower), f(plan.upper)];
  const inside = (position: number): number => Math.min(Math.max(position, lower), upper);
  x.fill(inside(start[0]!));
  const last = start.length - 2;
  if (last < 0) return;
  const u = uniforms[0]!;
  for (let lane = 0; lane < count; lane++) {
    const t = f(u[lane]! * (start.length - 1));
    const i = Math.min(Math.floor(t), last);
    x[lane] = inside(start[i]! + f(f(t - i) * f(start[i + 1]! - start[i]!)));
  }
}

/** Sets the hits that are met at step 0. @returns the fates. */
function meetAtStart({ x, hits }: LaneViews, plan: Plan, sameStart: boolean, count: number): Uint8Array {
  // An end that does not absorb is as good as infinitely far away.
  const lower = absorbsLower(plan) ? f(plan.lower) : Number.NEGATIVE_INFINITY;
  const upper = absorbsUpper(plan) ? f(plan.upper) : Number.POSITIVE_INFINITY;
  const fateAt = (position: number): number =>
    position <= lower ? FATE_LOWER : position >= upper ? FATE_UPPER : FATE_DONE;
  const fates = new Uint8Array(count);
  if (sameStart) fates.fill(fateAt(x[0]!));
  else for (let lane = 0; lane < count; lane++) fates[lane] = fateAt(x[lane]!);
  for (const [j, { value, up, atExit }] of plan.thresholds.entries()) {
    const level = f(value);
    const meets = (lane: number): boolean =>
      atExit ? fates[lane] === (up ? FATE_UPPER : FATE_LOWER) : up ? x[lane]! >= level : x[lane]! <= level;
    if (!sameStart) {
      for (let lane = 0; lane < count; lane++) if (meets(lane)) hits[j]![lane] = 0;
    } else if (meets(0)) hits[j]!.fill(0, 0, count);
  }
  return fates;
}
