/**
 * Boundary value problems of the generator, (s − L) u = f with L = ½σ² ∂² + μ ∂ and complex s: Legendre series on graded
 * panels, collocated inside and joined with one derivative at the edges.
 */
import type { Complex } from './complex.js';
import { gradedInterpolant } from './interpolant.js';
import { gaussLegendre } from './legendre.js';
import { factorPanels, type Solve } from './panel-system.js';
import { vanishes } from './potential.js';
import type { Process } from './process.js';

/** At an end: u′ = 0, u = 0, or nothing where σ vanishes (the equation itself holds there). */
export type EndCondition = 'no flux' | 'zero';

/** a u″ + b u′ + c u at x. */
export type Operator = (x: number) => readonly [a: number, b: number, c: number];

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
  factor(s: Complex): Solve;
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

  // Rows, panel by panel (panel-system.ts): the slope or the end's condition at its left edge, the equation inside, and at the right edge the end's condition.
  const sites: { readonly row: number; readonly x: number; readonly panel: number; readonly t: number }[] = [];
  const conditions: { readonly row: number; readonly t: number; readonly kind: 'value' | 'slope' }[] = [];
  let lowerRow = -1;
  let upperRow = -1;
  for (let p = 0; p < panels; p++) {
    const row = p * order;
    if (p > 0) conditions.push({ row, t: -1, kind: 'slope' });
    else if (vanishes(process, lower)) sites.push({ row, x: lower, panel: 0, t: -1 });
    else {
      lowerRow = row;
      conditions.push({ row, t: -1, kind: lowerCondition === 'zero' ? 'value' : 'slope' });
    }
    const half = (edges[p + 1]! - edges[p]!) / 2;
    for (let k = 0; k < rule.n; k++) {
      const t = rule.x[k]!;
      sites.push({ row: row + 1 + k, x: edges[p]! + half * (1 + t), panel: p, t });
    }
    const end = row + order - 1;
    if (p + 1 < panels) continue; // the values of neighbours are one unknown
    if (vanishes(process, upper)) sites.push({ row: end, x: upper, panel: p, t: 1 });
    else {
      upperRow = end;
      conditions.push({ row: end, t: 1, kind: upperCondition === 'zero' ? 'value' : 'slope' });
    }
  }

  // −L and the conditions in `fixed`, the identity of the equation's rows in `moving`: s − L = fixed + s moving.
  const fixed = new Float64Array(n * order);
  const moving = new Float64Array(n * order);
  const before = new Float64Array(n);
  const widthOf = (p: number) => edges[p + 1]! - edges[p]!;
  for (const { row, x, panel, t } of sites) {
    const [a, b, c] = operator(x);
    const { values, slopes, bends } = basisAt(t);
    const scaleX = 2 / widthOf(panel);
    for (let l = 0; l < order; l++) {
      const at = row * order + l;
      fixed[at] = -(a * bends[l]! * scaleX * scaleX + b * slopes[l]! * scaleX + c * values[l]!);
      moving[at] = values[l]!;
    }
  }
  for (const { row, t, kind } of conditions) {
    const { values, slopes } = basisAt(t);
    for (let l = 0; l < order; l++) fixed[row * order + l] = kind === 'value' ? values[l]! : slopes[l]!;
  }
  for (let p = 1; p < panels; p++) {
    const { slopes } = basisAt(1);
    for (let l = 0; l < order; l++) before[p * order + l] = (-slopes[l]! * widthOf(p)) / widthOf(p - 1);
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
    factor: (s) => factorPanels({ order, panels, fixed, moving, before }, s),
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
