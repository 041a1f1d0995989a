/** The cheapest time step with a small enough bias, among steps that all times of the study are whole multiples of. */
import { TheoryError } from '../errors.js';
import { LIMITS } from '../spec/defaults.js';
import { type Scheme, type Study, thresholdsOf } from '../spec/study.js';
import { isUnresolved, relativeBias, type Target, type TargetsAt } from './tolerance-targets.js';

/** The spacing over 2ᵃ5ᵇ, widest first: a quarter apart at most from 16 on, and short decimals where the spacing is one. */
export function stepLadder(spacing: number, longest: number): number[] {
  const most = (LIMITS.steps * spacing) / longest;
  const divisors: number[] = [];
  for (let two = 1; two <= most; two *= 2) for (let n = two; n <= most; n *= 5) divisors.push(n);
  return divisors.sort((a, b) => a - b).map((n) => spacing / n);
}

/** Weak order of the bias in dt: what the search steers by, and a pilot is held against. */
export function nominalOrder(scheme: Scheme, study: Study): number {
  const { lower, upper } = study.boundary;
  const monitors = thresholdsOf(study).map(({ monitor }) => monitor);
  if (lower === 'clamp' || upper === 'clamp' || monitors.includes('grid')) return 0.5;
  if (monitors.includes('shift')) return 1;
  return scheme === 'lamperti-heun' ? 2 : 1;
}

export interface Search {
  readonly ladder: readonly number[];
  readonly targetsAt: TargetsAt;
  /** Bias beside what it may be: the step will do up to 1. */
  readonly load: (targets: readonly Target[]) => number;
  /** Of a run with this step, in any unit. */
  readonly cost: (targets: readonly Target[], dt: number) => number;
  readonly order: number;
  /** Where to begin. */
  readonly from: number;
}

export interface FoundStep {
  readonly dt: number;
  readonly targets: readonly Target[];
  readonly cost: number;
}

const MOST_TRIES = 12; // of dt: the order tells where to look next, so three or four do
const MOST_REFUSALS = 4; // of the theory, or biases it does not resolve, each at a quarter of the dt before

/**
 * The cheapest of the steps tried with load ≤ 1. Neighbours of the largest such step are tried, no finer ones: past it, cost
 * rises with the steps faster than it falls with the bias.
 * @throws TheoryError where the targets cannot be had, or no step is small enough.
 */
export function cheapestStep({ ladder, targetsAt, load, cost, order, from }: Search): FoundStep {
  const aim = order > 1 ? 0.7 : 0.9; // of the load: with order 2 cost is least at a fifth of the tolerance, not at a third
  const tried = new Set<number>();
  let best: FoundStep | undefined;
  let why = new TheoryError('no time step was tried');
  let coarsest = -1; // the finest step known to be too coarse
  let refusals = 0;
  for (let i = indexBelow(ladder, from); tried.size < MOST_TRIES && !tried.has(i); ) {
    tried.add(i);
    const dt = ladder[i]!;
    let factor = 0.25;
    let passes = false;
    try {
      const targets = targetsAt(dt);
      const found = load(targets);
      passes = found <= 1;
      if (!passes && targets.some(isUnresolved)) throw tooBiased(targets, dt);
      factor = Math.min(64, Math.max(1 / 64, (aim / Math.max(found, 1e-12)) ** (1 / order)));
      if (passes && (best === undefined || cost(targets, dt) < best.cost))
        best = { dt, targets, cost: cost(targets, dt) };
      if (!passes) why = tooBiased(targets, dt);
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      why = error;
      if (++refusals >= MOST_REFUSALS) break;
    }
    if (!passes) coarsest = Math.max(coarsest, i);
    const next = Math.max(indexBelow(ladder, dt * factor), coarsest + 1);
    if (next >= ladder.length) break;
    i = next;
  }
  if (best === undefined) throw why;
  return best;
}

export const tooBiased = (targets: readonly Target[], dt: number): TheoryError => {
  const worst = targets.reduce((a, b) => (relativeBias(a) > relativeBias(b) ? a : b));
  const known = worst.biasError > Math.abs(worst.bias) ? `known to ± ${short(worst.biasError / worst.scale)} only` : '';
  return new TheoryError(`at dt ${short(dt)} the bias is ${known || short(worst.bias / worst.scale)}`);
};

const short = (x: number): string => String(Number(x.toPrecision(2)));

/** The widest step of the ladder that is at most dt. */
export function indexBelow(ladder: readonly number[], dt: number): number {
  const i = ladder.findIndex((step) => step <= dt * (1 + LIMITS.multiple));
  return i < 0 ? ladder.length - 1 : i;
}
