/** The runs of a critical study: three or four at each place, all on one backend. */
import type { Backend, Progress } from '../backend/backend.js';
import { makePlan } from '../plan/make.js';
import { BLOCK, type Plan } from '../plan/plan.js';
import { addTally, emptyTotals, GROUPS, type Totals } from '../reduce/totals.js';
import type { Study } from '../spec/study.js';
import type { StationaryLaw } from '../theory/index.js';
import { lagSteps, tiltedStarts } from './critical-correlation.js';

/** What is simulated, and what becomes of it. */
export interface Job {
  readonly plan: Plan;
  readonly done: (totals: Totals) => void;
}

export interface JobOptions {
  /** `share`: of all path-steps, as they would be if no path ended early. */
  readonly onProgress?:
    | ((progress: Progress & { readonly totalPaths: number; readonly share: number }) => void)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TOGETHER = 64; // plans in one call: their totals are kept until each is whole

/** On one warm backend; aborted, those that are whole have been handed over. */
export async function runJobs(
  backend: Backend,
  jobs: readonly Job[],
  { onProgress, signal }: JobOptions,
): Promise<{ readonly done: number; readonly pathSteps: number }> {
  const totalPaths = jobs.reduce((sum, { plan }) => sum + plan.paths, 0);
  const totalSteps = jobs.reduce((sum, { plan }) => sum + plan.paths * plan.steps, 0);
  let [paths, pathSteps, finished] = [0, 0, 0];
  for (let first = 0; first < jobs.length && !signal?.aborted; first += TOGETHER) {
    const group = jobs.slice(first, first + TOGETHER);
    let open: { index: number; totals: Totals } | null = null;
    let steps = 0;
    await backend.simulateMany(
      group.map(({ plan }) => plan),
      {
        signal,
        onTally: (index, tally) => {
          const { plan, done } = group[index]!;
          if (open?.index !== index) open = { index, totals: emptyTotals(plan) };
          addTally(open.totals, tally, plan);
          steps += tally.pathSteps;
          if (open.totals.blocks < plan.blocks) return;
          done(open.totals);
          finished++;
          open = null;
        },
        onProgress: (now) => {
          const taken = pathSteps + now.pathSteps;
          onProgress?.({ paths: paths + now.paths, pathSteps: taken, totalPaths, share: taken / totalSteps });
        },
      },
    );
    paths += group.reduce((sum, { plan }) => sum + plan.paths, 0);
    pathSteps += steps;
  }
  return { done: finished, pathSteps };
}

/** Blocks below which a bootstrap over them says little, and above which they are put together. */
export const FEWEST_BLOCKS = 8;
export const FEWEST_PATHS = FEWEST_BLOCKS * BLOCK;
export const wholeBlocks = (paths: number): number => Math.ceil(paths / BLOCK) * BLOCK;
export const blocksFor = (paths: number): number => Math.min(GROUPS, Math.ceil(paths / BLOCK));

const START_VALUES = 2 ** 13 + 1;
const RELAXED = 4; // slowest times that a stationary start is followed for: an error of the start falls to 2 %
const FORGOTTEN = 8; // slowest times that C(t) is followed for, to e^−8
const CONTINUOUS = 24; // of autocorrelation times, where the spectrum is continuous and C(t) has a long tail
const MOST_STEPS = 200_000; // of one path: some minutes for all of them
const CORRELATION_BINS = 64; // of histograms that nobody looks at

/** Steps after which little is left of a start; null where that would take for ever. */
export function stepsFor(study: Study, times: { relaxation: number | null; memory: number | null }) {
  const { relaxation, memory } = times;
  const whole = relaxation !== null ? FORGOTTEN * relaxation : memory !== null ? CONTINUOUS * memory : null;
  if (whole === null) return null;
  const lags = Math.max(8, Math.ceil(whole / study.dt));
  return lags > MOST_STEPS ? null : { lags, relaxed: Math.ceil((lags * RELAXED) / FORGOTTEN) };
}

/** Plans of the three runs at a place with a stationary law. */
export class StationaryPlans {
  readonly #quantiles: Float64Array;

  constructor(
    readonly study: Study,
    readonly law: StationaryLaw,
  ) {
    this.#quantiles = law.quantiles(START_VALUES);
  }

  moments(steps: number): Plan {
    return this.#plan(this.#quantiles, [steps], null);
  }

  memory(steps: number): { plus: Plan; minus: Plan } {
    const lags = lagSteps(steps);
    const { plus, minus } = tiltedStarts(this.#quantiles, this.law.mean.value);
    return { plus: this.#plan(plus, lags, CORRELATION_BINS), minus: this.#plan(minus, lags, CORRELATION_BINS) };
  }

  #plan(start: ArrayLike<number>, saveSteps: readonly number[], bins: number | null): Plan {
    const { dt } = this.study;
    const plan = makePlan(
      {
        ...this.study,
        initial: 'stationary',
        firstPassage: null,
        samplePaths: 0,
        method: 'plain',
        saveAt: saveSteps.map((step) => step * dt),
        horizon: saveSteps.at(-1)! * dt,
        histogram: { bins: bins ?? HISTOGRAM_BINS },
      },
      Array.from(start),
    );
    return bins === null ? plan : { ...plan, bins };
  }
}

/** What the counting of peaks divides. */
const HISTOGRAM_BINS = 64;
