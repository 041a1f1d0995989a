/** What was seen at one point of a sweep, beside what is exact. */
import { influencesOn, type Paired, type PairedOf } from '../reduce/cohorts.js';
import type { Estimate } from '../reduce/estimate.js';
import { QUANTILES, unknown } from '../reduce/estimate.js';
import { buildResult } from '../result/build.js';
import type { Check, Exit, FirstPassage, Provenance, Result } from '../result/result.js';
import type { SweepOutput } from '../result/sweep.js';
import type { Bias, DiscretisationBias } from '../theory/index.js';
import { checkResult } from './checks.js';
import { type Output, parseOutput } from './outputs.js';
import { isKnown, type Known, type KnownOutputs } from './point-theory.js';
import type { Point } from './points.js';

/** The estimate of each simulated output, and what tells the errors of its differences. */
export interface PointValues {
  readonly result: Result;
  readonly paired: Readonly<Record<string, Paired>>;
}

export function valuesOf(
  { study, plan, totals }: Point,
  names: readonly string[],
  provenance: Provenance,
): PointValues {
  const result = buildResult(study, plan, totals, provenance, null);
  const paired: Record<string, Paired> = {};
  for (const name of names) {
    const output = parseOutput(name);
    if (output.of === 'theory') continue;
    const { field } = output;
    const influences =
      field === 'mean' || field === 'variance' || field === 'probability' || field === 'restrictedMean'
        ? influencesOn(totals, plan, pairedOf(output), field)
        : null;
    paired[name] = { estimate: estimateIn(result, output), influences, paths: totals.paths };
  }
  return { result, paired };
}

function pairedOf(output: Exclude<Output, { of: 'theory' }>): PairedOf {
  if (output.of === 'snapshot') return 'positions';
  return output.of === 'exits' ? output.side : { threshold: output.index };
}

function estimateIn(result: Result, output: Exclude<Output, { of: 'theory' }>): Estimate {
  const { level } = output;
  if (output.of === 'snapshot') {
    const snapshot = result.snapshots.at(-1)!;
    return output.field === 'quantiles' ? snapshot.quantiles[level!] : snapshot[output.field];
  }
  if (output.of === 'exits') {
    const exit: Exit | undefined = result.exits?.[output.side];
    if (!exit) return unknown('exits are not looked at with this method');
    return output.field === 'quantiles' ? exit.quantiles[level!] : exit[output.field];
  }
  const passage = passageIn(result, output.index);
  return output.field === 'quantiles' ? passage.quantiles[level!] : passage[output.field];
}

const passageIn = ({ firstPassage }: Result, index: number): FirstPassage =>
  [firstPassage!].flat()[index] as FirstPassage;

/** The estimates beside what is exact; without a bias there is no corrected z. */
export function outputsBeside(
  { result, paired }: PointValues,
  names: readonly string[],
  exact: KnownOutputs,
  bias: KnownOutputs,
): Record<string, SweepOutput> {
  const { nonFinite } = result.failures;
  const rows = checkResult(result, knownOf(result, names, exact, bias));
  const doubt =
    nonFinite > 0
      ? `${nonFinite} of ${result.spec.paths} paths became infinite or NaN: what is left is no sample of the law`
      : 'too few events for an error to be trusted, or the exact value is known less well than the estimate';
  return Object.fromEntries(
    names.map((name): [string, SweepOutput] => {
      const row = rows.find(({ quantity }) => quantity === quantityOf(name));
      return [name, outputOf(paired[name]?.estimate ?? null, exact[name], bias[name], row, doubt)];
    }),
  );
}

/** An output without its differences. @param estimate null for one of theory alone. @param doubt why there is no z where there is no row. */
export function outputOf(
  estimate: Estimate | null,
  exact: Known | undefined,
  bias: Known | undefined,
  row: Check | undefined,
  doubt = '',
): SweepOutput {
  const reasons: Record<string, string> = {};
  const numberOf = (name: string, known: Known | undefined) => {
    if (known === undefined) return null;
    if (isKnown(known)) return known;
    reasons[name] = known.reason;
    return null;
  };
  const truth = numberOf('exact', exact);
  const shift = estimate === null ? null : numberOf('bias', bias);
  if (estimate === null) reasons['value'] = 'of theory alone';
  else if (estimate.value === null) reasons['value'] = estimate.reason;
  else if (truth !== null && row === undefined) reasons['z'] = doubt;
  return {
    value: estimate?.value ?? null,
    standardError: estimate?.standardError ?? null,
    exact: truth?.value ?? null,
    exactError: truth?.error ?? null,
    bias: shift?.value ?? null,
    biasError: shift?.error ?? null,
    z: row?.z ?? null,
    zCorrected: row === undefined || shift === null ? null : row.zCorrected,
    differences: {},
    reasons,
  };
}

/** The dotted path of an output in the result of its point. */
const quantityOf = (name: string): string => name.replace(/^snapshot\./, 'snapshots[0].');

/** Biases by field, as far as they are asked for. */
type Law = { quantiles: (Bias | null)[]; cdf: Bias[] } & Partial<Record<string, unknown>>;

/** In the shape in which `checkResult` takes it. */
function knownOf(
  result: Result,
  names: readonly string[],
  exact: KnownOutputs,
  bias: KnownOutputs,
): DiscretisationBias {
  const passages = result.firstPassage === null ? 0 : [result.firstPassage].flat().length;
  const empty = (): Law => ({ quantiles: QUANTILES.map(() => null), cdf: [] });
  const firstPassage = Array.from({ length: passages }, empty);
  const exits = { lower: empty(), upper: empty() };
  const snapshot = empty();
  for (const name of names) {
    const output = parseOutput(name);
    const truth = exact[name];
    if (output.of === 'theory' || truth === undefined || !isKnown(truth)) continue;
    const shift = bias[name];
    const known: Bias =
      shift !== undefined && isKnown(shift)
        ? { value: truth.value + shift.value, exact: truth.value, bias: shift.value, error: truth.error + shift.error }
        : { value: truth.value, exact: truth.value, bias: 0, error: truth.error };
    const law =
      output.of === 'snapshot' ? snapshot : output.of === 'exits' ? exits[output.side] : firstPassage[output.index]!;
    if (output.field !== 'quantiles') law[output.field] = known;
    else law.quantiles[QUANTILES.indexOf(output.level!)] = known;
  }
  return { firstPassage, exits, snapshots: [snapshot], reasons: {} } as unknown as DiscretisationBias;
}
