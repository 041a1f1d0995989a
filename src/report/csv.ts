/** A result as CSV files: a header row, a comma between, a dot in decimals, empty where there is no number. */
import {
  type Estimate,
  type Exit,
  type FirstPassage,
  type Histogram,
  QUANTILES,
  type Quantiles,
  type Result,
} from '../result/result.js';
import { thresholdsOf } from '../spec/study.js';

type Row = readonly (string | number | null)[];

/** File name → text. Only what the result has. */
export function csvFiles(result: Result): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (name: string, header: readonly string[], rows: readonly Row[]) => {
    if (rows.length > 0) files[name] = csv(header, rows);
  };
  addSnapshots(result, add);
  addPassages(result, add);
  addExits(result, add);
  const { samplePaths, checks, goodnessOfFit } = result;
  add(
    'sample-paths.csv',
    ['path', 'time', 'x'],
    samplePaths?.values.flatMap((xs, path) => xs.map((x, i) => [path, samplePaths.times[i]!, x])) ?? [],
  );
  add(
    'checks.csv',
    ['quantity', 'simulated', 'standard_error', 'exact', 'bias', 'z', 'z_corrected', 'ok'],
    checks.map((c) => [c.quantity, c.simulated, c.standardError, c.exact, c.bias, c.z, c.zCorrected, String(c.ok)]),
  );
  add(
    'goodness-of-fit.csv',
    ['quantity', 'chi_squared', 'degrees_of_freedom', 'p_value', 'p_value_uncorrected', 'ok'],
    goodnessOfFit.map((f) => [
      ...[f.quantity, f.chiSquared, f.degreesOfFreedom, f.pValue, f.pValueUncorrected],
      String(f.ok),
    ]),
  );
  return files;
}

/** Every name that csvFiles may use: a folder written again loses those that the new result lacks. */
export const CSV_NAMES: readonly string[] = [
  'snapshots.csv',
  'histogram.csv',
  'first-passage.csv',
  'first-passage-histogram.csv',
  'survival.csv',
  'exits.csv',
  'exits-histogram.csv',
  'sample-paths.csv',
  'checks.csv',
  'goodness-of-fit.csv',
];

type Add = (name: string, header: readonly string[], rows: readonly Row[]) => void;

function addSnapshots({ snapshots }: Result, add: Add): void {
  add(
    'snapshots.csv',
    ['time', 'paths', ...columns('mean', 'variance', 'skewness', 'excess_kurtosis'), ...quantileColumns],
    snapshots.map((s) => [
      s.time,
      s.paths,
      ...cells(s.mean, s.variance, s.skewness, s.excessKurtosis),
      ...quantileCells(s.quantiles),
    ]),
  );
  add(
    'histogram.csv',
    ['time', 'from', 'to', 'count'],
    snapshots.flatMap((s) => binRows(s.time, s.histogram)),
  );
}

function addPassages({ firstPassage, spec }: Result, add: Add): void {
  if (firstPassage === null) return;
  const passages: readonly FirstPassage[] = 'length' in firstPassage ? firstPassage : [firstPassage];
  const thresholds = thresholdsOf(spec);
  add(
    'first-passage.csv',
    [
      ...['threshold', 'direction', 'monitor', 'hits', 'censored', 'absorbed'],
      ...columns('probability', 'mean', 'variance', 'restricted_mean', 'tail_rate'),
      ...quantileColumns,
    ],
    passages.map((p, j) => [
      ...[p.threshold, thresholds[j]!.direction, thresholds[j]!.monitor, p.hits, p.censored, p.absorbed],
      ...cells(p.probability, p.mean, p.variance, p.restrictedMean, p.tailRate),
      ...quantileCells(p.quantiles),
    ]),
  );
  add(
    'first-passage-histogram.csv',
    ['threshold', 'from', 'to', 'count'],
    passages.flatMap((p) => binRows(p.threshold, p.histogram)),
  );
  add(
    'survival.csv',
    // The hazard of a row is that of the bin from its time on.
    ['threshold', 'time', ...columns('survival', 'hazard')],
    passages.flatMap(({ threshold, survival, hazard }) =>
      survival.times.map((time, i) => [
        ...[threshold, time, survival.values[i]!, survival.standardErrors[i]!],
        ...[hazard.values[i] ?? null, hazard.standardErrors[i] ?? null],
      ]),
    ),
  );
}

function addExits({ exits }: Result, add: Add): void {
  const sides = (['lower', 'upper'] as const).flatMap((side): [string, Exit][] => {
    const exit = exits?.[side];
    return exit === undefined ? [] : [[side, exit]];
  });
  add(
    'exits.csv',
    ['end', 'count', ...columns('probability', 'mean', 'variance'), ...quantileColumns],
    sides.map(([side, e]) => [
      side,
      e.count,
      ...cells(e.probability, e.mean, e.variance),
      ...quantileCells(e.quantiles),
    ]),
  );
  add(
    'exits-histogram.csv',
    ['end', 'from', 'to', 'count'],
    sides.flatMap(([side, e]) => binRows(side, e.histogram)),
  );
}

const columns = (...names: string[]): string[] => names.flatMap((name) => [name, `${name}_se`]);
const quantileColumns = columns(...QUANTILES.map((level) => `q${level}`));

const cells = (...estimates: Estimate[]): (number | null)[] => estimates.flatMap((e) => [e.value, e.standardError]);
const quantileCells = (quantiles: Quantiles): (number | null)[] => cells(...QUANTILES.map((level) => quantiles[level]));

const binRows = (label: string | number, { edges, counts }: Histogram): Row[] =>
  counts.map((count, i) => [label, edges[i]!, edges[i + 1]!, count]);

const csv = (header: readonly string[], rows: readonly Row[]): string =>
  `${[header, ...rows].map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')}\n`;
