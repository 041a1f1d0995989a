/** Each quantity of a scaling study along its path. */
import type { Critical, CriticalPoint, Measured } from '../../result/critical.js';
import { isZeroBeside } from '../number.js';
import type { Figure } from '../plot/figure.js';
import type { Pen } from '../plot/pen.js';
import { drawSeries, type Rule, type Series } from '../plot/series.js';
import { estimateText, short, Z95 } from './critical-text.js';

/** A quantity that spans more than this along the path is drawn by its logarithm. */
const SPAN = 100;

interface Drawn {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly of: (point: CriticalPoint) => Measured | null;
}

const ALONG: readonly Drawn[] = [
  { id: 'mean', title: 'Mean', label: 'mean of x', of: ({ mean }) => mean },
  { id: 'variance', title: 'Variance', label: 'variance of x', of: ({ variance }) => variance },
  { id: 'skewness', title: 'Skewness', label: 'skewness', of: ({ skewness }) => skewness },
  { id: 'binder', title: 'Binder cumulant', label: 'U₄', of: ({ binder }) => binder },
  { id: 'modes', title: 'Peaks of the stationary density', label: 'peaks', of: ({ modes }) => modes },
  {
    id: 'autocorrelation',
    title: 'Autocorrelation time',
    label: 'time',
    of: ({ autocorrelationTime }) => autocorrelationTime,
  },
  { id: 'relaxation', title: 'Relaxation time', label: 'time', of: ({ relaxationTime }) => relaxationTime },
  {
    id: 'passage',
    title: 'Mean first passage by the horizon',
    label: 'E min(T, horizon)',
    of: ({ firstPassage }) => firstPassage?.restrictedMean ?? null,
  },
  {
    id: 'endless',
    title: 'Mean first passage without a horizon',
    label: 'E T',
    of: ({ firstPassage }) => firstPassage?.mean ?? null,
  },
];

/** Each quantity along the path, simulated and exact. */
export function pathFigures(pen: Pen, critical: Critical, prefix: string): Figure[] {
  const { points, control, candidate, modeChanges } = critical;
  const x = points.map((point) => point.control);
  const rules: Rule[] = [
    ...(candidate === null ? [] : [{ x: candidate.value, label: 'candidate' }]),
    ...modeChanges.map(({ at }): Rule => ({ x: at, label: 'peaks', role: 'fourth' })),
  ];
  return ALONG.flatMap(({ id, title, label, of }) => {
    const measured = points.map(of);
    const at = (field: keyof Measured) => measured.map((m) => m?.[field] ?? null);
    const [value, error, exact] = [at('value'), at('standardError'), at('exact')];
    const all = [...value, ...exact].filter((v) => v !== null);
    if (all.length === 0) return [];
    const reach = (sign: number) =>
      value.map((v, i) => (v === null || error[i] == null ? null : v + sign * Z95 * error[i]!));
    const has = (values: readonly (number | null)[]) => values.some((v) => v !== null);
    const log = all.every((v) => v > 0) && Math.max(...all) > SPAN * Math.min(...all);
    const series: Series[] = [
      ...(has(exact) ? [{ label: 'exact', role: 'exact', as: 'line', x, y: exact } as const] : []),
      ...(has(value)
        ? [
            {
              label: 'simulated, 95 %',
              role: 'estimate',
              as: 'points',
              x,
              y: value,
              low: reach(-1),
              high: reach(1),
            } as const,
          ]
        : []),
    ];
    return [
      drawSeries(pen, {
        name: `${prefix}along-${id}`,
        title,
        caption: `${title} along ${control}${has(value) ? ', simulated with 95 % bars' : ''}${has(exact) ? ', and exact' : ''}.`,
        x: { label: control },
        y: { label, scale: log ? 'log' : 'linear' },
        series,
        rules,
        table: {
          columns: [control, 'simulated', 'exact'],
          rows: x.map((v, i) => [
            short(v),
            value[i] == null ? null : estimateText(value[i]!, error[i]),
            exact[i] == null ? null : short(isZeroBeside(exact[i]!, error[i]) ? 0 : exact[i]!),
          ]),
        },
      }),
    ];
  });
}
