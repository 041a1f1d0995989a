/** Outputs of a sweep in words. */
import { formatNumber } from '#dist/report/number.js';
import { type Study, thresholdsOf } from '#dist/spec/study.js';

const FIELDS: Readonly<Record<string, string>> = {
  mean: 'mean',
  variance: 'variance',
  skewness: 'skewness',
  excessKurtosis: 'excess kurtosis',
};

const OF_THEORY: Readonly<Record<string, string>> = {
  'theory.stationary.mean': 'stationary mean',
  'theory.stationary.variance': 'stationary variance',
  'theory.stationary.skewness': 'stationary skewness',
  'theory.stationary.excessKurtosis': 'stationary excess kurtosis',
  'theory.modes': 'modes of the stationary law',
  'theory.relaxationRate': 'relaxation rate',
  'theory.relaxationTime': 'relaxation time',
  'theory.exit.upperProbability': 'chance to leave at the upper end',
  'theory.exit.meanTime': 'mean time to leave',
};

/** `firstPassage.restrictedMean` → mean passage time, cut off at 200. */
export function outputName(name: string, study: Study): string {
  if (OF_THEORY[name] !== undefined) return OF_THEORY[name];
  const [, side, rest] = /^(?:snapshot|(?:theory\.)?firstPassage(?:\[\d+\])?|exits\.(lower|upper))\.(.+)$/.exec(name)!;
  const level = /^quantiles\.(.+)$/.exec(rest!)?.[1];
  const what = level === undefined ? (FIELDS[rest!] ?? rest!) : level === '0.5' ? 'median' : `quantile ${level}`;
  if (name.startsWith('snapshot')) return `${what} of x at time ${formatNumber(study.saveAt.at(-1) ?? study.horizon)}`;
  const horizon = formatNumber(study.horizon);
  if (side !== undefined)
    return rest === 'probability' ? `share that leaves at the ${side} end` : `${what} of the time to the ${side} end`;
  const index = Number(/\[(\d+)\]/.exec(name)?.[1] ?? 0);
  const thresholds = thresholdsOf(study);
  const level0 = thresholds[index];
  const through = thresholds.length > 1 && level0 ? ` through ${formatNumber(level0.threshold)}` : '';
  if (name.startsWith('theory.'))
    return rest === 'probability'
      ? `chance ever to pass${through}`
      : `${what} of the passage time${through}, no horizon`;
  if (rest === 'probability') return `chance to pass${through} by time ${horizon}`;
  if (rest === 'restrictedMean') return `mean passage time${through}, cut off at ${horizon}`;
  return `${what} of the passage time${through}, of those by ${horizon}`;
}

/** What is drawn of an output. */
export const FIELDS_SHOWN = ['value', 'exact', 'zCorrected', 'standardError', 'bias'] as const;
export type FieldShown = (typeof FIELDS_SHOWN)[number];

export const FIELD_NAMES: Readonly<Record<FieldShown, string>> = {
  value: 'simulated',
  exact: 'exact',
  zCorrected: 'simulated − exact, in standard errors',
  standardError: 'standard error',
  bias: 'bias of the time step',
};
