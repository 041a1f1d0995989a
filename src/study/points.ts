/** Many studies on one warm backend: the totals of each, handed over as soon as they are whole. */
import type { Backend, Progress } from '../backend/backend.js';
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
  { backend, onPoint, pathOffset = () => 0, onProgress, signal }: PointsOptions,
): Promise<void> {
  const before = { paths: 0, pathSteps: 0 };
  for (let first = 0; first < studies.length && !signal?.aborted; ) {
    const plans: Plan[] = [];
    for (let values = 0; first + plans.length < studies.length && plans.length < TOGETHER; ) {
      const index = first + plans.length;
      const plan = planStudy(studies[index]!, finestBins(studies[index]!.paths));
      values += plan.start.length;
      if (plans.length > 0 && values > MOST_START_VALUES) break;
      plans.push(atPathOffset(plan, pathOffset(index)));
    }
    let open: { index: number; totals: Totals } | null = null;
    const seen = { paths: 0, pathSteps: 0 };
    await backend.simulateMany(plans, {
      signal,
      onProgress: ({ paths, pathSteps }) =>
        onProgress?.({ paths: before.paths + paths, pathSteps: before.pathSteps + pathSteps }),
      onTally: (index, tally) => {
        const plan = plans[index]!;
        if (open?.index !== index) open = { index, totals: emptyTotals(plan) };
        const { totals } = open;
        addTally(totals, tally, plan);
        seen.paths += tally.paths;
        seen.pathSteps += tally.pathSteps;
        if (totals.blocks < plan.blocks) return;
        open = null;
        onPoint(first + index, { study: studies[first + index]!, plan, totals });
      },
    });
    before.paths += seen.paths;
    before.pathSteps += seen.pathSteps;
    first += plans.length;
  }
}

const COARSEST = 512;

/** A bin is to be narrow beside the error of a quantile, about 1/√paths of the spread of the law. */
const finestBins = (paths: number): number => Math.max(COARSEST, 2 ** Math.ceil(Math.log2(16 * Math.sqrt(paths))));
