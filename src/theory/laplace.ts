/** Functionals of the law at a finite time: the backward equation collocated in x, its Laplace transform inverted along a contour. */
import type { BoundaryKind } from '../spec/study.js';
import type { Complex } from './complex.js';
import { type Collocation, collocate, type EndCondition } from './generator.js';
import { dot } from './legendre.js';
import type { Process, Quantity } from './process.js';
import { forEachStart } from './start.js';
import { contour } from './talbot.js';

export type Boundary = { readonly lower: BoundaryKind; readonly upper: BoundaryKind };

export interface Resolution {
  readonly order: number;
  readonly points: number;
  readonly panels: number;
}

/** What drives û: the state at t = 0 (an impulse, (s − L) û = f), or boundary values held from t = 0 on (a step, f/s). */
export interface Source {
  readonly kind: 'impulse' | 'step';
  readonly side: Float64Array;
}

/** A function of time, its integral and its repeated integral. */
export type Integrals = [number, number, number];

/** The answer and its check: order of the Legendre series, points of the contour. */
export const RESOLUTIONS = [
  { order: 18, points: 28 },
  { order: 14, points: 24 },
] as const;
const PANELS = [6, 24, 64]; // across the domain: more only where the error asks for it
const SMALL_ERROR = 1e-8; // beside the horizon, or the width of the domain

/** The ends of the domain at which paths are taken out. */
export const absorbingEnds = ({ lower, upper }: Process, boundary: Boundary): number[] => [
  ...(boundary.lower === 'absorb' ? [lower] : []),
  ...(boundary.upper === 'absorb' ? [upper] : []),
];

const conditionOf = (kind: BoundaryKind): EndCondition => (kind === 'absorb' ? 'zero' : 'no flux');

/** Solves at two resolutions, on more panels while those `judged` differ by more than `SMALL_ERROR` × scale. */
export function twoResolutions<Law extends Readonly<Record<string, number>>>(
  scale: number,
  judged: readonly (keyof Law)[],
  solve: (resolution: Resolution) => Law,
): (name: keyof Law) => Quantity {
  let pair: Law[] = [];
  for (const panels of PANELS) {
    pair = RESOLUTIONS.map((resolution) => solve({ ...resolution, panels }));
    const differences = judged.map((name) => Math.abs(pair[0]![name]! - pair[1]![name]!));
    if (differences.every((difference) => !(difference > SMALL_ERROR * scale))) break;
  }
  const [fine, coarse] = pair as [Law, Law];
  return (name) => ({ value: fine[name]!, error: Math.abs(fine[name]! - coarse[name]!) });
}

/** Layers at an absorbing end are σ√(2/|s|) wide, |s| ≤ about 25/t on the contour. */
export function problemOf(process: Process, ends: Boundary, time: number, { order, panels }: Resolution): Collocation {
  const width = process.upper - process.lower;
  const layer = (end: number) => Math.max(0.3 * process.diffusion(end) * Math.sqrt(time), 1e-3 * width);
  const operator = (x: number) => [process.diffusion(x) ** 2 / 2, process.drift(x), 0] as const;
  const scale = { lower: layer(process.lower), upper: layer(process.upper), widest: width / panels };
  return collocate(process, operator, conditionOf(ends.lower), conditionOf(ends.upper), scale, order);
}

/** The start law as weights on the unknowns, and the shares that begin at or beyond either end. */
export function startOf(problem: Collocation, { lower, upper }: Process, start: readonly number[]) {
  const weights = new Float64Array(problem.n);
  const outside = { lower: 0, upper: 0 };
  forEachStart(start, [lower, upper], (x, weight) => {
    if (x < lower) outside.lower += weight;
    else if (x > upper) outside.upper += weight;
    else problem.spread(weights, x, weight);
  });
  return { weights, outside };
}

/** ω · u(t), ∫ ω · u and ∬ ω · u up to `time` for each source, from one factorisation for each point of the contour, moved by `shift`. */
export function invert(
  problem: Collocation,
  weights: Float64Array,
  sources: readonly Source[],
  time: number,
  points: number,
  shift = 0,
): Integrals[] {
  const results = sources.map((): Integrals => [0, 0, 0]);
  const growth = Math.exp(shift * time);
  for (const point of contour(time, points)) {
    const s = { re: point.s.re + shift, im: point.s.im };
    const weight = { re: growth * point.weight.re, im: growth * point.weight.im };
    const solve = problem.factor(s);
    sources.forEach(({ kind, side }, i) => {
      const { re, im } = solve(side, kind === 'impulse' ? ONE : inverse(s));
      let value: Complex = { re: dot(weights, re), im: dot(weights, im) };
      const sums = results[i]!;
      for (let k = 0; k < sums.length; k++) {
        sums[k]! += weight.re * value.re - weight.im * value.im;
        value = times(value, inverse(s));
      }
    });
  }
  return results;
}

export const ONE: Complex = { re: 1, im: 0 };
const inverse = ({ re, im }: Complex): Complex => ({ re: re / (re * re + im * im), im: -im / (re * re + im * im) });
const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
