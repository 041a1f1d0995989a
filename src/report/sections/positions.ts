/** Positions at the save times. */
import { QUANTILES, type Result, type Snapshot } from '../../result/result.js';
import { thresholdsOf } from '../../spec/study.js';
import { formatValue, spreadOf } from '../beside.js';
import { formatCount, formatNumber, formatResult } from '../number.js';
import type { Block, Section } from '../page/page.js';
import { drawPositions } from '../plot/positions.js';
import { FEWEST_DRAWN, nobodyAlive } from '../snapshot-text.js';
import type { ReportMaterial } from './context.js';
import { ESTIMATE_COLUMNS, estimateCells } from './estimates.js';
import { fitText } from './passages.js';

const MOST_FIGURES = 4;
const MOST_CHECKED = 6; // times whose moments stand beside the exact ones; all are in the table of checks

export function positionSections(result: Result, { pen, laws, theory, prefix }: ReportMaterial): Section[] {
  const { snapshots, spec } = result;
  if (snapshots.length === 0) return [];
  const dying = spec.boundary.lower === 'absorb' || spec.boundary.upper === 'absorb';
  const heading = dying ? 'Position of the paths still alive' : 'Position';
  const nobody = nobodyAlive(snapshots);
  if (nobody !== null) return [{ id: `${prefix}position`, heading, blocks: [{ kind: 'text', text: nobody }] }];
  const known = { checks: result.checks };
  const stationary = dying ? null : (theory?.stationary ?? null);
  const moments = spread(snapshots.length, MOST_CHECKED).flatMap((i) => {
    const snapshot = snapshots[i]!;
    return (['mean', 'variance', 'skewness', 'excessKurtosis'] as const).map((name) =>
      estimateCells(
        `${NAMES[name]} at ${formatNumber(snapshot.time)}`,
        snapshot[name],
        `snapshots.${i}.${name}`,
        known,
      ),
    );
  });
  const figures = spread(snapshots.length, MOST_FIGURES)
    .filter((i) => snapshots[i]!.paths >= FEWEST_DRAWN && snapshots[i]!.time > 0)
    .map((i) =>
      drawPositions(pen, {
        name: `${prefix}position${i}`,
        time: snapshots[i]!.time,
        histogram: snapshots[i]!.histogram,
        paths: snapshots[i]!.paths,
        exact: laws?.positions[i]?.density,
        stationary: stationary?.density,
        rules: thresholdsOf(spec).map(({ threshold }) => ({
          x: threshold,
          label: formatNumber(threshold),
          role: 'exact' as const,
        })),
        remark: fitText(result, `snapshots.${i}.histogram`),
      }),
    );
  const late: Block[] =
    stationary === null
      ? []
      : [
          {
            kind: 'text',
            text: `At late times, exactly: mean ${formatNumber(stationary.mean)}, standard deviation ${formatNumber(Math.sqrt(stationary.variance))}, ${stationary.modes.length === 1 ? 'one peak' : `${stationary.modes.length} peaks`} at ${stationary.modes.map((mode) => formatNumber(Number(mode.toPrecision(4)))).join(', ')}.`,
          },
        ];
  return [
    {
      id: `${prefix}position`,
      heading,
      blocks: [
        {
          kind: 'table',
          caption: 'Position at the save times, ± one standard error',
          columns: timeColumns(dying),
          rows: snapshots.map((snapshot) => timeRow(snapshot, dying)),
        },
        { kind: 'figures', figures },
        {
          kind: 'table',
          caption: 'Moments beside their exact values',
          columns: ESTIMATE_COLUMNS,
          rows: moments,
          folded: moments.length > 4,
        },
        ...late,
      ],
    },
  ];
}

const NAMES = { mean: 'mean', variance: 'variance', skewness: 'skewness', excessKurtosis: 'excess kurtosis' } as const;

const timeColumns = (dying: boolean) => [
  { label: 'time' },
  ...['paths', 'mean', 'standard deviation', ...QUANTILES.map((level) => `${100 * Number(level)} %`)]
    .slice(dying ? 0 : 1)
    .map((label) => ({ label, align: 'right' as const })),
];

const timeRow = (snapshot: Snapshot, dying: boolean) => [
  formatNumber(snapshot.time),
  ...(dying ? [formatCount(snapshot.paths)] : []),
  formatResult(snapshot.mean),
  formatResult(spreadOf(snapshot.variance)),
  ...QUANTILES.map((level) => formatValue(snapshot.quantiles[level])),
];

/** At most `most` of the indices below `count`, the first and the last among them. */
export function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)));
}
