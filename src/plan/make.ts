/** Study → plan: pure, no device in sight. */
import { lower } from '../model/lower.js';
import { modelOf } from '../model/model.js';
import type { BoundaryKind, Study, Threshold } from '../spec/study.js';
import { thresholdsOf } from '../spec/study.js';
import { type LampertiStep, lampertiStep } from './lamperti.js';
import { BLOCK, MAX_STEP_BINS, type Plan, type PlannedThreshold } from './plan.js';
import { planRare } from './rare.js';
import { seedToKey } from './seed.js';

const FINE_BINS = 4096; // what a backend fills, so that quantiles read off the histogram are finer than their noise
const MOST_BINS = 2 ** 22; // of all save times together: with very many of them, each gets fewer

/**
 * @param stationaryQuantiles quantiles of the stationary law at u = i/(n − 1), needed where the study starts from it.
 * @param finest most bins of one histogram that a backend fills, but never fewer than are shown.
 */
export function makePlan(study: Study, stationaryQuantiles?: readonly number[], finest = FINE_BINS): Plan {
  const { dt, domain, boundary, paths } = study;
  const thresholds = thresholdsOf(study);
  const saveSteps = study.saveAt.map((time) => Math.round(time / dt));
  const watches = thresholds.length > 0 || boundary.lower === 'absorb' || boundary.upper === 'absorb';
  const steps = watches ? Math.round(study.horizon / dt) : (saveSteps.at(-1) ?? 0);
  const stepShift = Math.max(0, Math.ceil(Math.log2(Math.max(1, steps) / MAX_STEP_BINS)));
  const fineBins = Math.min(finest, MOST_BINS / Math.max(1, saveSteps.length));
  const { program, coordinate, start } = stepOf(study);
  if (saveSteps.some((step, i) => i > 0 && step <= saveSteps[i - 1]!)) throw new RangeError('save steps must increase');
  return {
    key: seedToKey(study.seed),
    rng: study.rng,
    paths,
    pathOffset: 0,
    blocks: Math.ceil(paths / BLOCK),
    dt,
    steps,
    ...(study.fast ? { fast: true } : {}),
    domain,
    lower: coordinate(domain[0]),
    upper: coordinate(domain[1]),
    boundary,
    program,
    start: start(startTable(study, stationaryQuantiles)),
    thresholds: thresholds.map((threshold) => planThreshold(threshold, domain, boundary, coordinate)),
    exitBridge: bridgesExits(study),
    saveSteps,
    bins: study.histogram.bins * Math.max(1, Math.ceil(fineBins / study.histogram.bins)),
    stepShift,
    stepBins: 1 + Math.ceil(steps / 2 ** stepShift),
    rare: study.method === 'plain' ? null : planRare(study, startTable(study, stationaryQuantiles), steps, coordinate),
  };
}

/** Absorbing ends see crossings inside a step where any monitor does, or where none is set. */
export function bridgesExits(study: Study): boolean {
  const thresholds = thresholdsOf(study);
  return thresholds.length === 0 || thresholds.some(({ monitor }) => monitor === 'bridge');
}

function stepOf(study: Study): LampertiStep {
  const { params, domain, dt, scheme } = study;
  const model = modelOf(study);
  if (scheme === 'lamperti-heun') return lampertiStep(model, { params, domain, dt });
  const program = lower(model, { params, domain, dt, milstein: scheme === 'milstein' });
  return { program, coordinate: (x) => x, start: (quantiles) => quantiles };
}

/** Quantiles of the start in x, at u = i / (length − 1) and linear between; one entry: a fixed start. */
export function startTable({ initial }: Study, stationaryQuantiles?: readonly number[]): readonly number[] {
  if (typeof initial === 'number') return [initial];
  if (initial !== 'stationary') return initial.uniform;
  if (stationaryQuantiles === undefined)
    throw new TypeError('a stationary start needs the quantiles of the stationary law');
  return stationaryQuantiles;
}

function planThreshold(
  { threshold, direction, monitor }: Threshold,
  [lowerEnd, upperEnd]: readonly [number, number],
  boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind },
  coordinate: (x: number) => number,
): PlannedThreshold {
  const up = direction === 'up';
  const atExit = up
    ? boundary.upper === 'absorb' && threshold >= upperEnd
    : boundary.lower === 'absorb' && threshold <= lowerEnd;
  return { value: coordinate(threshold), up, bridge: monitor === 'bridge', shift: monitor === 'shift', atExit };
}
