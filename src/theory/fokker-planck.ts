/**
 * The law of X at given times, survival, and the times of leaving, from the Fokker–Planck equation
 * ∂p/∂t = −∂(μp)/∂x + ½ ∂²(σ²p)/∂x² between ends that reflect (clamp: the same in continuous time) or absorb.
 *
 * Two answers stand side by side. The `positive` one, of the finest grid and shortest steps, is never negative and loses no
 * probability; it is of first order in time and second in space. All else is extrapolated to cells and steps of size 0 from
 * nested grids and divided steps, each of them positive itself; the two best extrapolations give the error.
 */
import type { BoundaryKind } from '../spec/study.js';
import { type Cells, cellsOf } from './fokker-planck-cells.js';
import { between, type Curve, extrapolate, PARTS, slopeBetween, solveFor } from './fokker-planck-curve.js';
import { nestedGrids } from './fokker-planck-grid.js';
import { march, type Outflow, type Record, type Sides, timeMesh } from './fokker-planck-march.js';
import type { Process, Quantity } from './process.js';
import { mustBeResolvable, mustVarySlowly } from './resolvable.js';
import { forEachStart } from './start.js';

export interface FokkerPlanckSetup {
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  /** Quantiles of the start (plan.ts: `Plan.start`); one entry: a fixed start. Beyond an absorbing end: gone at once. */
  readonly start: readonly number[];
  /** Times > 0 at which the law is wanted, increasing; the last one is the end. */
  readonly times: readonly number[];
  /** Places where the distribution function is wanted exactly: edges of bins. */
  readonly edges?: readonly number[];
  /** A time: functions σ√layer wide are to be resolved at the ends. Default the first of `times`. */
  readonly layer?: number;
  /** Cells of the coarsest of the three grids, about. */
  readonly cells?: number;
}

export interface FokkerPlanck {
  /** At each of the times asked for. */
  readonly laws: readonly LawAt[];
  /** P(no end has been left through by t), for t up to the last time. */
  survival(time: number): Quantity;
  /** ∫₀ᵗ of the survival: E min(T, t). */
  lived(time: number): Quantity;
  readonly exits: { readonly lower: LeavingTime; readonly upper: LeavingTime };
}

/** The time of leaving through one end. */
export interface LeavingTime {
  /** P(left through this end by t). */
  probability(time: number): Quantity;
  /** The density of that time, over all paths. */
  density(time: number): Quantity;
  /** E and Var of it for those that have left by the last time; null where hardly any have. */
  readonly mean: Quantity | null;
  readonly variance: Quantity | null;
  /** The time by which this share of all paths has left; null where it is not reached. */
  quantile(share: number): Quantity | null;
}

/** The law of X over all paths: divide by `alive` for the law of those alive. */
export interface LawAt {
  readonly time: number;
  /** P(alive). */
  readonly alive: Quantity;
  /** E[f(X); alive], f smooth. */
  expectation(f: (x: number) => number): Quantity;
  /** P(X ≤ x; alive). */
  cdf(x: number): Quantity;
  /** p(x), of mass `alive`. */
  density(x: number): Quantity;
  /** x with P(X ≤ x; alive) = share × alive. */
  quantile(share: number): Quantity;
  /** Never negative, and with what has left 1 to rounding: probability P at the nodes x of the finest grid. */
  readonly positive: { readonly x: Float64Array; readonly P: Float64Array };
}

const CELLS = 150;
const LEVELS = 3;

interface Level {
  readonly nodes: Float64Array;
  readonly cells: Cells;
  /** One for each of PARTS. */
  readonly records: readonly Record[];
}

/** @throws TheoryError where the noise is too weak beside the drift, or an end cannot be treated. */
export function solveFokkerPlanck(process: Process, setup: FokkerPlanckSetup): FokkerPlanck {
  const { boundary, start, times, edges = [], cells: count = CELLS } = setup;
  if (!(times[0]! > 0 && times.every((time, i) => i === 0 || time > times[i - 1]!))) {
    throw new RangeError('expected times > 0 that increase');
  }
  mustBeResolvable(process);
  mustVarySlowly(process);
  const starts = start.length <= 2 ? start : []; // longer tables are smooth laws
  const grid = {
    breaks: [...edges, ...starts],
    starts,
    shortest: times[0]!,
    layer: setup.layer ?? times[0]!,
    cells: count,
  };
  const grids = nestedGrids(process, grid, LEVELS).map((nodes) => {
    const cells = cellsOf(process, nodes, boundary);
    return { nodes, cells, ...placeStart(process, cells, boundary, start) };
  });
  const mesh = timeMesh(grids[0]!.cells, grids[0]!.initial, times);
  const asked = new Set(times);
  const levels = grids.map(({ nodes, cells, initial, met, soon }): Level => {
    const records = PARTS.map((parts) => march(cells, { initial, met, soon }, mesh, (j) => asked.has(mesh[j]!), parts));
    return { nodes, cells, records };
  });
  const known = (read: (record: Record) => number) =>
    extrapolate(levels.map(({ records }) => records.map((record) => read(record))));
  const alive = mesh.map((_, j) => known((record) => record.alive[j]!));
  const leaving = mesh.map((_, j) => -known(({ lower, upper }) => lower.rate[j]! + upper.rate[j]!).value);
  const survival: Curve = { x: mesh, values: alive, slopes: leaving };
  const lived: Curve = {
    x: mesh,
    values: mesh.map((_, j) => known((record) => record.lived[j]!)),
    slopes: alive.map(({ value }) => value),
  };
  return {
    laws: times.map((time, i) => lawAt(time, alive[mesh.indexOf(time)]!, i, levels)),
    survival: (time) => between(survival, time),
    lived: (time) => between(lived, time),
    exits: {
      lower: leavingTime(mesh, known, ({ lower }) => lower),
      upper: leavingTime(mesh, known, ({ upper }) => upper),
    },
  };
}

/** The start law on the cells, what begins at or beyond an absorbing end, and what is a small part of a cell from it. */
export function placeStart(
  { lower, upper }: Process,
  cells: Cells,
  boundary: FokkerPlanckSetup['boundary'],
  start: readonly number[],
): { readonly initial: Float64Array; readonly met: Sides; readonly soon: Sides } {
  const initial = new Float64Array(cells.x.length);
  const met = { lower: 0, upper: 0 };
  const soon = { lower: 0, upper: 0 };
  // Hats have kinks at the nodes: a wide piece of the law is cut there. Long tables have pieces narrower than cells.
  const kinks = start.length <= FEW ? [lower, ...cells.x, upper] : [lower, upper];
  forEachStart(start, kinks, (x, weight) => {
    if (boundary.lower === 'absorb' && x <= lower) met.lower += weight;
    else if (boundary.upper === 'absorb' && x >= upper) met.upper += weight;
    else cells.place(initial, soon, Math.min(upper, Math.max(lower, x)), weight);
  });
  return { initial, met, soon };
}

const FEW = 64;
const SEEN = 1e-12; // a probability below this is rounding, and nothing can be averaged over it

/** Of a quantile, from the error of the share below it; an extrapolated density that is not positive tells nothing. */
const errorOfPlace = (error: number, density: number): number => (density > 0 ? error / density : Infinity);

function leavingTime(
  mesh: readonly number[],
  known: (read: (record: Record) => number) => Quantity,
  of: (record: Record) => Outflow,
): LeavingTime {
  const last = mesh.length - 1;
  const rates = mesh.map((_, j) => known((record) => of(record).rate[j]!));
  const curve: Curve = {
    x: mesh,
    values: mesh.map((_, j) => known((record) => of(record).total[j]!)),
    slopes: rates.map(({ value }) => value),
  };
  const end = curve.values[last]!;
  const seen = end.value > 100 * end.error + SEEN;
  const density = (time: number) => slopeBetween(mesh, rates, time);
  const mean = (outflow: Outflow) => outflow.first[last]! / outflow.total[last]!;
  return {
    probability: (time) => between(curve, time),
    density,
    mean: seen ? known((record) => mean(of(record))) : null,
    variance: seen
      ? known((record) => of(record).second[last]! / of(record).total[last]! - mean(of(record)) ** 2)
      : null,
    quantile(share) {
      const time = solveFor(curve, share);
      if (time === null) return null;
      return time === 0
        ? { value: 0, error: 0 }
        : { value: time, error: errorOfPlace(between(curve, time).error, density(time).value) };
    },
  };
}

function lawAt(time: number, alive: Quantity, index: number, levels: readonly Level[]): LawAt {
  const { x: finest } = levels.at(-1)!.cells;
  let shared: { readonly cdf: Curve; readonly densities: readonly Quantity[] } | undefined;
  const get = () => {
    shared ??= atSharedNodes(index, levels);
    return shared;
  };
  const cdf = (x: number) => between(get().cdf, x);
  const density = (x: number) => slopeBetween(get().cdf.x, get().densities, x);
  return {
    time,
    alive,
    cdf,
    density,
    expectation: (f) =>
      extrapolate(
        levels.map(({ cells, records }) => {
          const values = cells.x.map(f);
          return records.map(({ states }) => states[index]!.reduce((sum, P, i) => sum + P * values[i]!, 0));
        }),
      ),
    quantile(share) {
      const { x } = get().cdf;
      const at = solveFor(get().cdf, share * alive.value) ?? x.at(-1)!;
      return { value: at, error: errorOfPlace(cdf(at).error + share * alive.error, density(at).value) };
    },
    positive: { x: finest, P: levels.at(-1)!.records.at(-1)!.states[index]! },
  };
}

/** Distribution function and density at the nodes of the coarsest grid, which all grids have. */
function atSharedNodes(index: number, levels: readonly Level[]) {
  const x = Array.from(levels[0]!.nodes);
  const sums = levels.map(({ nodes, cells, records }) => {
    const stride = (nodes.length - 1) / (x.length - 1);
    return records.map(({ states }) => {
      const P = states[index]!;
      const below = new Float64Array(P.length + 1);
      P.forEach((mass, i) => {
        below[i + 1] = below[i]! + mass;
      });
      return x.map((_, j) => {
        const i = j * stride - cells.first;
        if (i < 0) return { cdf: 0, density: 0 };
        if (i >= P.length) return { cdf: below[P.length]!, density: 0 };
        return { cdf: below[i]! + cells.leftShare[i]! * P[i]!, density: P[i]! * cells.perMass[i]! };
      });
    });
  });
  const at = (part: 'cdf' | 'density') =>
    x.map((_, j) => extrapolate(sums.map((level) => level.map((nodes) => nodes[j]![part]))));
  const densities = at('density');
  return { cdf: { x, values: at('cdf'), slopes: densities.map(({ value }) => value) }, densities };
}
