/** Totals → the result that is printed. */
import { absorbs, absorbsLower, absorbsUpper, type Plan } from '../plan/plan.js';
import { EventTimes } from '../reduce/event-times.js';
import type { Exit, FirstPassage } from '../reduce/first-passage.js';
import { describeExit, describePassage } from '../reduce/passage.js';
import { describeSnapshot } from '../reduce/snapshot.js';
import type { Totals } from '../reduce/totals.js';
import { describeWeighted } from '../reduce/weighted.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { digestOf } from './digest.js';
import type { Provenance, Result, SamplePaths } from './result.js';

const EXIT_BINS = 100; // where no threshold says how many

export function buildResult(
  study: Study,
  plan: Plan,
  totals: Totals,
  provenance: Provenance,
  samplePaths: SamplePaths | null,
): Result {
  const passages = describePassages(study, plan, totals);
  const result: Result = {
    schema: 'firstpassage/result@1',
    spec: study,
    provenance,
    snapshots: study.saveAt.map((time, i) =>
      describeSnapshot(totals.snapshots[i]!, plan, time, study.histogram.bins, totals.blocks),
    ),
    firstPassage: study.firstPassage === null ? null : Array.isArray(study.firstPassage) ? passages : passages[0]!,
    exits: absorbs(plan) && plan.rare === null ? describeExits(study, plan, totals) : null,
    samplePaths,
    failures: { nonFinite: totals.nonFinite },
    checks: [],
    goodnessOfFit: [],
    unchecked: {},
  };
  return { ...result, provenance: { ...provenance, digest: digestOf(result) } };
}

function describePassages(study: Study, plan: Plan, totals: Totals): FirstPassage[] {
  return thresholdsOf(study).map(({ threshold, direction, monitor, bins }, j) => {
    const { bridge, atExit } = plan.thresholds[j]!;
    if (totals.weights) {
      return describeWeighted(totals.weights, plan, {
        threshold,
        direction,
        monitor,
        bins,
        horizon: study.horizon,
        paths: totals.paths - totals.nonFinite,
        pathSteps: totals.pathSteps,
        hits: totals.hits[j]!.counts.reduce((sum, count) => sum + count, 0),
        absorbed: totals.absorbed[j]!,
      });
    }
    const times = new EventTimes(totals.hits[j]!, plan, atExit ? plan.exitBridge : bridge);
    const paths = totals.paths - totals.nonFinite;
    return describePassage(times, {
      threshold,
      direction,
      monitor,
      bins,
      horizon: study.horizon,
      paths,
      absorbed: totals.absorbed[j]!,
    });
  });
}

function describeExits(study: Study, plan: Plan, totals: Totals): { lower?: Exit; upper?: Exit } {
  const bins = thresholdsOf(study)[0]?.bins ?? EXIT_BINS;
  const describe = (side: 'lower' | 'upper') =>
    describeExit(
      new EventTimes(totals.exits[side], plan, plan.exitBridge),
      totals.paths - totals.nonFinite,
      bins,
      study.horizon,
    );
  return {
    ...(absorbsLower(plan) ? { lower: describe('lower') } : {}),
    ...(absorbsUpper(plan) ? { upper: describe('upper') } : {}),
  };
}
