/** Each estimate of a run beside its exact value under the same censoring, and the scheme's own bias. */
import type { Check, Result } from '../result/result.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { type DiscretisationBias, discretisationBias } from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import { compareEstimates } from './check-estimates.js';
import { fitsOf } from './check-histograms.js';
import { sampleDefect } from './compared.js';
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
    const defect = sampleDefect(result);
    if (defect !== null) return { ...result, unchecked: { '': defect } };
    const found = known ?? biasOf(result.spec);
    const bias = { ...found, reasons: renamed(found.reasons, result.spec) };
    const estimates = compareEstimates(result, bias);
    const histograms = fitsOf(result, bias);
    const reasons = { ...estimates.reasons, ...histograms.reasons, ...bias.reasons };
    return { ...result, checks: estimates.rows, goodnessOfFit: histograms.rows, unchecked: withoutDetails(reasons) };
  } catch (error) {
    return { ...result, unchecked: { '': (error as Error).message } };
  }
}

/** The rows of `result.checks`; quantities without an exact counterpart have none. */
export const checkResult = (result: Result, bias: DiscretisationBias): Check[] =>
  sampleDefect(result) === null ? compareEstimates(result, bias).rows : [];

export { fitsOf } from './check-histograms.js';

type Reasons = Readonly<Record<string, string>>;

/** A single threshold is no list in the result. */
const renamed = (reasons: Reasons, { firstPassage }: Study): Reasons =>
  firstPassage === null || !('threshold' in firstPassage)
    ? reasons
    : Object.fromEntries(
        Object.entries(reasons).map(([path, why]) => [path.replace(/^firstPassage\[0\]/, 'firstPassage'), why]),
      );

/** A reason of a whole stands for its parts. */
const withoutDetails = (reasons: Reasons): Reasons =>
  Object.fromEntries(
    Object.entries(reasons).filter(
      ([path]) => !Object.keys(reasons).some((whole) => path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`)),
    ),
  );
