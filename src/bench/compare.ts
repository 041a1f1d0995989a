/** Whether each contestant is faster than in an earlier benchmark. */
import type { Bench } from './bench.js';
import type { Row } from './contest.js';
import { baseOf, contestantKey, rateRatios } from './pairs.js';
import { shiftOf } from './shift.js';
import { rowLabel } from './table.js';

/** Less is no change: what another start of the same program does. */
const SMALLEST_CHANGE = 0.02;

export type Verdict = 'faster' | 'slower' | 'no change' | 'too few runs';

export interface Change {
  readonly scenario: string;
  /** The contestant, in words. */
  readonly who: string;
  /** Rate now ÷ rate then, with an interval of 99 %; null where there are too few runs for one. */
  readonly ratio: { readonly value: number; readonly interval: readonly [number, number] | null };
  readonly verdict: Verdict;
}

export interface Comparison {
  /** What is compared: rates on one machine, their ratios to a row of reference between two. */
  readonly of: 'rates' | 'ratios';
  readonly changes: readonly Change[];
  /** Rows of other sizes then than now, which cannot be compared. */
  readonly unlike: readonly Unlike[];
  /** Rows that stand on one side alone. */
  readonly onlyThen: readonly string[];
  readonly onlyNow: readonly string[];
}

type Measure = Pick<Row, 'scenario' | 'paths'>;

export interface Unlike {
  readonly who: string;
  readonly before: Measure;
  readonly after: Measure;
}

export function compare(then: Bench, now: Bench): Comparison {
  const of = isSameMachine(then, now) ? 'rates' : 'ratios';
  const pairs = pairsOf(then.rows, now.rows);
  const paired = new Set(pairs.flat());
  const [before, after] = [then, now].map(({ rows }) => rows.filter((row) => !paired.has(row))) as [Row[], Row[]];
  const unlike = pairsOf(before, after, ({ id }) => id);
  const known = new Set(unlike.flat());
  const alone = (rows: readonly Row[]) => rows.filter((row) => !known.has(row)).map(nameOf);
  const changes = pairs.flatMap(([before, after]): Change[] => {
    const logs = of === 'rates' ? logRates(before, after) : logRatios([before, then.rows], [after, now.rows]);
    return logs === null ? [] : [changeOf(after, ...logs)];
  });
  return { of, changes, unlike: unlike.map(unlikeOf), onlyThen: alone(before), onlyNow: alone(after) };
}

const isSameMachine = ({ machine: a }: Bench, { machine: b }: Bench): boolean =>
  a.cpu === b.cpu && a.cores === b.cores && a.platform === b.platform && a.simd.join() === b.simd.join();

const unlikeOf = ([before, after]: readonly [Row, Row]): Unlike => ({
  who: nameOf(after),
  before: { scenario: before.scenario, paths: before.paths },
  after: { scenario: after.scenario, paths: after.paths },
});

const nameOf = (row: Row): string => `${row.id}: ${rowLabel(row)}`;

/** Rows of one contestant in one scenario; where several differ by version alone, those of one version, then in order. */
function pairsOf(then: readonly Row[], now: readonly Row[], kind = ({ scenario }: Row) => scenario): [Row, Row][] {
  const left = [...then];
  const pairs: [Row, Row][] = [];
  const isSame = (a: Row, b: Row) => kind(a) === kind(b) && contestantKey(a) === contestantKey(b);
  const isSameVersion = (a: Row, b: Row) => isSame(a, b) && a.version === b.version;
  for (const matches of [isSameVersion, isSame]) {
    for (const after of now) {
      if (pairs.some(([, taken]) => taken === after)) continue;
      const at = left.findIndex((before) => matches(before, after));
      if (at >= 0) pairs.push([left.splice(at, 1)[0]!, after]);
    }
  }
  return pairs.sort(([, a], [, b]) => now.indexOf(a) - now.indexOf(b));
}

type Logs = readonly [before: readonly number[], after: readonly number[]];

const logRates = (before: Row, after: Row): Logs => [logRatesOf(before), logRatesOf(after)];

const logRatesOf = ({ pathSteps, seconds }: Row): number[] => seconds.samples.map((s) => Math.log(pathSteps / s));

/** Null for the row of reference itself, and where a side has none. */
function logRatios(...sides: readonly [row: Row, all: readonly Row[]][]): Logs | null {
  const logs = sides.map(([row, all]) => {
    const base = baseOf(all.filter(({ scenario }) => scenario === row.scenario));
    return base === undefined || base === row ? null : rateRatios(row, base).map(Math.log);
  });
  return logs.includes(null) ? null : (logs as unknown as Logs);
}

function changeOf(row: Row, before: readonly number[], after: readonly number[]): Change {
  const { value, interval } = shiftOf(before, after);
  const ratio = {
    value: Math.exp(value),
    interval: interval && ([Math.exp(interval[0]), Math.exp(interval[1])] as const),
  };
  return { scenario: row.scenario, who: rowLabel(row), ratio, verdict: verdictOf(ratio.interval) };
}

function verdictOf(interval: readonly [number, number] | null): Verdict {
  if (interval === null) return 'too few runs';
  if (interval[0] > 1 + SMALLEST_CHANGE) return 'faster';
  return interval[1] < 1 / (1 + SMALLEST_CHANGE) ? 'slower' : 'no change';
}

export function comparisonMarkdown({ of, changes, unlike, onlyThen, onlyNow }: Comparison): string {
  const head =
    of === 'rates'
      ? '## Now ÷ then: rates'
      : '## Now ÷ then: ratios to wasm on the most threads, for the two were measured on different machines';
  const lines = changes.map(
    ({ scenario, who, ratio: { value, interval }, verdict }) =>
      `| ${scenario} | ${who} | ${value.toFixed(3)} | ${interval ? interval.map((end) => end.toFixed(3)).join('–') : ''} | ${verdict} |`,
  );
  const table = ['| scenario | who | now ÷ then | 99 % | verdict |', '| --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
  const alone = [
    ...(unlike.length > 0
      ? [`Not compared, for they were measured otherwise: ${unlike.map(unlikeText).join('; ')}.`]
      : []),
    ...(onlyThen.length > 0 ? [`Only then: ${onlyThen.join('; ')}.`] : []),
    ...(onlyNow.length > 0 ? [`Only now: ${onlyNow.join('; ')}.`] : []),
  ];
  return [head, ...(changes.length > 0 ? [table] : []), ...alone].join('\n\n');
}

const unlikeText = ({ who, before, after }: Unlike): string =>
  before.paths === after.paths
    ? `${who}: “${before.scenario}” then, “${after.scenario}” now`
    : `${who}: ${before.paths} paths then, ${after.paths} now`;

/** Why there is no change to tell, and what to do. @param file that was compared with. */
export function nothingCompared({ unlike, onlyThen, onlyNow }: Comparison, file: string): string {
  const got =
    unlike.length > 0
      ? 'rows that were measured with other numbers of paths or other scenarios: measure with the --fewer of that time'
      : onlyThen.length + onlyNow.length > 0
        ? 'others: measure the --scenario and --backend of that time'
        : 'none that can be compared: measure some, on both sides';
  return `--compare: expected rows of this benchmark in ${JSON.stringify(file)}, got ${got}`;
}
