/** How fast the paths that have not hit yet go on to hit: survival, hazard, and the rate at which the tail decays. */
import { type Estimate, estimate, unknown } from './estimate.js';
import type { EventTimes } from './event-times.js';

/** P(no hit by t) at the edges of the histogram's bins. */
export interface Survival {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly standardErrors: readonly number[];
}

/** Hits per time and path that has not hit, constant inside a bin: −ln(S(right)/S(left))/width. */
export interface Hazard {
  /** Edges of the bins, one more than there are values. */
  readonly edges: readonly number[];
  /** null where no path is left at the bin's start, or none at its end. */
  readonly values: readonly (number | null)[];
  readonly standardErrors: readonly (number | null)[];
}

export function survivalOf(times: EventTimes, paths: number, edges: readonly number[]): Survival {
  const values = edges.map((t) => (paths === 0 ? 1 : 1 - times.countBy(t) / paths));
  return {
    times: edges,
    values,
    standardErrors: values.map((s) => (paths === 0 ? 0 : Math.sqrt(Math.max(0, s * (1 - s)) / paths))),
  };
}

/** Var ln(1 − d/n) = d/(n (n − d)) for d hits among n paths at risk. */
export function hazardOf(times: EventTimes, paths: number, edges: readonly number[]): Hazard {
  const bins = edges.slice(1).map((right, k) => {
    const atRisk = paths - times.countBy(edges[k]!);
    const hits = times.countBy(right) - times.countBy(edges[k]!);
    const left = atRisk - hits;
    if (!(left > 0)) return null;
    const width = right - edges[k]!;
    return { value: Math.log(atRisk / left) / width, error: Math.sqrt(hits / atRisk / left) / width };
  });
  return {
    edges,
    values: bins.map((bin) => bin?.value ?? null),
    standardErrors: bins.map((bin) => bin?.error ?? null),
  };
}

const FORGOTTEN = 0.9; // of the paths have hit: by then the start hardly matters, if it ever ceases to
const FEWEST = 10; // events
const LEVEL = 3; // standard errors by which the earlier and the later half of the hits may differ

/**
 * The rate λ of P(T > t) ~ e^−λt: the hazard of all steps after nine tenths of the paths have hit, or after half of the
 * horizon where that comes first. Geometric steps, by maximum likelihood: d hits in N steps of paths at risk. No rate where
 * the hazard is seen to change still: then the horizon is no late time.
 */
export function tailRateOf(times: EventTimes, paths: number, absorbed: number, horizon: number): Estimate {
  if (absorbed > 0)
    return unknown('an absorbing end takes paths that will never hit: the tail of the others is not told apart');
  const { counts } = times.events;
  const last = counts.length - 1;
  const width = horizon / Math.max(1, last);
  const from = Math.ceil(Math.min(times.timeOf(FORGOTTEN * paths) ?? Infinity, horizon / 2) / width);
  const tail = exposure(counts, paths, from, last);
  if (tail.hits < FEWEST) return unknown(`${tail.hits} hits in the tail: a rate needs at least ${FEWEST}`);
  const share = tail.hits / tail.steps;
  if (share >= 1) return unknown('every path hits within a step');
  let middle = from;
  for (let hits = 0; hits < tail.hits / 2; ) hits += counts[++middle]!;
  const [early, late] = [exposure(counts, paths, from, middle), exposure(counts, paths, middle, last)];
  const difference = late.hits / late.steps - early.hits / early.steps; // NaN where nothing comes later
  if (Math.abs(difference) > LEVEL * Math.sqrt(share * (1 - share) * (1 / early.steps + 1 / late.steps))) {
    return unknown('the hazard still changes at the end: a later horizon would show the rate of the tail');
  }
  return estimate(-Math.log1p(-share) / width, Math.sqrt(share / (1 - share) / tail.steps) / width);
}

/** Hits after step `from` up to step `to`, and the steps that all paths at risk have taken meanwhile. */
function exposure(counts: Float64Array, paths: number, from: number, to: number) {
  let [before, hits, steps] = [0, 0, 0];
  for (let i = 0; i <= to; i++) {
    if (i <= from) before += counts[i]!;
    else {
      hits += counts[i]!;
      steps += counts[i]! * (i - from);
    }
  }
  return { hits, steps: steps + (paths - before - hits) * (to - from) };
}
