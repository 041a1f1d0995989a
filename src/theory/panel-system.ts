/**
 * Linear systems of panels that meet at edges, in complex numbers. With the values at its edges given, a panel is a small dense
 * system of its own; what joins the panels, one slope at each edge and a condition at each end, is a tridiagonal system for
 * those values. The cost of a panel is that of order³; elimination in the band of the whole takes fifty times as long.
 */

import type { Complex } from './complex.js';
import { factorDense, solveDense } from './complex-lu.js';

/** The equations (fixed + s moving) c = f of the coefficients c, panel by panel. */
export interface PanelSystem {
  /** Legendre coefficients of a panel. */
  readonly order: number;
  readonly panels: number;
  /**
   * Row-major [panel][row][column], the columns those of the panel itself. Rows 1 … order − 2 are equations inside; row 0 of the
   * first and the last row of the last panel are the conditions at the ends; row 0 of the others is their slope at the left edge.
   */
  readonly fixed: Float64Array;
  readonly moving: Float64Array;
  /** Row-major [panel][column]: what the slope of the panel before adds to row 0; 0 for the first panel. */
  readonly before: Float64Array;
}

/** Coefficients that solve for f · scale, f ordered like the rows; rows that join panels have f = 0. */
export type Solve = (f: Float64Array, scale: Complex) => { readonly re: Float64Array; readonly im: Float64Array };

interface Vector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function factorPanels({ order, panels, fixed, moving, before }: PanelSystem, s: Complex): Solve {
  const block = order * order;
  const last = order - 1;
  const n = panels * order;
  // Row 0 and the last row of each panel: P_l at its edges, for the values there; inside the equations.
  const re = new Float64Array(panels * block);
  const im = new Float64Array(panels * block);
  const pivots = new Int32Array(n);
  for (let p = 0; p < panels; p++) {
    const at = p * block;
    for (let k = at + order; k < at + last * order; k++) {
      re[k] = fixed[k]! + s.re * moving[k]!;
      im[k] = s.im * moving[k]!;
    }
    for (let l = 0; l < order; l++) {
      re[at + l] = l % 2 === 0 ? 1 : -1;
      re[at + last * order + l] = 1;
    }
    factorDense(re, im, at, order, pivots, p * order);
  }
  const solvePanel = (p: number, x: Vector, from: number) =>
    solveDense(re, im, p * block, order, pivots, p * order, x.re, x.im, from);
  // Responses of each panel to a value of 1 at its left and at its right edge.
  const left = empty(n);
  const right = empty(n);
  for (let p = 0; p < panels; p++) {
    left.re[p * order] = 1;
    right.re[p * order + last] = 1;
    solvePanel(p, left, p * order);
    solvePanel(p, right, p * order);
  }
  /** What the equation of edge e has of a vector: from the panel after it, and from the one before. */
  const after = (e: number, x: Vector, out: Vector, at: number) => {
    const row = e * block;
    addInner(fixed, row, x, e * order, order, out, at, 1, 0);
    if (e === 0) addInner(moving, row, x, 0, order, out, at, s.re, s.im);
  };
  const upTo = (e: number, x: Vector, out: Vector, at: number) => {
    if (e < panels) {
      addInner(before, e * order, x, (e - 1) * order, order, out, at, 1, 0);
      return;
    }
    const row = n * order - order;
    addInner(fixed, row, x, n - order, order, out, at, 1, 0);
    addInner(moving, row, x, n - order, order, out, at, s.re, s.im);
  };
  const edges = panels + 1;
  const below = empty(edges);
  const diagonal = empty(edges);
  const above = empty(edges);
  for (let e = 0; e < edges; e++) {
    if (e < panels) {
      after(e, left, diagonal, e);
      after(e, right, above, e);
    }
    if (e > 0) {
      upTo(e, left, below, e);
      upTo(e, right, diagonal, e);
    }
  }
  const joint = factorTridiagonal(below, diagonal, above);
  return (f, scale) => {
    const c = empty(n);
    const values = empty(edges);
    for (let p = 0; p < panels; p++) {
      for (let k = p * order + 1; k < p * order + last; k++) {
        c.re[k] = f[k]! * scale.re;
        c.im[k] = f[k]! * scale.im;
      }
      solvePanel(p, c, p * order);
    }
    const said = empty(edges);
    for (let e = 0; e < edges; e++) {
      if (e < panels) after(e, c, said, e);
      if (e > 0) upTo(e, c, said, e);
      const given = e === 0 ? f[0]! : e === panels ? f[n - 1]! : 0;
      values.re[e] = given * scale.re - said.re[e]!;
      values.im[e] = given * scale.im - said.im[e]!;
    }
    joint(values);
    for (let p = 0; p < panels; p++) {
      for (let k = p * order; k < (p + 1) * order; k++) {
        const [lr, li, rr, ri] = [left.re[k]!, left.im[k]!, right.re[k]!, right.im[k]!];
        c.re[k]! += lr * values.re[p]! - li * values.im[p]! + rr * values.re[p + 1]! - ri * values.im[p + 1]!;
        c.im[k]! += lr * values.im[p]! + li * values.re[p]! + rr * values.im[p + 1]! + ri * values.re[p + 1]!;
      }
    }
    return c;
  };
}

const empty = (n: number): Vector => ({ re: new Float64Array(n), im: new Float64Array(n) });

/** out[at] += (scale) Σ row · x. */
function addInner(
  rows: Float64Array,
  row: number,
  x: Vector,
  from: number,
  order: number,
  out: Vector,
  at: number,
  scaleRe: number,
  scaleIm: number,
): void {
  let re = 0;
  let im = 0;
  for (let l = 0; l < order; l++) {
    re += rows[row + l]! * x.re[from + l]!;
    im += rows[row + l]! * x.im[from + l]!;
  }
  out.re[at]! += scaleRe * re - scaleIm * im;
  out.im[at]! += scaleRe * im + scaleIm * re;
}

/** As a dense system: there are few edges beside the coefficients of the panels. @returns solves in place. */
function factorTridiagonal(below: Vector, diagonal: Vector, above: Vector): (x: Vector) => void {
  const n = diagonal.re.length;
  const re = new Float64Array(n * n);
  const im = new Float64Array(n * n);
  const put = (row: number, column: number, from: Vector) => {
    re[row * n + column] = from.re[row]!;
    im[row * n + column] = from.im[row]!;
  };
  for (let e = 0; e < n; e++) {
    put(e, e, diagonal);
    if (e > 0) put(e, e - 1, below);
    if (e + 1 < n) put(e, e + 1, above);
  }
  const pivots = new Int32Array(n);
  factorDense(re, im, 0, n, pivots, 0);
  return (x) => solveDense(re, im, 0, n, pivots, 0, x.re, x.im, 0);
}
