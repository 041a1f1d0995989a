/** The biases of distribution functions and quantiles: of the times of leaving, and of positions at the save times. */
import type { Bias, BiasSetup, PassageBias, SnapshotBias } from './bias-setup.js';
import type { SchemeBetween } from './bias-step.js';
import { type FokkerPlanck, type LawAt, solveFokkerPlanck } from './fokker-planck.js';
import type { Process, Quantity } from './process.js';
import { type Orthonormal, orthonormalUnder } from './relative-bias.js';
import type { SchemeLaw } from './scheme-law.js';
import type { Side } from './truth.js';

/** @param ofAll whether quantiles are of all paths, or of those that leave through this side by the horizon. */
export function timesBias(
  scheme: SchemeBetween,
  process: Process,
  setup: BiasSetup,
  side: Side,
  wanted: readonly number[],
  ofAll: boolean,
): Pick<PassageBias, 'quantiles' | 'cdf'> {
  const { start, horizon, levels = [] } = setup;
  if (levels.length + wanted.length === 0) return { quantiles: [], cdf: [] };
  const { lower, upper } = scheme.ends;
  const first = earliest(process, start, scheme.ends[side].at, scheme.step, horizon);
  const law = solveFokkerPlanck(
    { ...process, lower: lower.at, upper: upper.at },
    { boundary: { lower: lower.kind, upper: upper.kind }, start, times: [first, horizon] },
  );
  const exit = law.exits[side];
  const exact = [
    ...levels.map((level) => exit.quantile(ofAll ? level : level * exit.probability(horizon).value)),
    ...wanted.map((time) => exit.probability(time)),
  ];
  const found = scheme.biasesOf({
    exact: () => exact,
    discrete(discrete, [steps]) {
      const { dt } = discrete.chain;
      return [
        ...levels.map((level) => {
          const until = discrete.stepsUntil(side, ofAll ? level : level * discrete.passed(side, steps!), steps!);
          return until === null ? null : until * dt;
        }),
        ...wanted.map((time) => discrete.passed(side, time / dt)),
      ];
    },
  });
  return { quantiles: found.slice(0, levels.length), cdf: found.slice(levels.length) };
}

/** About when the first paths leave: the law is followed from there on. */
export function earliest(
  process: Process,
  start: readonly number[],
  end: number,
  step: number,
  horizon: number,
): number {
  const distance = start.reduce((least, x) => Math.min(least, Math.abs(x - end)), Infinity);
  const time = (0.2 * distance ** 2) / process.diffusion(end) ** 2;
  return Math.min(horizon / 2, Math.max(time, Math.min(step, horizon / 100)));
}

/** One entry for each save time; null at time 0. */
export function positionBiases(
  scheme: SchemeBetween,
  process: Process,
  setup: BiasSetup,
): (Pick<SnapshotBias, 'quantiles' | 'cdf' | 'doubt'> | null)[] {
  const { boundary, start, saveAt, levels = [], edges = [] } = setup;
  const later = saveAt.filter((time) => time > 0);
  if (levels.length + edges.length === 0 || later.length === 0) return saveAt.map(() => null);
  const solve = (times: readonly number[]): FokkerPlanck =>
    solveFokkerPlanck(process, { boundary, start, times, edges, layer: scheme.step });
  const { laws } = solve(later);
  const bases = laws.map((law) => orthonormalUnder(law, process, scheme.step));
  // E π_k of both, for every save time in turn.
  const found = scheme.biasesOf({
    exact(times) {
      const moved = times.filter((time) => time > 0);
      if (moved.every((time, i) => time === later[i])) return laws.flatMap((law, i) => expectations(law, bases[i]!));
      const distinct = [...new Set(moved)]; // two save times may be one coarse step
      const there = solve(distinct).laws;
      return moved.flatMap((time, i) => expectations(there[distinct.indexOf(time)]!, bases[i]!));
    },
    discrete: (discrete, steps) => steps.filter((n) => n > 0).flatMap((n, i) => expectationsOf(discrete, n, bases[i]!)),
  });
  let from = 0;
  return saveAt.map((time) => {
    const i = later.indexOf(time);
    if (i < 0) return null;
    const coefficients = found.slice(from, from + bases[i]!.count);
    from += bases[i]!.count;
    return lawBias(laws[i]!, bases[i]!, coefficients, levels, edges);
  });
}

function expectations(law: LawAt, basis: Orthonormal): Quantity[] {
  return Array.from({ length: basis.count }, (_, k) => {
    const { value, error } = law.expectation((x) => basis.at(x)[k]!);
    return { value: value / law.alive.value, error: error / law.alive.value };
  });
}

function expectationsOf(law: SchemeLaw, steps: number, basis: Orthonormal): number[] {
  const { interpolant, stepper } = law.chain;
  const nodes = interpolant.nodes.map(stepper.position);
  const values = Array.from({ length: basis.count }, () => new Float64Array(nodes.length));
  nodes.forEach((x, i) => {
    basis.at(x).forEach((value, k) => {
      values[k]![i] = value;
    });
  });
  const alive = law.expectation(steps, new Float64Array(nodes.length).fill(1));
  return values.map((u) => law.expectation(steps, u) / alive);
}

const LARGEST_SHIFT = 0.05; // of a share: a quantile's bias is told to first order in it

function lawBias(
  law: LawAt,
  basis: Orthonormal,
  coefficients: readonly (Bias | null)[],
  levels: readonly number[],
  edges: readonly number[],
): Pick<SnapshotBias, 'quantiles' | 'cdf' | 'doubt'> | null {
  const alive = law.alive.value;
  // The error of a coefficient. What the series leaves out is seen as much as its last polynomial; of the last two
  // coefficients the larger, since they may pass through 0 on their way down.
  const left = Math.max(...coefficients.slice(-2).map((a) => Math.abs(a?.bias ?? 1)));
  const doubts = coefficients.map((a, k) => (a?.error ?? 1) + (k === basis.count - 1 ? left : 0));
  const shift = (x: number): Quantity => {
    let [value, square] = [0, 0];
    for (let k = 1; k < basis.count; k++) {
      const below = basis.below(k, x);
      value += (coefficients[k]?.bias ?? 0) * below;
      square += (doubts[k]! * below) ** 2;
    }
    return { value, error: Math.sqrt(square) };
  };
  const belows = edges.map((edge) => law.cdf(edge));
  const cells = sharesOf(belows.map(({ value }) => value / alive));
  const doubt = doubts.reduce((sum, each, k) => (k === 0 ? 0 : sum + each ** 2 * seen(k)), 0);
  return {
    quantiles: levels.map((level) => {
      if (!(doubt < LARGEST_SHIFT ** 2)) return null; // the series tells nothing anywhere, whatever it adds up to here
      const { value: exact, error } = law.quantile(level);
      const { value, error: unsure } = shift(exact);
      const density = law.density(exact).value / alive;
      if (!(Math.abs(value) < LARGEST_SHIFT * Math.min(level, 1 - level) * 2) || !(density > 0)) return null;
      const bias = -value / density;
      return { value: exact + bias, exact, bias, error: error + unsure / density };
    }),
    cdf: edges.map((edge, i) => {
      const { value: below, error } = belows[i]!;
      const exact = below / alive;
      const bias = shift(edge).value;
      return { value: exact + bias, exact, bias, error: (error + law.alive.error) / alive };
    }),
    doubt,
  };

  /** How much of π_k² the cells see, at most 1: Σ (∫ π_k p)²/∫ p over them. The layers lie within the outer ones. */
  function seen(k: number): number {
    const parts = sharesOf(
      edges.map((edge) => basis.below(k, edge)),
      0,
    );
    return parts.reduce((sum, part, c) => (cells[c]! > 0 ? sum + part ** 2 / cells[c]! : sum), 0);
  }
}

/** What lies in each cell, of values below the edges between them. */
const sharesOf = (below: readonly number[], whole = 1): number[] =>
  [...below, whole].map((value, c) => value - (below[c - 1] ?? 0));
