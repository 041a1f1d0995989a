/** What is told of the paths alive at one save time. */
import { type Plan, unitOfX } from '../plan/plan.js';
import { equalEdges, type Histogram, type Quantiles, quantilesOf } from './estimate.js';
import { estimateMoments, type MomentEstimates } from './moments.js';
import type { SnapshotTotals } from './totals.js';

export interface Snapshot extends MomentEstimates {
  readonly time: number;
  /** Paths still alive at this time; the statistics are over these. */
  readonly paths: number;
  readonly quantiles: Quantiles;
  readonly histogram: Histogram;
}

/** @param bins of the histogram that is shown; divides plan.bins. @param blocks simulated so far. */
export function describeSnapshot(
  totals: SnapshotTotals,
  plan: Plan,
  time: number,
  bins: number,
  blocks: number,
): Snapshot {
  const { histogram } = totals;
  const paths = histogram.reduce((sum, count) => sum + count, 0);
  return {
    time,
    paths,
    ...estimateMoments(totals.groups, histogram, blocks, unitOfX(plan)),
    quantiles: quantilesOf(
      (p) => positionQuantile(histogram, paths, plan, p),
      paths,
      () => 'no path is alive',
    ),
    histogram: { edges: equalEdges(...plan.domain, bins), counts: coarsen(histogram, bins) },
  };
}

/** Linear inside a bin. */
function positionQuantile(
  histogram: Float64Array,
  paths: number,
  { domain: [lower, upper] }: Plan,
  p: number,
): number | null {
  if (paths === 0) return null;
  const width = (upper - lower) / histogram.length;
  const wanted = p * paths;
  let below = 0;
  let last = 0;
  for (let i = 0; i < histogram.length; i++) {
    const count = histogram[i]!;
    if (count > 0 && below + count >= wanted) return lower + (i + Math.max(0, wanted - below) / count) * width;
    if (count > 0) last = i;
    below += count;
  }
  return lower + (last + 1) * width;
}

function coarsen(counts: Float64Array, bins: number): number[] {
  const factor = counts.length / bins;
  const coarse = new Array<number>(bins).fill(0);
  counts.forEach((count, i) => {
    coarse[Math.floor(i / factor)]! += count;
  });
  return coarse;
}
