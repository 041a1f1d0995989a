/** What a sweep can tell of a point, by dotted names: fields of the result at the last save time, and of theory alone. */
import { QUANTILES, type QuantileLevel } from '../reduce/estimate.js';
import type { Study } from '../spec/study.js';

export type Output =
  | { readonly of: 'snapshot'; readonly field: SnapshotField; readonly level: QuantileLevel | null }
  | {
      readonly of: 'firstPassage';
      readonly index: number;
      readonly field: PassageField;
      readonly level: QuantileLevel | null;
    }
  | {
      readonly of: 'exits';
      readonly side: 'lower' | 'upper';
      readonly field: ExitField;
      readonly level: QuantileLevel | null;
    }
  | { readonly of: 'theory'; readonly index: number; readonly field: TheoryField };

const SNAPSHOT = ['mean', 'variance', 'skewness', 'excessKurtosis', 'quantiles'] as const;
const PASSAGE = ['probability', 'mean', 'variance', 'restrictedMean', 'quantiles'] as const;
const EXIT = ['probability', 'mean', 'variance', 'quantiles'] as const;
/** Of the stationary law and the spectrum, where both ends keep the paths; modes is their number. */
const STATIONARY = [
  'stationary.mean',
  'stationary.variance',
  'stationary.skewness',
  'stationary.excessKurtosis',
  'modes',
  'relaxationRate',
  'relaxationTime',
] as const;
/** Over an infinite horizon. */
const ENDLESS = ['firstPassage.probability', 'firstPassage.mean', 'firstPassage.variance'] as const;
/** With two absorbing ends. */
const LEAVING = ['exit.upperProbability', 'exit.meanTime'] as const;

export type SnapshotField = (typeof SNAPSHOT)[number];
export type PassageField = (typeof PASSAGE)[number];
export type ExitField = (typeof EXIT)[number];
export type TheoryField = (typeof STATIONARY)[number] | (typeof ENDLESS)[number] | (typeof LEAVING)[number];

export type Observed = Pick<Study, 'saveAt' | 'firstPassage' | 'boundary'>;

const withLevels = (fields: readonly string[]): string[] =>
  fields.flatMap((field) => (field === 'quantiles' ? QUANTILES.map((level) => `quantiles.${level}`) : [field]));

/** Paths of the first passages in a result: `firstPassage`, or with places where the study has a list. */
export function passagePaths({ firstPassage }: Pick<Observed, 'firstPassage'>): string[] {
  if (firstPassage === null) return [];
  return 'threshold' in firstPassage ? ['firstPassage'] : firstPassage.map((_, i) => `firstPassage[${i}]`);
}

const absorbingSides = ({ boundary }: Observed) =>
  (['lower', 'upper'] as const).filter((side) => boundary[side] === 'absorb');

/** Every output that a study has. */
export function outputsOf(study: Observed): string[] {
  const sides = absorbingSides(study);
  return [
    ...(study.saveAt.length > 0 ? withLevels(SNAPSHOT).map((field) => `snapshot.${field}`) : []),
    ...passagePaths(study).flatMap((path) => withLevels(PASSAGE).map((field) => `${path}.${field}`)),
    ...sides.flatMap((side) => withLevels(EXIT).map((field) => `exits.${side}.${field}`)),
    ...(sides.length === 0 ? STATIONARY.map((field) => `theory.${field}`) : []),
    ...passagePaths(study).flatMap((path) => ENDLESS.map((field) => `theory.${field.replace('firstPassage', path)}`)),
    ...(sides.length === 2 ? LEAVING.map((field) => `theory.${field}`) : []),
  ];
}

/** What is told where the study does not say. */
export function defaultOutputs(study: Observed): string[] {
  const sides = absorbingSides(study);
  return [
    ...(study.saveAt.length > 0 ? ['snapshot.mean', 'snapshot.variance'] : []),
    ...passagePaths(study).flatMap((path) =>
      ['probability', 'restrictedMean', 'quantiles.0.5'].map((field) => `${path}.${field}`),
    ),
    ...sides.flatMap((side) => [`exits.${side}.probability`, `exits.${side}.mean`]),
    ...(sides.length === 0 ? ['theory.modes', 'theory.relaxationRate'] : []),
    ...(sides.length === 0 ? passagePaths(study).map((path) => `theory.${path}.mean`) : []),
    ...(sides.length === 2 ? ['theory.exit.meanTime'] : []),
  ];
}

/** @param name one of `outputsOf`. */
export function parseOutput(name: string): Output {
  const [, path, rest] = /^(snapshot|firstPassage(?:\[\d+\])?|exits\.(?:lower|upper)|theory)\.(.+)$/.exec(name)!;
  const index = Number(/\[(\d+)\]/.exec(name)?.[1] ?? 0);
  if (path === 'theory') return { of: 'theory', index, field: rest!.replace(/\[\d+\]/, '') as TheoryField };
  const quantile = /^quantiles\.(.+)$/.exec(rest!);
  const field = quantile ? 'quantiles' : rest!;
  const level = quantile ? (quantile[1] as QuantileLevel) : null;
  if (path === 'snapshot') return { of: 'snapshot', field: field as SnapshotField, level };
  if (path!.startsWith('exits')) {
    return { of: 'exits', side: path!.slice('exits.'.length) as 'lower' | 'upper', field: field as ExitField, level };
  }
  return { of: 'firstPassage', index, field: field as PassageField, level };
}

/** Why a study does not have an output of this kind; null where the name says nothing to anyone. */
export function whyNot(name: string, study: Observed): string | null {
  const sides = absorbingSides(study);
  if (name.startsWith('snapshot.') && study.saveAt.length === 0)
    return 'the study has no save time: add for example saveAt: [40]';
  if (/^(theory\.)?firstPassage/.test(name)) {
    if (study.firstPassage === null) return 'the study has no threshold: add firstPassage';
    const paths = passagePaths(study);
    if (!paths.some((path) => name.includes(`${path}.`))) return `its thresholds are ${paths.join(', ')}`;
  }
  const side = /^exits\.(lower|upper)\./.exec(name)?.[1];
  if (side !== undefined && !sides.some((absorbing) => absorbing === side))
    return `the ${side} end does not absorb: set boundary.${side} to absorb`;
  if (STATIONARY.some((field) => name === `theory.${field}`) && sides.length > 0)
    return `${sides.length === 2 ? 'both ends absorb' : `the ${sides[0]} end absorbs`} the paths: there is no stationary law`;
  if (LEAVING.some((field) => name === `theory.${field}`)) return 'it needs two absorbing ends';
  return null;
}
