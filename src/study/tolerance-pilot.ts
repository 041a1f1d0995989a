/**
 * The bias of a scheme where its kernel cannot be solved: from coupled pairs of paths at three levels h, 2h and 4h. Two
 * levels can agree by accident while both are far off, so what counts is a difference that shrinks as the order says.
 */
import { TheoryError } from '../errors.js';
import type { Scheme, Study } from '../spec/study.js';
import { processOf } from './process.js';
import { affordable, type Level, Pairs } from './tolerance-pairs.js';
import { indexBelow, nominalOrder, stepLadder } from './tolerance-search.js';
import { type Target, type TargetsAt, targetNames } from './tolerance-targets.js';

export interface PilotSetup {
  /** The widest step that all times are whole multiples of, and the longest time. */
  readonly spacing: number;
  readonly longest: number;
  /** Relative bias that would do: a smaller one need not be resolved. */
  readonly smallEnough: number;
  readonly signal?: AbortSignal | undefined;
}

/** The bias of one target at a level: first + second, which go with dt to the nominal order p and to twice of it. */
export interface Fit {
  readonly h: number;
  readonly first: number;
  readonly second: number;
  /** Two standard errors, twice what the second term makes of the bias, and a doubt about the order. */
  readonly error: number;
}

const MOST_STEPS = 4e7; // of all pairs: some ten seconds
const FEWEST_PATHS = 2 ** 11;
const ENOUGH_PATHS = 2 ** 14; // for whatever is not rare
const FEWEST_EVENTS = 50; // hits or living paths, below which errors are not to be trusted
const ORDER_ERROR = 0.25; // to which an order must be seen
const ORDER_ABOVE = 0.6; // the nominal one, and half of it below: a bias bends until dt is small
const DOUBT = 2 ** 0.1 - 1; // of a bias: an order is known to about a tenth
const OTHER_PATHS = 2 ** 40; // where the second level's paths begin

/** @throws TheoryError where the paths do not tell the bias. */
export async function pilotTargets(study: Study, scheme: Scheme, setup: PilotSetup): Promise<TargetsAt> {
  const order = nominalOrder(scheme, study);
  const names = targetNames(study);
  const { spacing, longest, smallEnough, signal } = setup;
  const ladder = stepLadder(spacing / 4, longest);
  let spent = 0;
  let why = 'it has too many steps for a pilot';
  let h = ladder[indexBelow(ladder, widestStep(study) / 4)]!;
  while (spent < MOST_STEPS && affordable(longest, h)) {
    const pairs = [new Pairs(study, scheme, h, 0), new Pairs(study, scheme, 2 * h, OTHER_PATHS)] as const;
    for (let paths = FEWEST_PATHS; ; paths *= 2) {
      await Promise.all(pairs.map((pair) => pair.grow(paths, signal)));
      const [fine, coarse] = [pairs[0].levels(), pairs[1].levels()];
      const scales = fine.map((level) => scaleOf(study, level));
      const fits = fine.map((level, i) => fitOf(h, level, coarse[i]!, order, smallEnough * scales[i]!));
      const rare = fine.some(({ events }) => events < FEWEST_EVENTS);
      if (rare) why = 'hardly a path gets there';
      else if (fits.every((fit) => typeof fit === 'object')) return targetsFrom(names, fits, fine, scales, order);
      else why = fits.find((fit) => fit === 'noisy') ? 'the noise hides it' : `no order shows down to dt ${short(h)}`;
      if (rare && paths >= ENOUGH_PATHS) throw new TheoryError(`coupled pairs of paths do not tell the bias: ${why}`);
      const used = pairs[0].steps + pairs[1].steps;
      if (!rare && fits.includes('no order')) {
        spent += used;
        break;
      }
      if (spent + 2 * used > MOST_STEPS) throw new TheoryError(`coupled pairs of paths do not tell the bias: ${why}`);
    }
    h = ladder[indexBelow(ladder, h / 2)]!;
  }
  throw new TheoryError(`coupled pairs of paths do not tell the bias: ${why}`);
}

/** The bias at h from the differences (h less 2h) and (2h less 4h); how it fails where it does. */
export function fitOf(
  h: number,
  fine: Pick<Level, 'difference' | 'differenceError'>,
  coarse: Pick<Level, 'difference' | 'differenceError'>,
  order: number,
  smallEnough: number,
): Fit | 'noisy' | 'no order' {
  const [d1, e1] = [fine.difference, fine.differenceError];
  const [d2, e2] = [coarse.difference, coarse.differenceError];
  // With r = 2ᵖ and b(h) = u + v, b(2h) = r u + r² v: d1 = −(r − 1) u − (r² − 1) v and d2 = −r (r − 1) u − r² (r² − 1) v.
  const r = 2 ** order;
  const terms = (a: number, b: number) => {
    const second = (r * a - b) / (r * (r - 1) * (r * r - 1));
    return { first: -a / (r - 1) - (r + 1) * second, second };
  };
  const sum = (a: number, b: number) => terms(a, b).first + terms(a, b).second;
  const chance = 2 * Math.hypot(sum(e1, 0), sum(0, e2));
  if (Math.abs(d1) <= 2 * e1 && Math.abs(d2) <= 2 * e2) {
    const error = chance + Math.abs(d1) / (2 ** (order / 2) - 1);
    return error <= smallEnough ? { h, first: 0, second: 0, error } : 'noisy';
  }
  const seen = Math.log2(d2 / d1); // NaN where the sign changes
  const spread = Math.hypot(e1 / d1, e2 / d2) / Math.LN2;
  const isOff = !(seen > order / 2 && seen < order + ORDER_ABOVE);
  const isSure = Math.abs(d1) > 4 * e1 && Math.abs(d2) > 4 * e2;
  if (isOff && isSure) return 'no order';
  if (isOff || spread > ORDER_ERROR) return 'noisy';
  const { first, second } = terms(d1, d2);
  const bias = first + second;
  const byFirstAlone = -d1 / (r - 1);
  return { h, first, second, error: chance + 2 * Math.abs(bias - byFirstAlone) + DOUBT * Math.abs(bias) };
}

/** The biases at any dt: each term scaled by its order, and less sure the farther from h. */
function targetsFrom(
  names: readonly string[],
  fits: readonly (Fit | string)[],
  levels: readonly Level[],
  scales: readonly number[],
  order: number,
): TargetsAt {
  return (dt) =>
    names.map((quantity, i): Target => {
      const { h, first, second, error } = fits[i] as Fit;
      const ratio = dt / h;
      const power = ratio ** order;
      const bias = first * power + second * power ** 2;
      const doubt = Math.abs(bias) * (Math.max(ratio, 1 / ratio) ** 0.1 - 1);
      const biasError = error * Math.max(power, power ** 2 * Number(ratio > 1)) + doubt;
      return { quantity, scale: scales[i]!, bias, biasError, deviation: levels[i]!.deviation };
    });
}

const scaleOf = (study: Study, { value, square }: Level): number =>
  study.firstPassage === null ? Math.sqrt(square) : value;

/** Where a search for a step begins: a noise of an eighth of the domain, and some steps to the horizon. */
export function widestStep(study: Study): number {
  const { diffusion, lower, upper } = processOf(study);
  const PLACES = 65;
  let most = 0;
  for (let i = 0; i < PLACES; i++) most = Math.max(most, diffusion(lower + ((upper - lower) * i) / (PLACES - 1)));
  return Math.min(study.horizon / 16, ((upper - lower) / (8 * most)) ** 2);
}

const short = (x: number): string => String(Number(x.toPrecision(2)));
