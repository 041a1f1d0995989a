/**
 * Feller's class of each end: whether paths can get there, and from there back (W. Feller, Ann. Math. 55, 468 (1952); Karlin
 * and Taylor, A Second Course in Stochastic Processes, ch. 15.6). It follows from whether ∫ s, ∫ m, ∫∫ s m converge at the end.
 */
import { vanishes } from './potential.js';
import { mirror, type Process } from './process.js';

/** regular: paths get there and back; exit: there, not back; entrance: back, not there; natural: neither, in finite time. */
export type EndClass = 'regular' | 'exit' | 'entrance' | 'natural';

export interface EndNature {
  readonly class: EndClass;
  /** In words, with what decides. */
  readonly reason: string;
  /** Whether ∫ s converges there: paths are drawn to it with some probability, if only in infinite time. */
  readonly attracting: boolean;
}

/** The reason of a plain end. */
export const WITH_NOISE = 'the noise does not vanish there';

const DEPTHS = [2 ** -20, 2 ** -36]; // shares of the width from the end at which powers are read off
const TOLERANCE = 1e-4; // of a power: what is read off at 2^−36 is off by some √2^−36 where σ² has half powers

export function endsOf(process: Process): { readonly lower: EndNature; readonly upper: EndNature } {
  return { lower: lowerEnd(process), upper: lowerEnd(mirror(process)) };
}

/**
 * At the distance d inside the end, μ ~ dᵏ towards the inside and σ² ~ d^B, so with ρ = 2μd/σ² → r: s ~ d^−r and
 * m ~ d^(r−B) where r is finite. ρ → ±∞ is drift that wins near the end: it needs ∫ dd/μ to pass it.
 */
function lowerEnd(process: Process): EndNature {
  const { lower, upper } = process;
  if (!vanishes(process, lower)) {
    return { class: 'regular', attracting: true, reason: WITH_NOISE };
  }
  const read = DEPTHS.map((share) => {
    const x = lower + share * (upper - lower);
    const d = x - lower;
    const variance = process.diffusion(x) ** 2;
    const drift = process.drift(x);
    const bend = (2 * d * process.diffusionSlope(x)) / variance;
    return {
      d,
      drift,
      ratio: drift === 0 ? 0 : (2 * drift * d) / variance,
      bend: Number.isNaN(bend) ? Infinity : bend, // σ² below the smallest number: faster than any power that matters
    };
  }) as [Reading, Reading];
  const [far, near] = read;
  const powerOf = (a: number, b: number) => Math.log(Math.abs(b / a)) / Math.log(near.d / far.d);
  const growth = near.ratio === 0 || far.ratio === 0 ? 0 : powerOf(far.ratio, near.ratio);
  if (isNoiseless(process)) return noiseless(near, powerOf(far.drift, near.drift));
  return growth < -0.05 ? steep(near, powerOf(far.drift, near.drift)) : powerLaw(near.ratio, near.bend);
}

export const NO_NOISE = 'there is no noise: paths follow the drift alone, and no law of theirs is computed';
const PLACES = 64;

/** Whether σ is 0 in the whole domain: what passes or holds is then the drift alone. */
export const isNoiseless = ({ diffusion, lower, upper }: Process): boolean =>
  Array.from({ length: PLACES + 1 }, (_, i) => diffusion(lower + ((upper - lower) * i) / PLACES)).every((s) => s === 0);

/** As `steep`, in other words. @param power of the drift in the distance from the end. */
function noiseless({ drift }: Reading, power: number): EndNature {
  if (drift === 0)
    return {
      class: 'natural',
      attracting: false,
      reason: 'there is neither noise nor drift: paths stay where they are',
    };
  const passes = power < 1 - TOLERANCE;
  if (drift > 0) {
    const reason = 'there is no noise, and the drift leads away from it: paths may start there, none gets there';
    return { class: passes ? 'entrance' : 'natural', attracting: false, reason };
  }
  return passes
    ? {
        class: 'exit',
        attracting: true,
        reason: 'there is no noise, and the drift leads to it: paths near it get there',
      }
    : { class: 'natural', attracting: true, reason: 'there is no noise, and the drift leads to it for ever' };
}

interface Reading {
  readonly d: number;
  readonly drift: number;
  readonly ratio: number;
  readonly bend: number;
}

function steep({ drift }: Reading, power: number): EndNature {
  const passes = power < 1 - TOLERANCE;
  if (drift > 0) {
    return passes
      ? {
          class: 'entrance',
          attracting: false,
          reason: 'the drift leads away from it and outweighs the vanishing noise: paths start there, none gets there',
        }
      : {
          class: 'natural',
          attracting: false,
          reason: 'the drift leads away from it, but so slowly that it takes for ever to leave it',
        };
  }
  return passes
    ? {
        class: 'exit',
        attracting: true,
        reason: 'the drift leads to it and outweighs the vanishing noise: paths get there, and none comes back',
      }
    : { class: 'natural', attracting: true, reason: 'the drift leads to it, but so slowly that it takes for ever' };
}

function powerLaw(r: number, bend: number): EndNature {
  const speed = r - bend;
  const scale = -r;
  const integrable = (power: number) => power > -1 + TOLERANCE;
  const powers = `scale density ~ d^${round(scale)}, speed density ~ d^${round(speed)}`;
  const attracting = integrable(scale);
  if (!(bend < 2 - TOLERANCE)) {
    const tends = attracting ? 'paths tend to it and never get there' : 'paths never get there';
    return {
      class: 'natural',
      attracting,
      reason: `the noise vanishes as fast as the distance d, or faster (${powers}): ${tends}`,
    };
  }
  if (attracting && integrable(speed)) {
    return { class: 'regular', attracting, reason: `the noise vanishes, but paths get there and back (${powers})` };
  }
  return attracting
    ? {
        class: 'exit',
        attracting,
        reason: `paths get there, and with neither noise nor drift to bring them back they stay (${powers})`,
      }
    : { class: 'entrance', attracting, reason: `the drift keeps paths from it, and leads away from it (${powers})` };
}

/** −0 is 0, and a power read off close to an integer is that integer. */
const round = (value: number): string => String(Number(value.toFixed(3)) + 0);
