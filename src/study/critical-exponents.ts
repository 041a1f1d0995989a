/**
 * Exponents on one side of a candidate: weighted fits of ln y = a + p ln d + b d, the window chosen on exact values, the interval
 * from the bootstrap and from what the window leaves open.
 */
import type { Exponent, Growth, ScalingQuantity } from '../result/critical.js';
import { allOnce, type BlockWeights, central95, halfWidth95, jackknife } from './critical-bootstrap.js';
import { NO_EXPONENT } from './critical-exact.js';
import { apply, bestShift, correctedPower, SaturatingFit, shiftedPower } from './critical-fit.js';
import { type Side, signOf } from './critical-near.js';
import type { Statistic } from './critical-samples.js';

/** One place at distance d ≥ 0 from the candidate. */
export interface Place {
  readonly d: number;
  readonly exact: number | null;
  /** The quantity itself, not its logarithm; null where it was not sampled. */
  readonly sampled: Statistic | null;
}

export interface ExponentSetup {
  readonly quantity: ScalingQuantity;
  readonly side: Side;
  readonly noise: number;
  readonly blocks: number;
  readonly replicates: readonly BlockWeights[];
  readonly candidate: number;
  /** To which the candidate itself is known: distances are all wrong by so much together. */
  readonly candidateError: number;
  /** What closer and closer exact values give; null where they give nothing. */
  readonly limit: { readonly value: number; readonly error: number } | null;
  /** Only the outer part of the path follows a power, uncorrected: noise rounds what is nearer. */
  readonly rounded: boolean;
}

const FEWEST = 4; // places of a window: one more than the fit has unknowns
const OUTER = 0.25; // of the largest distance: nearer places are rounded

/** null where too few places are known. */
export function exponentOf(places: readonly Place[], setup: ExponentSetup): Exponent | null {
  const farthest = Math.max(...places.map(({ d }) => d));
  const usable = places
    .filter(({ d }) => d > (setup.rounded ? OUTER * farthest : 0))
    .map((place) => measured(place, setup))
    .filter((place) => place !== null)
    .sort((a, b) => a.d - b.d);
  if (usable.length < FEWEST) return null;
  const sampled = usable.every(({ logs }) => logs !== null);
  const allExact = usable.every(({ exact }) => exact !== null);
  if (!sampled && !allExact) return null;
  const values = (count: number) => usable.slice(0, count).map(({ exact, y }) => (allExact ? exact! : y));
  const fitted = (count: number, shift = 0) => apply(rowOf(usable.slice(0, count), setup, shift), values(count));
  const noise = (count: number) => errorOf(usable.slice(0, count), setup);
  const smaller = (count: number) => Math.max(FEWEST, Math.ceil(count / 2));
  const drift = (count: number) => Math.abs(fitted(count) - fitted(smaller(count)));
  let count = usable.length;
  if (!setup.rounded) while (count > FEWEST && drift(count) > noise(count)) count--;
  const window = usable.slice(0, count);
  const row = rowOf(window, setup);
  const exactThere = allExact ? fitted(count) : null;
  const replicates = sampled ? replicated(window, row, setup) : [];
  const value = sampled
    ? apply(
        row,
        window.map(({ y }) => y),
      )
    : exactThere!;
  const statistical = sampled ? halfWidth95(replicates, setup.blocks) : 0;
  const misplaced = Math.min(setup.candidateError, usable[0]!.d / 2);
  const moved = misplaced === 0 ? 0 : Math.abs(fitted(count, misplaced) - fitted(count, -misplaced)) / 2;
  const beyond =
    setup.limit !== null && exactThere !== null
      ? Math.abs(exactThere - setup.limit.value) + setup.limit.error
      : drift(count);
  const isTime = sampled && setup.quantity === 'autocorrelationTime';
  // Where nothing was sampled, closer places say more than a fit over the path.
  const exactly = sampled || setup.limit === null ? null : setup.limit;
  const centre = exactly?.value ?? value;
  const systematic = exactly === null ? beyond + moved : 2 * exactly.error;
  return {
    quantity: setup.quantity,
    side: setup.side,
    noise: setup.noise,
    value: centre,
    interval: [centre - statistical - systematic, centre + statistical + systematic],
    statistical,
    systematic,
    source: sampled ? 'monte carlo' : 'exact',
    window: [window[0]!.d, window.at(-1)!.d],
    points: count,
    exactThere,
    limit: setup.limit,
    saturation: isTime ? saturationOf(places, setup) : null,
    fitted: isTime && -value - statistical > NO_EXPONENT ? fittedCandidate(window, setup) : null,
  };
}

interface MeasuredPlace {
  readonly d: number;
  /** ln of the estimate, of the exact value, and of the replicates. */
  readonly y: number;
  readonly exact: number | null;
  readonly logs: readonly number[] | null;
  /** 1/SE² of y. */
  readonly weight: number;
}

const EXACT_WEIGHT = 1e6; // where nothing was sampled all places weigh the same

function measured({ d, exact, sampled }: Place, { blocks, replicates }: ExponentSetup): MeasuredPlace | null {
  const known = exact !== null && exact > 0 ? Math.log(exact) : null;
  if (sampled === null) return known === null ? null : { d, y: known, exact: known, logs: null, weight: EXACT_WEIGHT };
  const value = sampled(allOnce(blocks));
  const error = jackknife(blocks, sampled) / value;
  const logs = replicates.map((weights) => Math.log(sampled(weights)));
  // A value that is not clear of 0 has no logarithm to speak of.
  if (!(value > 0) || !(error < 0.3) || logs.some(Number.isNaN)) return null;
  return { d, y: Math.log(value), exact: known, logs, weight: 1 / Math.max(error, 1e-9) ** 2 };
}

function rowOf(window: readonly MeasuredPlace[], { rounded }: ExponentSetup, shift = 0): Float64Array {
  const abscissae = { d: window.map(({ d }) => d + shift), weights: window.map(({ weight }) => weight) };
  return (rounded ? shiftedPower(abscissae, 0) : correctedPower(abscissae)).rows[1]!;
}

const replicated = (window: readonly MeasuredPlace[], row: Float64Array, { replicates }: ExponentSetup): number[] =>
  replicates.map((_, r) =>
    apply(
      row,
      window.map(({ logs }) => logs![r]!),
    ),
  );

/** Of the exponent: with the errors as the weights have them. */
const errorOf = (window: readonly MeasuredPlace[], setup: ExponentSetup): number =>
  Math.sqrt(rowOf(window, setup).reduce((sum, h, i) => sum + (h * h) / window[i]!.weight, 0));

function saturationOf(places: readonly Place[], setup: ExponentSetup): Exponent['saturation'] {
  const all = places.map((place) => measured(place, setup)).filter((place) => place?.logs != null) as MeasuredPlace[];
  if (all.length < FEWEST) return null;
  const fit = new SaturatingFit({ d: all.map(({ d }) => d), weights: all.map(({ weight }) => weight) });
  const replicates = setup.replicates.map((_, r) => fit.best(all.map(({ logs }) => logs![r]!)));
  const reached = all.some(({ d }) => d === 0);
  return { value: fit.best(all.map(({ y }) => y)), interval: central95(replicates), reached };
}

/**
 * The critical point and the exponent fitted together, to the nearer half of a window: a power alone has no room for corrections.
 * What it makes of exact values is how far it may be off beside chance.
 */
function fittedCandidate(whole: readonly MeasuredPlace[], setup: ExponentSetup): Exponent['fitted'] {
  const { candidate, side, blocks, replicates, limit } = setup;
  const window = whole.slice(0, Math.max(FEWEST, Math.ceil(whole.length / 2)));
  const abscissae = { d: window.map(({ d }) => d), weights: window.map(({ weight }) => weight) };
  const shiftOf = (values: readonly number[]) => bestShift(abscissae, values);
  const best = shiftOf(window.map(({ y }) => y));
  const spread = replicates.map((_, r) => shiftOf(window.map(({ logs }) => logs![r]!)));
  const known = window.every(({ exact }) => exact !== null) ? shiftOf(window.map(({ exact }) => exact!)) : null;
  const within = (value: number, values: readonly number[], systematic: number) => {
    const half = halfWidth95(values, blocks) + systematic;
    return { value, interval: [value - half, value + half] as const };
  };
  return {
    at: within(
      candidate - signOf(side) * best.shift,
      spread.map(({ shift }) => shift),
      Math.abs(known?.shift ?? 0),
    ),
    exponent: within(
      best.power,
      spread.map(({ power }) => power),
      known === null || limit === null ? 0 : Math.abs(known.power - limit.value),
    ),
  };
}

/**
 * What the paths say of a time on one side. It stays finite where it follows no power for certain, was sampled at the candidate
 * itself, or levels off farther out than the nearest place. It diverges where there is a power for certain, which levels off,
 * if at all, nearer than the nearest place: so near a time step moves the candidate as well.
 */
export function growthOnSide({ value, statistical, saturation, window: [nearest] }: Exponent): Growth {
  if (-value + statistical <= NO_EXPONENT) return 'stays finite';
  if (saturation === null) return 'undecided';
  const [low, high] = saturation.interval;
  if (saturation.reached || low > nearest) return 'stays finite';
  return -value - statistical > NO_EXPONENT && high < nearest ? 'diverges' : 'undecided';
}
