/** First passages and exits of a report. */
import type { Exit, FirstPassage, Result } from '../../result/result.js';
import type { TheoryPassage } from '../../result/theory.js';
import { type Threshold, thresholdsOf } from '../../spec/study.js';
import type { TimeCurves } from '../../study/laws.js';
import { formatCount, formatExact, formatNumber } from '../number.js';
import type { Block, Cell, Section } from '../page/page.js';
import type { Figure } from '../plot/figure.js';
import { drawSurvival, drawSurvivalError, drawTimes } from '../plot/times.js';
import { hitsText, weightLines } from '../weights-text.js';
import type { ReportMaterial } from './context.js';
import { ESTIMATE_COLUMNS, estimateCells, exactText, spreadCells } from './estimates.js';

/** The thresholds of a result with all that is known about each. */
export interface PassagePlace {
  readonly passage: FirstPassage;
  readonly threshold: Threshold;
  /** Dotted path in the result, as `checkOf` takes it. */
  readonly path: string;
  readonly law: TimeCurves | null;
  readonly theory: TheoryPassage | null;
}

export function passagePlaces(
  { firstPassage, spec }: Result,
  { theory, laws }: Partial<ReportMaterial>,
): PassagePlace[] {
  if (firstPassage === null) return [];
  const isList = 'length' in firstPassage;
  const exact = theory?.firstPassage ?? null;
  const theories = exact === null ? [] : 'length' in exact ? exact : [exact];
  return (isList ? firstPassage : [firstPassage]).map((passage, j) => ({
    passage,
    threshold: thresholdsOf(spec)[j]!,
    path: isList ? `firstPassage.${j}` : 'firstPassage',
    law: laws?.passages[j] ?? null,
    theory: theories[j] ?? null,
  }));
}

/** A section for each threshold. */
export const passageSections = (result: Result, material: ReportMaterial): Section[] =>
  passagePlaces(result, material).map((place, j) =>
    passageSection(result, place, material, `${material.prefix}passage${j}`),
  );

function passageSection(result: Result, place: PassagePlace, { pen }: ReportMaterial, name: string): Section {
  const { passage, threshold, path, law } = place;
  const { spec } = result;
  const { weights } = passage;
  const of = `first passage ${threshold.direction} through ${formatNumber(passage.threshold)}`;
  const paths = passage.hits + passage.censored;
  const happened = passage.histogram.counts.some((count) => count > 0);
  const drawn = { of, paths, exact: law, dt: spec.dt };
  const figures: Figure[] = !happened
    ? []
    : [
        drawTimes(pen, {
          ...drawn,
          name: `${name}-times`,
          histogram: passage.histogram,
          mean: passage.mean,
          weighted: weights !== undefined,
          remark: fitText(result, `${path}.histogram`),
        }),
        drawSurvival(pen, { ...drawn, name: `${name}-survival`, passage }),
        ...(law === null || weights
          ? []
          : [drawSurvivalError(pen, { ...drawn, name: `${name}-error`, passage, exact: law })]),
      ];
  const blocks: Block[] = [
    { kind: 'text', text: countText(result, place) },
    {
      kind: 'table',
      caption: `Estimates by the horizon ${formatNumber(spec.horizon)}, ± one standard error`,
      columns: ESTIMATE_COLUMNS,
      rows: passageRows(result, place),
    },
    ...infiniteText(place),
    ...(figures.length === 0 ? [] : [{ kind: 'figures', figures } as const]),
  ];
  return {
    id: name,
    heading: `First passage ${threshold.direction} through ${formatNumber(passage.threshold)}`,
    blocks,
  };
}

function countText({ spec }: Result, { passage, threshold }: PassagePlace): string {
  const { hits, censored, absorbed, weights } = passage;
  const paths = hits + censored;
  const monitor = {
    bridge: 'crossings inside a step counted too (bridge)',
    grid: 'looked at step ends only (grid)',
    shift: 'looked at step ends, the barrier moved in (shift)',
  }[threshold.monitor];
  const counted = weights
    ? `${hitsText(passage, spec.method)}.`
    : hits === paths
      ? `All ${formatCount(paths)} paths hit.`
      : `${formatCount(hits)} of ${formatCount(paths)} paths hit by the horizon; ${formatCount(censored)} did not${absorbed > 0 ? `, ${formatCount(absorbed)} of them absorbed at the other end` : ''}.`;
  const more = weightLines(passage, spec.method).map((line) => ` ${sentence(line.trim())}`);
  return `${counted} ${sentence(monitor)}${more.join('')}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

export function passageRows(result: Result, { passage, path }: PassagePlace): Cell[][] {
  const known = { checks: result.checks };
  const row = (name: string, key: 'probability' | 'mean' | 'restrictedMean' | 'tailRate') =>
    estimateCells(name, passage[key], `${path}.${key}`, known);
  const quantiles = passage.weights?.quantiles ?? passage.quantiles;
  return [
    row('probability', 'probability'),
    row(passage.censored > 0 ? 'mean time of those that hit' : 'mean time', 'mean'),
    spreadCells('its standard deviation', passage.variance, path, known),
    ...(passage.censored > 0 && !passage.weights ? [row('mean of min(T, horizon)', 'restrictedMean')] : []),
    ...(['0.05', '0.25', '0.5', '0.75', '0.95'] as const).map((level) =>
      estimateCells(
        level === '0.5' ? 'median' : `${100 * Number(level)} % quantile`,
        quantiles[level],
        `${path}.quantiles.${level}`,
        known,
      ),
    ),
    ...(passage.tailRate.value === null ? [] : [row('late rate of hits', 'tailRate')]),
  ];
}

/** What theory says of T without a horizon: no test of the estimates above, which have one. */
function infiniteText({ theory, passage: { mean } }: PassagePlace): Block[] {
  if (theory === null || theory.mean === null) return [];
  const error = mean.value === null ? 0 : mean.standardError;
  const sd = theory.variance === null ? '' : `, standard deviation ${exactText(Math.sqrt(theory.variance))}`;
  const rate = theory.tailRate === null ? '' : `, late rate ${formatNumber(theory.tailRate)}`;
  return [
    {
      kind: 'text',
      text: `Without a horizon, exactly: mean ${theory.mean >= 1e7 ? exactText(theory.mean) : formatExact(theory.mean, error)}${sd}${rate}.`,
    },
  ];
}

/** How well a histogram fits as a whole. */
export function fitText({ goodnessOfFit }: Result, path: string): string | undefined {
  const normal = (quantity: string) => quantity.replace(/\[(\d+)\]/g, '.$1');
  const fit = goodnessOfFit.find(({ quantity }) => normal(quantity) === path);
  if (fit === undefined) return undefined;
  const p = fit.pValue < 1e-4 ? fit.pValue.toExponential(1) : String(Number(fit.pValue.toPrecision(2)));
  return `As a whole, against the law of the scheme at this step: χ² = ${fit.chiSquared.toFixed(1)} with ${fit.degreesOfFreedom} degrees of freedom, p = ${p}.`;
}

/** One section for the absorbing ends; none where there are none. */
export function exitSections(result: Result, { pen, laws, theory, prefix }: ReportMaterial): Section[] {
  const { exits, spec } = result;
  if (exits === null) return [];
  const known = { checks: result.checks };
  const paths = result.provenance.partial?.completed ?? spec.paths;
  const sides = (['lower', 'upper'] as const).flatMap(
    (side): { side: 'lower' | 'upper'; exit: Exit; end: number }[] => {
      const exit = exits[side];
      return exit === undefined ? [] : [{ side, exit, end: spec.domain[side === 'lower' ? 0 : 1] }];
    },
  );
  const figures = sides
    .filter(({ exit }) => exit.count > 0)
    .map(({ side, exit, end }) =>
      drawTimes(pen, {
        name: `${prefix}exit-${side}`,
        of: `exit at ${formatNumber(end)}`,
        histogram: exit.histogram,
        paths,
        dt: spec.dt,
        exact: laws?.exits[side] ?? null,
        mean: exit.mean,
        remark: fitText(result, `exits.${side}.histogram`),
      }),
    );
  const blocks = sides.flatMap(({ side, exit, end }): Block[] => [
    {
      kind: 'table',
      caption: `Exit at the ${side} end ${formatNumber(end)}: ${formatCount(exit.count)} of ${formatCount(paths)} paths`,
      columns: ESTIMATE_COLUMNS,
      rows: [
        estimateCells('probability', exit.probability, `exits.${side}.probability`, known),
        estimateCells('mean time of those', exit.mean, `exits.${side}.mean`, known),
        spreadCells('its standard deviation', exit.variance, `exits.${side}`, known),
        estimateCells('median', exit.quantiles['0.5'], `exits.${side}.quantiles.0.5`, known),
      ],
    },
  ]);
  const exact = theory?.exit ?? null;
  const last = sides.at(-1)?.side ?? 'upper';
  const whom = sides.length === 2 ? 'to either end' : 'to leave';
  const infinite: Block[] =
    exact === null
      ? []
      : [
          {
            kind: 'text',
            text: `Without a horizon, exactly: ${formatNumber(exact[last].probability)} of the paths leave at the ${last} end${exact.meanTime === null ? '' : `; the mean time ${whom} is ${formatNumber(exact.meanTime)}`}.`,
          },
        ];
  return [
    {
      id: `${prefix}exits`,
      heading: 'Exits',
      blocks: [...blocks, ...infinite, ...(figures.length === 0 ? [] : [{ kind: 'figures', figures } as const])],
    },
  ];
}
