/** Each estimate of a result beside its exact value and the scheme's own bias, or why it is not compared. */
import { type Estimate, QUANTILES, type QuantileLevel, type Quantiles } from '../reduce/estimate.js';
import type { Check, FirstPassage, Result } from '../result/result.js';
import { thresholdsOf } from '../spec/study.js';
import type { Bias, DiscretisationBias, PassageBias } from '../theory/index.js';
import {
  type Biases,
  doubtOf,
  FEWEST,
  FEWEST_AT_QUANTILE,
  FEWEST_SURVIVORS,
  FEWEST_WEIGHED,
  fewestOf,
  isFlatAt,
  isResolved,
  K,
  type Name,
  shareError,
} from './check-limits.js';
import { type Compared, passagesOf, WEIGHTED, whyUnknown } from './compared.js';
import { survivalIndices } from './wanted.js';

/** An estimate that is null tells why itself, and has neither a row nor a reason. */
export function compareEstimates(result: Result, bias: DiscretisationBias): Compared<Check> {
  const comparison = new Comparison(bias);
  result.snapshots.forEach((snapshot, i) => {
    const path = `snapshots[${i}]`;
    const law = bias.snapshots[i];
    if (snapshot.paths === 0) comparison.reasons[path] = 'no path is alive then';
    if (snapshot.paths === 0 || !law) return; // that there is no law has one reason for all save times
    comparison.moments(path, ['mean', 'variance', 'skewness', 'excessKurtosis'], snapshot, law, snapshot.paths);
    comparison.quantiles(path, snapshot.quantiles, law, snapshot.paths);
  });
  for (const { path, passage, index } of passagesOf(result)) {
    const law = bias.firstPassage[index];
    if (passage.weights) comparison.weighted(path, passage, passage.weights.effectiveSampleSize, law);
    else comparison.passage(path, passage, law, result.spec.dt, thresholdsOf(result.spec)[index]!.bins);
  }
  for (const side of ['lower', 'upper'] as const) {
    const exit = result.exits?.[side];
    if (!exit) continue;
    const [path, law] = [`exits.${side}`, bias.exits[side]];
    const isCoarse = coarseVariance(law, result.spec.dt);
    comparison.moments(path, ['probability', 'mean', 'variance'], exit, law, exit.count, isCoarse);
    comparison.quantiles(path, exit.quantiles, law, exit.count, unresolved(exit.quantiles, law, result.spec.dt));
    comparison.tooFew(path, exit.count, counted(exit.count), law);
  }
  return comparison;
}

/** Why an estimate is not to be compared, though it is known what it should be; null where it is. */
type Refusal<Of> = (of: Of) => string | null;
type Law<L> = L | null | undefined;
const never = () => null;

class Comparison implements Compared<Check> {
  readonly rows: Check[] = [];
  readonly reasons: Record<string, string> = {};

  constructor(private readonly bias: DiscretisationBias) {}

  moments<N extends Name>(
    path: string,
    names: readonly N[],
    estimates: Readonly<Record<N, Estimate>>,
    law: Law<Biases>,
    events: number,
    refusal: Refusal<N> = never,
  ): void {
    for (const name of names) {
      const fewest = fewestOf(name, law);
      const why = events < fewest ? `${counted(events)} tell too little of it: it takes ${fewest}` : refusal(name);
      this.#compare(path, name, estimates[name], law?.[name], why);
    }
  }

  /** @param n paths that they are of. */
  quantiles(
    path: string,
    estimates: Quantiles,
    law: Law<Biases>,
    n: number,
    refusal: Refusal<QuantileLevel> = never,
  ): void {
    const levels = QUANTILES.filter((level) => estimates[level].value !== null);
    for (const level of levels) {
      const p = Number(level);
      const isSparse = n * p * (1 - p) < FEWEST_AT_QUANTILE;
      const why = isSparse
        ? `the error of a quantile is trusted from n p (1 − p) = ${FEWEST_AT_QUANTILE} on, and n is ${n}`
        : refusal(level);
      this.#compare(path, `quantiles.${level}`, estimates[level], law?.quantiles[QUANTILES.indexOf(level)], why);
    }
    const paths = levels.map((level) => `${path}.quantiles.${level}`);
    const shared = paths[0] === undefined ? undefined : this.reasons[paths[0]];
    if (shared === undefined || paths.some((each) => this.reasons[each] !== shared)) return;
    for (const each of paths) delete this.reasons[each];
    this.reasons[`${path}.quantiles`] = shared;
  }

  passage(path: string, passage: FirstPassage, law: Law<PassageBias>, dt: number, bins: number): void {
    const { hits, censored, quantiles } = passage;
    const paths = hits + censored;
    const names = ['probability', 'mean', 'variance', 'restrictedMean'] as const;
    this.moments(path, names, passage, law, hits, coarseVariance(law, dt));
    const isUnresolved = unresolved(quantiles, law, dt);
    this.quantiles(path, quantiles, law, paths, (level) => {
      const isFlat = isFlatAt(passage, level, paths);
      return (
        isUnresolved(level) ?? (isFlat ? 'hardly a path hits near it: its error is not that of a normal law' : null)
      );
    });
    this.#survival(path, passage, law, paths, bins);
    this.tooFew(path, hits, counted(hits), law);
  }

  /** Weighted hits are worth as many as would have their spread. */
  weighted(path: string, passage: FirstPassage, worth: number, law: Law<PassageBias>): void {
    const shown = `an effective sample size of ${Number(worth.toPrecision(3))}`;
    for (const name of ['probability', 'mean', 'variance'] as const) {
      const fewest = Math.max(FEWEST_WEIGHED, FEWEST[name]);
      const why = worth >= fewest ? null : `${shown} tells too little of it: it takes ${fewest}`;
      this.#compare(path, name, passage[name], law?.[name], why);
    }
    for (const name of ['restrictedMean', 'quantiles', 'survival']) this.reasons[`${path}.${name}`] = WEIGHTED;
    this.tooFew(path, worth, shown, law);
  }

  /** Where too few were seen for any check: what theory says of them. */
  tooFew(path: string, events: number, shown: string, law: Law<PassageBias>): void {
    if (events >= FEWEST.mean || !law?.probability || this.rows.some(({ quantity }) => quantity.startsWith(`${path}.`)))
      return;
    const exact = Number(law.probability.exact.toPrecision(6));
    this.reasons[path] = `${shown} tell too little; the exact probability by the horizon is ${exact}`;
  }

  #survival(path: string, { survival }: FirstPassage, law: Law<PassageBias>, paths: number, bins: number): void {
    const indices = survivalIndices(bins);
    const before = this.rows.length;
    const whys = indices.map((i, k) => {
      const known = law?.cdf.at(k - indices.length);
      const alive = survival.values[i]!;
      if (!known) return whyUnknown(this.bias, path);
      if (Math.min(alive, 1 - alive) * paths < FEWEST_SURVIVORS)
        return `fewer than ${FEWEST_SURVIVORS} paths are on one side of each time looked at`;
      const survivor = { value: 1 - known.value, exact: 1 - known.exact, bias: -known.bias, error: known.error };
      const estimate = { value: alive, standardError: shareError(alive, paths) };
      const why = doubtOf(survivor, estimate.standardError);
      if (why === null) this.rows.push(check(`${path}.survival.values[${i}]`, estimate, survivor));
      return why;
    });
    const why = whys.find((each) => each !== null);
    if (this.rows.length === before && why) this.reasons[`${path}.survival`] = why;
  }

  #compare(path: string, name: string, estimate: Estimate, known: Law<Bias>, refusal: string | null): void {
    if (estimate.value === null) return;
    const why = known ? (refusal ?? doubtOf(known, estimate.standardError)) : whyUnknown(this.bias, path);
    if (why !== null) this.reasons[`${path}.${name}`] = why;
    else this.rows.push(check(`${path}.${name}`, estimate, known!));
  }
}

const counted = (events: number): string => `${events} ${events === 1 ? 'event' : 'events'}`;

/** Below dt² the grouping into steps is larger than what it is taken off. */
const coarseVariance = (law: Law<PassageBias>, dt: number): Refusal<Name> => {
  const isCoarse = !((law?.variance?.exact ?? -1) >= dt ** 2);
  return (name) =>
    name === 'variance' && isCoarse ? 'these times spread over less than one step: use a smaller dt' : null;
};

const unresolved =
  (quantiles: Quantiles, law: Law<PassageBias>, dt: number): Refusal<QuantileLevel> =>
  (level) =>
    isResolved(quantiles[level], law?.quantiles[QUANTILES.indexOf(level)], dt)
      ? null
      : 'too few steps come before it for their effect to be known: use a smaller dt';

function check(
  quantity: string,
  { value: simulated, standardError }: { readonly value: number; readonly standardError: number },
  { exact, bias, error }: Bias,
): Check {
  const combined = Math.hypot(standardError, error);
  const off = simulated - exact - bias;
  return {
    quantity,
    simulated,
    standardError,
    exact,
    bias,
    z: (simulated - exact) / standardError,
    zCorrected: off / combined,
    ok: Math.abs(off) <= K * combined,
  };
}
