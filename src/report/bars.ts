/** A histogram drawn with characters: columns of eighth blocks, or of # where the terminal has no Unicode. */
import type { Histogram } from '../result/result.js';
import { formatNumber } from './number.js';

export interface Canvas {
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether block characters can be shown. */
  readonly unicode: boolean;
}

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII = [' ', '.', ':', '#'];

const ROWS = 4;
const MARGIN = 4;
/** Columns kept free to the right, for how far the axis really goes. */
const REST = 16;
/** Wider pictures are no clearer. */
const MOST_COLUMNS = 96;
/** A tail that holds less than this is left out of the picture. */
const TAIL = 1e-3;

/** The lines of the picture, the axis below it last; empty where nothing was counted. */
export function drawHistogram(histogram: Histogram, canvas: Canvas): string[] {
  const bins = usedBins(histogram.counts);
  if (bins === 0) return [];
  const room = Math.max(10, Math.min(MOST_COLUMNS, canvas.width - MARGIN - REST));
  const columns = columnHeights(histogram.counts.slice(0, bins), room);
  const levels = canvas.unicode ? EIGHTHS : ASCII;
  const top = Math.max(...columns);
  const rows = Array.from({ length: ROWS }, (_, i) => drawRow(columns, top, ROWS - 1 - i, levels));

  const from = formatNumber(histogram.edges[0]!);
  const to = formatNumber(histogram.edges[bins]!);
  const rest = bins < histogram.counts.length ? ` (of ${formatNumber(histogram.edges.at(-1)!)})` : '';
  const gap = Math.max(1, columns.length - from.length - to.length);
  const fits = MARGIN + columns.length + rest.length <= canvas.width;
  return [...rows, `${from}${' '.repeat(gap)}${to}${fits ? rest : ''}`].map((line) =>
    (' '.repeat(MARGIN) + line).trimEnd(),
  );
}

/** How many bins are shown: what lies beyond holds less than TAIL of the counts. */
function usedBins(counts: readonly number[]): number {
  const total = counts.reduce((a, b) => a + b, 0);
  let beyond = 0;
  for (let i = counts.length; i > 0; i--) {
    beyond += counts[i - 1]!;
    if (beyond > TAIL * total) return i;
  }
  return 0;
}

/** Mean count per bin in each column: some bins to a column, or some columns to a bin. */
function columnHeights(counts: readonly number[], room: number): number[] {
  const perBin = Math.floor(room / counts.length);
  if (perBin >= 1) return counts.flatMap((count) => new Array<number>(perBin).fill(count));
  const perColumn = Math.ceil(counts.length / room);
  return Array.from({ length: Math.ceil(counts.length / perColumn) }, (_, i) => {
    const bins = counts.slice(i * perColumn, (i + 1) * perColumn);
    return bins.reduce((a, b) => a + b, 0) / bins.length;
  });
}

/** One line of the picture: how full each column is between `level` and `level` + 1. Any count shows at the bottom. */
function drawRow(columns: readonly number[], top: number, level: number, levels: readonly string[]): string {
  const full = levels.length - 1;
  return columns
    .map((height) => {
      const filled = Math.round(((height / top) * ROWS - level) * full);
      return levels[Math.min(full, Math.max(level === 0 && height > 0 ? 1 : 0, filled))]!;
    })
    .join('');
}
