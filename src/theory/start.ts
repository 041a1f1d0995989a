/** A start law: quantiles at u = i/(n − 1), linear between; one entry is a fixed start (plan.ts: `Plan.start`). */
import { gaussLegendre } from './legendre.js';

const FEW = 64; // entries below which a segment may be wide, and gets many points

/** E f(X₀), with f smooth except at `kinks`. */
export function averageOverStart(
  start: readonly number[],
  f: (x: number) => number,
  kinks: readonly number[] = [],
): number {
  let sum = 0;
  forEachStart(start, kinks, (x, weight) => {
    sum += weight * f(x);
  });
  return sum;
}

/** The start law as points and weights (sum 1) that integrate what is smooth between `kinks`. */
export function forEachStart(
  start: readonly number[],
  kinks: readonly number[],
  visit: (x: number, weight: number) => void,
): void {
  const segments = start.length - 1;
  if (segments === 0) {
    visit(start[0]!, 1);
    return;
  }
  const rule = gaussLegendre(segments + 1 > FEW ? 3 : 24);
  for (let i = 0; i < segments; i++) {
    const left = start[i]!;
    const right = start[i + 1]!;
    if (left === right) {
      visit(left, 1 / segments);
      continue;
    }
    const edges = [left, ...kinks.filter((at) => at > left && at < right), right];
    for (let e = 0; e + 1 < edges.length; e++) {
      const half = (edges[e + 1]! - edges[e]!) / 2;
      for (let k = 0; k < rule.n; k++) {
        visit(edges[e]! + half * (1 + rule.x[k]!), (rule.w[k]! * half) / (right - left) / segments);
      }
    }
  }
}
