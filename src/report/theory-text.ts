/** The exact quantities of a study as a page of text. */
import type { TheoryPassage, TheoryResult } from '../result/theory.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { WITH_NOISE } from '../theory/index.js';
import { toAscii } from './ascii.js';
import { type Canvas, drawHistogram } from './bars.js';
import { formatNumber, formatToError } from './number.js';
import { formatTable, wrap } from './table.js';
import { studyLines } from './text.js';

export function theoryText(study: Study, theory: TheoryResult, canvas: Canvas): string {
  const paragraphs = [
    studyLines(study),
    regimeLines(theory, canvas),
    endLines(theory, canvas),
    stationaryLines(theory, canvas),
    memoryLines(theory, canvas),
    ...passageParagraphs(study, theory),
    exitLines(theory),
    missingLines(theory, canvas),
  ];
  const text = paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return canvas.unicode ? text : toAscii(text);
}

function regimeLines({ regime }: TheoryResult, { width }: Canvas): string[] {
  const points = regime.fixedPoints.map(({ x, rate, stable }) => [
    `x = ${formatNumber(x)}`,
    stable ? 'stable' : 'unstable',
    `rate ${formatNumber(Math.abs(rate))}`,
  ]);
  return [
    `Regime: ${regime.label}`,
    ...wrap(regime.text, proseWidth(width), 2),
    ...(points.length > 0 ? ['  fixed points of the drift'] : []),
    ...formatTable(points, ['left', 'left', 'left']).map((line) => `    ${line}`),
  ];
}

/** Only what is not plain: an end with noise is regular, and that needs no words. */
function endLines({ ends }: TheoryResult, { width }: Canvas): string[] {
  return (['lower', 'upper'] as const).flatMap((side) => {
    const { class: name, reason } = ends[side];
    return reason === WITH_NOISE
      ? []
      : wrap(`The ${side} end is of the class ${name}: ${reason}.`, proseWidth(width), 0);
  });
}

function memoryLines(
  { spectrum, relaxationTime, autocorrelationTime, errors }: TheoryResult,
  { width }: Canvas,
): string[] {
  if (spectrum === null) return [];
  const rates = spectrum.eigenvalues.map((rate) => formatNumber(rate)).join(', ');
  const [slowest] = spectrum.eigenvalues;
  const rows = [['slowest', formatToError(slowest!, errors['spectrum.eigenvalues[0]'])]];
  if (relaxationTime !== null) rows.push(['relaxation time', formatToError(relaxationTime, errors['relaxationTime'])]);
  if (autocorrelationTime !== null)
    rows.push(['autocorrelation time', formatToError(autocorrelationTime, errors['autocorrelationTime'])]);
  if (spectrum.quasiStationary !== null) {
    const { mean, variance } = spectrum.quasiStationary;
    rows.push(['the paths left after long', `mean ${formatNumber(mean)}, sd ${formatNumber(Math.sqrt(variance))}`]);
  }
  return [
    'Rates of decay',
    ...wrap(rates, proseWidth(width), 2),
    ...formatTable(rows, ['left', 'left']).map((line) => `  ${line}`),
  ];
}

function stationaryLines({ stationary, errors }: TheoryResult, canvas: Canvas): string[] {
  if (stationary === null) return [];
  const { mean, variance, skewness, excessKurtosis, modes, density } = stationary;
  const rows = [
    ['mean', formatToError(mean, errors['stationary.mean'])],
    ['sd', formatToError(Math.sqrt(variance), sdError(variance, errors['stationary.variance']))],
    ['variance', formatToError(variance, errors['stationary.variance'])],
    ['skewness', formatToError(skewness, errors['stationary.skewness'])],
    ['excess kurtosis', formatToError(excessKurtosis, errors['stationary.excessKurtosis'])],
    ['modes', modes.map(formatNumber).join(', ')],
  ];
  // The density at its points, drawn as if each were a bin.
  const half = (density.x[1]! - density.x[0]!) / 2;
  const edges = [density.x[0]!, ...density.x.slice(1).map((x) => x - half), density.x.at(-1)!];
  return [
    'Stationary law',
    ...formatTable(rows, ['left', 'left']).map((line) => `  ${line}`),
    ...drawHistogram({ edges, counts: density.p }, canvas),
  ];
}

function passageParagraphs(study: Study, { firstPassage, errors }: TheoryResult): string[][] {
  if (firstPassage === null) return [];
  const isList = 'length' in firstPassage;
  const passages: readonly TheoryPassage[] = isList ? firstPassage : [firstPassage];
  const thresholds = thresholdsOf(study);
  return passages.map((passage, j) => {
    const path = isList ? `firstPassage[${j}]` : 'firstPassage';
    return passageLines(
      passage,
      `${thresholds[j]!.direction} through ${formatNumber(passage.threshold)}`,
      path,
      errors,
    );
  });
}

function passageLines(passage: TheoryPassage, where: string, path: string, errors: TheoryResult['errors']) {
  const { probability, mean, variance, conditionalMean, conditionalVariance, tailRate, tailAmplitude, atHorizon } =
    passage;
  const rows: string[][] = [];
  const row = (name: string, value: number | null, field: string) => {
    if (value !== null) rows.push([name, formatToError(value, errors[`${path}.${field}`])]);
  };
  const spread = (name: string, value: number | null, field: string) => {
    if (value !== null) rows.push([name, formatToError(Math.sqrt(value), sdError(value, errors[`${path}.${field}`]))]);
  };
  if (probability !== 1) row('probability', probability, 'probability');
  row('mean', mean, 'mean');
  spread('sd', variance, 'variance');
  row('skewness', passage.skewness, 'skewness');
  if (mean === null) {
    row('mean of those that hit', conditionalMean, 'conditionalMean');
    spread('sd of those', conditionalVariance, 'conditionalVariance');
  }
  if (tailRate !== null) {
    const rate = formatToError(tailRate, errors[`${path}.tailRate`]);
    const late = probability === null || probability === 1 ? 'P(T > t), late' : 'P(t < T < ∞), late'; // the rest never hit
    rows.push([late, `${tailAmplitude === null ? 'C' : formatNumber(tailAmplitude)} exp(−${rate} t)`]);
  }
  if (atHorizon !== null) {
    rows.push(['probability by the horizon', formatNumber(atHorizon.probability)]);
    if (atHorizon.mean !== null) rows.push(['mean of those hits', formatNumber(atHorizon.mean)]);
    rows.push(['E min(T, horizon)', formatNumber(atHorizon.restrictedMean)]);
  }
  if (rows.length === 0) return [];
  return [
    `First passage ${where}, infinite horizon`,
    ...formatTable(rows, ['left', 'left']).map((line) => `  ${line}`),
  ];
}

function exitLines({ exit, errors }: TheoryResult): string[] {
  if (exit === null) return [];
  const time = (path: string, value: number | null) => (value === null ? '–' : formatToError(value, errors[path]));
  const spread = (path: string, variance: number | null) =>
    variance === null ? '–' : formatToError(Math.sqrt(variance), sdError(variance, errors[path]));
  const rows = [
    ['', 'probability', 'mean time', 'sd'],
    ...(['upper', 'lower'] as const).map((side) => [
      `${side} end`,
      formatToError(exit[side].probability, errors[`exit.${side}.probability`]),
      time(`exit.${side}.mean`, exit[side].mean),
      spread(`exit.${side}.variance`, exit[side].variance),
    ]),
    ['either', '', time('exit.meanTime', exit.meanTime), spread('exit.variance', exit.variance)],
  ];
  return ['Exit, infinite horizon', ...formatTable(rows, ['left', 'left', 'left', 'left']).map((line) => `  ${line}`)];
}

function missingLines({ reasons }: TheoryResult, { width }: Canvas): string[] {
  const paths = new Map<string, string[]>();
  for (const [path, why] of Object.entries(reasons)) paths.set(why, [...(paths.get(why) ?? []), path]);
  const lines = [...paths].flatMap(([why, of]) => wrap(`${of.join(', ')}: ${why}`, proseWidth(width), 2));
  return lines.length === 0 ? [] : ['Not given', ...lines];
}

/** Longer lines of prose are hard to read. */
const proseWidth = (width: number): number => Math.max(40, Math.min(100, width));

const sdError = (variance: number, error: number | undefined): number | undefined =>
  error === undefined || variance <= 0 ? undefined : error / (2 * Math.sqrt(variance));
