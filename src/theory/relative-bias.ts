/**
 * How the density of a scheme differs from the exact one: ε(x) = p(x) r(x), with r in functions that are orthonormal under
 * p. Since E[π_k] = 0 for the exact law, the coefficient of π_k is what the scheme makes of E[π_k]: smooth functions, which
 * its kernel on nodes knows to many digits, where it knows nothing of the indicator of a bin. n Σ a² is then the
 * noncentrality that the time step gives to χ².
 */
import type { LawAt } from './fokker-planck.js';
import type { Process } from './process.js';

export interface Orthonormal {
  readonly count: number;
  /** π_0(x) = 1, π_1(x), … */
  at(x: number): Float64Array;
  /** ∫ π_k p up to x, over the paths alive. */
  below(k: number, x: number): number;
}

const DEGREE = 8; // of the polynomials: r is dt times a smooth function
const LAYERS = [0.5, 1, 2, 4]; // σ√dt: at an end the law of a scheme has a layer this deep
const SMALLEST = 1e-5; // of a function's square that the ones before it leave over: less is not seen

/** One function: a candidate less its parts along the functions before it, divided by what is left. */
interface Step {
  /** z π_{k−1} for a polynomial, a layer of x otherwise. */
  readonly candidate: (x: number, before: Float64Array) => number;
  readonly parts: Float64Array;
  readonly norm: number;
}

/** Layers at both ends, then polynomials in x, made orthonormal one after the other (Gram–Schmidt, twice). */
export function orthonormalUnder(law: LawAt, process: Process, dt: number): Orthonormal {
  const { x, P } = law.positive;
  const mass = P.reduce((a, b) => a + b, 0);
  const weight = P.map((p) => p / mass);
  const mean = innerProduct(weight, x, new Float64Array(x.length).fill(1));
  const offsets = x.map((at) => at - mean);
  const spread = Math.sqrt(innerProduct(weight, offsets, offsets));
  const layers = [process.lower, process.upper].flatMap((end) =>
    LAYERS.map((depth) => {
      const scale = depth * process.diffusion(end) * Math.sqrt(dt);
      return (at: number) => Math.exp(-Math.abs(at - end) / scale);
    }),
  );
  const steps: Step[] = [];
  const values: Float64Array[] = [];
  const add = (candidate: Step['candidate']): void => {
    const before = new Float64Array(values.length);
    const left = x.map((at, i) => {
      values.forEach((known, k) => {
        before[k] = known[i]!;
      });
      return candidate(at, before);
    });
    const parts = new Float64Array(values.length);
    for (let turn = 0; turn < 2; turn++) {
      values.forEach((known, k) => {
        const part = innerProduct(weight, left, known);
        parts[k]! += part;
        for (let i = 0; i < left.length; i++) left[i]! -= part * known[i]!;
      });
    }
    const norm = Math.sqrt(innerProduct(weight, left, left));
    if (!(norm ** 2 > SMALLEST)) return;
    steps.push({ candidate, parts, norm });
    values.push(left.map((value) => value / norm));
  };
  add(() => 1);
  for (const layer of layers) add(layer);
  let previous = 0;
  for (let degree = 1; degree <= DEGREE; degree++) {
    const last = previous;
    previous = values.length;
    add((at, before) => ((at - mean) / spread) * before[last]!);
  }
  const sums = values.map((known) => {
    let sum = 0;
    return known.map((value, i) => {
      sum += weight[i]! * value;
      return sum;
    });
  });
  return {
    count: steps.length,
    at(place) {
      const result = new Float64Array(steps.length);
      steps.forEach(({ candidate, parts, norm }, k) => {
        let value = candidate(place, result);
        for (let j = 0; j < k; j++) value -= parts[j]! * result[j]!;
        result[k] = value / norm;
      });
      return result;
    },
    below(k, place) {
      let [low, high] = [0, x.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (x[middle]! < place) low = middle + 1;
        else high = middle;
      }
      const before = low === 0 ? 0 : sums[k]![low - 1]!;
      // Half of a node's probability lies to either side of it.
      return low < x.length && x[low] === place ? (before + sums[k]![low]!) / 2 : before;
    },
  };
}

function innerProduct(weight: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += weight[i]! * a[i]! * b[i]!;
  return sum;
}
