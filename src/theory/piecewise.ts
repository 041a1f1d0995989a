/** A function of x that is dear to evaluate, as Legendre series on panels that resolve it. */
import { coefficientsOf, evaluateSeries, gaussLegendre, unresolved } from './legendre.js';

const ORDER = 16;
const RESOLVED = 1e-13; // the last coefficients beside the largest value seen
const SHORTEST = 2 ** -30; // of the interval: about a kink, panels end there, and a step of the function is that wide
const FIRST_PANELS = 64; // what is narrow may lie between all the nodes of a few
const MOST_PANELS = 500; // a function that is noise down there is left as it is

/** f on [lower, upper], clamped to its ends, to about 1e-13 of its largest value; f itself where no panels resolve it. */
export function piecewise(f: (x: number) => number, lower: number, upper: number): (x: number) => number {
  const rule = gaussLegendre(ORDER);
  const lefts: number[] = [];
  const series: Float64Array[] = [];
  let largest = 0;
  const visit = (left: number, right: number): void => {
    if (lefts.length > MOST_PANELS) return;
    const half = (right - left) / 2;
    const values = rule.x.map((t) => f(left + half * (1 + t)));
    const here = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    largest = Math.max(largest, here);
    if (unresolved(rule, values) * here > RESOLVED * largest && right - left > SHORTEST * (upper - lower)) {
      visit(left, left + half);
      visit(left + half, right);
      return;
    }
    lefts.push(left);
    series.push(coefficientsOf(rule, values));
  };
  for (let i = 0; i < FIRST_PANELS; i++) {
    const edge = (k: number) => lower + ((upper - lower) * k) / FIRST_PANELS;
    visit(edge(i), i + 1 === FIRST_PANELS ? upper : edge(i + 1));
  }
  if (lefts.length > MOST_PANELS) return (x) => f(Math.min(Math.max(x, lower), upper));
  return (x) => {
    const at = Math.min(Math.max(x, lower), upper);
    let [low, high] = [0, lefts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lefts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    const left = lefts[low]!;
    const right = lefts[low + 1] ?? upper;
    return evaluateSeries(series[low]!, (2 * (at - left)) / (right - left) - 1).value;
  };
}
