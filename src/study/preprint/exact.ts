/** Exact values of the severity model as functions of its parameters, and what is made of them. */
import { firstPassage, type Process, type Quantity, relaxationRate, stationaryLaw } from '../../theory/index.js';
import { processOf } from '../process.js';

export type Params = Readonly<Record<'alpha' | 'beta' | 'gamma' | 'sigma0' | 'sigma1', number>>;

/** What the preprint states for its figure; alpha and beta are the reader's. */
export const FIGURE = { gamma: 0.01, sigma0: 0.05, sigma1: 0.1, time: 10 } as const;

/** The damping of every scan over alpha: ours, since the preprint fixes none. */
export const BETA = 0.4;
/** Threshold of harm and start: the preprint states neither. */
export const HARM = 0.8;
export const START = 0.1;

export const severity = (params: Partial<Params> & { readonly alpha: number }): Process =>
  processOf({ model: 'severity', params: paramsOf(params), domain: [0, 1] });

export const paramsOf = ({ alpha, beta = BETA, ...noise }: Partial<Params> & { readonly alpha: number }): Params => {
  const { gamma, sigma0, sigma1 } = FIGURE;
  return { alpha, beta, gamma, sigma0, sigma1, ...noise };
};

/** The figure's noise, times a factor. */
export const noise = (factor: number) => ({ sigma0: factor * FIGURE.sigma0, sigma1: factor * FIGURE.sigma1 });

export const meanAt = (process: Process): Quantity => stationaryLaw(process).mean;
export const varianceAt = (process: Process): Quantity => stationaryLaw(process).variance;

/** 1/λ₁, the longest time in which a difference from the stationary law dies out by a factor e. */
export function relaxationTime(process: Process): Quantity {
  const { value, error } = relaxationRate(process);
  return { value: 1 / value, error: error / value ** 2 };
}

/** Mean first passage up to the threshold of harm. */
export const passageTime = (process: Process, start = START, threshold = HARM): Quantity =>
  firstPassage(process, [start], threshold, true).mean;

/** Exact to rounding, as far as its own arithmetic goes. */
export const computed = (value: number): Quantity => ({ value, error: 4 * Number.EPSILON * Math.abs(value) });

/** first, first + step, …, last. */
export const scan = (first: number, last: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => first + ((last - first) * i) / steps);

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const PLACE = 1e-5; // to which a maximum is located: values near it differ by its square, 1e-10

/** Where f is largest in [low, high]: the best of the scan, then the golden section around it. */
export function largestAt(f: (x: number) => number, [low, high]: readonly [number, number], steps = 16): Quantity {
  const xs = scan(low, high, steps);
  const values = xs.map(f);
  const best = values.indexOf(Math.max(...values));
  let [a, b] = [xs[Math.max(0, best - 1)]!, xs[Math.min(steps, best + 1)]!];
  let [p, q] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [atP, atQ] = [f(p), f(q)];
  while (b - a > PLACE) {
    if (atP > atQ) {
      [b, q, atQ] = [q, p, atP];
      p = b - GOLDEN * (b - a);
      atP = f(p);
    } else {
      [a, p, atP] = [p, q, atQ];
      q = a + GOLDEN * (b - a);
      atQ = f(q);
    }
  }
  return { value: (a + b) / 2, error: PLACE };
}

/** Where the increasing f is zero, by bisection. */
export function rootOf(f: (x: number) => number, [low, high]: readonly [number, number]): Quantity {
  let [a, b] = [low, high];
  while (b - a > PLACE / 100) {
    const middle = (a + b) / 2;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return { value: (a + b) / 2, error: b - a };
}

const STEP = 1e-3; // of central differences: curvature gives a relative error of about its square

/** f′(x), its error from the step twice as long. */
export function slopeAt(f: (x: number) => number, x: number): Quantity {
  const central = (h: number) => (f(x + h) - f(x - h)) / (2 * h);
  const [fine, coarse] = [central(STEP), central(2 * STEP)];
  return { value: fine, error: Math.abs(fine - coarse) / 3 + Number.EPSILON / STEP };
}

/** d ln f/d ln |Δ| between two distances. */
export const localExponent = (near: number, far: number, ratio: number): number =>
  Math.log(Math.abs(far / near)) / Math.log(ratio);

const PANELS = 2000;

/** ∫ f over [a, b] by Simpson's rule; f is smooth here. */
export function integral(f: (x: number) => number, a: number, b: number): Quantity {
  const simpson = (n: number) => {
    const h = (b - a) / n;
    let sum = f(a) + f(b);
    for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * f(a + i * h);
    return (sum * h) / 3;
  };
  const [fine, coarse] = [simpson(PANELS), simpson(PANELS / 2)];
  return { value: fine, error: Math.abs(fine - coarse) + Number.EPSILON * Math.abs(fine) };
}
