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
  /** Rows that stand on one side alone. */
  readonly onlyThen: readonly string[];
  readonly onlyNow: readonly string[];
}

export function compare(then: Bench, now: Bench): Comparison {
  const of = isSameMachine(then, now) ? 'rates' : 'ratios';
  const pairs = pairsOf(then.rows, now.rows);
  const paired = new Set(pairs.flat());
  const alone = (rows: readonly Row[]) => rows.filter((row) => !paired.has(row)).map(nameOf);
  const changes = pairs.flatMap(([before, after]): Change[] => {
    const logs = of === 'rates' ? logRates(before, after) : logRatios([before, then.rows], [after, now.rows]);
    return logs === null ? [] : [changeOf(after, ...logs)];
  });
  return { of, changes, onlyThen: alone(then.rows), onlyNow: alone(now.rows) };
}

const isSameMachine = ({ machine: a }: Bench, { machine: b }: Bench): boolean =>
  a.cpu === b.cpu && a.cores === b.cores && a.platform === b.platform && a.simd.join() === b.simd.join();

const nameOf = (row: Row): string => `${row.id}: ${rowLabel(row)}`;

/** Rows of one contestant in one scenario; where several differ by version alone, those of one version, then in order. */
function pairsOf(then: readonly Row[], now: readonly Row[]): [Row, Row][] {
  const left = [...then];
  const pairs: [Row, Row][] = [];
  const isSame = (a: Row, b: Row) => a.scenario === b.scenario && contestantKey(a) === contestantKey(b);
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

export function comparisonMarkdown({ of, changes, onlyThen, onlyNow }: Comparison): string {
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
    ...(onlyThen.length > 0 ? [`Only then: ${onlyThen.join('; ')}.`] : []),
    ...(onlyNow.length > 0 ? [`Only now: ${onlyNow.join('; ')}.`] : []),
  ];
  return [head, table, ...alone].join('\n\n');
}
