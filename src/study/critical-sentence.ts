/** The verdict in one sentence, with its numbers. */
import type { Critical, CriticalPoint, Exponent, Limit, Measured } from '../result/critical.js';
import { ALPHA_BETA } from './critical-path.js';

type Told = Omit<Critical, 'why'>;

export function sentence(told: Told): string {
  if (told.provenance.partial !== null) {
    const { completed, requested } = told.provenance.partial;
    return `Interrupted after ${completed} of ${requested} places: no verdict.`;
  }
  if (told.verdict === 'undecided') return undecided(told);
  if (told.verdict === 'crossover') return crossover(told);
  return told.kind === 'change of modes' ? change(told) : told.limit === null ? divergence(told) : sharpening(told);
}

const nameOf = ({ control }: Told): string => (control === ALPHA_BETA ? 'alpha − beta' : control);
const short = (x: number): string => String(Number(x.toPrecision(3)) + 0);

/** `2.38 ± 0.01 by Monte Carlo, exactly 2.385`. */
function valueText({ value, standardError, exact }: Measured): string {
  const sampled = value === null ? null : `${short(value)} ± ${Number(standardError!.toPrecision(1))} by Monte Carlo`;
  const exactly = exact === null ? null : `${sampled === null ? '' : 'exactly '}${Number(exact.toPrecision(4))}`;
  return [sampled, exactly].filter((part) => part !== null).join(', ') || 'unknown';
}

const exponentText = ({ value, interval: [low, high] }: Exponent): string =>
  `${fixed(value)} (${fixed(low)} … ${fixed(high)})`;

/** Two decimals; 0 has no sign. */
const fixed = (x: number): string => (Number(x.toFixed(2)) + 0).toFixed(2);

function crossover(told: Told): string {
  const name = nameOf(told);
  const near = nearestPoint(told);
  if (told.at === null || near === null)
    return `No divergence, a crossover: the path of ${name} has no slowest place inside it, and its stationary law keeps its peaks.`;
  const powers = (['below', 'above'] as const).flatMap((side) => {
    const exponent = told.exponents[`autocorrelationTime.${side}`];
    return exponent === undefined ? [] : [`${exponentText(exponent)} ${side}`];
  });
  const limit = told.limits.find(({ where, levels }) => where === 'at the candidate' && levels.at(-1)!.noise < 1);
  const last = limit?.levels.at(-1);
  const parts = [
    `the autocorrelation time at ${name} = ${short(near.control)} is ${valueText(near.autocorrelationTime)}`,
    ...(powers.length > 0 ? [`it follows no power of the distance (exponents ${powers.join(', ')}; 0 is none)`] : []),
    ...(last === undefined ? [] : [weakNoise(limit!)]),
  ];
  return `No divergence, a crossover: ${parts.join('; ')}.${elsewhere(told)}`;
}

function weakNoise({ levels, exact }: Limit): string {
  const last = levels.at(-1)!;
  const time = `the slowest time there is ${short(levels[0]!.slowestTime)}, and ${short(last.slowestTime)} at 1/${Math.round(1 / last.noise)} of the noise`;
  return exact === 'grows exponentially' ? `${time}: it grows as over a barrier, which is no critical point` : time;
}

/** A limit of more than the noise in which something would diverge. */
function elsewhere({ limits }: Told): string {
  const sharp = limits.find(({ exact, levels }) => exact === 'diverges' && levels.at(-1)!.vanishing < 1);
  if (sharp === undefined) return '';
  const at = sharp.goesTo === null ? '' : ` at ${short(sharp.goesTo)}`;
  return ` Only with ${sharp.name} would a time diverge on this path,${at} (as noise^−${short(sharp.exponent!)}).`;
}

function divergence(told: Told): string {
  const parts = (['relaxationTime', 'autocorrelationTime', 'mean', 'variance'] as const).flatMap((quantity) =>
    (['below', 'above'] as const).flatMap((side) => {
      const exponent = told.exponents[`${quantity}.${side}`];
      if (exponent === undefined) return [];
      return [`${WORDS[quantity]} ∝ distance^${exponentText(exponent)} ${side}`];
    }),
  );
  return `A transition, divergent, at ${nameOf(told)} = ${short(told.at!)} with the noise as it is: ${parts.join(', ')}.`;
}

const WORDS = {
  relaxationTime: 'relaxation time',
  autocorrelationTime: 'autocorrelation time',
  mean: 'mean',
  variance: 'variance',
} as const;

function change(told: Told): string {
  const [{ from, to }] = [told.modeChanges.find(({ at }) => at === told.at) ?? { from: 1, to: 2 }];
  const slow = nearestPoint(told);
  const time = slow === null ? '' : `: the autocorrelation time there is ${valueText(slow.autocorrelationTime)}`;
  return `A transition, a change of modes without divergence, at ${nameOf(told)} = ${short(told.at!)}: the stationary density goes from ${peaks(from)} to ${peaks(to)}, and no time diverges${time}.`;
}

const peaks = (count: number): string => `${count} peak${count === 1 ? '' : 's'}`;

function sharpening(told: Told): string {
  const limit = told.limits.find(
    ({ name, exact, goesTo }) => name === told.limit && exact === 'diverges' && goesTo !== null,
  );
  const powers = (['below', 'above'] as const).flatMap((side) => {
    const exponent = told.exponents[`autocorrelationTime.${side}@noise→0`];
    return exponent === undefined ? [] : [`${exponentText(exponent)} ${side}`];
  });
  const growth = limit === undefined ? '' : ` the slowest time grows as noise^−${short(limit.exponent!)} without end`;
  const law = powers.length === 0 ? '' : `, and away from there it is ∝ distance^${powers.join(', ')}`;
  return `A transition, divergent, at ${nameOf(told)} = ${short(told.at!)} in the limit ${told.limit}:${growth}${law}; with the noise as it is, it is rounded and stays finite.`;
}

function undecided(told: Told): string {
  const { exact, monteCarlo } = told;
  const say = ({ verdict, kind }: typeof exact) => (kind === null ? verdict : `${verdict} (${kind})`);
  return `Undecided: quadrature says ${say(exact)}, the paths say ${say(monteCarlo)}; more paths, a finer dt or a narrower path may tell.`;
}

/** The point nearest to where the verdict is. */
function nearestPoint({ points, at }: Told): CriticalPoint | null {
  if (at === null) return null;
  const lawful = points.filter(({ law }) => law === 'stationary');
  if (lawful.length === 0) return null;
  return lawful.reduce((a, b) => (Math.abs(b.control - at) < Math.abs(a.control - at) ? b : a));
}
