/** A scheme between two ends beside the process in continuous time: the difference of any quantity at a given time step. */
import { TheoryError } from '../errors.js';
import type { Bias, BiasSetup } from './bias-setup.js';
import { chainInterpolant, chainOf, type End, type Resolution } from './chain.js';
import { hitProbability } from './hit-probability.js';
import { mirror, type Process, type Quantity } from './process.js';
import { mustBeResolvable, mustNotVanish, mustVarySlowly } from './resolvable.js';
import { SchemeLaw } from './scheme-law.js';
import { averageOverStart } from './start.js';
import { type Stepper, stepperOf } from './stepper.js';
import type { Side } from './truth.js';

const FINE = { order: 12, panels: 4 } as const;
const CHECK = { order: 10, panels: 4 } as const;
const MOST_NODES = 170; // of a chain: about 0.1 s at 20,000 steps with its check. Finer dt are scaled down from it
const MOST_NODES_OF_FEW_STEPS = 260; // where no coarser dt divides the time into enough steps

/** Where a hit is unlikely, value functions fall by many powers of ten across the domain: panels on which they do so by few. */
const UNLIKELY = 1e-4;
const FINE_UNLIKELY = { order: 12, panels: 32 } as const;
const CHECK_UNLIKELY = { order: 10, panels: 32 } as const;
const MOST_NODES_UNLIKELY = 800; // some seconds

export interface Ends {
  readonly lower: End;
  readonly upper: End;
}

/** The same list of quantities in continuous time and of the scheme; null or NaN where there is none. */
export interface Quantities {
  /** At these times. */
  exact(times: readonly number[]): readonly (Quantity | null)[];
  /** At these steps of `law.chain.dt`. */
  discrete(law: SchemeLaw, steps: readonly number[]): readonly (number | null)[];
}

export interface SchemeBetween {
  readonly ends: Ends;
  /** The step of the kernel: dt, or a coarser one. */
  readonly step: number;
  /** The biases at dt; where a chain at dt is too large, those at a coarser step scaled down with their observed order. */
  biasesOf(quantities: Quantities): (Bias | null)[];
}

/**
 * @param times at which the quantities are taken. @param unlikely only the relative error of a small probability counts.
 * @throws TheoryError where the scheme's kernel cannot be resolved on nodes.
 */
export function schemeBetween(
  process: Process,
  { scheme, boundary, start }: BiasSetup,
  dt: number,
  ends: Ends,
  times: readonly number[],
  unlikely = false,
): SchemeBetween {
  const [finest, checking, most] = unlikely
    ? [FINE_UNLIKELY, CHECK_UNLIKELY, MOST_NODES_UNLIKELY]
    : [FINE, CHECK, MOST_NODES];
  const inside = { ...process, lower: ends.lower.at, upper: ends.upper.at };
  mustBeResolvable(inside);
  mustVarySlowly(inside);
  mustNotVanish(inside, [inside.lower, inside.upper]);
  const stepper = stepperOf(process, scheme, boundary);
  const step = affordableStep(stepper, dt, ends, Math.max(...times), finest, most);
  const laws = new Map<string, SchemeLaw>();
  const lawAt = (h: number, resolution: Resolution): SchemeLaw => {
    const key = `${h} ${resolution.order}`;
    const law = laws.get(key) ?? new SchemeLaw(chainOf(inside, h, stepper, ends.lower, ends.upper, resolution), start);
    laws.set(key, law);
    return law;
  };
  return {
    ends,
    step,
    biasesOf(quantities) {
      const exactly = quantities.exact(times);
      const here = biasesAt(step, checking, quantities, exactly);
      if (step === dt) return here;
      const coarser = biasesAt(4 * step, finest, quantities, exactly);
      return here.map((fine, i) => scaledDown(fine, coarser[i]!, exactly[i]!, dt / step));
    },
  };

  function biasesAt(
    h: number,
    checkedBy: Resolution,
    quantities: Quantities,
    exactly: readonly (Quantity | null)[],
  ): (Bias | null)[] {
    mustBeWide(process, h, ends);
    const steps = times.map((time) => Math.max(time > 0 ? 1 : 0, Math.round(time / h)));
    const same = times.every((time, i) => Math.abs(steps[i]! * h - time) <= 1e-12 * time);
    const limits = same ? exactly : quantities.exact(steps.map((n) => n * h));
    const fine = quantities.discrete(lawAt(h, finest), steps);
    const check = checkedBy === finest ? fine : quantities.discrete(lawAt(h, checkedBy), steps);
    return limits.map((limit, i) => {
      const [value, other] = [fine[i]!, check[i]!];
      if (limit === null || !isNumber(value) || !isNumber(other) || !isNumber(limit.value)) return null;
      const error = Math.abs(value - other) + limit.error;
      if (!Number.isFinite(error)) return null; // the limit is rounding alone, as where hardly a path is left
      return { value, exact: limit.value, bias: value - limit.value, error };
    });
  }
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
/** Whether a hit of this level by the horizon is so unlikely that only the relative error of its probability counts. */
export function isUnlikely(process: Process, { boundary, start, horizon }: BiasSetup, at: number, side: Side): boolean {
  const sign = side === 'upper' ? 1 : -1;
  const far = side === 'upper' ? boundary.lower : boundary.upper;
  const barrier = { at: sign * at, absorbing: far === 'absorb' };
  const { nodes, logs } = hitProbability(sign > 0 ? process : mirror(process), barrier, [horizon / 10, horizon]);
  const cells = nodes.length - 1;
  const place = (x: number) => Math.ceil(((sign * x - nodes[0]!) / (nodes[cells]! - nodes[0]!)) * cells);
  return averageOverStart(start, (x) => Math.exp(logs[1]![Math.min(cells, Math.max(0, place(x)))]!), [at]) < UNLIKELY;
}

/** Orders that a bias has in the end: an end or monitor on the grid, a mirror, Heun's rule at a mirror and elsewhere. */
const SETTLED_ORDERS = [0.5, 1, 1.5, 2] as const;

function scaledDown(fine: Bias | null, coarse: Bias | null, limit: Quantity | null, shrink: number): Bias | null {
  if (!fine || !coarse || !limit) return null;
  const observed = Math.log(coarse.bias / fine.bias) / Math.log(4); // NaN where the sign changes
  const order = observed > 0.4 && observed < 2.2 ? observed : 1;
  const bias = fine.bias * shrink ** order;
  // An order between the settled ones is two terms of which one may yet prevail; without one only the size is known.
  const settled = SETTLED_ORDERS.reduce((best, p) => (Math.abs(p - order) < Math.abs(best - order) ? p : best));
  const drift = Math.abs(bias - fine.bias * shrink ** settled);
  const doubt = order === observed ? drift + Math.abs(bias) * (shrink ** -0.05 - 1) : Math.abs(bias);
  const error = doubt + fine.error * shrink ** order + limit.error;
  return { value: limit.value + bias, exact: limit.value, bias, error };
}

/** dt, or the nearest power of two times it at which the chain is small enough. */
function affordableStep(
  stepper: Stepper,
  dt: number,
  ends: Ends,
  longest: number,
  resolution: Resolution,
  most: number,
): number {
  const nodesAt = (step: number) => chainInterpolant(stepper, step, ends.lower, ends.upper, resolution).nodes.length;
  for (let step = dt; step === dt || step <= longest / 8; step *= 2) if (nodesAt(step) <= most) return step;
  const nodes = nodesAt(dt);
  if (nodes <= MOST_NODES_OF_FEW_STEPS) return dt;
  throw new TheoryError(
    `a step reaches so little of the domain near an end that its kernel needs ${nodes} nodes, and ${MOST_NODES_OF_FEW_STEPS} can be afforded: drift and diffusion are small there, or dt is`,
  );
}

/**
 * Between two barriers the bridge multiplies both chances: off by 2e-8 a step at a width of 5 σ√dt, by more below.
 * @throws TheoryError where the ends are too close for a step of dt.
 */
export function mustBeWide(process: Process, dt: number, { lower, upper }: Ends): void {
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
