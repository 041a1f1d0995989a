/** The stationary law between reflecting (or clamped) ends: p ∝ m = (2/σ²) e^Φ. */
import { TheoryError } from '../errors.js';
import { coefficientsOf, dot, evaluateSeries, runningWeights } from './legendre.js';
import { COARSE, compare, FINE } from './orders.js';
import { type Cap, largestLogSpeed, type Panel, type Potential, potentialOf, refined, vanishes } from './potential.js';
import type { Process, Quantity } from './process.js';
import { panelAt } from './running.js';

export interface StationaryLaw {
  readonly mean: Quantity;
  readonly variance: Quantity;
  readonly skewness: Quantity;
  readonly excessKurtosis: Quantity;
  /** E X … E X⁴, and about the mean (the first is 0). */
  readonly moments: { readonly raw: readonly Quantity[]; readonly central: readonly Quantity[] };
  /** Local maxima of the density, the ends included, increasing. */
  readonly modes: readonly number[];
  /** p(x), normalised; 0 or Infinity where σ vanishes at the end asked for. */
  density(x: number): number;
  /** ln p(x), also where p is below the smallest number. */
  logDensity(x: number): number;
  /**
   * A start table: the law's quantiles at u = i / (n − 1), i = 0 … n − 1, linear between. The outermost two are not the ends
   * of the domain but where the outer segments keep their means: a tail is no straight line.
   */
  quantiles(n: number): Float64Array;
}

const NEGLIGIBLE = 90; // e^−90: panels that weigh less than this beside the heaviest are left out

export function stationaryLaw(process: Process): StationaryLaw {
  const fine = solve(process, FINE);
  const coarse = solve(process, COARSE);
  // A cap is exact to first order in its own width, and its place to the rounding of x.
  const capError = (mass: number, end: number, cap: Cap | null) =>
    cap === null
      ? 0
      : mass * (cap.width / (process.upper - process.lower) + (Number.EPSILON * Math.abs(end)) / cap.width);
  const ends =
    capError(fine.lowerMass, process.lower, fine.potential.lowerCap) +
    capError(fine.upperMass, process.upper, fine.potential.upperCap);
  const judged = (a: number, b: number): Quantity => {
    const { value, error } = compare(a, b);
    return { value, error: error + ends };
  };
  const quantity = (name: 'mean' | 'variance' | 'skewness' | 'excessKurtosis') => judged(fine[name], coarse[name]);
  const quantities = (name: 'raw' | 'central') => fine[name].map((moment, i) => judged(moment, coarse[name][i]!));
  return {
    mean: quantity('mean'),
    variance: quantity('variance'),
    skewness: quantity('skewness'),
    excessKurtosis: quantity('excessKurtosis'),
    moments: { raw: quantities('raw'), central: quantities('central') },
    modes: modesOf(process),
    density: (x) => Math.exp(logDensityAt(process, fine, x)),
    logDensity: (x) => logDensityAt(process, fine, x),
    quantiles: (n) => startTableOf(process, fine, n),
  };
}

interface Solved {
  readonly potential: Potential;
  /** Probability in each panel, and before the first and after the last (the caps). */
  readonly masses: Float64Array;
  readonly lowerMass: number;
  readonly upperMass: number;
  /** ln of the normalisation: p = e^(ln m − logTotal). */
  readonly logTotal: number;
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
  readonly raw: readonly number[];
  readonly central: readonly number[];
}

function solve(process: Process, order: number): Solved {
  const { lower, upper } = process;
  const rough = potentialOf(process, [lower, upper], order, (lower + upper) / 2);
  const { rule, lowerCap, upperCap } = rough;
  for (const [cap, end] of [
    [lowerCap, 'lower'],
    [upperCap, 'upper'],
  ] as const) {
    if (cap?.logSpeed === Infinity) {
      throw new TheoryError(
        `there is no stationary law: the noise vanishes at the ${end} end and the density ~ distance^${cap.speedPower.toPrecision(3)} has no integral there, so all mass gathers at that end`,
      );
    }
  }
  const least = largestLogSpeed(rough.panels) - NEGLIGIBLE;
  const potential = refined(process, rough, (panel) => largestLogSpeed([panel]) > least);
  const { panels } = potential;
  const scale = Math.max(largestLogSpeed(panels), lowerCap?.logSpeed ?? -Infinity, upperCap?.logSpeed ?? -Infinity);
  const masses = panels.map((panel) => weigh(panel, (k) => Math.exp(panel.logSpeed[k]! - scale)));
  const lowerMass = lowerCap === null ? 0 : Math.exp(lowerCap.logSpeed - scale);
  const upperMass = upperCap === null ? 0 : Math.exp(upperCap.logSpeed - scale);
  const total = masses.reduce((a, b) => a + b, lowerMass + upperMass);
  const expect = (f: (x: number) => number) =>
    panels.reduce(
      (sum, panel) => sum + weigh(panel, (k) => f(panel.x[k]!) * Math.exp(panel.logSpeed[k]! - scale)),
      lowerMass * f(lower) + upperMass * f(upper),
    ) / total;
  const mean = expect((x) => x);
  const [second, third, fourth] = [2, 3, 4].map((power) => expect((x) => (x - mean) ** power)) as [
    number,
    number,
    number,
  ];
  return {
    potential,
    masses: Float64Array.from(masses, (mass) => mass / total),
    lowerMass: lowerMass / total,
    upperMass: upperMass / total,
    logTotal: scale + Math.log(total),
    mean,
    variance: second,
    skewness: third / second ** 1.5,
    excessKurtosis: fourth / second ** 2 - 3,
    raw: [mean, ...[2, 3, 4].map((power) => expect((x) => x ** power))],
    central: [0, second, third, fourth],
  };

  function weigh(panel: Panel, f: (k: number) => number): number {
    let sum = 0;
    for (let k = 0; k < rule.n; k++) sum += rule.w[k]! * f(k);
    return (sum * (panel.right - panel.left)) / 2;
  }
}

function logDensityAt(process: Process, { potential, logTotal }: Solved, x: number): number {
  const { rule, panels, lowerCap, upperCap } = potential;
  if (x < process.lower || x > process.upper) return -Infinity;
  if (x === process.lower && lowerCap !== null) return lowerCap.speedPower < 0 ? Infinity : -Infinity;
  if (x === process.upper && upperCap !== null) return upperCap.speedPower < 0 ? Infinity : -Infinity;
  const panel = panels[panelAt(panels, x)]!;
  const half = (panel.right - panel.left) / 2;
  const weights = runningWeights(rule, Math.min(1, Math.max(-1, (x - panel.left) / half - 1)));
  const force = panel.x.map((at) => (2 * half * process.drift(at)) / process.diffusion(at) ** 2);
  const phi = panel.phiLeft + dot(weights, force);
  return phi - logTotal + Math.log(2) - 2 * Math.log(process.diffusion(x));
}

const TAIL_POINTS = 64; // of the midpoint rule for the mean of an outer segment: good to 1e-3 of its width

function startTableOf(process: Process, solved: Solved, n: number): Float64Array {
  const segment = 1 / (n - 1);
  const table = quantilesOf(
    process,
    solved,
    Float64Array.from({ length: n }, (_, i) => i * segment),
  );
  const shares = Float64Array.from({ length: TAIL_POINTS }, (_, k) => ((k + 0.5) / TAIL_POINTS) * segment);
  const mean = (us: Float64Array) => quantilesOf(process, solved, us).reduce((sum, x) => sum + x, 0) / TAIL_POINTS;
  const low = mean(shares);
  const high = mean(shares.map((u) => 1 - u).reverse());
  table[0] = Math.max(process.lower, 2 * low - table[1]!);
  table[n - 1] = Math.min(process.upper, 2 * high - table[n - 2]!);
  return table;
}

/**
 * The quantiles at increasing u. Inverts the running integral of the density: panel by its cumulated mass, then Newton kept
 * inside a bracket.
 */
function quantilesOf(process: Process, solved: Solved, us: Float64Array): Float64Array {
  const { potential, masses, lowerMass, upperMass, logTotal } = solved;
  const { rule, panels, lowerCap, upperCap } = potential;
  const table = new Float64Array(us.length);
  let index = 0;
  let before = lowerMass;
  let series = seriesOf(0);
  us.forEach((u, i) => {
    if (u <= 0) table[i] = process.lower;
    else if (u >= 1) table[i] = process.upper;
    else if (u < lowerMass)
      table[i] = process.lower + lowerCap!.width * (u / lowerMass) ** (1 / (lowerCap!.speedPower + 1));
    else if (1 - u < upperMass) {
      table[i] = process.upper - upperCap!.width * ((1 - u) / upperMass) ** (1 / (upperCap!.speedPower + 1));
    } else {
      const was = index;
      while (index + 1 < panels.length && before + masses[index]! < u) before += masses[index++]!;
      if (index !== was) series = seriesOf(index);
      const { left, right } = panels[index]!;
      table[i] = left + ((right - left) / 2) * (1 + invert(series, u - before));
    }
  });
  return table;

  function seriesOf(index: number): Float64Array {
    const { left, right, logSpeed } = panels[index]!;
    const half = (right - left) / 2;
    return coefficientsOf(
      rule,
      logSpeed.map((value) => half * Math.exp(value - logTotal)),
    );
  }
}

/** t in [−1, 1] where the integral from −1 of Σ c_l P_l reaches `mass`. */
function invert(coefficients: Float64Array, mass: number): number {
  let low = -1;
  let high = 1;
  let t = 0;
  for (let i = 0; i < 60; i++) {
    const { integral, value } = evaluateSeries(coefficients, t);
    if (integral > mass) high = t;
    else low = t;
    let next = t - (integral - mass) / value;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - t) < 1e-15) break;
    t = next;
  }
  return t;
}

/** Local maxima of the stationary density, increasing. */
export const modesOf = (process: Process): number[] => extremaOf(process).modes;

/**
 * Where p′ = 0: interior roots of μ − σσ′, falling through 0 at modes, rising at dips; and as modes the ends where p falls
 * inwards.
 */
export function extremaOf(process: Process): { readonly modes: number[]; readonly dips: number[] } {
  const { lower, upper } = process;
  const slope = (x: number) => process.drift(x) - process.diffusionSlope(x);
  const CELLS = 1024; // two modes nearer than a thousandth of the domain are seen as one
  const width = upper - lower;
  const inset = 1e-9 * width; // where the noise vanishes at an end, or p′ is 0 there, the sign of p′ is that just inside
  const first = vanishes(process, lower) || slope(lower) === 0 ? lower + inset : lower;
  const last = vanishes(process, upper) || slope(upper) === 0 ? upper - inset : upper;
  const modes: number[] = [];
  const dips: number[] = [];
  if (slope(first) < 0) modes.push(lower);
  let left = first;
  for (let i = 1; i <= CELLS; i++) {
    const right = i === CELLS ? last : lower + (width * i) / CELLS;
    if (slope(left) > 0 && slope(right) <= 0 && !(i === CELLS && slope(right) === 0)) modes.push(root(left, right, 1));
    if (slope(left) < 0 && slope(right) >= 0 && !(i === CELLS && slope(right) === 0)) dips.push(root(left, right, -1));
    left = right;
  }
  if (slope(last) > 0) modes.push(upper);
  return { modes, dips };

  /** Where sign · slope falls through 0. */
  function root(from: number, to: number, sign: 1 | -1): number {
    let [a, b] = [from, to];
    for (let k = 0; k < 60; k++) {
      const middle = (a + b) / 2;
      if (sign * slope(middle) > 0) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  }
}
