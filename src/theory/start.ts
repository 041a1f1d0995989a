/** A start law: quantiles at u = i/(n − 1), linear between; one entry is a fixed start (plan.ts: `Plan.start`). */
import { gaussLegendre } from './legendre.js';

const FEW = 64; // entries below which a segment may be wide, and gets many points

/** E f(X₀), with f smooth except at `kinks`. */
export function averageOverStart(
  start: readonly number[],
  f: (x: number) => number,
  kinks: readonly number[] = [],
): number {
  if (start.length === 1) return f(start[0]!);
  const rule = gaussLegendre(start.length > FEW ? 3 : 24);
  let sum = 0;
  for (let i = 0; i + 1 < start.length; i++) {
    const left = start[i]!;
    const right = start[i + 1]!;
    if (left === right) {
      sum += f(left);
      continue;
    }
    const edges = [left, ...kinks.filter((at) => at > left && at < right), right];
    for (let e = 0; e + 1 < edges.length; e++) {
      const half = (edges[e + 1]! - edges[e]!) / 2;
      let part = 0;
      for (let k = 0; k < rule.n; k++) part += rule.w[k]! * f(edges[e]! + half * (1 + rule.x[k]!));
      sum += (part * half) / (right - left);
    }
  }
  return sum / (start.length - 1);
}
