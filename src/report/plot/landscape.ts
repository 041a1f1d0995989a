/** What the model does at each place: drift and noise, and the potential that both make together. */
import type { BoundaryKind } from '../../spec/study.js';
import { formatNumber } from '../number.js';
import type { Figure } from './figure.js';
import { places } from './histogram.js';
import type { Pen } from './pen.js';
import { drawSeries, type Rule, type Series } from './series.js';

export interface Landscape {
  readonly name: string;
  /** μ(x), in x-units per time. */
  readonly drift: (x: number) => number;
  /** σ(x), in x-units per √time. */
  readonly diffusion: (x: number) => number;
  readonly domain: readonly [number, number];
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  readonly fixedPoints: readonly { readonly x: number; readonly stable: boolean }[];
  /** ln p of the law between ends that keep the paths. */
  readonly logDensity?: ((x: number) => number) | null | undefined;
  /** Peaks of that density. */
  readonly modes: readonly number[];
  readonly thresholds: readonly number[];
  /** A fixed start. */
  readonly start?: number | undefined;
}

export function drawDrift(pen: Pen, landscape: Landscape): Figure {
  const { name, drift, diffusion, domain, fixedPoints } = landscape;
  const x = places(...domain);
  const points = (stable: boolean): Series[] => {
    const at = fixedPoints.filter((point) => point.stable === stable).map((point) => point.x);
    const label = stable ? 'stable' : 'unstable';
    return at.length === 0 ? [] : [{ label, role: 'exact', as: 'points', open: !stable, x: at, y: at.map(() => 0) }];
  };
  const listed = fixedPoints.map(
    (point) => `${formatNumber(Number(point.x.toPrecision(4)))} (${point.stable ? 'stable' : 'unstable'})`,
  );
  return drawSeries(pen, {
    name,
    title: 'Drift and noise',
    caption: `The drift μ(x), per unit of time, and the noise σ(x), per square root of it. ${listed.length === 0 ? 'The drift has no zero in the domain.' : `The drift vanishes at ${listed.join(', ')}.`} ${endsText(landscape)}`,
    x: { label: 'x', domain },
    y: { label: 'μ, σ' },
    series: [
      { label: 'drift μ', role: 'estimate', as: 'line', x, y: x.map(drift) },
      { label: 'noise σ', role: 'third', as: 'dashes', x, y: x.map(diffusion) },
      ...points(true),
      ...points(false),
    ],
    rules: [{ y: 0, solid: true }, ...marksOf(landscape)],
    table: {
      columns: ['x', 'μ(x)', 'σ(x)'],
      rows: places(...domain, 20).map((at) =>
        [at, drift(at), diffusion(at)].map((v) => formatNumber(Number(v.toPrecision(5)))),
      ),
    },
  });
}

/** Deeper than this the density is nothing, and the picture would show little else. */
const DEEPEST = 24;

/** Φ = −ln p of the law between ends that keep the paths: 2 ln σ − ∫2μ/σ² dx, 0 at its lowest. */
export function drawPotential(pen: Pen, landscape: Landscape & { readonly logDensity: (x: number) => number }): Figure {
  const { name, domain, modes, logDensity, boundary } = landscape;
  const x = places(...domain);
  const raw = x.map((at) => -logDensity(at));
  const least = Math.min(...raw.filter(Number.isFinite));
  const phi = (at: number): number | null => {
    const value = -logDensity(at) - least;
    return Number.isFinite(value) ? value : null;
  };
  const y = x.map(phi);
  const peaks = modes.filter((mode) => phi(mode) !== null);
  const highest = Math.min(DEEPEST, Math.max(1, ...y.filter((v) => v !== null)));
  const absorbs = boundary.lower === 'absorb' || boundary.upper === 'absorb';
  const law = absorbs
    ? 'If the ends kept the paths, their density at late times would be'
    : 'The density at late times is';
  const dots: Series[] =
    peaks.length === 0
      ? []
      : [
          {
            label: 'peak of the density',
            role: 'exact',
            as: 'points',
            x: peaks,
            y: peaks.map((mode) => Math.max(0, phi(mode)!)),
          },
        ];
  return drawSeries(pen, {
    name,
    title: 'Potential with noise',
    caption: `Φ(x) = 2 ln σ − ∫ 2μ/σ² dx. ${law} proportional to exp(−Φ): one unit down, 2.7 times as many paths. ${endsText(landscape)}`,
    x: { label: 'x', domain },
    y: { label: 'Φ', domain: [-0.03 * highest, 1.05 * highest] },
    series: [{ label: 'Φ', role: 'estimate', as: 'line', x, y }, ...dots],
    rules: marksOf(landscape),
    table: {
      columns: ['x', 'Φ'],
      rows: places(...domain, 20).map((at) => {
        const value = phi(at);
        return [
          formatNumber(Number(at.toPrecision(5))),
          value === null ? '∞' : formatNumber(Number(value.toPrecision(4))),
        ];
      }),
    },
  });
}

function marksOf({ thresholds, start }: Landscape): Rule[] {
  return [
    ...thresholds.map((x): Rule => ({ x, label: formatNumber(x), role: 'exact' })),
    ...(start === undefined ? [] : [{ x: start, label: 'start' }]),
  ];
}

const ENDS: Readonly<Record<BoundaryKind, string>> = { reflect: 'reflects', clamp: 'holds', absorb: 'absorbs' };

function endsText({ boundary: { lower, upper }, domain }: Landscape): string {
  const [a, b] = domain.map(formatNumber);
  return lower === upper
    ? `Both ends, ${a} and ${b}, ${ENDS[lower].replace(/s$/, '')}.`
    : `The end ${a} ${ENDS[lower]}, the end ${b} ${ENDS[upper]}.`;
}
