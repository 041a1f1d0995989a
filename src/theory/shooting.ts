/**
 * The equation L φ = −λφ as two of first order, φ′ = s p and p′ = −λ m φ, carried from panel to panel. s and m span what
 * e^Φ spans, so on each panel p is kept as P = p e^c with c near its Φ: φ′ = (s e^−c) … and P′ = −λ (m e^−c) φ are of order one.
 */
import { dot, type Rule } from './legendre.js';
import type { Panel } from './potential.js';

/** A panel for any λ; n nodes. */
export interface Cell {
  readonly left: number;
  readonly right: number;
  readonly c: number;
  /** s e^c and m e^−c at the nodes, times half the width: integrals over the panel are weights times these. */
  readonly s: Float64Array;
  readonly m: Float64Array;
  /** ∫ s e^c from the left edge to the first node, from node to node, and to the right edge: n + 1 steps. */
  readonly steps: Float64Array;
}

/** A solution at an edge, up to a common factor. */
export interface State {
  readonly phi: number;
  /** p e^c. */
  readonly flux: number;
  /** ∫ m φ² e^−c up to here. */
  readonly norm: number;
}

/** What a sweep has done when it stops. */
export interface Swept extends State {
  /** Sign changes of φ on the way. */
  readonly zeros: number;
  /** ln of the factor that φ has been divided by. */
  readonly logScale: number;
}

export function cellOf(rule: Rule, panel: Panel): Cell {
  const half = (panel.right - panel.left) / 2;
  const c = (panel.phiLeft + panel.phiRight) / 2;
  const s = panel.phi.map((phi) => half * Math.exp(c - phi));
  const steps = new Float64Array(rule.n + 1);
  let before = 0;
  for (let k = 0; k < rule.n; k++) {
    const sum = dot(rule.running[k]!, s);
    steps[k] = sum - before;
    before = sum;
  }
  steps[rule.n] = dot(rule.w, s) - before;
  return {
    left: panel.left,
    right: panel.right,
    c,
    s,
    m: panel.logSpeed.map((log) => half * Math.exp(log - c)),
    steps,
  };
}

/** The cells seen from the right. Gauss–Legendre nodes are symmetric. */
export const mirrorCells = (cells: readonly Cell[]): Cell[] =>
  [...cells].reverse().map(({ left, right, c, s, m, steps }) => ({
    left: -right,
    right: -left,
    c,
    s: s.slice().reverse(),
    m: m.slice().reverse(),
    steps: steps.slice().reverse(),
  }));

/** φ at the nodes of a cell, to be multiplied by e^logScale. */
export type Visit = (index: number, phi: Float64Array, logScale: number) => void;

const SETTLED = 2 ** -51; // of the largest φ on the panel: a last digit or two may go on flickering
const MOST_TURNS = 80; // x²ᵏ/(2k)! of the phase x across a panel: 80 do for x = 40

/** Through the first `count` cells, each to the rule's own accuracy: the integral equations by turns (Picard). */
export function sweep(
  rule: Rule,
  cells: readonly Cell[],
  lambda: number,
  start: State,
  count: number,
  visit?: Visit,
): Swept {
  const { n, w, running } = rule;
  let { phi, flux, norm } = start;
  let zeros = 0;
  let sign = Math.sign(phi);
  let logScale = 0;
  const values = new Float64Array(n);
  const fluxes = new Float64Array(n);
  const product = new Float64Array(n);
  for (let index = 0; index < count; index++) {
    const { s, m, c, steps } = cells[index]!;
    for (let k = 0, value = phi; k < n; k++) values[k] = value += steps[k]! * flux;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      for (let k = 0; k < n; k++) product[k] = m[k]! * values[k]!;
      for (let k = 0; k < n; k++) fluxes[k] = flux - lambda * dot(running[k]!, product);
      for (let k = 0; k < n; k++) product[k] = s[k]! * fluxes[k]!;
      let change = 0;
      let largest = 0;
      for (let k = 0; k < n; k++) {
        const value = phi + dot(running[k]!, product);
        change = Math.max(change, Math.abs(value - values[k]!));
        largest = Math.max(largest, Math.abs(value));
        values[k] = value;
      }
      if (change <= SETTLED * largest) break;
    }
    visit?.(index, values, logScale);
    let [rise, fall] = [0, 0];
    for (let k = 0; k < n; k++) {
      rise += w[k]! * s[k]! * fluxes[k]!;
      const mass = w[k]! * m[k]! * values[k]!;
      fall += mass;
      norm += mass * values[k]!;
      if (values[k]! * sign < 0) zeros++;
      if (values[k] !== 0) sign = Math.sign(values[k]!);
    }
    phi += rise;
    flux -= lambda * fall;
    if (phi * sign < 0) zeros++;
    if (phi !== 0) sign = Math.sign(phi);
    const scale = Math.max(Math.abs(phi), Math.abs(flux));
    const turn = index + 1 < count ? Math.exp(c - cells[index + 1]!.c) : 1;
    phi /= scale;
    flux *= turn / scale;
    norm *= turn / (scale * scale);
    logScale += Math.log(scale);
  }
  return { phi, flux, norm, zeros, logScale };
}

/**
 * The same with the speed measure gathered in the nodes: good to some thousandth, at a hundredth of the cost. Fills
 * `states`, if given, with the state at each edge from the left, in the scaling of the cell before it.
 */
export function lumpedSweep(rule: Rule, cells: readonly Cell[], lambda: number, start: State, states?: State[]): Swept {
  const { n, w } = rule;
  let { phi, flux, norm } = start;
  let zeros = 0;
  let sign = Math.sign(phi);
  let logScale = 0;
  for (let index = 0; index < cells.length; index++) {
    const { m, c, steps } = cells[index]!;
    for (let k = 0; k < n; k++) {
      phi += steps[k]! * flux;
      if (phi * sign < 0) zeros++;
      if (phi !== 0) sign = Math.sign(phi);
      const mass = w[k]! * m[k]! * phi;
      flux -= lambda * mass;
      norm += mass * phi;
    }
    phi += steps[n]! * flux;
    if (phi * sign < 0) zeros++;
    if (phi !== 0) sign = Math.sign(phi);
    const scale = Math.max(Math.abs(phi), Math.abs(flux));
    phi /= scale;
    flux /= scale;
    norm /= scale * scale;
    logScale += Math.log(scale);
    states?.push({ phi, flux, norm });
    const turn = index + 1 < cells.length ? Math.exp(c - cells[index + 1]!.c) : 1;
    flux *= turn;
    norm *= turn;
  }
  return { phi, flux, norm, zeros, logScale };
}
