/** Many studies on one warm backend: the totals of each, handed over as soon as they are whole. */
import type { Backend, Progress } from '../backend/backend.js';
import { FirstPassageError } from '../errors.js';
import { atPathOffset, type Plan } from '../plan/plan.js';
import { addTally, emptyTotals, type Totals } from '../reduce/totals.js';
import type { Study } from '../spec/study.js';
import { planStudy } from './plan.js';

/** What was seen of one study; nothing of it is kept here. */
export interface Point {
  readonly study: Study;
  readonly plan: Plan;
  readonly totals: Totals;
}

export interface PointsOptions {
  readonly backend: Backend;
  /** In the order of the studies, each when all of its paths are done. */
  readonly onPoint: (index: number, point: Point) => void;
  /** Index of the first path of each study among the random numbers of its seed. Default 0: studies share their numbers. */
  readonly pathOffset?: ((index: number) => number) | undefined;
  /** A study that cannot be planned, and why; without it the error is thrown. */
  readonly onRefused?: ((index: number, error: FirstPassageError) => void) | undefined;
  /** Sums over cohorts of paths are kept, for the errors of differences between points. Default false. */
  readonly cohorts?: boolean;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** On abort, runPoints() resolves early; points handed over are whole. */
  readonly signal?: AbortSignal | undefined;
}

/** Studies that are planned and simulated together: enough work for every core, and plans that fit into memory. */
const TOGETHER = 256;
/** Numbers in the start tables of so many plans (8 bytes each). */
const MOST_START_VALUES = 2 ** 22;

export async function runPoints(
  studies: readonly Study[],
  { backend, onPoint, pathOffset = () => 0, cohorts = false, onRefused, onProgress, signal }: PointsOptions,
): Promise<void> {
  const before = { paths: 0, pathSteps: 0 };
  for (let first = 0; first < studies.length && !signal?.aborted; ) {
    const planned: { readonly index: number; readonly plan: Plan }[] = [];
    let next = first;
    for (let values = 0; next < studies.length && next - first < TOGETHER && values < MOST_START_VALUES; next++) {
      const study = studies[next]!;
      try {
        const plan = { ...planStudy(study, finestBins(study.paths)), cohorts };
        planned.push({ index: next, plan: atPathOffset(plan, pathOffset(next)) });
        values += plan.start.length;
      } catch (error) {
        if (onRefused === undefined || !(error instanceof FirstPassageError)) throw error;
        onRefused(next, error);
      }
    }
    first = next;
    let open: { at: number; totals: Totals } | null = null;
    const seen = { paths: 0, pathSteps: 0 };
    await backend.simulateMany(
      planned.map(({ plan }) => plan),
      {
        signal,
        onProgress: ({ paths, pathSteps }) =>
          onProgress?.({ paths: before.paths + paths, pathSteps: before.pathSteps + pathSteps }),
        onTally: (at, tally) => {
          const { index, plan } = planned[at]!;
          if (open?.at !== at) open = { at, totals: emptyTotals(plan) };
          const { totals } = open;
          addTally(totals, tally, plan);
          seen.paths += tally.paths;
          seen.pathSteps += tally.pathSteps;
          if (totals.blocks < plan.blocks) return;
          open = null;
          onPoint(index, { study: studies[index]!, plan, totals });
        },
      },
    );
    before.paths += seen.paths;
    before.pathSteps += seen.pathSteps;
  }
}

const COARSEST = 512;

/** A bin is to be narrow beside the error of a quantile, about 1/√paths of the spread of the law. */
const finestBins = (paths: number): number => Math.max(COARSEST, 2 ** Math.ceil(Math.log2(16 * Math.sqrt(paths))));
