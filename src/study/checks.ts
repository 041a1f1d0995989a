/** Each estimate of a run beside its exact value under the same censoring, and the scheme's own bias. */
import type { Estimate, Histogram, Quantiles } from '../reduce/estimate.js';
import { QUANTILES, type QuantileLevel } from '../reduce/estimate.js';
import type { Check, FirstPassage, GoodnessOfFit, Result } from '../result/result.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { type Bias, type DiscretisationBias, discretisationBias } from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import {
  type Biases,
  FEWEST,
  isFlatAt,
  isResolved,
  K,
  type Limits,
  type Name,
  shareError,
  tailsOf,
} from './check-limits.js';
import { fitOfCells } from './goodness.js';
import { planStudy } from './plan.js';
import { processOf } from './process.js';
import { checkedSaveTimes, exitBins, LEVELS, positionCells, survivalIndices, timeCells } from './wanted.js';

/** What the time step does to each quantity of the study: exact values, and the scheme's own. */
export function biasOf(study: Study): DiscretisationBias {
  const plan = planStudy({ ...study, method: 'plain' }); // the law is the same, and needs no tilt
  const process = processOf(study);
  const checked = checkedSaveTimes(study);
  const setup = biasSetupOf(study);
  const thresholds = thresholdsOf(study).map(({ bins }, j) => {
    const { bridge, atExit } = plan.thresholds[j]!;
    const { edges } = timeCells(study, plan, atExit ? plan.exitBridge : bridge, bins);
    const survival = survivalIndices(bins).map((i) => (study.horizon * i) / bins);
    return { ...setup.thresholds[j]!, cdfAt: [...edges, ...survival] };
  });
  const found = discretisationBias(
    process,
    {
      ...setup,
      saveAt: checked.map((i) => study.saveAt[i]!),
      thresholds,
      levels: LEVELS,
      edges: positionCells(study, process.diffusion).edges,
      exitCdfAt: timeCells(study, plan, plan.exitBridge, exitBins(study)).edges,
    },
    study.dt,
  );
  if (checked.length === study.saveAt.length) return found;
  return {
    ...found,
    snapshots: study.saveAt.map((_, i) => found.snapshots[checked.indexOf(i)] ?? null),
    reasons: {
      ...found.reasons,
      'snapshots at other times': `of ${study.saveAt.length} save times, ${checked.length} evenly spread ones are checked`,
    },
  };
}

/**
 * The result with its checks. They are a service: a run that has finished is never lost to a theory that has no answer.
 * @param known the `biasOf` of the study, which hangs neither on its paths nor on its seed, where it is at hand.
 */
export function withChecks(result: Result, known?: DiscretisationBias): Result {
  try {
    const bias = known ?? biasOf(result.spec);
    const { rows: goodnessOfFit, reasons } = fitsOf(result, bias);
    const checks = checkResult(result, bias);
    return {
      ...result,
      checks,
      goodnessOfFit,
      unchecked: { ...bias.reasons, ...reasons, ...tooFew(result, checks, bias) },
    };
  } catch (error) {
    return { ...result, unchecked: { '': (error as Error).message } };
  }
}

/** Passages and exits of which too few were seen for any check, with what theory says of them. */
function tooFew(result: Result, checks: readonly Check[], bias: DiscretisationBias): Record<string, string> {
  const reasons: Record<string, string> = {};
  const look = (path: string, count: number, known: { readonly probability: Bias | null } | null | undefined) => {
    if (!known?.probability || checks.some(({ quantity }) => quantity.startsWith(`${path}.`))) return;
    const seen = `${count} ${count === 1 ? 'event' : 'events'}`;
    const exact = Number(known.probability.exact.toPrecision(6));
    reasons[path] = `${seen} tell too little; the exact probability by the horizon is ${exact}`;
  };
  for (const { path, passage, index } of passagesOf(result)) look(path, passage.hits, bias.firstPassage[index]);
  for (const side of ['lower', 'upper'] as const) {
    const exit = result.exits?.[side];
    if (exit) look(`exits.${side}`, exit.count, bias.exits[side]);
  }
  return reasons;
}

/** n p (1 − p) below which the error of a quantile, read off the sample itself, is not to be trusted: it is off by a tenth. */
const FEWEST_AT_QUANTILE = 2500;
/** Effective sample size below which the estimate may rest on a few paths that happened to come. */
const FEWEST_WEIGHED = 50;
const FEWEST_SURVIVORS = 25; // and hits: below it a share is not normal

/** The rows of `result.checks`; quantities without an exact counterpart have none. */
export function checkResult(result: Result, bias: DiscretisationBias): Check[] {
  const checks: Check[] = [];
  if (result.failures.nonFinite > 0) return checks; // what is left is no sample of the law
  const { dt } = result.spec;
  const row = (quantity: string, { value, standardError }: Estimate, known: Bias | null | undefined) => {
    if (known && value !== null && isKnown(known, standardError)) {
      checks.push(check(quantity, value, standardError, known));
    }
  };
  const add = <N extends Name>(
    path: string,
    names: readonly N[],
    estimates: Readonly<Record<N, Estimate>> & { readonly quantiles: Quantiles },
    biases: Biases | null | undefined,
    events: number,
    { trials = events, leastVariance = 0, isSharp = () => true }: Limits = {},
  ) => {
    for (const name of names) {
      if (events < FEWEST[name] * tailsOf(name, biases)) continue;
      if (name === 'variance' && !((biases?.variance?.exact ?? -1) >= leastVariance)) continue;
      row(`${path}.${name}`, estimates[name], biases?.[name]);
    }
    QUANTILES.forEach((level, i) => {
      const p = Number(level);
      if (trials * p * (1 - p) < FEWEST_AT_QUANTILE || !isSharp(level, trials)) return;
      row(`${path}.quantiles.${level}`, estimates.quantiles[level], biases?.quantiles[i]);
    });
  };
  result.snapshots.forEach((snapshot, i) => {
    const names = ['mean', 'variance', 'skewness', 'excessKurtosis'] as const;
    add(`snapshots[${i}]`, names, snapshot, bias.snapshots[i], snapshot.paths);
  });
  for (const { path, passage, index } of passagesOf(result)) {
    const biases = bias.firstPassage[index];
    if (passage.weights) {
      // Weighted hits are worth as many as would have their spread. What else is exact says nothing that these do not.
      const worth = passage.weights.effectiveSampleSize;
      for (const name of ['probability', 'mean', 'variance'] as const) {
        if (worth >= Math.max(FEWEST_WEIGHED, FEWEST[name])) row(`${path}.${name}`, passage[name], biases?.[name]);
      }
      continue;
    }
    const paths = passage.hits + passage.censored;
    const isSharp = (level: QuantileLevel, trials: number) =>
      isResolved(passage.quantiles[level], biases?.quantiles[QUANTILES.indexOf(level)], dt) &&
      !isFlatAt(passage, level, trials);
    const limits = { trials: paths, leastVariance: dt ** 2, isSharp };
    add(path, ['probability', 'mean', 'variance', 'restrictedMean'], passage, biases, passage.hits, limits);
    const { bins } = thresholdsOf(result.spec)[index]!;
    const indices = survivalIndices(bins);
    indices.forEach((i, k) => {
      const known = biases?.cdf.at(k - indices.length);
      const alive = passage.survival.values[i]!;
      if (!known || Math.min(alive, 1 - alive) * paths < FEWEST_SURVIVORS) return;
      const survivor = { value: 1 - known.value, exact: 1 - known.exact, bias: -known.bias, error: known.error };
      row(`${path}.survival.values[${i}]`, { value: alive, standardError: shareError(alive, paths) }, survivor);
    });
  }
  for (const side of ['lower', 'upper'] as const) {
    const exit = result.exits?.[side];
    if (!exit) continue;
    const known = bias.exits[side];
    const isSharp = (level: QuantileLevel) =>
      isResolved(exit.quantiles[level], known?.quantiles[QUANTILES.indexOf(level)], dt);
    const limits = { leastVariance: dt ** 2, isSharp };
    add(`exits.${side}`, ['probability', 'mean', 'variance'], exit, known, exit.count, limits);
  }
  return checks;
}

function passagesOf({ firstPassage }: Result): { path: string; passage: FirstPassage; index: number }[] {
  if (firstPassage === null) return [];
  if ('threshold' in firstPassage) return [{ path: 'firstPassage', passage: firstPassage, index: 0 }];
  return firstPassage.map((passage, index) => ({ path: `firstPassage[${index}]`, passage, index }));
}

/** Each histogram as a whole beside its law, and why some have no such row. */
export function fitsOf(
  result: Result,
  bias: DiscretisationBias,
): { readonly rows: GoodnessOfFit[]; readonly reasons: Readonly<Record<string, string>> } {
  const rows: GoodnessOfFit[] = [];
  const reasons: Record<string, string> = {};
  if (result.failures.nonFinite > 0) return { rows, reasons };
  const { spec } = result;
  if (spec.method !== 'plain') return { rows, reasons }; // counts that are weights have no χ²
  const plan = planStudy(spec);
  const compare = (
    path: string,
    histogram: Histogram,
    starts: readonly number[],
    cdf: readonly (Bias | null)[],
    rest: number,
    doubt = 0,
  ) => {
    const answer = fitOfCells(histogram, starts, cdf, rest, doubt);
    if (typeof answer === 'string') reasons[`${path}.histogram`] = answer;
    else if (answer !== null) rows.push({ quantity: `${path}.histogram`, ...answer });
  };
  const positions = positionCells(spec, processOf(spec).diffusion);
  result.snapshots.forEach((snapshot, i) => {
    const cdf = bias.snapshots[i]?.cdf ?? [];
    compare(`snapshots[${i}]`, snapshot.histogram, positions.starts, cdf, 0, bias.snapshots[i]?.doubt);
  });
  for (const { path, passage, index } of passagesOf(result)) {
    const { bins } = thresholdsOf(spec)[index]!;
    const { bridge, atExit } = plan.thresholds[index]!;
    const { starts, edges } = timeCells(spec, plan, atExit ? plan.exitBridge : bridge, bins);
    const known = bias.firstPassage[index];
    const cdf = known ? [...known.cdf.slice(0, edges.length), known.probability] : [];
    compare(path, passage.histogram, starts, cdf, passage.censored);
  }
  for (const side of ['lower', 'upper'] as const) {
    const exit = result.exits?.[side];
    const known = bias.exits[side];
    if (!exit || !known) continue;
    const { starts } = timeCells(spec, plan, plan.exitBridge, exitBins(spec));
    const paths = result.provenance.partial?.completed ?? spec.paths;
    compare(`exits.${side}`, exit.histogram, starts, [...known.cdf, known.probability], paths - exit.count);
  }
  return { rows, reasons };
}

/** A value known less well than the estimate itself would check nothing, and pass whatever happens. */
const isKnown = ({ exact, bias, error }: Bias, standardError: number | null): boolean =>
  standardError !== null &&
  standardError > 0 &&
  Number.isFinite(exact) &&
  Number.isFinite(bias) &&
  error <= standardError;

function check(quantity: string, simulated: number, standardError: number | null, { exact, bias, error }: Bias): Check {
  const se = standardError ?? 0;
  const combined = Math.hypot(se, error);
  const off = simulated - exact - bias;
  return {
    quantity,
    simulated,
    standardError: se,
    exact,
    bias,
    z: (simulated - exact) / se,
    zCorrected: off / combined,
    ok: Math.abs(off) <= K * combined,
  };
}
