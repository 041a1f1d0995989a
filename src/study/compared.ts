/** What a comparison of a result with theory is made of, for estimates and for histograms. */
import type { FirstPassage, Result } from '../result/result.js';
import type { DiscretisationBias } from '../theory/index.js';

export interface Compared<Row> {
  readonly rows: Row[];
  /** Why what has no row has none, by dotted path of the result's field; a path stands for all below it. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** With weights the counts have no χ², and what else is exact says nothing that these do not. */
export const WEIGHTED = 'of hits with weights, probability, mean and variance are compared';

/** Why nothing of a result can be compared; null where it can. */
export function sampleDefect({ failures: { nonFinite }, provenance: { partial } }: Result): string | null {
  if (partial?.completed === 0) return 'no block of paths was finished';
  if (nonFinite === 0) return null;
  return `${nonFinite} ${nonFinite === 1 ? 'path' : 'paths'} became infinite or NaN, and the rest are no sample of the law`;
}

export function passagesOf({ firstPassage }: Result): { path: string; passage: FirstPassage; index: number }[] {
  if (firstPassage === null) return [];
  if ('threshold' in firstPassage) return [{ path: 'firstPassage', passage: firstPassage, index: 0 }];
  return firstPassage.map((passage, index) => ({ path: `firstPassage[${index}]`, passage, index }));
}

/** Why theory has no value of a part of `path`, where it does not tell for that part alone. */
export const whyUnknown = ({ reasons }: DiscretisationBias, path: string): string =>
  reasons[`${path}.quantiles`] ??
  reasons[`${path.split('[')[0]}.quantiles`] ??
  'its exact value, or what the step does to it, could not be computed';
