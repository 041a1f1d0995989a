/** Exact sums over blocks: integers and fixed point only, so that any order of adding gives the same bits. */
import type { StepCounts, Tally } from '../backend/backend.js';
import { emptyCohorts } from '../backend/cohorts.js';
import { MOMENTS } from '../backend/reference/moments.js';
import { WEIGHT_SUMS, type WeightTally } from '../backend/weights.js';
import { type Plan, unitOfX } from '../plan/plan.js';

/** Standard errors of the moments come from leaving out one of these groups of blocks at a time. */
export const GROUPS = 64;

/**
 * One unit of a power sum is 2⁻¹⁰⁰ (half-width of the domain)^r: the fourth power of a deviation of 1e-5 half-widths, about
 * 2⁻⁶⁶, keeps ten digits.
 */
export const FIXED_BITS = 100n;
const UNIT = 2 ** Number(FIXED_BITS);

/** The product of two fixed-point numbers. */
export const times = (a: bigint, b: bigint): bigint => (a * b) >> FIXED_BITS;

/** As an f64, rounded once. */
export const toNumber = (fixedPoint: bigint): number => Number(fixedPoint) / UNIT;

/** Σ of the r-th powers, r = 1 … 4, of (x − centre)/half-width, in fixed point. */
export interface PowerSums {
  count: number;
  readonly sums: [bigint, bigint, bigint, bigint];
}

/** Events by step bin, over any number of paths below 2⁵³. */
export interface EventTotals {
  readonly counts: Float64Array;
  sum: bigint;
  sumOfSquares: bigint;
}

export interface SnapshotTotals {
  readonly histogram: Float64Array;
  /** GROUPS entries; block b belongs to group b mod GROUPS. */
  readonly groups: readonly PowerSums[];
}

/** The same of weighted hits (weights.ts), over any number of blocks. */
export interface WeightTotals {
  readonly sums: bigint[];
  readonly bins: Map<number, bigint>;
  largest: number;
  readonly reached: bigint[];
  readonly hitsAfter: bigint[];
}

/** All that a result needs to know of the paths of some blocks. */
export interface Totals {
  blocks: number;
  paths: number;
  pathSteps: bigint;
  nonFinite: number;
  readonly hits: readonly EventTotals[];
  readonly absorbed: number[];
  readonly exits: { readonly lower: EventTotals; readonly upper: EventTotals };
  readonly snapshots: readonly SnapshotTotals[];
  /** null where every path counts the same. */
  readonly weights: WeightTotals | null;
  /** Of the paths by cohort (backend/cohorts.ts); only where the plan asks for them and the backend keeps them. */
  cohorts?: Float64Array | undefined;
}

const emptyEvents = (plan: Plan): EventTotals => ({
  counts: new Float64Array(plan.stepBins),
  sum: 0n,
  sumOfSquares: 0n,
});

const emptyPowerSums = (): PowerSums => ({ count: 0, sums: [0n, 0n, 0n, 0n] });

function emptyWeights({ rare }: Plan): WeightTotals {
  const zeros = (length: number) => new Array<bigint>(length).fill(0n);
  const levels = rare?.method === 'splitting' ? rare.levels + 1 : 0;
  return { sums: zeros(WEIGHT_SUMS), bins: new Map(), largest: 0, reached: zeros(levels), hitsAfter: zeros(levels) };
}

export const emptyTotals = (plan: Plan): Totals => ({
  blocks: 0,
  paths: 0,
  pathSteps: 0n,
  nonFinite: 0,
  hits: plan.thresholds.map(() => emptyEvents(plan)),
  absorbed: plan.thresholds.map(() => 0),
  exits: { lower: emptyEvents(plan), upper: emptyEvents(plan) },
  snapshots: plan.saveSteps.map(() => ({
    histogram: new Float64Array(plan.bins),
    groups: Array.from({ length: GROUPS }, emptyPowerSums),
  })),
  weights: plan.rare && emptyWeights(plan),
  ...(plan.cohorts ? { cohorts: emptyCohorts(plan) } : {}),
});

/** Adds what a backend saw. */
export function addTally(totals: Totals, tally: Tally, plan: Plan): void {
  totals.blocks += tally.blocks;
  totals.paths += tally.paths;
  totals.pathSteps += BigInt(tally.pathSteps);
  totals.nonFinite += tally.nonFinite;
  tally.hits.forEach((hits, j) => {
    addEvents(totals.hits[j]!, hits);
  });
  tally.absorbed.forEach((count, j) => {
    totals.absorbed[j]! += count;
  });
  addEvents(totals.exits.lower, tally.exits.lower);
  addEvents(totals.exits.upper, tally.exits.upper);
  if (totals.weights && tally.weights) addWeights(totals.weights, tally.weights);
  if (tally.cohorts === undefined) totals.cohorts = undefined;
  else if (totals.cohorts) addCounts(totals.cohorts, tally.cohorts);
  tally.snapshots.forEach(({ histogram, moments }, i) => {
    addCounts(totals.snapshots[i]!.histogram, histogram);
    for (let block = 0; block < tally.blocks; block++) {
      const group = totals.snapshots[i]!.groups[(tally.firstBlock + block) % GROUPS]!;
      addBlock(group, moments.subarray(MOMENTS * block, MOMENTS * (block + 1)), plan);
    }
  });
}

/** Adds the totals of other blocks. */
export function addTotals(totals: Totals, other: Totals): void {
  totals.blocks += other.blocks;
  totals.paths += other.paths;
  totals.pathSteps += other.pathSteps;
  totals.nonFinite += other.nonFinite;
  other.hits.forEach((hits, j) => {
    addEvents(totals.hits[j]!, hits);
  });
  other.absorbed.forEach((count, j) => {
    totals.absorbed[j]! += count;
  });
  addEvents(totals.exits.lower, other.exits.lower);
  addEvents(totals.exits.upper, other.exits.upper);
  if (totals.weights && other.weights) addWeights(totals.weights, other.weights);
  if (other.cohorts === undefined) totals.cohorts = undefined;
  else if (totals.cohorts) addCounts(totals.cohorts, other.cohorts);
  other.snapshots.forEach(({ histogram, groups }, i) => {
    addCounts(totals.snapshots[i]!.histogram, histogram);
    groups.forEach((group, g) => {
      addPowerSums(totals.snapshots[i]!.groups[g]!, group);
    });
  });
}

export function addPowerSums(target: PowerSums, other: PowerSums): void {
  target.count += other.count;
  other.sums.forEach((sum, r) => {
    target.sums[r]! += sum;
  });
}

function addWeights(target: WeightTotals, { sums, bins, largest, reached, hitsAfter }: WeightTally): void {
  const add = (into: bigint[], from: readonly bigint[]) => {
    if (into.length !== from.length) throw new RangeError(`expected ${into.length} sums, got ${from.length}`);
    from.forEach((value, i) => {
      into[i]! += value;
    });
  };
  add(target.sums, sums);
  add(target.reached, reached);
  add(target.hitsAfter, hitsAfter);
  for (const [bin, value] of bins) target.bins.set(bin, (target.bins.get(bin) ?? 0n) + value);
  target.largest = Math.max(target.largest, largest);
}

function addEvents(target: EventTotals, events: StepCounts | EventTotals): void {
  addCounts(target.counts, events.counts);
  target.sum += events.sum;
  target.sumOfSquares += events.sumOfSquares;
}

function addCounts(target: Float64Array, counts: ArrayLike<number>): void {
  if (target.length !== counts.length) throw new RangeError(`expected ${target.length} counts, got ${counts.length}`);
  for (let i = 0; i < target.length; i++) target[i]! += counts[i]!;
}

/**
 * A block's central sums, rounded to fixed point, then moved to the study's centre (never the data's): in integers, for
 * about a far centre they cancel.
 */
function addBlock(group: PowerSums, [count, mean, m2, m3, m4]: Float64Array | number[], plan: Plan): void {
  const { centre, halfWidth: w } = unitOfX(plan);
  const n = BigInt(count!);
  const d = fixed((mean! - centre) / w);
  const u2 = fixed(m2! / (w * w));
  const u3 = fixed(m3! / (w * w * w));
  const u4 = fixed(m4! / (w * w * w * w));
  const d2 = times(d, d);
  group.count += count!;
  group.sums[0] += n * d;
  group.sums[1] += u2 + n * d2;
  group.sums[2] += u3 + 3n * times(d, u2) + n * times(d2, d);
  group.sums[3] += u4 + 4n * times(d, u3) + 6n * times(d2, u2) + n * times(d2, d2);
}

const fixed = (value: number): bigint => BigInt(Math.round(value * UNIT));
