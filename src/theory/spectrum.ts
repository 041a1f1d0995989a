/**
 * The slowest decay rates of a process and their eigenfunctions, L φ = −λφ: by shooting from both ends and Newton's steps
 * where they meet (J. D. Pryce, Numerical Solution of Sturm–Liouville Problems, 1993). Each is found by itself and to its
 * own digits, so a rate of e^−300 for a barrier does not suffer from the fast ones beside it.
 */
import { TheoryError } from '../errors.js';
import { type Eigenfunction, eigenfunctionOf } from './eigenfunction.js';
import { COARSE, compare, FINE } from './orders.js';
import type { Process, Quantity } from './process.js';
import { lumpedSweep, type State, type Swept, sweep } from './shooting.js';
import { type Boundary, type Problem, problemOf, startAt } from './sturm.js';

export interface Spectrum {
  /** Increasing, per time; 0 is left out where both ends keep the paths. */
  readonly rates: readonly Quantity[];
  /** Whether an end takes paths: then the first rate is that of P(T > t). */
  readonly absorbing: boolean;
  /** Of rate number `index` from 0; from the panels of the lower order, to tell its error by, with `check`. */
  eigenfunction(index: number, check?: 'check'): Eigenfunction;
}

/** The first `count` rates. `visited`: the starts that eigenfunctions are to be evaluated at. */
export function spectrumOf(
  process: Process,
  boundary: Boundary,
  count: number,
  visited: readonly number[] = [],
): Spectrum {
  const fine = problemOf(process, boundary, visited, FINE);
  const coarse = problemOf(process, boundary, visited, COARSE);
  const absorbing = fine.lower.condition === 'zero' || fine.upper.condition === 'zero';
  const first = absorbing ? 0 : 1;
  const found = guesses(fine, first, count).map((guess, i) =>
    refine(fine, first + i, guess, meetingPoint(fine, guess)),
  );
  const checks = found.map(({ rate, at }, i) => refine(coarse, first + i, rate, at));
  return {
    rates: found.map(({ rate }, i) => {
      const { value, error } = compare(rate, checks[i]!.rate);
      return { value, error: error + fine.capError * value };
    }),
    absorbing,
    eigenfunction(index, check) {
      const problem = check ? coarse : fine;
      return eigenfunctionOf(problem, (check ? checks : found)[index]!.rate, edgeNear(problem, found[index]!.at));
    },
  };
}

const leftStart = ({ cells, lower }: Problem, lambda: number) => startAt(lower, cells[0]!.c, lambda);
const rightStart = ({ mirrored, upper }: Problem, lambda: number) => startAt(upper, mirrored[0]!.c, lambda);

/** How many rates lie below λ, 0 among them: the zeros of the solution from the left, and one if it is past the end's condition. */
function countBelow(
  problem: Problem,
  lambda: number,
  through: (problem: Problem, lambda: number, start: State) => Swept,
): number {
  const { phi, flux, zeros } = through(problem, lambda, leftStart(problem, lambda));
  const end = rightStart(problem, lambda);
  // Both solutions at the last edge, the right one mirrored: past the condition when they have turned beyond each other.
  return zeros + ((flux * end.phi + end.flux * phi) * phi < 0 ? 1 : 0);
}

const WIDEST = 1e290; // rates beyond it, or below its inverse, are no numbers to compute with
const GUESS = 1e-6; // relative: the lumped equation itself is worse

/** Rates number first … first + count − 1 of the lumped equation, by bisection on the number of zeros. */
function guesses(problem: Problem, first: number, count: number): number[] {
  const counted = new Map<number, number>();
  const below = (lambda: number): number => {
    const known = counted.get(lambda) ?? countBelow(problem, lambda, lumped);
    counted.set(lambda, known);
    return known;
  };
  return Array.from({ length: count }, (_, i) => bisect(below, first + i, GUESS));
}

/** λ where `below` passes from `index` to more, to a relative width; sought in growing steps from `near`, the first `step`. */
function bisect(below: (lambda: number) => number, index: number, width: number, near = 1, step = 15): number {
  let low = near;
  let high = near;
  const down = below(near) > index;
  for (let factor = 1 + step; down ? below(low) > index : below(high) <= index; factor = 1 + 8 * (factor - 1)) {
    if (down) [low, high] = [near / factor, low];
    else [low, high] = [high, near * factor];
    if (!(low > 1 / WIDEST && high < WIDEST)) {
      throw new TheoryError('a rate of the spectrum is beyond 1e-290 … 1e290: out of the reach of numbers');
    }
  }
  while (high / low > 1 + width) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (!(middle > low && middle < high)) break;
    if (below(middle) > index) high = middle;
    else low = middle;
  }
  return Math.sqrt(low) * Math.sqrt(high);
}

/** Where solutions from both ends are to meet: an edge at which the eigenfunction weighs most. Its x. */
function meetingPoint({ rule, cells, mirrored, ...problem }: Problem, lambda: number): number {
  const left: State[] = [];
  const right: State[] = [];
  lumpedSweep(rule, cells, lambda, startAt(problem.lower, cells[0]!.c, lambda), left);
  lumpedSweep(rule, mirrored, lambda, startAt(problem.upper, mirrored[0]!.c, lambda), right);
  const edges = cells.slice(1).map(({ left: x, c, m, right: end }, i) => {
    const turn = Math.exp(cells[i]!.c - c);
    const { step, norm } = meet(left[i]!, turn, right[cells.length - 2 - i]!);
    return { x, step: Math.abs(step), weight: m[0]! / (end - x) / norm };
  });
  // Away from where the eigenfunction lives the two meet only at its rate itself: the step needed there is a large one.
  const least = edges.reduce((a, { step }) => (step < a ? step : a), Infinity);
  const fit = edges.filter(({ step }) => step <= Math.max(10 * least, 0.01 * lambda));
  if (fit.length === 0) throw new TheoryError('the spectrum is not resolved: drift and noise differ too much in size');
  return fit.reduce((a, b) => (b.weight > a.weight ? b : a), fit[0]!).x;
}

/** Newton's step for the rate where two solutions meet, and ∫ m φ² e^−c of both together with φ = 1 there. */
function meet(left: State, turn: number, right: State): { readonly step: number; readonly norm: number } {
  const norm = (left.norm * turn) / left.phi ** 2 + right.norm / right.phi ** 2;
  return { step: ((left.flux * turn) / left.phi + right.flux / right.phi) / norm, norm };
}

function edgeNear({ cells }: Problem, x: number): number {
  let best = 1;
  for (let i = 2; i < cells.length; i++) if (Math.abs(cells[i]!.left - x) < Math.abs(cells[best]!.left - x)) best = i;
  return best;
}

/** Rate number `index`, from a guess of it. */
function refine(
  problem: Problem,
  index: number,
  guess: number,
  at: number,
): { readonly rate: number; readonly at: number } {
  const { rule, cells, mirrored } = problem;
  const edge = edgeNear(problem, at);
  const turn = Math.exp(cells[edge - 1]!.c - cells[edge]!.c);
  let rate = guess;
  let last = Infinity;
  for (let i = 0; i < MOST_STEPS; i++) {
    const left = sweep(rule, cells, rate, leftStart(problem, rate), edge);
    const right = sweep(rule, mirrored, rate, rightStart(problem, rate), cells.length - edge);
    const { step } = meet(left, turn, right);
    const settled = Math.abs(step) <= 4 * Number.EPSILON * rate || (last < 1e-9 * rate && Math.abs(step) >= last);
    if (settled && left.zeros + right.zeros === index) return { rate, at };
    if (settled || !(rate + step > guess / 4 && rate + step < guess * 4)) break;
    rate += step;
    last = Math.abs(step);
  }
  // Newton's steps have led to another rate, perhaps one next to it, or nowhere: count zeros.
  const near = last < 1e-9 * rate ? rate : guess;
  return { rate: bisect((lambda) => countBelow(problem, lambda, exact), index, 4 * Number.EPSILON, near, 1e-13), at };
}

const MOST_STEPS = 20;

const lumped = ({ rule, cells }: Problem, lambda: number, start: State) => lumpedSweep(rule, cells, lambda, start);
const exact = ({ rule, cells }: Problem, lambda: number, start: State) =>
  sweep(rule, cells, lambda, start, cells.length);
