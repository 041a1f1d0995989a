/** Running integrals of positive densities over the panels, in logarithms: sums of positive terms, so nothing cancels. */
import { coefficientsOf, dot, evaluateSeries, runningSums } from './legendre.js';
import type { Panel, Potential } from './potential.js';

/** ln(eᵃ + eᵇ). */
export function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity || high === Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** L(x) = ln ∫_lo^x e^f: its values at all nodes, the total, and at any x. */
export interface Running {
  readonly nodes: readonly Float64Array[];
  readonly total: number;
  at(x: number): number;
}

/**
 * The running integral from the left, or with `fromRight` of the part right of x. `start` is the logarithm of what lies
 * before the first panel (a cap).
 */
export function runningIntegral(
  { rule, panels }: Potential,
  logDensity: (panel: Panel, index: number) => Float64Array,
  start: number,
  fromRight = false,
): Running {
  const { n } = rule;
  const nodes: Float64Array[] = new Array(panels.length);
  const before = new Float64Array(panels.length);
  const scales = new Float64Array(panels.length);
  const densities: Float64Array[] = new Array(panels.length);
  const series = new Map<number, Float64Array>();
  let total = start;
  for (let step = 0; step < panels.length; step++) {
    const index = fromRight ? panels.length - 1 - step : step;
    const panel = panels[index]!;
    before[index] = total;
    if (!panel.kept) {
      nodes[index] = new Float64Array(n).fill(total);
      densities[index] = new Float64Array(n);
      continue;
    }
    const logs = logDensity(panel, index);
    const scale = logs.reduce((a, b) => Math.max(a, b), -Number.MAX_VALUE); // finite, though all may be −Infinity
    const density = logs.map((value) => ((panel.right - panel.left) / 2) * Math.exp(value - scale));
    const sum = dot(rule.w, density);
    scales[index] = scale;
    densities[index] = density;
    const parts = runningSums(rule, density);
    for (let k = 0; k < n; k++) {
      const part = Math.max(fromRight ? sum - parts[k]! : parts[k]!, 0);
      parts[k] = logAdd(total, scale + Math.log(part));
    }
    nodes[index] = parts;
    total = logAdd(total, scale + Math.log(sum));
  }
  return {
    nodes,
    total,
    at(x) {
      const index = panelAt(panels, x);
      const panel = panels[index]!;
      if (!panel.kept) return before[index]!;
      const t = Math.min(1, Math.max(-1, (2 * (x - panel.left)) / (panel.right - panel.left) - 1));
      let coefficients = series.get(index);
      if (coefficients === undefined) {
        coefficients = coefficientsOf(rule, densities[index]!);
        series.set(index, coefficients);
      }
      const part = evaluateSeries(coefficients, t).integral;
      const inside = fromRight ? 2 * coefficients[0]! - part : part;
      return logAdd(before[index]!, scales[index]! + Math.log(Math.max(inside, 0)));
    },
  };
}

/** The panel that holds x; the first or the last where x lies outside. */
export function panelAt(panels: readonly Panel[], x: number): number {
  let low = 0;
  let high = panels.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x <= panels[middle]!.right) high = middle;
    else low = middle + 1;
  }
  return low;
}
