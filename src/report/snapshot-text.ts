/** Moments and quantiles of the position at the save times. */
import { QUANTILES, type Result } from '../result/result.js';
import { type Canvas, drawHistogram } from './bars.js';
import { checkOf, estimateRow, formatValue, type Known, spreadOf } from './beside.js';
import { formatCount, formatNumber, formatResult } from './number.js';
import { formatTable } from './table.js';

/** A histogram of fewer paths shows no law. */
export const FEWEST_DRAWN = 25;

/** Where no path lives at any save time: there is no position to tell. */
export const nobodyAlive = (snapshots: Result['snapshots']): string | null =>
  snapshots.every(({ paths }) => paths === 0)
    ? `No path is alive at ${snapshots.length === 1 ? `time ${formatNumber(snapshots[0]!.time)}` : 'any save time'}.`
    : null;

export function snapshotLines({ snapshots, spec }: Result, known: Known, canvas: Canvas): string[] {
  const last = snapshots.at(-1);
  if (last === undefined) return [];
  const nobody = nobodyAlive(snapshots);
  if (nobody !== null) return [nobody];
  const dying = snapshots.some(({ paths }) => paths !== snapshots[0]!.paths) || spec.boundary.lower === 'absorb';
  const alive = dying || spec.boundary.upper === 'absorb';
  const levels = QUANTILES.map((q) => `${100 * Number(q)} %`);
  const header = ['time', ...(alive ? ['alive'] : []), 'mean', 'sd', ...levels];
  const rows = snapshots.map((s) => [
    formatNumber(s.time),
    ...(alive ? [formatCount(s.paths)] : []),
    formatResult(s.mean),
    formatResult(spreadOf(s.variance)),
    ...QUANTILES.map((q) => formatValue(s.quantiles[q])),
  ]);
  const picture = last.paths < FEWEST_DRAWN ? [] : drawHistogram(last.histogram, canvas);
  return [
    `Position${alive ? ' of the paths still alive' : ''}`,
    ...formatTable(
      [header, ...rows],
      header.map(() => 'right' as const),
    ).map((line) => `  ${line}`),
    ...exactLines(snapshots, known),
    ...(picture.length > 0 ? ['', `  at time ${formatNumber(last.time)}`, ...picture] : []),
  ];
}

/** Means and variances that have an exact value beside them, one a line; what else is checked is counted at the end. */
function exactLines(snapshots: Result['snapshots'], known: Known): string[] {
  const rows = snapshots.flatMap((snapshot, i) =>
    (['mean', 'variance'] as const)
      .filter((name) => checkOf(known, `snapshots.${i}.${name}`) !== undefined)
      .map((name) =>
        estimateRow(`${name}(${formatNumber(snapshot.time)})`, snapshot[name], `snapshots.${i}.${name}`, known),
      ),
  );
  return rows.length === 0 ? [] : ['', ...formatTable(rows, ['left', 'left', 'left']).map((line) => `  ${line}`)];
}
