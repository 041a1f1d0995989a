/** Each estimate of a run beside its exact value under the same censoring, and the scheme's own bias. */
import type { Estimate } from '../reduce/estimate.js';
import type { Check, Result } from '../result/result.js';
import type { Study } from '../spec/study.js';
import { type Bias, type DiscretisationBias, discretisationBias } from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import { processOf } from './process.js';

const K = 5; // combined standard errors within which a check is ok

/** What the time step does to each quantity of the study: exact values, and the scheme's own. */
export function biasOf(study: Study): DiscretisationBias {
  return discretisationBias(processOf(study), biasSetupOf(study), study.dt);
}

/** The result with its checks. They are a service: a run that has finished is never lost to a theory that has no answer. */
export function withChecks(result: Result): Result {
  try {
    const bias = biasOf(result.spec);
    return { ...result, checks: checkResult(result, bias), unchecked: bias.reasons };
  } catch (error) {
    return { ...result, unchecked: { '': (error as Error).message } };
  }
}

/** Events below which an estimate's own standard error is not to be trusted. */
const FEWEST = { mean: 50, restrictedMean: 50, variance: 300, probability: 1 } as const;

/** The rows of `result.checks`; quantities without an exact counterpart have none. */
export function checkResult(result: Result, bias: DiscretisationBias): Check[] {
  const checks: Check[] = [];
  if (result.failures.nonFinite > 0) return checks; // what is left is no sample of the law
  const add = <Name extends keyof typeof FEWEST>(
    path: string,
    names: readonly Name[],
    estimates: Readonly<Record<Name, Estimate>>,
    biases: Readonly<Partial<Record<Name, Bias | null>>> | null | undefined,
    events: number,
  ) => {
    for (const name of names) {
      if (events < FEWEST[name]) continue;
      const known = biases?.[name];
      const { value, standardError } = estimates[name];
      if (known && value !== null && isKnown(known, standardError) && (name !== 'variance' || known.exact >= 0)) {
        checks.push(check(`${path}.${name}`, value, standardError, known));
      }
    }
  };
  result.snapshots.forEach((snapshot, i) => {
    add(`snapshots[${i}]`, ['mean', 'variance'], snapshot, bias.snapshots[i], snapshot.paths);
  });
  const { firstPassage, exits } = result;
  const passages = firstPassage === null ? [] : 'threshold' in firstPassage ? [firstPassage] : firstPassage;
  passages.forEach((passage, j) => {
    const path = passages === firstPassage ? `firstPassage[${j}]` : 'firstPassage';
    add(path, ['probability', 'mean', 'variance', 'restrictedMean'], passage, bias.firstPassage[j], passage.hits);
  });
  for (const side of ['lower', 'upper'] as const) {
    const exit = exits?.[side];
    if (exit) add(`exits.${side}`, ['probability', 'mean', 'variance'], exit, bias.exits[side], exit.count);
  }
  return checks;
}

/** A value known less well than the estimate itself would check nothing, and pass whatever happens. */
const isKnown = ({ exact, bias, error }: Bias, standardError: number): boolean =>
  standardError > 0 && Number.isFinite(exact) && Number.isFinite(bias) && error <= standardError;

function check(quantity: string, simulated: number, standardError: number, { exact, bias, error }: Bias): Check {
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
