/** A part of a run: exact totals of some blocks, as written by `run --shard` and read by `merge`. */
import { MergeError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import { type EventTotals, emptyTotals, type PowerSums, type Totals, type WeightTotals } from '../reduce/totals.js';
import type { ErrorBudget } from '../result/error-budget.js';
import type { Provenance } from '../result/result.js';
import type { Study } from '../spec/study.js';

/** Shard `index` of `count`, 1-based: whole blocks. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** More parts than anyone runs; a block each at a billion paths and more. */
export const MOST_SHARDS = 1_000_000;

export interface BlockRange {
  readonly firstBlock: number;
  readonly blocks: number;
}

export interface Part {
  readonly schema: 'firstpassage/part@1';
  readonly spec: Study;
  readonly shard: Shard;
  readonly range: BlockRange;
  readonly provenance: Provenance;
  /** Of the whole run, as planned; only where the study has a tolerance. */
  readonly errorBudget?: ErrorBudget;
  /** Totals with 64-bit and larger integers as decimal text, counts as [index, count] pairs of the non-empty bins. */
  readonly totals: PackedTotals;
}

type PackedCounts = readonly (readonly [number, number])[];

interface PackedEvents {
  readonly counts: PackedCounts;
  readonly sum: string;
  readonly sumOfSquares: string;
}

export interface PackedTotals {
  readonly blocks: number;
  readonly paths: number;
  readonly pathSteps: string;
  readonly nonFinite: number;
  readonly hits: readonly PackedEvents[];
  readonly absorbed: readonly number[];
  readonly exits: { readonly lower: PackedEvents; readonly upper: PackedEvents };
  readonly snapshots: readonly {
    readonly histogram: PackedCounts;
    readonly groups: readonly { readonly count: number; readonly sums: readonly string[] }[];
  }[];
  readonly weights: PackedWeights | null;
}

interface PackedWeights {
  readonly sums: readonly string[];
  readonly bins: readonly (readonly [number, string])[];
  readonly largest: number;
  readonly reached: readonly string[];
  readonly hitsAfter: readonly string[];
}

/** The blocks of a shard: contiguous, all shards together every block once. */
export function blocksOfShard(plan: Plan, { index, count }: Shard): BlockRange {
  const edge = (i: number) => Math.floor((plan.blocks * i) / count);
  return { firstBlock: edge(index - 1), blocks: edge(index) - edge(index - 1) };
}

export function packTotals(totals: Totals): PackedTotals {
  return {
    blocks: totals.blocks,
    paths: totals.paths,
    pathSteps: String(totals.pathSteps),
    nonFinite: totals.nonFinite,
    hits: totals.hits.map(packEvents),
    absorbed: totals.absorbed,
    exits: { lower: packEvents(totals.exits.lower), upper: packEvents(totals.exits.upper) },
    snapshots: totals.snapshots.map(({ histogram, groups }) => ({
      histogram: packCounts(histogram),
      groups: groups.map(({ count, sums }) => ({ count, sums: sums.map(String) })),
    })),
    weights: totals.weights && packWeights(totals.weights),
  };
}

/** @throws MergeError where there are other numbers than the plan asks for. */
export function unpackTotals(packed: PackedTotals, plan: Plan): Totals {
  const empty = emptyTotals(plan);
  const { hits, absorbed, snapshots } = packed;
  if (
    [hits, absorbed].some(({ length }) => length !== empty.hits.length) ||
    snapshots.length !== empty.snapshots.length
  )
    throw new MergeError('a part has other thresholds or save times than its own spec: write the part again');
  return {
    blocks: packed.blocks,
    paths: packed.paths,
    pathSteps: BigInt(packed.pathSteps),
    nonFinite: packed.nonFinite,
    hits: packed.hits.map((events, j) => unpackEvents(events, empty.hits[j]!)),
    absorbed: [...packed.absorbed],
    exits: {
      lower: unpackEvents(packed.exits.lower, empty.exits.lower),
      upper: unpackEvents(packed.exits.upper, empty.exits.upper),
    },
    snapshots: packed.snapshots.map(({ histogram, groups }, i) => ({
      histogram: unpackCounts(histogram, empty.snapshots[i]!.histogram),
      groups: groups.map(({ count, sums }) => ({ count, sums: sums.map(BigInt) as PowerSums['sums'] })),
    })),
    weights: empty.weights && unpackWeights(packed.weights, empty.weights),
  };
}

const packWeights = ({ sums, bins, largest, reached, hitsAfter }: WeightTotals): PackedWeights => ({
  sums: sums.map(String),
  bins: [...bins].sort(([a], [b]) => a - b).map(([bin, value]) => [bin, String(value)]),
  largest,
  reached: reached.map(String),
  hitsAfter: hitsAfter.map(String),
});

function unpackWeights(packed: PackedWeights | null, empty: WeightTotals): WeightTotals {
  if (
    packed?.sums.length !== empty.sums.length ||
    [packed.reached, packed.hitsAfter].some(({ length }) => length !== empty.reached.length)
  )
    throw new MergeError('a part has other weights than its own spec: write the part again');
  return {
    sums: packed.sums.map(BigInt),
    bins: new Map(packed.bins.map(([bin, value]) => [bin, BigInt(value)])),
    largest: packed.largest,
    reached: packed.reached.map(BigInt),
    hitsAfter: packed.hitsAfter.map(BigInt),
  };
}

const packEvents = ({ counts, sum, sumOfSquares }: EventTotals): PackedEvents => ({
  counts: packCounts(counts),
  sum: String(sum),
  sumOfSquares: String(sumOfSquares),
});

const unpackEvents = (packed: PackedEvents, empty: EventTotals): EventTotals => ({
  counts: unpackCounts(packed.counts, empty.counts),
  sum: BigInt(packed.sum),
  sumOfSquares: BigInt(packed.sumOfSquares),
});

function packCounts(counts: Float64Array): PackedCounts {
  const pairs: [number, number][] = [];
  counts.forEach((count, i) => {
    if (count !== 0) pairs.push([i, count]);
  });
  return pairs;
}

function unpackCounts(pairs: PackedCounts, counts: Float64Array): Float64Array {
  for (const [i, count] of pairs) {
    if (!(i < counts.length))
      throw new MergeError(`a part counts in bin ${i} of ${counts.length}: write the part again`);
    counts[i] = count;
  }
  return counts;
}
