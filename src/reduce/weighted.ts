/** First-passage statistics from weighted hits: of tilted paths, and of paths that branch. */
import { hitsMidStep, WEIGHT_BITS, weightOf } from '../backend/weights.js';
import type { Plan } from '../plan/plan.js';
import { BRANCHES } from '../plan/search.js';
import type { Direction, Monitor } from '../spec/study.js';
import { type Estimate, equalEdges, estimate, quantilesOf, square, unknown } from './estimate.js';
import { EventTimes } from './event-times.js';
import type { FirstPassage } from './first-passage.js';
import type { WeightTotals } from './totals.js';

export interface WeightedSetup {
  readonly threshold: number;
  readonly direction: Direction;
  readonly monitor: Monitor;
  readonly bins: number;
  readonly horizon: number;
  /** Without those that failed. */
  readonly paths: number;
  readonly pathSteps: bigint;
  readonly hits: number;
  readonly absorbed: number;
}

const FEWEST = 2; // paths with a hit that give an error

export function describeWeighted(weights: WeightTotals, plan: Plan, setup: WeightedSetup): FirstPassage {
  const { threshold, direction, monitor, bins, horizon, paths, hits, absorbed } = setup;
  const { unit } = plan.rare!;
  const midStep = hitsMidStep(plan);
  const { mean, covariance } = momentsOf(weights, paths);
  const [a, b, c] = mean;
  const enough = hits >= FEWEST;
  const few = `${hits} path${hits === 1 ? '' : 's'} with a hit: an error needs at least ${FEWEST}`;
  /** f(a, b, c) with its error, from its slopes (delta method). */
  const derived = (value: number, slopes: readonly number[]): Estimate => {
    if (!enough) return unknown(few);
    let variance = 0;
    slopes.forEach((p, i) => {
      slopes.forEach((q, j) => {
        variance += p * q * covariance[i]![j]!;
      });
    });
    return estimate(value, Math.sqrt(Math.max(0, variance) / paths));
  };
  const probability = derived(a * unit, [unit, 0, 0]);
  const t = b / a; // E T given a hit, in horizons
  const spread = c / a - t * t;
  const times = probabilityByTime(weights, plan, paths);
  const edges = equalEdges(0, horizon, bins);
  const histogram = times.histogram(bins, horizon);
  const effective = effectiveSampleSize(weights);
  const timeOfShare = (p: number) => times.timeOf(p * times.count);
  return {
    threshold,
    direction,
    monitor,
    hits,
    censored: paths - hits,
    absorbed,
    probability,
    mean: derived(
      t * horizon,
      [-t / a, 1 / a, 0].map((slope) => slope * horizon),
    ),
    variance: derived(
      Math.max(0, spread * square(horizon) - (midStep ? groupingOf(weights, plan) : 0)),
      [(-c / a + 2 * t * t) / a, (-2 * t) / a, 1 / a].map((slope) => slope * square(horizon)),
    ),
    restrictedMean: derived(horizon * (1 - unit * (a - b)), [-unit * horizon, unit * horizon, 0]),
    quantiles: quantilesOf(
      (p) => times.timeOf(p),
      paths,
      (p) => `a hit by the horizon has less than ${100 * p} % probability`,
    ),
    histogram: { ...histogram, counts: histogram.counts.map((p) => p * paths) }, // what as many plain paths would show
    ...survivalAndHazard(times, edges, probability),
    tailRate: unknown('unlikely hits have no tail to be seen: most paths would hit long after the horizon'),
    weights: {
      effectiveSampleSize: effective,
      largestShare: effective === 0 ? 0 : weights.largest / weightOf(weights.sums[0]!),
      work: a === 0 ? 0 : (covariance[0]![0]! / (a * a)) * (Number(setup.pathSteps) / paths),
      plainWork: a === 0 ? 0 : (Math.max(0, 1 - a * unit) / (a * unit)) * (horizon / plan.dt) * (1 - unit * (a - b)),
      quantiles: quantilesOf(timeOfShare, Math.max(1, effective), () => 'no path hit'),
      stages: plan.rare!.method === 'splitting' ? stagesOf(weights) : null,
    },
  };
}

/** With errors as if the weights were spread in time like the hits: the squared error of a share of the hits is that share of the whole's. */
function survivalAndHazard(
  times: EventTimes,
  edges: readonly number[],
  { standardError }: Estimate,
): Pick<FirstPassage, 'survival' | 'hazard'> {
  const hit = edges.map((time) => times.countBy(time));
  const errorOf = (share: number) =>
    times.count > 0 ? Math.sqrt(Math.max(0, share / times.count)) * (standardError ?? 0) : 0;
  const bins = edges.slice(1).map((right, i) => {
    const [share, left, width] = [hit[i + 1]! - hit[i]!, 1 - hit[i]!, right - edges[i]!];
    if (!(share < left)) return null;
    return { value: -Math.log1p(-share / left) / width, error: errorOf(share) / left / width };
  });
  return {
    survival: { times: edges, values: hit.map((share) => 1 - share), standardErrors: hit.map(errorOf) },
    hazard: {
      edges,
      values: bins.map((bin) => bin?.value ?? null),
      standardErrors: bins.map((bin) => bin?.error ?? null),
    },
  };
}

/** Means of a, b, c over the paths and their covariances, numerators exact. */
function momentsOf({ sums }: WeightTotals, paths: number) {
  const n = BigInt(paths);
  const first = sums.slice(0, 3);
  const mean = first.map((sum) => weightOf(sum) / paths) as [number, number, number];
  const place = [
    [3, 4, 5],
    [4, 6, 7],
    [5, 7, 8],
  ];
  // Σ xy − Σx Σy/n, over n − 1. Σx Σy has twice the fixed point.
  const covariance = place.map((row, i) =>
    row.map((at, j) => {
      const numerator = n * sums[at]! - ((first[i]! * first[j]!) >> WEIGHT_BITS);
      return weightOf(numerator) / paths / Math.max(1, paths - 1);
    }),
  );
  return { mean, covariance };
}

function effectiveSampleSize({ sums }: WeightTotals): number {
  const squares = weightOf(sums[3]!);
  return squares === 0 ? 0 : square(weightOf(sums[0]!)) / squares;
}

/** dt²/12 for the share of the hits that have a step to be grouped in (Sheppard). */
function groupingOf({ bins, sums }: WeightTotals, plan: Plan): number {
  const total = weightOf(sums[0]!);
  const later = total === 0 ? 0 : 1 - weightOf(bins.get(0) ?? 0n) / total;
  return (later * square(plan.dt)) / 12;
}

/** As times of events, with the probability of a hit in each step bin for their number. */
function probabilityByTime({ bins }: WeightTotals, plan: Plan, paths: number): EventTimes {
  const counts = new Float64Array(plan.stepBins);
  for (const [bin, value] of bins) counts[bin] = (weightOf(value) / paths) * plan.rare!.unit;
  return new EventTimes({ counts, sum: 0n, sumOfSquares: 0n }, plan, hitsMidStep(plan));
}

function stagesOf({ reached, hitsAfter }: WeightTotals): number[] {
  return reached.map((count, i) => {
    const tried = Number(count) * (i === 0 ? 1 : BRANCHES);
    const next = Number(reached[i + 1] ?? hitsAfter[i]!);
    return tried === 0 ? 0 : next / tried;
  });
}
