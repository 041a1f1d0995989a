/** What is sampled for a critical study, place by place: each fills in as its runs are done. */
import { makePlan } from '../plan/make.js';
import { EventTimes } from '../reduce/event-times.js';
import { describePassage } from '../reduce/passage.js';
import type { Measured } from '../result/critical.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import type { ExactPlace } from './critical-exact.js';
import { blocksFor, type Job, StationaryPlans, stepsFor, wholeBlocks } from './critical-jobs.js';
import { significantModes } from './critical-modes.js';
import {
  estimateOf,
  type SampledMemory,
  type SampledMoments,
  sampledMemory,
  sampledMoments,
} from './critical-samples.js';
import { startOf } from './plan.js';

export interface SampledPlace {
  moments: SampledMoments | null;
  memory: SampledMemory | null;
  modes: number | null;
  passage: { probability: Measured; restrictedMean: Measured } | null;
}

export interface Wanted {
  readonly moments: boolean;
  readonly passage: boolean;
}

/** Puts the runs of one place on the list. */
export function sample(study: Study, exact: ExactPlace, wanted: Wanted, jobs: Job[]): SampledPlace {
  const place: SampledPlace = { moments: null, memory: null, modes: null, passage: null };
  const steps = stepsFor(study, { relaxation: exact.relaxationTime, memory: exact.autocorrelationTime });
  if (exact.stationary !== null && steps !== null) {
    const plans = new StationaryPlans(study, exact.stationary);
    if (wanted.moments) {
      const plan = plans.moments(steps.relaxed);
      jobs.push({
        plan,
        done: (totals) => {
          place.moments = sampledMoments(totals, plan);
          place.modes = significantModes([...totals.snapshots[0]!.histogram]);
        },
      });
    }
    const { plus, minus } = plans.memory(steps.lags);
    let above: Parameters<Job['done']>[0] | null = null;
    jobs.push({
      plan: plus,
      done: (totals) => {
        above = totals;
      },
    });
    jobs.push({
      plan: minus,
      done: (totals) => {
        if (above !== null) place.memory = sampledMemory(above, totals, plus);
        above = null;
      },
    });
  } else if (wanted.moments && exact.law === 'collapsed') sampleCollapse(study, place, jobs);
  if (wanted.passage && thresholdsOf(study).length > 0) samplePassage(study, place, jobs);
  return place;
}

/** No law to start from: from the study's own start, what is left by its horizon. */
function sampleCollapse(study: Study, place: SampledPlace, jobs: Job[]): void {
  if (study.initial === 'stationary') return;
  const plan = makePlan({ ...study, firstPassage: null, saveAt: [study.horizon] });
  jobs.push({
    plan,
    done: (totals) => {
      place.moments = sampledMoments(totals, plan);
      place.modes = significantModes([...totals.snapshots[0]!.histogram]);
    },
  });
}

const PASSAGE_SHARE = 4; // a quarter of the paths: they are followed for long, and nothing is fitted to their times

function samplePassage(study: Study, place: SampledPlace, jobs: Job[]): void {
  const { threshold, direction, monitor, bins } = thresholdsOf(study)[0]!;
  if (study.initial === 'stationary') return; // a start of its own at every place: no scaling to see
  const paths = wholeBlocks(study.paths / PASSAGE_SHARE);
  const watched = { threshold, direction, monitor, bins };
  const plan = makePlan({ ...study, paths, firstPassage: watched, saveAt: [] }, startOf(study));
  jobs.push({
    plan,
    done: (totals) => {
      const times = new EventTimes(totals.hits[0]!, plan, plan.thresholds[0]!.bridge);
      const { probability, restrictedMean } = describePassage(times, {
        ...watched,
        horizon: study.horizon,
        paths: totals.paths - totals.nonFinite,
        absorbed: totals.absorbed[0]!,
      });
      const measured = (e: { value: number | null; standardError: number | null }): Measured => ({
        value: e.value,
        standardError: e.standardError,
        exact: null,
      });
      place.passage = { probability: measured(probability), restrictedMean: measured(restrictedMean) };
    },
  });
}

/** An estimate beside its exact value. */
export function measuredBy(
  statistic: ((weights: Float64Array) => number) | undefined,
  exact: number | null,
  paths: number,
): Measured {
  if (statistic === undefined) return { value: null, standardError: null, exact };
  const { value, standardError } = estimateOf(statistic, blocksFor(paths));
  return Number.isFinite(value) && Number.isFinite(standardError)
    ? { value, standardError, exact }
    : { value: null, standardError: null, exact };
}
