/** What the checks of a study ask of the theory: no more than some seconds of it, and laws at places that bins can use. */
import type { Plan } from '../plan/plan.js';
import { equalEdges, QUANTILES } from '../reduce/estimate.js';
import { stepsBelowEdges } from '../reduce/step-bins.js';
import { type Study, thresholdsOf } from '../spec/study.js';

/** Save times that are checked: at about 0.15 s each. */
const MOST_SAVE_TIMES = 8;
/** Cells of a histogram that is compared with its law; finer bins are put together. */
const MOST_CELLS = 100;
/** Shares of the horizon at which survival is checked. */
const SURVIVAL = [1 / 8, 1 / 4, 1 / 2, 3 / 4] as const;
/** Near an end the law of a scheme has a layer, some σ√dt deep, that no smooth correction follows: one cell holds it. */
const LAYER = 6;

export const LEVELS = QUANTILES.map(Number);

/** Some of the save times, evenly spread, the last one among them: their indices. */
export function checkedSaveTimes({ saveAt }: Study): number[] {
  const n = saveAt.length;
  if (n <= MOST_SAVE_TIMES) return saveAt.map((_, i) => i);
  return Array.from({ length: MOST_SAVE_TIMES }, (_, k) => Math.round(((k + 1) * n) / MOST_SAVE_TIMES) - 1);
}

/** Cells of a histogram as runs of its bins: cell c holds the bins from starts[c] up to starts[c + 1]. */
export interface Cells {
  readonly starts: readonly number[];
  /** Where the cells meet: one fewer than there are cells. */
  readonly edges: readonly number[];
}

/** Of the histograms of x; edges are places. */
export function positionCells(study: Study, diffusion: (x: number) => number): Cells {
  const [lower, upper] = study.domain;
  const { bins } = study.histogram;
  const layer = (end: number) => LAYER * diffusion(end) * Math.sqrt(study.dt);
  const edges = equalEdges(lower, upper, bins);
  const inner = innerEdges(bins).filter((b) => edges[b]! - lower >= layer(lower) && upper - edges[b]! >= layer(upper));
  return { starts: [0, ...inner], edges: inner.map((b) => edges[b]!) };
}

/** Of a histogram of times; edges are the times up to which all steps are counted below. */
export function timeCells(study: Study, plan: Plan, midStep: boolean, bins: number): Cells {
  const steps = stepsBelowEdges(plan, midStep, bins, study.horizon);
  const inner = innerEdges(bins);
  return { starts: [0, ...inner], edges: inner.map((b) => steps[b - 1]! * plan.dt) };
}

/** Bins that begin a cell, without the first. */
function innerEdges(bins: number): number[] {
  const together = Math.ceil(bins / MOST_CELLS);
  const inner: number[] = [];
  for (let b = together; b < bins; b += together) inner.push(b);
  return inner;
}

/** Of survival.times, which are the edges of the histogram's bins: indices, increasing. */
export const survivalIndices = (bins: number): number[] => [
  ...new Set(SURVIVAL.map((share) => Math.round(share * bins)).filter((i) => i > 0 && i < bins)),
];

/** Bins of the histograms of exits, as result/build.ts has them. */
export const exitBins = (study: Study): number => thresholdsOf(study)[0]?.bins ?? 100;
