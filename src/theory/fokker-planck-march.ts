/** Probability on cells carried through time by backward Euler steps: positive and conservative whatever the step. */
import { TheoryError } from '../errors.js';
import type { Cells } from './fokker-planck-cells.js';

/** A state: probability at the nodes, and what has left. */
export interface Record {
  /** At the times asked for: P at the nodes. */
  readonly states: readonly Float64Array[];
  /** At every time of the mesh: the probability left. */
  readonly alive: Float64Array;
  readonly lower: Outflow;
  readonly upper: Outflow;
  /** ∫₀ᵗ alive. */
  readonly lived: Float64Array;
}

/** Through one end, at every time of the mesh. */
export interface Outflow {
  /** P(left by t), those met at once included. */
  readonly total: Float64Array;
  /** E[T; left by t] and E[T²; left by t]. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The density of the time of leaving. */
  readonly rate: Float64Array;
}

/** Solves (1 + τ(up + down)) P′_i − τ up_{i−1} P′_{i−1} − τ down_{i+1} P′_{i+1} = P_i: a tridiagonal M-matrix. */
export class BackwardEuler {
  readonly #pivot: Float64Array;
  #tau = Number.NaN;

  constructor(readonly cells: Cells) {
    this.#pivot = new Float64Array(cells.x.length);
  }

  /** P becomes the state τ later. */
  step(P: Float64Array, tau: number): void {
    const { up, down } = this.cells;
    const n = P.length;
    const pivot = this.#pivot;
    if (tau !== this.#tau) {
      // Pivots without a subtraction, so that rates of any size keep all digits: pivot = excess + τ up, excess ≥ 1.
      let excess = 1 + tau * down[0]!;
      pivot[0] = excess + tau * up[0]!;
      for (let i = 1; i < n; i++) {
        excess = 1 + tau * down[i]! * (excess / pivot[i - 1]!);
        pivot[i] = excess + tau * up[i]!;
      }
      this.#tau = tau;
    }
    for (let i = 1; i < n; i++) P[i]! += (tau * up[i - 1]! * P[i - 1]!) / pivot[i - 1]!;
    P[n - 1]! /= pivot[n - 1]!;
    for (let i = n - 2; i >= 0; i--) P[i] = (P[i]! + tau * down[i + 1]! * P[i + 1]!) / pivot[i]!;
  }
}

export interface Sides {
  readonly lower: number;
  readonly upper: number;
}

/** Each step of the mesh in `parts` equal ones. `met` has left at time 0, `soon` leaves in the first step. */
export function march(
  cells: Cells,
  { initial, met, soon }: { readonly initial: Float64Array; readonly met: Sides; readonly soon: Sides },
  mesh: readonly number[],
  isAsked: (index: number) => boolean,
  parts: number,
): Record {
  const solver = new BackwardEuler(cells);
  const P = initial.slice();
  const states: Float64Array[] = [];
  const count = mesh.length;
  const outflow = (): Outflow => {
    const [total, first, second, rate] = Array.from({ length: 4 }, () => new Float64Array(count));
    return { total: total!, first: first!, second: second!, rate: rate! };
  };
  const [lower, upper] = [outflow(), outflow()];
  const [alive, lived] = [new Float64Array(count), new Float64Array(count)];
  const leaving = [
    { into: lower, node: 0, rate: cells.down[0]! },
    { into: upper, node: P.length - 1, rate: cells.up.at(-1)! },
  ];
  const sum = () => P.reduce((a, b) => a + b, 0);
  alive[0] = sum() + soon.lower + soon.upper;
  [lower.total[0], upper.total[0]] = [met.lower, met.upper];
  if (isAsked(0)) states.push(P.slice());
  for (let j = 1; j < count; j++) {
    const tau = (mesh[j]! - mesh[j - 1]!) / parts;
    for (const { into } of leaving) {
      for (const part of [into.total, into.first, into.second]) part[j] = part[j - 1]!;
    }
    if (j === 1) {
      lower.total[1]! += soon.lower;
      upper.total[1]! += soon.upper;
    }
    lived[j] = lived[j - 1]!;
    for (let part = 1; part <= parts; part++) {
      solver.step(P, tau);
      const time = part === parts ? mesh[j]! : mesh[j - 1]! + part * tau;
      for (const { into, node, rate } of leaving) {
        if (rate === 0) continue;
        const left = tau * rate * P[node]!;
        into.total[j]! += left;
        into.first[j]! += left * time;
        into.second[j]! += left * time * time;
        into.rate[j] = rate * P[node]!;
      }
      alive[j] = sum();
      lived[j]! += tau * alive[j]!;
    }
    if (isAsked(j)) states.push(P.slice());
  }
  return { states, alive, lower, upper, lived };
}

const RATIO = 0.06; // of a step to the time passed: diffusion from a point looks alike at all times
const LOCAL_ERROR = 2e-3; // of a step, in probability that is at the wrong place; it is extrapolated away afterwards
const GROWTH = 1.3; // most from one step to the next
const SHORTEST = 2e-4; // of the time passed: a step is not made shorter than this
const MOST_STEPS = 20_000;

/** Times from 0 to the last one asked for, all of them included, with steps as long as the error of a step allows. */
export function timeMesh(cells: Cells, start: Float64Array, times: readonly number[]): number[] {
  const mesh = [0];
  const solver = new BackwardEuler(cells);
  const halves = new BackwardEuler(cells);
  const P = start.slice();
  let tau = times[0]! * RATIO ** 2;
  for (const next of times) {
    for (let t = mesh.at(-1)!; t < next; ) {
      const floor = Math.max(times[0]! * RATIO ** 2, SHORTEST * t);
      const left = next - t;
      // No crumb is left before a time that is asked for.
      const step = tau >= left ? left : Math.min(tau, left > 1.5 * tau ? tau : left / 2);
      const whole = P.slice();
      solver.step(whole, step);
      const half = P.slice();
      halves.step(half, step / 2);
      halves.step(half, step / 2);
      let off = 0;
      for (let i = 0; i < P.length; i++) off += Math.abs(whole[i]! - half[i]!);
      // From a point every step is coarse at first: it only has to be short beside the first time asked for.
      const early = t < RATIO * times[0]!;
      if (off > LOCAL_ERROR && step > floor && !early) {
        tau = Math.max(floor, step * Math.max(0.3, 0.9 * Math.sqrt(LOCAL_ERROR / off)));
        continue;
      }
      P.set(half);
      t = left <= step * (1 + 1e-12) ? next : t + step;
      mesh.push(t);
      if (mesh.length > MOST_STEPS)
        throw new TheoryError(`the law changes too often before time ${next}: ${MOST_STEPS} steps end at ${t}`);
      const wanted = step * Math.min(GROWTH, 0.9 * Math.sqrt(LOCAL_ERROR / Math.max(off, 1e-300)));
      const cut = left < tau; // shortened only to meet a time
      tau = Math.max(
        floor,
        Math.min(cut ? Math.max(tau, wanted) : wanted, Math.max(RATIO * t, times[0]! * RATIO ** 2)),
      );
    }
  }
  return mesh;
}
