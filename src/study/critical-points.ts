/** The places of a path as they are told. */
import type { Critical, CriticalPoint, Measured } from '../result/critical.js';
import { type Control, type Study, thresholdsOf } from '../spec/study.js';
import type { Candidate } from './critical-candidate.js';
import type { ExactPlace } from './critical-exact.js';
import { paramsAt } from './critical-path.js';
import { measuredBy, type SampledPlace } from './critical-sampling.js';

export function pointsOf(
  study: Study,
  control: Control,
  values: readonly number[],
  candidate: Candidate | null,
  exact: readonly ExactPlace[],
  sampled: readonly SampledPlace[],
): CriticalPoint[] {
  return exact.map((place, i) => {
    const { moments, memory, modes, passage } = sampled[i]!;
    const measured = (statistic: Parameters<typeof measuredBy>[0], known: number | null) =>
      measuredBy(statistic, known, study.paths);
    return {
      control: values[i]!,
      distance: candidate === null ? null : values[i]! - candidate.value,
      params: paramsAt(study.params, control, values[i]!),
      law: place.law,
      mean: measured(moments?.mean, place.mean),
      variance: measured(moments?.variance, place.variance),
      skewness: measured(moments?.skewness, place.skewness),
      binder: measured(moments?.binder, place.binder),
      modes: { value: modes, standardError: null, exact: place.modes?.length ?? null },
      autocorrelationTime: measured(memory?.autocorrelationTime, place.autocorrelationTime),
      relaxationTime: measured(memory?.relaxationTime, place.relaxationTime),
      firstPassage: passageOf(study, place, passage),
    };
  });
}

const UNMEASURED: Measured = { value: null, standardError: null, exact: null };

function passageOf(study: Study, place: ExactPlace, passage: SampledPlace['passage']): CriticalPoint['firstPassage'] {
  const [threshold] = thresholdsOf(study);
  if (threshold === undefined) return null;
  return {
    threshold: threshold.threshold,
    probability: passage?.probability ?? UNMEASURED,
    restrictedMean: passage?.restrictedMean ?? UNMEASURED,
    mean: { ...UNMEASURED, exact: place.meanFirstPassage },
  };
}

/** Why exact values are missing, by `points[i].name`. */
export const reasonsOf = (values: readonly number[], exact: readonly ExactPlace[]): Critical['reasons'] =>
  Object.fromEntries(
    exact.flatMap(({ reasons }, i) =>
      Object.entries(reasons).map(([name, reason]) => [`points[${i}].${name}`, `at ${values[i]}: ${reason}`] as const),
    ),
  );
