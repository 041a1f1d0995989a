/** Times of first passage or exit: their density, what is left by each time, and how far that is from the exact curve. */
import type { Estimate, FirstPassage, Histogram } from '../../result/result.js';
import { formatCount, formatNumber, formatResult } from '../number.js';
import type { Figure } from './figure.js';
import { binsUntil, densityOf, histogramTable, places, shownUntil } from './histogram.js';
import type { Pen } from './pen.js';
import { drawSeries, type Rule } from './series.js';

/** Standard errors of a 95 % interval. */
const Z95 = 1.96;

/** The exact law of a time: P(T ≤ t) and its slope. */
export interface ExactTime {
  probability(time: number): { readonly value: number };
  density(time: number): number;
}

export interface TimePlot {
  readonly name: string;
  /** Of what: `first passage through 0.8`. */
  readonly of: string;
  readonly histogram: Histogram;
  /** All paths, those without the event included. */
  readonly paths: number;
  readonly exact?: ExactTime | null | undefined;
  readonly mean?: Estimate | undefined;
  /** Counts are sums of weights: their errors are not those of counts. */
  readonly weighted?: boolean | undefined;
  readonly remark?: string | undefined;
}

/** Times of the events that happened, as a density over all paths. */
export function drawTimes(pen: Pen, { name, of, histogram, paths, exact, mean, weighted, remark }: TimePlot): Figure {
  const until = shownUntil(histogram);
  const bins = binsUntil(histogram, until);
  const times = places(0, until);
  const rules: Rule[] = mean?.value == null ? [] : [{ x: mean.value, label: `mean ${formatResult(mean)}` }];
  const more =
    until < histogram.edges.at(-1)!
      ? ` Shown to ${formatNumber(until)}, of ${formatNumber(histogram.edges.at(-1)!)}.`
      : '';
  return drawSeries(pen, {
    name,
    title: `Time of ${of}`,
    caption: `When ${formatCount(paths)} paths had their ${of}: density over all paths${exact ? ', simulated and exact (Fokker–Planck)' : ''}.${more}${remark ? ` ${remark}` : ''}`,
    x: { label: 'time', domain: [0, until] },
    y: { label: 'density' },
    series: [
      { label: 'simulated', role: 'estimate', as: 'bars', ...densityOf(bins, paths) },
      ...(exact ? [{ label: 'exact', role: 'exact', as: 'line', x: times, y: times.map(exact.density) } as const] : []),
    ],
    rules,
    table: histogramTable(bins, paths, 'time', { exact: exact ? (t) => exact.density(t) : undefined, weighted }),
  });
}

export interface SurvivalPlot {
  readonly name: string;
  readonly of: string;
  readonly passage: Pick<FirstPassage, 'survival' | 'histogram'>;
  /** All paths, those without the event included. */
  readonly paths: number;
  readonly exact?: ExactTime | null | undefined;
}

/** Above this share of survivors at the end the curve is one of rare events: the share that hit is shown, on a logarithmic axis. */
const RARE = 0.9;

/** P(T > t) with its 95 % band; of rare events P(T ≤ t). */
export function drawSurvival(pen: Pen, { name, of, passage, paths, exact }: SurvivalPlot): Figure {
  const { survival, histogram } = passage;
  const rare = survival.values.at(-1)! > RARE;
  const until = rare ? survival.times.at(-1)! : shownUntil(histogram);
  const shown = survival.times.filter((time) => time <= until * (1 + 1e-12)).length;
  const x = survival.times.slice(0, shown);
  const y = rare ? hitShares(passage, paths).slice(0, shown) : survival.values.slice(0, shown);
  const half = x.map((_, i) => Z95 * survival.standardErrors[i]!);
  const low = y.map((v, i) => (rare ? v - half[i]! : Math.max(0, v - half[i]!)));
  const high = y.map((v, i) => (rare ? v + half[i]! : Math.min(1, v + half[i]!)));
  const times = places(0, until);
  const truth = (t: number) => (rare ? exact!.probability(t).value : 1 - exact!.probability(t).value);
  const what = rare ? 'hit by the time t' : 'not hit by the time t';
  const widest = Math.max(...half);
  const thin =
    widest < 0.01 && !rare
      ? ` The band is at most ${formatNumber(Number(widest.toPrecision(1)))} to either side, thinner than the line.`
      : '';
  return drawSeries(pen, {
    name,
    title: rare ? `Share of paths with a ${of}` : `Survival before ${of}`,
    caption: `Share of the paths that have ${what}, with its 95 % band${exact ? ', and the exact curve (dashed)' : ''}.${thin}`,
    x: { label: 'time t', domain: [0, until] },
    y: rare ? { label: 'P(T ≤ t)', scale: 'log' } : { label: 'P(T > t)', domain: [0, 1] },
    series: [
      { label: 'simulated', role: 'estimate', as: 'line', x, y },
      { label: '95 %', role: 'estimate', as: 'band', x, y, low, high },
      ...(exact ? [{ label: 'exact', role: 'exact', as: 'dashes', x: times, y: times.map(truth) } as const] : []),
    ],
    table: {
      columns: ['time t', rare ? 'P(T ≤ t)' : 'P(T > t)', ...(exact ? ['exact'] : [])],
      rows: thinned(x.length).map((i) => [
        formatNumber(x[i]!),
        formatResult({ value: y[i]!, standardError: survival.standardErrors[i]! }),
        ...(exact ? [formatNumber(truth(x[i]!))] : []),
      ]),
    },
  });
}

/** Simulated less exact, with the 95 % band: the errors that the survival curve is too coarse to show. */
export function drawSurvivalError(
  pen: Pen,
  { name, of, passage, exact, dt }: SurvivalPlot & { readonly exact: ExactTime; readonly dt: number },
): Figure {
  const { survival, histogram } = passage;
  const until = shownUntil(histogram);
  const shown = survival.times.filter((time) => time <= until * (1 + 1e-12)).length;
  const x = survival.times.slice(0, shown);
  const y = x.map((time, i) => survival.values[i]! - (1 - exact.probability(time).value));
  const half = x.map((_, i) => Z95 * survival.standardErrors[i]!);
  return drawSeries(pen, {
    name,
    title: `Survival before ${of}: simulated − exact`,
    caption: `What the curve of survival is off by, with its 95 % band. Neighbouring times share their paths, so errors wander instead of jumping; a shift that the band does not cover is the time step’s (dt ${formatNumber(dt)}).`,
    x: { label: 'time t', domain: [0, until] },
    y: { label: 'simulated − exact' },
    series: [
      {
        label: '95 %',
        role: 'estimate',
        as: 'band',
        x,
        y,
        low: y.map((v, i) => v - half[i]!),
        high: y.map((v, i) => v + half[i]!),
      },
      { label: 'simulated − exact', role: 'estimate', as: 'line', x, y },
    ],
    rules: [{ y: 0, role: 'exact' }],
    table: {
      columns: ['time t', 'simulated − exact'],
      rows: thinned(x.length).map((i) => [
        formatNumber(x[i]!),
        formatResult({ value: y[i]!, standardError: survival.standardErrors[i]! }),
      ]),
    },
  });
}

/** P(T ≤ t) at the times of survival, without the cancellation of 1 − P(T > t). */
function hitShares({ survival, histogram }: SurvivalPlot['passage'], paths: number): number[] {
  let sum = 0;
  return survival.times.map((_, i) => {
    if (i > 0) sum += histogram.counts[i - 1] ?? 0;
    return sum / paths;
  });
}

const ROWS = 41;

/** At most 41 of `count` indices, evenly spread, both ends included. */
function thinned(count: number): number[] {
  if (count <= ROWS) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: ROWS }, (_, k) => Math.round((k * (count - 1)) / (ROWS - 1)));
}
