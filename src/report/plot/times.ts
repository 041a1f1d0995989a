/** Times of first passage or exit: their density, what is left by each time, and how far that is from the exact curve. */
import type { Estimate, FirstPassage, Histogram } from '../../result/result.js';
import { formatCount, formatNumber, formatResult } from '../number.js';
import type { Figure } from './figure.js';
import { binsUntil, densityOf, histogramTable, places, shownUntil, wholeSteps } from './histogram.js';
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
  /** The time step. */
  readonly dt: number;
  readonly exact?: ExactTime | null | undefined;
  readonly mean?: Estimate | undefined;
  /** Counts are sums of weights: their errors are not those of counts. */
  readonly weighted?: boolean | undefined;
  readonly remark?: string | undefined;
}

/** Times of the events that happened, as a density over all paths. */
export function drawTimes(
  pen: Pen,
  { name, of, histogram, paths, dt, exact, mean, weighted, remark }: TimePlot,
): Figure {
  const until = shownUntil(histogram);
  const bins = wholeSteps(binsUntil(histogram, until), dt);
  const times = places(0, until);
  const rules: Rule[] = mean?.value == null ? [] : [{ x: mean.value, label: `mean ${formatResult(mean)}` }];
  const more =
    until < histogram.edges.at(-1)!
      ? ` Shown to ${formatNumber(until)}, of ${formatNumber(histogram.edges.at(-1)!)}.`
      : '';
  const bars = densityOf(bins, paths);
  const curve = exact ? times.map(exact.density) : [];
  const atOnce = exact?.probability(0).value ?? 0;
  // What is there from the start has no density: its bar would flatten all others.
  const highest = Math.max(...bars.y.slice(atOnce > AT_ONCE ? 1 : 0), ...curve);
  const cut =
    atOnce > AT_ONCE
      ? ` A share of ${formatNumber(Number(atOnce.toPrecision(4)))} starts there: the first bar is cut.`
      : '';
  const events = histogram.counts.reduce((a, b) => a + b, 0);
  const whose = weighted
    ? 'The paths that had their'
    : `${events === paths ? 'All' : `${formatCount(events)} of`} ${formatCount(paths)} paths had their`;
  return drawSeries(pen, {
    name,
    title: `Time of ${of}`,
    caption: `${whose} ${of}: when, as a density over all paths${exact ? ', simulated and exact (Fokker–Planck)' : ''}.${cut}${more}${remark ? ` ${remark}` : ''}`,
    x: { label: 'time', domain: [0, until] },
    y: { label: 'density', ...(cut === '' ? {} : { domain: [0, 1.08 * highest] as const }) },
    series: [
      { label: 'simulated', role: 'estimate', as: 'bars', ...bars },
      ...(exact ? [{ label: 'exact', role: 'exact', as: 'line', x: times, y: curve } as const] : []),
    ],
    rules,
    table: histogramTable(bins, paths, 'time', { exact: exact ? (t) => exact.density(t) : undefined, weighted }),
  });
}

/** A share at time 0 that shows. */
const AT_ONCE = 1e-3;

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

/** More times than this are joined by a line; of fewer the chords would miss the curve. */
const DENSE = 60;

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
  const dense = x.length > DENSE;
  const widest = Math.max(...half);
  const thin =
    widest < 0.01 && !rare
      ? ` ${dense ? 'The band' : 'It'} is at most ${formatNumber(Number(widest.toPrecision(1)))} to either side, thinner than ${dense ? 'the line' : 'the dots'}.`
      : '';
  return drawSeries(pen, {
    name,
    title: rare ? `Share of paths with a ${of}` : `Survival before ${of}`,
    caption: `Share of the paths that have ${what}, with its 95 % ${dense ? 'band' : 'interval'}${exact ? `, and the exact curve${dense ? ' (dashed)' : ''}` : ''}.${thin}`,
    x: { label: 'time t', domain: [0, until] },
    y: rare ? { label: 'P(T ≤ t)', scale: 'log' } : { label: 'P(T > t)', domain: [0, 1] },
    series: [
      ...(dense
        ? [
            { label: 'simulated', role: 'estimate', as: 'line', x, y } as const,
            { label: '95 %', role: 'estimate', as: 'band', x, y, low, high } as const,
          ]
        : [{ label: 'simulated, 95 %', role: 'estimate', as: 'points', x, y, low, high } as const]),
      ...(exact
        ? [{ label: 'exact', role: 'exact', as: dense ? 'dashes' : 'line', x: times, y: times.map(truth) } as const]
        : []),
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
