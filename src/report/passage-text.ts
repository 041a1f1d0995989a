/** First passages and exits: probability, times, and what theory says beside them. */
import type { Exit, FirstPassage, Result } from '../result/result.js';
import type { TheoryPassage, TheoryResult } from '../result/theory.js';
import { type Method, type Threshold, thresholdsOf } from '../spec/study.js';
import { type Canvas, drawHistogram } from './bars.js';
import { estimateRow, formatValue, type Known, spreadOf } from './beside.js';
import { formatCount, formatExact, formatNumber, formatPaths } from './number.js';
import { formatTable } from './table.js';
import { hitsText, weightLines } from './weights-text.js';

export interface Surroundings {
  readonly known: Known;
  readonly canvas: Canvas;
  readonly theory?: TheoryResult | undefined;
}

/** One paragraph for each threshold. */
export function passageParagraphs(result: Result, surroundings: Surroundings): string[][] {
  const { firstPassage, spec } = result;
  if (firstPassage === null) return [];
  const isList = 'length' in firstPassage;
  const passages = isList ? firstPassage : [firstPassage];
  const theories = surroundings.theory?.firstPassage ?? null;
  return passages.map((passage, j) => {
    const theory = theories === null ? null : 'length' in theories ? (theories[j] ?? null) : theories;
    const path = isList ? `firstPassage.${j}` : 'firstPassage';
    return passageLines(
      passage,
      { threshold: thresholdsOf(spec)[j]!, horizon: spec.horizon, path, theory, method: spec.method },
      surroundings,
    );
  });
}

interface Place {
  readonly threshold: Threshold;
  readonly horizon: number;
  /** Dotted path of the passage in the result. */
  readonly path: string;
  readonly theory: TheoryPassage | null;
  readonly method: Method;
}

function passageLines(
  passage: FirstPassage,
  { threshold, horizon, path, theory, method }: Place,
  { known, canvas }: Surroundings,
): string[] {
  const row = (name: string, key: 'probability' | 'mean' | 'restrictedMean') =>
    estimateRow(name, passage[key], `${path}.${key}`, known);
  const { weights } = passage;
  const quantiles = weights?.quantiles ?? passage.quantiles; // of an unlikely hit: given that it happens
  // Where some paths do not hit, mean and sd are of those that do, quantiles of all, unless paths have weights: say so.
  const some = passage.censored > 0 ? [' of hits', ' of all'] : ['', ''];
  const [ofHits = '', ofAll = ''] = weights ? [' given a hit', ' given a hit'] : some;
  const rows = [
    row(`by ${formatNumber(horizon)}`, 'probability'),
    row(`mean${ofHits}`, 'mean'),
    estimateRow(`sd${ofHits}`, spreadOf(passage.variance), `${path}.standardDeviation`, known),
    estimateRow(`median${ofAll}`, quantiles['0.5'], `${path}.quantiles.0.5`, known),
    // Where every path hits, min(T, horizon) is T.
    ...(passage.censored > 0 ? [row('E min(T, horizon)', 'restrictedMean')] : []),
    ...(passage.tailRate.value === null ? [] : [estimateRow('tail rate', passage.tailRate, `${path}.tailRate`, known)]),
  ];
  const { direction, monitor } = threshold;
  const absorbed = passage.absorbed > 0 ? `, ${formatCount(passage.absorbed)} of them absorbed` : '';
  const censored = passage.censored > 0 ? `, ${formatCount(passage.censored)} did not${absorbed}` : '';
  return [
    `First passage ${direction} through ${formatNumber(passage.threshold)} (monitor ${monitor}): ${weights ? hitsText(passage, method) : `${formatPaths(passage.hits)} hit${censored}`}`,
    ...formatTable(rows, ['left', 'left', 'left']).map((line) => `  ${line}`),
    `  ${quartileLine({ quantiles }, ofAll)}`,
    ...weightLines(passage, method),
    ...infiniteLine(passage, theory),
    ...drawHistogram(passage.histogram, canvas),
  ];
}

const quartileLine = ({ quantiles: q }: Pick<FirstPassage, 'quantiles'>, whose = ''): string =>
  `5, 25, 75, 95 %${whose}: ${(['0.05', '0.25', '0.75', '0.95'] as const).map((level) => formatValue(q[level])).join(', ')}`;

/** What theory says of T without a horizon: no test of the estimates above, which have one. */
function infiniteLine({ mean, tailRate }: FirstPassage, theory: TheoryPassage | null): string[] {
  if (theory === null || theory.mean === null) return [];
  const rate =
    theory.tailRate === null || tailRate.value === null
      ? ''
      : `, tail rate ${formatExact(theory.tailRate, tailRate.standardError)}`;
  const error = mean.value === null ? 0 : mean.standardError;
  const sd = theory.variance === null ? '' : `, sd ${formatNumber(Math.sqrt(theory.variance))}`;
  return [`  infinite horizon: mean ${formatExact(theory.mean, error)}${sd}${rate} (exact)`];
}

/** One paragraph for the absorbing ends; none where there are none. */
export function exitParagraphs({ exits, spec }: Result, { known, canvas, theory }: Surroundings): string[][] {
  if (exits === null) return [];
  const sides = (['lower', 'upper'] as const).filter((side) => exits[side] !== undefined);
  return sides.map((side) => [
    ...exitLines(side, exits[side]!, spec.domain[side === 'lower' ? 0 : 1], known),
    ...(side === sides.at(-1) ? endlessLines(side, sides.length, theory) : []),
    ...drawHistogram(exits[side]!.histogram, canvas),
  ]);
}

function exitLines(side: 'lower' | 'upper', exit: Exit, end: number, known: Surroundings['known']): string[] {
  const rows = [
    estimateRow('probability', exit.probability, `exits.${side}.probability`, known),
    estimateRow('mean', exit.mean, `exits.${side}.mean`, known),
    estimateRow('sd', spreadOf(exit.variance), `exits.${side}.standardDeviation`, known),
    estimateRow('median', exit.quantiles['0.5'], `exits.${side}.quantiles.0.5`, known),
  ];
  return [
    `Exit at the ${side} end ${formatNumber(end)}: ${formatPaths(exit.count)}`,
    ...formatTable(rows, ['left', 'left', 'left']).map((line) => `  ${line}`),
    `  ${quartileLine(exit)}`,
  ];
}

/** What theory says of leaving without a horizon. @param ends that absorb. */
function endlessLines(side: 'lower' | 'upper', ends: number, theory: Surroundings['theory']): string[] {
  const exit = theory?.exit ?? null;
  if (exit === null) return [];
  const whom = ends === 2 ? 'to either end' : 'to leave';
  const time = exit.meanTime === null ? '' : `, mean time ${whom} ${formatNumber(exit.meanTime)}`;
  return [`  infinite horizon: P(${side}) ${formatNumber(exit[side].probability)}${time} (exact)`];
}
