/** Exit from (lower, upper) where both ends can be reached and absorb: at which end, and when. */
import { TheoryError } from '../errors.js';
import { cumulantsOf, type LogCumulants } from './cumulants.js';
import { type Moments, mixMoments, type Part } from './moments.js';
import { COARSE, compare, FINE } from './orders.js';
import { type Potential, potentialOf, refined } from './potential.js';
import { mirror, type Process, type Quantity } from './process.js';
import { logAdd, runningIntegral } from './running.js';
import { forEachStart } from './start.js';
import { type TimeLaw, timeLaw } from './time-law.js';

export interface ExitLaw {
  /** P(the path leaves at the upper end). */
  readonly upperProbability: Quantity;
  readonly lowerProbability: Quantity;
  /** E of the time of exit, at either end. */
  readonly meanTime: Quantity;
  /** The time of exit at either end, and given that it is at the lower or the upper one; null where no path leaves there. */
  readonly time: TimeLaw;
  readonly lower: TimeLaw | null;
  readonly upper: TimeLaw | null;
}

/**
 * P(x) = S(x)/S(b) with S = ∫ₐˣ s; 1 − P is summed from the upper end, not subtracted. Given the exit at b the path is a
 * process with the scale density s/P² and the speed density m P² (Doob's h-transform), which reaches b surely. `ends`
 * narrows the interval: a first-passage threshold instead of an end.
 */
export function exitLaw(process: Process, start: readonly number[], ends?: readonly [number, number]): ExitLaw {
  const [lower, upper] = ends ?? [process.lower, process.upper];
  const inside = { ...process, lower, upper };
  const [fine, coarse] = [FINE, COARSE].map((order) => solve(inside, start, order)) as [Solved, Solved];
  const law = (name: 'lower' | 'upper') => (fine[name].weight === 0 ? null : timeLaw(fine[name], coarse[name]));
  const time = timeLaw(fine.time, coarse.time);
  return {
    upperProbability: compare(fine.upper.weight, coarse.upper.weight),
    lowerProbability: compare(fine.lower.weight, coarse.lower.weight),
    meanTime: time.mean,
    time,
    lower: law('lower'),
    upper: law('upper'),
  };
}

interface Solved {
  readonly time: Moments;
  readonly lower: Moments;
  readonly upper: Moments;
}

function solve(process: Process, start: readonly number[], order: number): Solved {
  const { lower, upper } = process;
  const throughUpper = waysOut(process, order, ['lower', 'upper']);
  const throughLower = waysOut(mirror(process), order, ['upper', 'lower']);
  const parts: { readonly lower: Part[]; readonly upper: Part[] } = { lower: [], upper: [] };
  forEachStart(start, [lower, upper], (x, weight) => {
    const up = throughUpper(x);
    const down = throughLower(-x);
    parts.upper.push({ weight: weight * up.probability, cumulants: up.cumulants });
    parts.lower.push({ weight: weight * down.probability, cumulants: down.cumulants });
  });
  return {
    time: mixMoments([...parts.lower, ...parts.upper]),
    lower: mixMoments(parts.lower),
    upper: mixMoments(parts.upper),
  };
}

interface WayOut {
  readonly probability: number;
  /** ln κ₁ … ln κ₄ of the time, given that it is this way. */
  readonly cumulants: LogCumulants;
}

const NEVER: WayOut = { probability: 0, cumulants: [-Infinity, -Infinity, -Infinity, -Infinity] };
const AT_ONCE: WayOut = { ...NEVER, probability: 1 };

/** The exits at the upper end, as functions of the start. */
function waysOut(process: Process, order: number, names: readonly [string, string]): (x: number) => WayOut {
  const { lower, upper } = process;
  const rough = potentialOf(process, [lower, upper], order, (lower + upper) / 2);
  for (const [cap, end] of [
    [rough.lowerCap, names[0]],
    [rough.upperCap, names[1]],
  ] as const) {
    if (cap?.logScale === Infinity) {
      throw new TheoryError(`the ${end} end is never reached: the noise vanishes there, so nothing leaves through it`);
    }
  }
  const potential = refined(process, rough, () => true);
  const { lowerCap, upperCap } = potential;
  const upperScale = upperCap?.logScale ?? -Infinity;
  const below = runningIntegral(potential, (panel) => panel.phi.map((phi) => -phi), lowerCap?.logScale ?? -Infinity); // ln S
  const total = logAdd(below.total, upperScale); // ln S(b)
  const cumulants = cumulantsOf(potential, {
    scale: (panel, index) => panel.phi.map((phi, k) => -phi - 2 * below.nodes[index]![k]!),
    speed: (panel, index) => panel.logSpeed.map((logM, k) => logM + 2 * below.nodes[index]![k]!),
    speedBefore: conditionedCap(potential),
    scaleAfter: upperScale - 2 * total,
    waitAfter: upperCap?.logWait ?? -Infinity, // P = 1 there
  });
  return (x) => {
    if (x <= lower) return NEVER;
    if (x >= upper) return AT_ONCE;
    return { probability: Math.exp(below.at(x) - total), cumulants: cumulants(x) };
  };
}

/** ln ∫ m S² over the cap at the lower end, S = ∫ s from the end: a power law in the distance from it. */
function conditionedCap({ lowerCap }: Potential): number {
  if (lowerCap === null) return -Infinity;
  const { edgeSpeed, logScale, speedPower, scalePower, width } = lowerCap;
  return edgeSpeed + 2 * logScale + Math.log(width / (speedPower + 2 * scalePower + 3));
}
