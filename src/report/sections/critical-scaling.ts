/** Exponents of a scaling study, as a table and as slopes. */
import type { Critical, Exponent, ScalingQuantity } from '../../result/critical.js';
import { formatEstimate, formatNumber } from '../number.js';
import type { Inline, Table } from '../page/page.js';
import type { Figure } from '../plot/figure.js';
import type { Pen } from '../plot/pen.js';
import { drawScaling, type ScalingSide } from '../plot/scaling.js';
import { digits, range, Z95 } from './critical-text.js';

const NAMES: Readonly<Record<ScalingQuantity, string>> = {
  mean: 'mean',
  variance: 'variance',
  autocorrelationTime: 'autocorrelation time',
  relaxationTime: 'relaxation time',
};

export function exponentTable({ exponents }: Critical): Table {
  const rows = Object.entries(exponents).map(([name, e]): Inline[] => [
    [{ code: name }],
    formatEstimate(e.value, (e.interval[1] - e.interval[0]) / (2 * Z95)),
    range(e.interval),
    e.exactThere === null ? '–' : digits(e.exactThere),
    e.limit === null ? '–' : formatEstimate(e.limit.value, e.limit.error),
    e.saturation === null ? '–' : `${digits(e.saturation.value)} (${range(e.saturation.interval)})`,
    range(e.window),
    e.source,
  ]);
  return {
    kind: 'table',
    caption:
      'Exponents p of quantity ∝ distance^p. Saturation: the distance that a time would have to be from the candidate already, 0 where it diverges',
    columns: [
      { label: 'quantity' },
      ...['p', '95 %', 'the same fit to exact values', 'in the limit, exactly', 'saturation', 'window'].map(
        (label) => ({ label, align: 'right' as const }),
      ),
      { label: 'from' },
    ],
    rows,
  };
}

/** Log–log, one plot for each quantity that has an exponent. */
/** Of the largest distance: what is nearer was meant to be at the candidate, and has no place on a logarithmic axis. */
const AT_CANDIDATE = 1e-5;

export function scalingFigures(pen: Pen, critical: Critical, prefix: string): Figure[] {
  const { candidate, exponents, points, control } = critical;
  if (candidate === null) return [];
  const least = AT_CANDIDATE * Math.max(...points.map(({ distance }) => Math.abs(distance ?? 0)));
  const fitted = Object.values(exponents).filter(({ noise }) => noise === 1);
  const quantities = [...new Set(fitted.map(({ quantity }) => quantity))];
  return quantities.map((quantity) => {
    const sides = (['above', 'below'] as const).map((side, k): ScalingSide => {
      const there = points
        .filter(({ distance }) => distance !== null && (side === 'above' ? distance > least : distance < -least))
        .sort((a, b) => Math.abs(a.distance!) - Math.abs(b.distance!));
      const fit = fitted.find((e) => e.quantity === quantity && e.side === side);
      return {
        label: side,
        role: k === 0 ? 'estimate' : 'third',
        distance: there.map(({ distance }) => Math.abs(distance!)),
        value: there.map((point) => point[quantity].value),
        standardError: there.map((point) => point[quantity].standardError),
        exact: there.map((point) => point[quantity].exact),
        fit: fit === undefined ? undefined : { exponent: fit.value, interval: fit.interval, window: fit.window },
      };
    });
    const slopes = fitted.filter((e) => e.quantity === quantity).map(slopeText);
    return drawScaling(pen, {
      name: `${prefix}scaling-${quantity.toLowerCase()}`,
      title: `Scaling of the ${NAMES[quantity]}`,
      caption: `The ${NAMES[quantity]} against the distance from ${control} = ${formatNumber(candidate.value)}, both logarithmic: a power law is a straight line. Dashed: the fit, over its window. ${slopes.join(' ')}`,
      x: `|${control} − ${formatNumber(candidate.value)}|`,
      y: NAMES[quantity],
      sides,
    });
  });
}

const slopeText = ({ side, value, interval }: Exponent): string =>
  `${side === 'above' ? 'Above' : 'Below'}: ${digits(value)} (95 %: ${digits(interval[0])} … ${digits(interval[1])}).`;
