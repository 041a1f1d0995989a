/** A critical study as CSV: one row a place. */
import type { Critical, CriticalPoint, Measured } from '../result/critical.js';

const QUANTITIES = [
  'mean',
  'variance',
  'skewness',
  'binder',
  'modes',
  'autocorrelationTime',
  'relaxationTime',
] as const satisfies readonly (keyof CriticalPoint)[];

const PASSAGE = ['probability', 'restrictedMean', 'mean'] as const;

export function criticalCsv({ points, control }: Critical): string {
  const names = [...QUANTITIES.map(snake), ...PASSAGE.map((name) => `first_passage_${snake(name)}`)];
  const params = Object.keys(points[0]?.params ?? {});
  const header = [
    ...[snake(control), 'distance', 'law'],
    ...params.map((name) => `param_${name}`),
    ...names.flatMap((name) => [name, `${name}_se`, `${name}_exact`]),
  ];
  const rows = points.map((point) => [
    ...[point.control, point.distance, point.law],
    ...params.map((name) => point.params[name]!),
    ...QUANTITIES.flatMap((name) => cells(point[name])),
    ...PASSAGE.flatMap((name) => cells(point.firstPassage?.[name])),
  ]);
  return `${[header, ...rows].map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')}\n`;
}

const cells = (measured: Measured | undefined): (number | null)[] =>
  measured === undefined ? [null, null, null] : [measured.value, measured.standardError, measured.exact];

const snake = (name: string): string =>
  name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
