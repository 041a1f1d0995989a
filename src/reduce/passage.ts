/** First-passage and exit statistics from counts per step. */

import type { Direction, Monitor } from '../spec/study.js';
import { type Estimate, equalEdges, estimate, quantilesOf, shareOf, square, unknown } from './estimate.js';
import type { EventTimes } from './event-times.js';
import type { Exit, FirstPassage } from './first-passage.js';
import { hazardOf, survivalOf, tailRateOf } from './hazard.js';

export interface PassageSetup {
  readonly threshold: number;
  readonly direction: Direction;
  readonly monitor: Monitor;
  readonly bins: number;
  readonly horizon: number;
  /** Paths that count: simulated, less the failures. */
  readonly paths: number;
  readonly absorbed: number;
}

export function describePassage(
  times: EventTimes,
  { threshold, direction, monitor, bins, horizon, paths, absorbed }: PassageSetup,
): FirstPassage {
  const hits = times.count;
  const edges = equalEdges(0, horizon, bins);
  return {
    threshold,
    direction,
    monitor,
    hits,
    censored: paths - hits,
    absorbed,
    probability: shareOf(hits, paths),
    mean: times.mean,
    variance: times.variance,
    restrictedMean: restrictedMean(times, paths, horizon),
    quantiles: quantilesOf(
      (p) => times.timeOf(p * paths),
      paths,
      (p) => `fewer than ${100 * p} % of the paths hit by the horizon`,
    ),
    histogram: times.histogram(bins, horizon),
    survival: survivalOf(times, paths, edges),
    hazard: hazardOf(times, paths, edges),
    tailRate: tailRateOf(times, paths, absorbed, horizon),
  };
}

function restrictedMean(times: EventTimes, paths: number, horizon: number): Estimate {
  if (paths < 2) return unknown('a mean with its error needs at least 2 paths');
  if (times.count === 0) return estimate(horizon, 0);
  const mean = (times.sum + (paths - times.count) * horizon) / paths;
  const squares = times.squaresAbout(mean) + (paths - times.count) * square(horizon - mean);
  return estimate(mean, Math.sqrt(squares / (paths - 1) / paths));
}

export const describeExit = (times: EventTimes, paths: number, bins: number, horizon: number): Exit => ({
  count: times.count,
  probability: shareOf(times.count, paths),
  mean: times.mean,
  variance: times.variance,
  quantiles: quantilesOf(
    (p) => times.timeOf(p * times.count),
    Math.max(1, times.count),
    () => 'no path left through this end',
  ),
  histogram: times.histogram(bins, horizon),
});
