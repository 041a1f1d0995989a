/** Functions of x as polynomials on panels that get finer towards the ends, where value functions have their layers. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind } from '../spec/study.js';
import { gaussLegendre } from './legendre.js';
import { forEachStart } from './start.js';

export interface Interpolant {
  /** Panel edges, increasing; panel p holds the nodes p·order … p·order + order − 1. */
  readonly edges: Float64Array;
  readonly order: number;
  readonly nodes: Float64Array;
  /** Adds `weight` times the interpolation weights at x to row[offset …]: row · u = weight u(x). */
  spread(row: Float64Array, offset: number, x: number, weight: number): void;
}

/**
 * Panels over [lower, upper]: about `lowerScale` and `upperScale` wide at the ends, each at most twice as wide as its
 * distance from its end, and `widest` at most.
 */
export function gradedInterpolant(
  lower: number,
  upper: number,
  lowerScale: number,
  upperScale: number,
  widest: number,
  order: number,
): Interpolant {
  if (!Number.isFinite(lowerScale) || !Number.isFinite(upperScale)) {
    throw new TheoryError('drift or diffusion is not finite at an end');
  }
  const edges = [lower];
  grade(lower, upper);
  edges.push(upper);
  const rule = gaussLegendre(order);
  const nodes = new Float64Array((edges.length - 1) * order);
  for (let p = 0; p + 1 < edges.length; p++) {
    const half = (edges[p + 1]! - edges[p]!) / 2;
    for (let k = 0; k < order; k++) nodes[p * order + k] = edges[p]! + half * (1 + rule.x[k]!);
  }
  // Barycentric weights of the Gauss–Legendre nodes, (−1)^k √((1 − t²) w): Wang and Xiang, Math. Comp. 81 (2012).
  const barycentric = rule.x.map((t, k) => (k % 2 === 0 ? 1 : -1) * Math.sqrt((1 - t * t) * rule.w[k]!));
  const terms = new Float64Array(order);
  const last = edges.length - 2;
  return {
    edges: Float64Array.from(edges),
    order,
    nodes,
    spread(row, offset, x, weight) {
      let p = 0;
      while (p < last && x > edges[p + 1]!) p++;
      const base = p * order;
      let sum = 0;
      for (let k = 0; k < order; k++) {
        const distance = x - nodes[base + k]!;
        if (distance === 0) {
          row[offset + base + k]! += weight;
          return;
        }
        const term = barycentric[k]! / distance;
        terms[k] = term;
        sum += term;
      }
      const scale = weight / sum;
      for (let k = 0; k < order; k++) row[offset + base + k]! += terms[k]! * scale;
    },
  };

  /** Halves until a panel is small beside its distances from both ends; pushes the edges strictly inside. */
  function grade(left: number, right: number): void {
    const width = right - left;
    const allowed = Math.min(widest, 1.01 * (left - lower) + lowerScale, 1.01 * (upper - right) + upperScale);
    if (width <= allowed || width < 1e-12 * (upper - lower)) return;
    const middle = (left + right) / 2;
    grade(left, middle);
    edges.push(middle);
    grade(middle, right);
  }
}

/**
 * ω with ω · u = E[u(X₀); no barrier met] over a start law, and the shares that meet a barrier at once. Start and ends in
 * x; `coordinate` leads to that of the interpolant.
 */
export function startWeights(
  interpolant: Interpolant,
  start: readonly number[],
  lower: { readonly at: number; readonly kind: BoundaryKind },
  upper: { readonly at: number; readonly kind: BoundaryKind },
  coordinate: (x: number) => number,
): { readonly weights: Float64Array; readonly met: { readonly lower: number; readonly upper: number } } {
  const weights = new Float64Array(interpolant.nodes.length);
  const met = { lower: 0, upper: 0 };
  forEachStart(start, [lower.at, upper.at], (x, weight) => {
    if (lower.kind === 'absorb' && x <= lower.at) met.lower += weight;
    else if (upper.kind === 'absorb' && x >= upper.at) met.upper += weight;
    else interpolant.spread(weights, 0, coordinate(Math.min(upper.at, Math.max(lower.at, x))), weight);
  });
  return { weights, met };
}
