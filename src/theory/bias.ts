/** The signed discretisation error of every quantity of a run, before any path is run: the scheme's value − the exact one. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind, Scheme } from '../spec/study.js';
import { type Chain, chainInterpolant, chainOf, type End, type Resolution } from './chain.js';
import { momentsAt, passageAtHorizon } from './horizon.js';
import type { Process, Quantity } from './process.js';
import { mustBeResolvable, mustNotVanish } from './resolvable.js';
import { type Stepper, stepperOf } from './stepper.js';
import { momentsOfChain, passageWithin, type Side } from './truth.js';

export interface BiasSetup {
  readonly scheme: Scheme;
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  /** Quantiles of the start in x at u = i / (length − 1), linear between; one entry: a fixed start. */
  readonly start: readonly number[];
  readonly thresholds: readonly {
    readonly value: number;
    readonly up: boolean;
    readonly bridge: boolean;
    readonly shift?: boolean;
  }[];
  /** Absorbing ends see crossings inside a step too (plan.ts: `Plan.exitBridge`). */
  readonly exitBridge: boolean;
  /** In units of time, like `saveAt`; multiples of dt. */
  readonly horizon: number;
  readonly saveAt: readonly number[];
}

/** `value` is the scheme's own at this dt, `exact` that of continuous time; bias = value − exact, known to `error`. */
export interface Bias {
  readonly value: number;
  readonly exact: number;
  readonly bias: number;
  readonly error: number;
}

/** By the horizon; mean and variance given a hit, null where a hit is too unlikely. */
export interface PassageBias {
  readonly probability: Bias;
  readonly mean: Bias | null;
  readonly variance: Bias | null;
  readonly restrictedMean: Bias;
}

export interface SnapshotBias {
  readonly time: number;
  readonly mean: Bias;
  readonly variance: Bias;
}

export interface DiscretisationBias {
  readonly firstPassage: readonly (PassageBias | null)[];
  readonly snapshots: readonly (SnapshotBias | null)[];
  /** For each absorbing end; null at the others. */
  readonly exits: { readonly lower: PassageBias | null; readonly upper: PassageBias | null };
  /** Why an entry is null, by its dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}

const FINE = { order: 12, panels: 4 } as const;
const CHECK = { order: 10, panels: 4 } as const;
const MOST_NODES = 170; // of a chain: about 0.1 s at 20,000 steps with its check. Finer dt are scaled down from it

export function discretisationBias(process: Process, setup: BiasSetup, dt: number): DiscretisationBias {
  const { boundary, thresholds, saveAt, exitBridge } = setup;
  const reasons: Record<string, string> = {};
  const attempt = <T>(path: string, answer: () => T): T | null => {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      reasons[path] = error.message;
      return null;
    }
  };
  const ends = {
    lower: { at: process.lower, kind: boundary.lower, bridge: exitBridge },
    upper: { at: process.upper, kind: boundary.upper, bridge: exitBridge },
  };
  const exit = (side: Side) =>
    boundary[side] === 'absorb' ? attempt(`exits.${side}`, () => passageBias(process, setup, dt, side, ends)) : null;
  return {
    firstPassage: thresholds.map(({ value, up, bridge, shift }, i) =>
      attempt(`firstPassage[${i}]`, () => {
        const side = up ? 'upper' : 'lower';
        const beyond = up ? value >= process.upper : value <= process.lower;
        // A threshold at or beyond an absorbing end is hit exactly when that exit happens.
        if (beyond && boundary[side] === 'absorb') return passageBias(process, setup, dt, side, ends);
        if (up ? value > process.upper : value < process.lower) {
          throw new TheoryError(`the threshold ${value} lies outside the domain: it is never reached`);
        }
        const behind = boundary[side] === 'absorb' && exitBridge ? ends[side].at : undefined;
        return passageBias(process, setup, dt, side, {
          ...ends,
          [side]: { at: value, kind: 'absorb', bridge, shift, behind },
        });
      }),
    ),
    snapshots: attempt('snapshots', () => snapshotBiases(process, setup, dt, ends)) ?? saveAt.map(() => null),
    exits: { lower: exit('lower'), upper: exit('upper') },
    reasons,
  };
}

interface Ends {
  readonly lower: End;
  readonly upper: End;
}

function passageBias(process: Process, setup: BiasSetup, dt: number, side: Side, ends: Ends): PassageBias {
  const { boundary, start, horizon } = setup;
  const [probability, restrictedMean, mean, variance] = biasesOf(process, setup, dt, ends, [horizon], {
    exact([time]) {
      const law = passageAtHorizon(process, boundary, start, ends[side].at, side === 'upper', time!);
      return [law.probability, law.restrictedMean, law.mean, law.variance];
    },
    discrete(chain, [steps]) {
      const law = passageWithin(chain, start, side, steps!);
      return [law.probability, law.restrictedMean!, law.mean, law.variance];
    },
  });
  return { probability: probability!, mean: mean!, variance: variance!, restrictedMean: restrictedMean! };
}

function snapshotBiases(process: Process, setup: BiasSetup, dt: number, ends: Ends): SnapshotBias[] {
  const { boundary, start, saveAt } = setup;
  if (saveAt.length === 0) return [];
  const found = biasesOf(process, setup, dt, ends, saveAt, {
    exact: (times) =>
      times.flatMap((time) => {
        const { mean, variance } = momentsAt(process, boundary, start, time);
        return [mean, variance];
      }),
    discrete: (chain, steps) => momentsOfChain(chain, start, steps).flatMap(({ mean, variance }) => [mean, variance]),
  });
  return saveAt.map((time, i) => ({ time, mean: found[2 * i]!, variance: found[2 * i + 1]! }));
}

/** The same list of quantities in continuous time and of the scheme; null where there is none. */
interface Quantities {
  exact(times: readonly number[]): (Quantity | null)[];
  discrete(chain: Chain, steps: readonly number[]): number[];
}

/** The biases at dt; where a chain at dt is too large, those at a coarser step scaled down with their observed order. */
function biasesOf(
  process: Process,
  { scheme, boundary }: BiasSetup,
  dt: number,
  ends: Ends,
  times: readonly number[],
  { exact, discrete }: Quantities,
): (Bias | null)[] {
  const inside = { ...process, lower: ends.lower.at, upper: ends.upper.at };
  mustBeResolvable(inside);
  mustNotVanish(inside, [inside.lower, inside.upper]);
  const stepper = stepperOf(process, scheme, boundary);
  const step = affordableStep(stepper, dt, ends, Math.max(...times));
  const exactly = exact(times);
  const here = biasesAt(step);
  if (step === dt) return here;
  const coarser = biasesAt(4 * step, FINE);
  const shrink = dt / step;
  return here.map((fine, i) => {
    const coarse = coarser[i];
    const limit = exactly[i];
    if (!fine || !coarse || !limit) return null;
    const observed = Math.log(coarse.bias / fine.bias) / Math.log(4); // NaN where the sign changes
    const order = observed > 0.4 && observed < 2.2 ? observed : 1;
    const bias = fine.bias * shrink ** order;
    // An observed order is good to about a tenth; without one only the size is known.
    const doubt = order === observed ? Math.abs(bias) * (shrink ** -0.1 - 1) : Math.abs(bias);
    return { value: limit.value + bias, exact: limit.value, bias, error: doubt + fine.error * shrink ** order };
  });

  function biasesAt(h: number, checkedBy: Resolution = CHECK): (Bias | null)[] {
    mustBeWide(process, h, ends);
    const steps = times.map((time) => Math.max(time > 0 ? 1 : 0, Math.round(time / h)));
    const same = times.every((time, i) => Math.abs(steps[i]! * h - time) <= 1e-12 * time);
    const limits = same ? exactly : exact(steps.map((n) => n * h));
    const inside = { ...process, lower: ends.lower.at, upper: ends.upper.at };
    const valuesBy = (resolution: Resolution) =>
      discrete(chainOf(inside, h, stepper, ends.lower, ends.upper, resolution), steps);
    const fine = valuesBy(FINE);
    const check = checkedBy === FINE ? fine : valuesBy(checkedBy);
    return limits.map((limit, i) => {
      if (limit === null) return null;
      const [value, other] = [fine[i]!, check[i]!];
      const error = Math.abs(value - other) + limit.error;
      return { value, exact: limit.value, bias: value - limit.value, error };
    });
  }
}

/** dt, or the nearest power of two times it at which the chain is small enough. */
function affordableStep(stepper: Stepper, dt: number, ends: Ends, longest: number): number {
  for (let step = dt; step === dt || step <= longest / 8; step *= 2) {
    if (chainInterpolant(stepper, step, ends.lower, ends.upper, FINE).nodes.length <= MOST_NODES) return step;
  }
  throw new TheoryError('drift and diffusion both vanish at an end, and the law of the scheme is not resolved there');
}

/** Between two barriers the bridge multiplies both chances: off by 2e-8 a step at a width of 5 σ√dt, by more below. */
function mustBeWide(process: Process, dt: number, { lower, upper }: Ends): void {
  const least = lower.kind === 'absorb' && upper.kind === 'absorb' ? 5 : 2;
  const width = upper.at - lower.at;
  const POINTS = 64;
  let noise = 0;
  for (let i = 0; i <= POINTS; i++) {
    noise = Math.max(noise, process.diffusion(lower.at + (width * i) / POINTS) * Math.sqrt(dt));
  }
  if (width < least * noise) {
    throw new TheoryError(
      `the ends are ${(width / noise).toPrecision(2)} σ√dt apart, and the bias is computed from ${least} on: use a smaller dt`,
    );
  }
}
