/** Values against distances on logarithmic scales, drawn with characters: a power law is a straight line. */
import type { Canvas } from './bars.js';
import { formatNumber } from './number.js';

export interface PlotPoint {
  readonly d: number;
  readonly y: number;
  readonly mark: string;
}

const ROWS = 12;
const MOST_COLUMNS = 60;
const MARGIN = 12;
const LEAST_DECADES = 0.3; // of the vertical axis: a curve that hardly changes is to look flat

/** The lines of the picture; empty where fewer than two points are positive. */
export function drawLogLog(points: readonly PlotPoint[], canvas: Canvas): string[] {
  const shown = points.filter(({ d, y }) => d > 0 && y > 0);
  if (shown.length < 2) return [];
  const columns = Math.max(20, Math.min(MOST_COLUMNS, canvas.width - MARGIN - 2));
  const [left, right] = range(shown.map(({ d }) => Math.log10(d)));
  const [low, high] = widened(range(shown.map(({ y }) => Math.log10(y))));
  const grid = Array.from({ length: ROWS }, () => new Array<string>(columns).fill(' '));
  for (const { d, y, mark } of shown) {
    const column = Math.round(((Math.log10(d) - left) / (right - left || 1)) * (columns - 1));
    const row = Math.round(((high - Math.log10(y)) / (high - low)) * (ROWS - 1));
    grid[row]![column] = mark;
  }
  const side = canvas.unicode ? '│' : '|';
  const label = (row: number) => (row === 0 ? 10 ** high : row === ROWS - 1 ? 10 ** low : null);
  const lines = grid.map((cells, row) => {
    const value = label(row);
    const text = value === null ? '' : formatNumber(Number(value.toPrecision(3)));
    return `${text.padStart(MARGIN - 2)} ${side}${cells.join('')}`.trimEnd();
  });
  const [from, to] = [left, right].map((x) => formatNumber(Number((10 ** x).toPrecision(3)))) as [string, string];
  const gap = ' '.repeat(Math.max(1, columns - from.length - to.length));
  return [...lines, `${' '.repeat(MARGIN)}${from}${gap}${to}`];
}

const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

function widened([low, high]: [number, number]): [number, number] {
  const missing = Math.max(0, LEAST_DECADES - (high - low)) / 2;
  return [low - missing, high + missing];
}
