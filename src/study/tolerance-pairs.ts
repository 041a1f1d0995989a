/** Coupled pairs of paths: a step h and a step 2h driven by the same noise, so that their difference is the time step's. */
import { PathFollower } from '../backend/reference/simulate.js';
import { InterruptedError, TheoryError } from '../errors.js';
import { MAX_STEP_BINS, type Plan } from '../plan/plan.js';
import type { Scheme, Study } from '../spec/study.js';
import { planStudy } from './plan.js';

/** Of its own: what is chosen does not depend on the study's seed, and the run's numbers are not those of the pilot. */
const PILOT_SEED = 'firstpassage pilot';
const YIELD_MS = 50; // how long the event loop may be kept waiting

/** One target over the paths of a pair; NaN: no hit by the horizon, or not alive at the save time. */
interface Values {
  readonly fine: number[];
  readonly coarse: number[];
}

export interface Level {
  /** E at h, less E at 2h. */
  readonly difference: number;
  readonly differenceError: number;
  /** At h. */
  readonly value: number;
  readonly square: number;
  readonly deviation: number;
  /** Paths that count. */
  readonly events: number;
}

/** The pairs of one h, which grow in number. */
export class Pairs {
  readonly #followers: readonly [PathFollower, PathFollower];
  readonly #plans: readonly [Plan, Plan];
  readonly #values: readonly Values[];
  readonly #firstPath: number;
  /** Steps taken so far by all paths. */
  steps = 0;
  paths = 0;

  /** @param firstPath pairs of two levels take different paths, so that their errors are independent. */
  constructor(study: Study, scheme: Scheme, h: number, firstPath: number) {
    const observed = study.firstPassage === null ? {} : { saveAt: [] };
    const planOf = (dt: number) => planStudy(settledStudy({ ...study, ...observed, scheme, dt, seed: PILOT_SEED }));
    this.#plans = [planOf(h), planOf(2 * h)];
    const exactly = (x: number) => x;
    this.#followers = [
      new PathFollower(this.#plans[0], exactly),
      new PathFollower(this.#plans[1], exactly, { halves: true }),
    ];
    const targets = this.#plans[0].thresholds.length || this.#plans[0].saveSteps.length;
    this.#values = Array.from({ length: targets }, () => ({ fine: [], coarse: [] }));
    this.#firstPath = firstPath;
  }

  async grow(paths: number, signal?: AbortSignal): Promise<void> {
    let lastYield = performance.now();
    for (; this.paths < paths; this.paths++) {
      if (performance.now() - lastYield > YIELD_MS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (signal?.aborted) throw new InterruptedError('interrupted before anything was simulated');
        lastYield = performance.now();
      }
      this.#follow(0, 'fine');
      this.#follow(1, 'coarse');
    }
  }

  #follow(which: 0 | 1, side: keyof Values): void {
    const follower = this.#followers[which];
    const plan = this.#plans[which];
    const before = this.#values.map((values) => values[side].length);
    follower.follow(this.#firstPath + this.paths, (i, x) => this.#values[i]![side].push(x));
    if (Number.isNaN(follower.x))
      throw new TheoryError(`paths become infinite at dt ${Number(plan.dt.toPrecision(2))}`);
    this.steps += follower.endStep;
    this.#values.forEach((values, i) => {
      const step = follower.hitStep[i];
      const late = plan.thresholds[i]?.atExit ? plan.exitBridge : plan.thresholds[i]?.bridge;
      if (step !== undefined) values[side].push(step < 0 ? Number.NaN : Math.max(0, step - (late ? 0.5 : 0)) * plan.dt);
      else if (values[side].length === before[i]) values[side].push(Number.NaN);
    });
  }

  levels(): Level[] {
    return this.#values.map(({ fine, coarse }) => {
      const [a, b] = [meanOf(fine), meanOf(coarse)];
      let squares = 0; // of each pair's part in the difference of the two means, which are ratios where paths die
      fine.forEach((x, k) => {
        squares += (partOf(x, a) - partOf(coarse[k]!, b)) ** 2;
      });
      return {
        difference: a.mean - b.mean,
        differenceError: Math.sqrt(squares) / fine.length,
        value: a.mean,
        square: a.square,
        deviation: Math.sqrt(Math.max(0, a.square - a.mean ** 2) / a.alive),
        events: a.alive * fine.length,
      };
    });
  }
}

/** A study whose every field says what it means. */
export const settledStudy = ({ open: _, ...study }: Study): Study => study;

interface Mean {
  readonly alive: number;
  readonly mean: number;
  readonly square: number;
}

function meanOf(values: readonly number[]): Mean {
  const living = values.filter((x) => !Number.isNaN(x));
  const sum = (f: (x: number) => number) => living.reduce((total, x) => total + f(x), 0) / living.length;
  return { alive: living.length / values.length, mean: sum((x) => x), square: sum((x) => x * x) };
}

const partOf = (x: number, { mean, alive }: Mean): number => (Number.isNaN(x) ? 0 : (x - mean) / alive);

/** Steps that a pair of this h can take to its end without a plan of many bins. */
export const affordable = (horizon: number, h: number): boolean => horizon / h <= MAX_STEP_BINS;
