/** The rates of a benchmark as bars, a picture for each scenario. */
import type { Figure } from '../report/plot/figure.js';
import { drawFrame } from '../report/plot/frame.js';
import { colour, type Role } from '../report/plot/palette.js';
import type { Pen } from '../report/plot/pen.js';
import type { Bench } from './bench.js';
import type { Row } from './contest.js';
import { rowLabel } from './table.js';

const BAR = 19; // units of height of a row
const ENDS = 66; // and of the axis
const LABELS = 208; // units of width
const LABEL_LETTERS = 29;
const FIGURES = 48; // room for the rate behind the longest bar

/** A figure for each scenario, the fastest at the top; yardsticks are left out. */
export function rateFigures(pen: Pen, { rows }: Pick<Bench, 'rows'>): Figure[] {
  const computed = rows.filter(({ estimate }) => estimate !== null);
  const titles = [...new Set(computed.map(({ scenario }) => scenario))];
  return titles.map((title) =>
    rateFigure(
      pen,
      title,
      computed.filter(({ scenario }) => scenario === title),
    ),
  );
}

function rateFigure(pen: Pen, title: string, rows: readonly Row[]): Figure {
  const { Plot } = pen;
  const bars = rows.map(barOf).sort((a, b) => b.rate - a.rate);
  const longest = Math.max(...bars.map(({ high }) => high));
  return drawFrame(pen, {
    name: `rates-${rows[0]!.id}`,
    title,
    caption: `Path-steps per second, medians, ours in blue; lines from the slowest to the fastest of ${rows[0]!.seconds.runs} runs`,
    height: ENDS + BAR * bars.length,
    marginTop: 12,
    marginLeft: LABELS,
    marginRight: FIGURES,
    grid: false,
    scales: {
      x: { label: 'M path-steps/s', domain: [0, longest], nice: false, ticks: 4 },
      y: {
        type: 'band',
        domain: bars.map(({ label }) => label),
        label: null,
        tickSize: 0,
        tickFormat: shortened,
        padding: 0.25,
      },
    },
    marks: [
      Plot.barX(bars, { x1: 0, x2: 'rate', y: 'label', fill: 'fill', fillOpacity: 0.75 }),
      Plot.ruleY(bars, { x1: 'low', x2: 'high', y: 'label', stroke: colour('ink') }),
      Plot.text(bars, { x: 'high', y: 'label', text: 'figure', textAnchor: 'start', dx: 5, fill: colour('ink') }),
    ],
    table: {
      columns: ['who', 'M path-steps/s', 'least', 'most'],
      rows: bars.map(({ label, rate, low, high }) => [
        label,
        ...[rate, low, high].map((r) => Number(r.toPrecision(3))),
      ]),
    },
  });
}

interface Bar {
  readonly label: string;
  /** M path-steps/s. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly fill: string;
  readonly figure: string;
}

function barOf(row: Row): Bar {
  const { pathSteps, seconds } = row;
  const rate = pathSteps / seconds.median / 1e6;
  return {
    label: rowLabel(row),
    rate,
    low: pathSteps / seconds.max / 1e6,
    high: pathSteps / seconds.min / 1e6,
    fill: colour(roleOf(row)),
    figure: rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2),
  };
}

function shortened(label: string): string {
  const words = label.replace(/, 1 thread$/, '');
  return words.length > LABEL_LETTERS ? `${words.slice(0, LABEL_LETTERS - 1)}…` : words;
}

/** Ours in one colour, peers in another. */
const roleOf = ({ who }: Row): Role =>
  who === 'wasm' || who === 'webgpu' || who === 'reference' ? 'estimate' : 'fifth';
