/** What a plot shows, as plain data: drawn live on a canvas (canvas.tsx), and saved as SVG or PNG (svg.ts). */

/** Colours by what is drawn, the same in every plot. */
export type Ink = 'simulated' | 'exact' | 'mark' | 'second' | 'faint';

export interface PlotSeries {
  readonly name: string;
  readonly ink: Ink;
  /** line: through the points. steps: y[i] holds from x[i] to x[i + 1], filled down to 0 where `fill`. points: single ones. */
  readonly kind: 'line' | 'steps' | 'points';
  readonly x: readonly number[];
  /** null: a gap. */
  readonly y: readonly (number | null)[];
  readonly fill?: boolean;
  readonly dashed?: boolean;
  /** In CSS pixels. */
  readonly width?: number;
  /** Against the axis on the right. */
  readonly right?: boolean;
  /** Not in the legend: one of many of a kind. */
  readonly silent?: boolean;
}

/** A line across the plot at x or at y. */
export interface PlotMark {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly label: string;
}

/** A place worth a symbol: filled where it draws paths in, hollow where it drives them away. */
interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly filled: boolean;
  readonly label: string;
}

export type Range = readonly [number, number];

export interface PlotSpec {
  /** For file names and for tests. */
  readonly id: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly rightLabel?: string;
  readonly xRange: Range;
  readonly yRange: Range;
  readonly rightRange?: Range;
  readonly logY?: boolean;
  readonly series: readonly PlotSeries[];
  readonly marks?: readonly PlotMark[];
  readonly points?: readonly PlotPoint[];
  /** What the plot shows, for those who do not see it. */
  readonly description: string;
}

/** From 0 to a little above everything that the series show. */
export function fromZero(series: readonly Pick<PlotSeries, 'y'>[], least = 1e-9): Range {
  const most = Math.max(least, ...series.map(({ y }) => y.reduce<number>((max, v) => Math.max(max, v ?? 0), 0)));
  return [0, 1.06 * most];
}

/** A little beyond everything that the series show, both ways. */
export function around(series: readonly Pick<PlotSeries, 'y'>[]): Range {
  const values = series.flatMap(({ y }) => y.filter((v): v is number => v !== null && Number.isFinite(v)));
  if (values.length === 0) return [-1, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = 0.08 * (most - least || Math.abs(most) || 1);
  return [least - margin, most + margin];
}
