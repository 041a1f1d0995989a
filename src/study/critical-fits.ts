/** Every exponent of a path: at the study's noise about the candidate, and with little noise about where a limit is singular. */
import type { Exponent, ScalingQuantity } from '../result/critical.js';
import type { Control, Study } from '../spec/study.js';
import type { BlockWeights } from './critical-bootstrap.js';
import { type Candidate, slowestAt } from './critical-candidate.js';
import { type ExactPlace, exactPlace } from './critical-exact.js';
import { exponentOf, type Place } from './critical-exponents.js';
import { apply, shiftedPower } from './critical-fit.js';
import { blocksFor, type Job } from './critical-jobs.js';
import { type Approach, SIDES, type Side, scaling, signOf } from './critical-near.js';
import { studyAt } from './critical-path.js';
import type { Statistic } from './critical-samples.js';
import { type SampledPlace, sample } from './critical-sampling.js';

export interface PathData {
  readonly values: readonly number[];
  readonly exact: readonly ExactPlace[];
  readonly sampled: readonly SampledPlace[];
  readonly replicates: readonly BlockWeights[];
}

const FITTED: readonly ScalingQuantity[] = ['mean', 'variance', 'autocorrelationTime', 'relaxationTime'];

/** About the candidate, at the noise as given. */
export function exponentsAt(
  study: Study,
  { value: candidate, error: candidateError }: Candidate,
  approaches: readonly Approach[],
  { values, exact, sampled, replicates }: PathData,
): Exponent[] {
  const lower = study.domain[0];
  return approaches.flatMap(({ side, limits }) =>
    FITTED.flatMap((quantity) => {
      const places = values.flatMap((value, i): Place[] => {
        const d = signOf(side) * (value - candidate);
        const place = exact[i];
        if (place === undefined || d < -1e-12 * Math.abs(candidate) || place.law !== 'stationary') return [];
        const exactly = scaling(place[quantity], quantity, lower);
        return [{ d: Math.max(0, d), exact: exactly, sampled: statisticOf(sampled[i], quantity, lower) }];
      });
      const blocks = blocksFor(study.paths);
      const known = { candidate, candidateError };
      const setup = { ...known, quantity, side, noise: 1, blocks, replicates, rounded: false };
      return exponentOf(places, { ...setup, limit: limits[quantity] ?? null }) ?? [];
    }),
  );
}

/** The late decay of C(t) is a bound, not an estimate of 1/λ₁: that exponent is exact alone. */
function statisticOf(place: SampledPlace | undefined, quantity: ScalingQuantity, lower: number): Statistic | null {
  const { moments, memory } = place ?? {};
  if (quantity === 'mean') return moments ? (w) => moments.mean(w) - lower : null;
  if (quantity === 'variance') return moments?.variance ?? null;
  return quantity === 'autocorrelationTime' ? (memory?.autocorrelationTime ?? null) : null;
}

/** Places with little noise on both sides of where a limit is singular. */
export interface WeakNoise {
  readonly at: number;
  readonly error: number;
  readonly noise: number;
  readonly places: readonly {
    readonly side: Side;
    readonly d: number;
    /** 1/λ₁ at the noise of the paths times FACTORS. */
    readonly times: readonly (number | null)[];
    readonly exact: ExactPlace;
    readonly sampled: SampledPlace;
  }[];
}

/** Of the noise of the paths: the power at the least that quadrature resolves tells the limit. */
const FACTORS = [1, 1 / 2, 1 / 4, 1 / 8];
const MOST_PLACES = 6; // on a side: an autocorrelation time takes a second or two where noise is weak
const OUTER = 0.25; // of the reach of a side: nearer places are rounded by the noise

export function sampleWeakNoise(
  study: Study,
  control: Control,
  values: readonly number[],
  { at, error, noise }: { readonly at: number; readonly error: number; readonly noise: number },
  jobs: Job[],
): WeakNoise {
  const places = SIDES.flatMap((side) => {
    const distances = values.map((value) => signOf(side) * (value - at)).filter((d) => d > 0);
    const reach = Math.max(0, ...distances);
    const outer = distances.filter((d) => d > OUTER * reach);
    const stride = Math.ceil(outer.length / MOST_PLACES);
    return outer
      .filter((_, i) => i % stride === 0)
      .map((d) => {
        const value = at + signOf(side) * d;
        const level = { noise, vanishing: 1 };
        const there = { ...studyAt(study, control, value, level), firstPassage: null };
        const exact = exactPlace(there);
        return {
          side,
          d,
          times: FACTORS.map((factor) => slowestAt(study, control, { noise: noise * factor, vanishing: 1 })(value)),
          exact,
          sampled: sample(there, exact, { moments: false, passage: false }, jobs),
        };
      });
  });
  return { at, error, noise, places };
}

/** The exponent of the slowest time, and what it tends to as the noise is halved again. */
export function weakNoiseExponents(
  study: Study,
  { places, at, error, noise }: WeakNoise,
  replicates: readonly BlockWeights[],
): Exponent[] {
  return SIDES.flatMap((side) => {
    const here = places.filter((place) => place.side === side);
    const powers = FACTORS.map((_, k) => powerOf(here.map(({ d, times }) => [d, times[k] ?? null])));
    const known = powers.filter(Number.isFinite);
    const fitted = here.map(
      ({ d, exact, sampled }): Place => ({
        d,
        exact: exact.autocorrelationTime,
        sampled: sampled.memory?.autocorrelationTime ?? null,
      }),
    );
    return (
      exponentOf(fitted, {
        quantity: 'autocorrelationTime',
        side,
        noise,
        blocks: blocksFor(study.paths),
        replicates,
        candidate: at,
        candidateError: error,
        limit: lastOf(known),
        rounded: true,
      }) ?? []
    );
  });
}

/** At the least noise that quadrature resolves; off by no more than the last halving changed it, as each halves what is left. */
function lastOf(powers: readonly number[]): { value: number; error: number } | null {
  const [before, last] = powers.slice(-2);
  return before === undefined || last === undefined ? null : { value: last, error: Math.abs(last - before) };
}

function powerOf(pairs: readonly (readonly [number, number | null])[]): number {
  if (pairs.length < 2 || pairs.some(([, time]) => time === null)) return Number.NaN;
  const fit = shiftedPower({ d: pairs.map(([d]) => d), weights: pairs.map(() => 1) }, 0);
  return apply(
    fit.rows[1]!,
    pairs.map(([, time]) => Math.log(time!)),
  );
}
