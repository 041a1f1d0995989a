/**
 * Boundary value problems of the generator, (s − L) u = f with L = ½σ² ∂² + μ ∂ and complex s: Legendre series on graded
 * panels, collocated inside and joined with one derivative at the edges. Banded elimination.
 */
import { gradedInterpolant } from './interpolant.js';
import { gaussLegendre } from './legendre.js';
import { vanishes } from './potential.js';
import type { Process } from './process.js';

/** At an end: u′ = 0, u = 0, or nothing where σ vanishes (the equation itself holds there). */
export type EndCondition = 'no flux' | 'zero';

/** a u″ + b u′ + c u at x. */
export type Operator = (x: number) => readonly [a: number, b: number, c: number];

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export interface Collocation {
  /** Unknowns: Legendre coefficients, panel by panel. */
  readonly n: number;
  /** u at x of the series with these coefficients. */
  evaluate(c: Float64Array, x: number): number;
  /** ω with ω · c = u(x) added with this weight. */
  spread(row: Float64Array, x: number, weight: number): void;
  /** The right-hand side of f(x), and of boundary values at both ends. */
  rightSide(f: (x: number) => number, lowerValue: number, upperValue: number): Float64Array;
  /** Factors s − L; solve gives (re, im) coefficients. */
  factor(s: Complex): (f: Float64Array, scale: Complex) => { readonly re: Float64Array; readonly im: Float64Array };
}

export function collocate(
  process: Process,
  operator: Operator,
  lowerCondition: EndCondition,
  upperCondition: EndCondition,
  scale: { readonly lower: number; readonly upper: number; readonly widest: number },
  order: number,
): Collocation {
  const { lower, upper } = process;
  const { edges } = gradedInterpolant(lower, upper, scale.lower, scale.upper, scale.widest, order);
  const panels = edges.length - 1;
  const n = panels * order;
  const rule = gaussLegendre(order - 2);
  const basisAt = basis(order);

  // Rows, panel by panel: the condition at its left edge, the equation inside, the condition at its right edge.
  const sites: { readonly row: number; readonly x: number; readonly panel: number; readonly t: number }[] = [];
  const conditions: {
    readonly row: number;
    readonly panel: number;
    readonly t: number;
    readonly kind: 'value' | 'slope';
    readonly joins: boolean;
  }[] = [];
  let lowerRow = -1;
  let upperRow = -1;
  for (let p = 0; p < panels; p++) {
    const row = p * order;
    if (p > 0) conditions.push({ row, panel: p, t: -1, kind: 'slope', joins: true });
    else if (vanishes(process, lower)) sites.push({ row, x: lower, panel: 0, t: -1 });
    else {
      lowerRow = row;
      conditions.push({ row, panel: 0, t: -1, kind: lowerCondition === 'zero' ? 'value' : 'slope', joins: false });
    }
    const half = (edges[p + 1]! - edges[p]!) / 2;
    for (let k = 0; k < rule.n; k++) {
      const t = rule.x[k]!;
      sites.push({ row: row + 1 + k, x: edges[p]! + half * (1 + t), panel: p, t });
    }
    const end = row + order - 1;
    if (p + 1 < panels) conditions.push({ row: end, panel: p, t: 1, kind: 'value', joins: true });
    else if (vanishes(process, upper)) sites.push({ row: end, x: upper, panel: p, t: 1 });
    else {
      upperRow = end;
      conditions.push({ row: end, panel: p, t: 1, kind: upperCondition === 'zero' ? 'value' : 'slope', joins: false });
    }
  }

  // −L and the conditions in `fixed`, the identity of the equation's rows in `moving`: s − L = fixed + s moving.
  const reach = 2 * order; // of a row to either side of the diagonal
  const stride = 3 * reach + 1; // pivoting fills one more reach to the right
  const fixed = new Float64Array(n * stride);
  const moving = new Float64Array(n * stride);
  const put = (into: Float64Array, row: number, column: number, value: number) => {
    into[row * stride + (column - row + reach)] = value;
  };
  const widthOf = (p: number) => edges[p + 1]! - edges[p]!;
  for (const { row, x, panel, t } of sites) {
    const [a, b, c] = operator(x);
    const { values, slopes, bends } = basisAt(t);
    const scaleX = 2 / widthOf(panel);
    for (let l = 0; l < order; l++) {
      const column = panel * order + l;
      put(fixed, row, column, -(a * bends[l]! * scaleX * scaleX + b * slopes[l]! * scaleX + c * values[l]!));
      put(moving, row, column, values[l]!);
    }
  }
  for (const { row, panel, t, kind, joins } of conditions) {
    const here = basisAt(t);
    const there = basisAt(-t);
    const other = panel + t;
    for (let l = 0; l < order; l++) {
      const value = kind === 'value' ? here.values[l]! : here.slopes[l]!;
      put(fixed, row, panel * order + l, value);
      if (joins) {
        const beyond = kind === 'value' ? there.values[l]! : (there.slopes[l]! * widthOf(panel)) / widthOf(other);
        put(fixed, row, other * order + l, -beyond);
      }
    }
  }

  /** Visits the unknowns of the panel that holds x, each with the value of its P_l there. */
  const atPlace = (x: number, visit: (unknown: number, value: number) => void): void => {
    let p = 0;
    while (p < panels - 1 && x > edges[p + 1]!) p++;
    const t = (2 * (x - edges[p]!)) / widthOf(p) - 1;
    let [before, value] = [0, 1];
    for (let l = 0; l < order; l++) {
      visit(p * order + l, value);
      const next = ((2 * l + 1) * t * value - l * before) / (l + 1);
      before = value;
      value = next;
    }
  };
  return {
    n,
    evaluate(c, x) {
      let sum = 0;
      atPlace(x, (l, value) => {
        sum += c[l]! * value;
      });
      return sum;
    },
    spread(row, x, weight) {
      atPlace(x, (l, value) => {
        row[l]! += weight * value;
      });
    },
    rightSide(f, lowerValue, upperValue) {
      const side = new Float64Array(n);
      for (const { row, x } of sites) side[row] = f(x);
      if (lowerRow >= 0) side[lowerRow] = lowerValue;
      if (upperRow >= 0) side[upperRow] = upperValue;
      return side;
    },
    factor: (s) => factorBand(n, reach, stride, fixed, moving, s),
  };
}

/** P_l, P_l′, P_l″ at t for l < order. */
function basis(order: number) {
  return (t: number) => {
    const values = new Float64Array(order);
    const slopes = new Float64Array(order);
    const bends = new Float64Array(order);
    for (let l = 0; l < order; l++) {
      if (l < 2) {
        values[l] = l === 0 ? 1 : t;
        slopes[l] = l;
      } else {
        values[l] = ((2 * l - 1) * t * values[l - 1]! - (l - 1) * values[l - 2]!) / l;
        slopes[l] = slopes[l - 2]! + (2 * l - 1) * values[l - 1]!;
        bends[l] = bends[l - 2]! + (2 * l - 1) * slopes[l - 1]!;
      }
    }
    return { values, slopes, bends };
  };
}

/** Elimination with row pivots inside the band, in complex numbers. */
function factorBand(n: number, reach: number, stride: number, fixed: Float64Array, moving: Float64Array, s: Complex) {
  const re = new Float64Array(n * stride);
  const im = new Float64Array(n * stride);
  for (let i = 0; i < re.length; i++) {
    re[i] = fixed[i]! + s.re * moving[i]!;
    im[i] = s.im * moving[i]!;
  }
  const pivots = new Int32Array(n);
  const at = (row: number, column: number) => row * stride + (column - row + reach);
  for (let k = 0; k < n; k++) {
    const last = Math.min(n - 1, k + reach);
    const right = Math.min(n - 1, k + 2 * reach);
    let pivot = k;
    let largest = -1;
    for (let i = k; i <= last; i++) {
      const size = Math.abs(re[at(i, k)]!) + Math.abs(im[at(i, k)]!);
      if (size > largest) [pivot, largest] = [i, size];
    }
    pivots[k] = pivot;
    if (pivot !== k) {
      for (let j = k; j <= right; j++) {
        for (const part of [re, im]) {
          const value = part[at(k, j)]!;
          part[at(k, j)] = part[at(pivot, j)]!;
          part[at(pivot, j)] = value;
        }
      }
    }
    const [pr, pi] = [re[at(k, k)]!, im[at(k, k)]!];
    const norm = pr * pr + pi * pi;
    for (let i = k + 1; i <= last; i++) {
      const [ar, ai] = [re[at(i, k)]!, im[at(i, k)]!];
      if (ar === 0 && ai === 0) continue;
      const fr = (ar * pr + ai * pi) / norm;
      const fi = (ai * pr - ar * pi) / norm;
      re[at(i, k)] = fr;
      im[at(i, k)] = fi;
      let target = at(i, k + 1);
      let source = at(k, k + 1);
      for (let j = k + 1; j <= right; j++, target++, source++) {
        const [br, bi] = [re[source]!, im[source]!];
        re[target] = re[target]! - fr * br + fi * bi;
        im[target] = im[target]! - fr * bi - fi * br;
      }
    }
  }
  return (f: Float64Array, scale: Complex) => {
    const x = f.map((value) => value * scale.re);
    const y = f.map((value) => value * scale.im);
    for (let k = 0; k < n; k++) {
      const pivot = pivots[k]!;
      for (const part of [x, y]) [part[k], part[pivot]] = [part[pivot]!, part[k]!];
      for (let i = k + 1; i <= Math.min(n - 1, k + reach); i++) {
        const [fr, fi] = [re[at(i, k)]!, im[at(i, k)]!];
        x[i] = x[i]! - fr * x[k]! + fi * y[k]!;
        y[i] = y[i]! - fr * y[k]! - fi * x[k]!;
      }
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j <= Math.min(n - 1, i + 2 * reach); j++) {
        const [ar, ai] = [re[at(i, j)]!, im[at(i, j)]!];
        x[i] = x[i]! - ar * x[j]! + ai * y[j]!;
        y[i] = y[i]! - ar * y[j]! - ai * x[j]!;
      }
      const [pr, pi] = [re[at(i, i)]!, im[at(i, i)]!];
      const norm = pr * pr + pi * pi;
      [x[i], y[i]] = [(x[i]! * pr + y[i]! * pi) / norm, (y[i]! * pr - x[i]! * pi) / norm];
    }
    return { re: x, im: y };
  };
}
