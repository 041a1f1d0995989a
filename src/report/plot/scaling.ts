/** A quantity against the distance from a candidate point, both logarithmic: a power law is a straight line. */
import { formatNumber } from '../number.js';
import type { Figure } from './figure.js';
import type { Role } from './palette.js';
import type { Pen } from './pen.js';
import { drawSeries, type Series } from './series.js';

export interface ScalingPlot {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** What the distance is of: `|alpha − beta − 0|`. */
  readonly x: string;
  readonly y: string;
  readonly sides: readonly ScalingSide[];
}

/** Points on one side of the candidate. */
export interface ScalingSide {
  readonly label: string;
  readonly role: Role;
  /** > 0, increasing. */
  readonly distance: readonly number[];
  readonly value: readonly (number | null)[];
  readonly standardError: readonly (number | null)[];
  readonly exact: readonly (number | null)[];
  /** y = C d^exponent over the window, through the middle of the points in it. */
  readonly fit?:
    | {
        readonly exponent: number;
        readonly interval: readonly [number, number];
        readonly window: readonly [number, number];
      }
    | undefined;
}

const Z95 = 1.96;

export function drawScaling(pen: Pen, { name, title, caption, x, y, sides }: ScalingPlot): Figure {
  const series = sides.flatMap((side): Series[] => {
    const reach = (sign: number) =>
      side.value.map((v, i) =>
        v === null || side.standardError[i] == null ? null : v + sign * Z95 * side.standardError[i]!,
      );
    return [
      { label: `${side.label}, exact`, role: side.role, as: 'thin', x: side.distance, y: side.exact },
      {
        label: `${side.label}, simulated`,
        role: side.role,
        as: 'points',
        x: side.distance,
        y: side.value,
        low: reach(-1),
        high: reach(1),
      },
      ...fitLine(side),
    ];
  });
  return drawSeries(pen, {
    name,
    title,
    caption,
    x: { label: x, scale: 'log' },
    y: { label: y, scale: 'log' },
    series: series.filter(({ y: values }) => values.some((v) => v !== null)),
    table: {
      columns: ['side', 'distance', 'simulated', 'standard error', 'exact'],
      rows: sides.flatMap((side) =>
        side.distance.map((d, i) => [
          side.label,
          short(d),
          ...[side.value[i], side.standardError[i], side.exact[i]].map((v) => (v == null ? null : short(v))),
        ]),
      ),
    },
  });
}

const short = (value: number): string => formatNumber(Number(value.toPrecision(5)));

function fitLine({ label, distance, value, exact, fit }: ScalingSide): Series[] {
  if (fit === undefined) return [];
  const { exponent, window } = fit;
  const inside = distance.flatMap((d, i) => {
    const v = value[i] ?? exact[i] ?? null;
    return d >= window[0] * (1 - 1e-9) && d <= window[1] * (1 + 1e-9) && v !== null && v > 0 ? [{ d, v }] : [];
  });
  if (inside.length === 0) return [];
  const logC = inside.reduce((sum, { d, v }) => sum + Math.log(v) - exponent * Math.log(d), 0) / inside.length;
  const x = [window[0], window[1]];
  return [
    {
      label: `${label}: slope ${formatNumber(Number(exponent.toPrecision(3))).replace('-', '−')}`,
      role: 'exact',
      as: 'dashes',
      x,
      y: x.map((d) => Math.exp(logC) * d ** exponent),
    },
  ];
}
