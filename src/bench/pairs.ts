/** Which rows are about one contestant, and what the rounds that they share say of the two. */
import { type Row, type Spread, spreadOf } from './contest.js';

/** All that tells contestants of one scenario apart, whatever the version of what runs them. */
export const contestantKey = ({ who, environment, adapter, threads }: Row): string =>
  JSON.stringify([who, environment, adapter, threads]);

/** What ratios are to: wasm on the most threads, in Node, the first where there are several; nothing where it did not run. */
export function baseOf(rows: readonly Row[]): Row | undefined {
  const ours = rows.filter(({ who, environment }) => who === 'wasm' && environment === 'node');
  return ours.sort((a, b) => b.threads - a.threads)[0];
}

/** The same contestant in the scenario whose steps are the measure of this one. */
export function measureOf(row: Row, all: readonly Row[]): Row | undefined {
  return all.find(
    (other) => other.id === row.against && contestantKey(other) === contestantKey(row) && other.version === row.version,
  );
}

export interface Scaling {
  readonly row: Row;
  /** Rate ÷ that on one thread, of the same contestant. */
  readonly gain: Spread;
}

/** What more threads gain, for all who ran on one and on more. */
export function scalingOf(rows: readonly Row[]): Scaling[] {
  return rows.flatMap((row) => {
    if (row.threads === 1) return [];
    const alone = rows.find(
      (other) =>
        other.id === row.id &&
        other.version === row.version &&
        contestantKey(other) === contestantKey({ ...row, threads: 1 }),
    );
    return alone ? [{ row, gain: rateRatio(row, alone) }] : [];
  });
}

/** The rates of `row` ÷ those of `base`, round by round. Both rows must come from one race. */
export const rateRatios = (row: Row, base: Row): number[] =>
  row.seconds.samples.map(
    (seconds, round) => row.pathSteps / seconds / (base.pathSteps / base.seconds.samples[round]!),
  );

/** How many times as fast `row` is as `base`: the median over the rounds, with the least and the largest. */
export const rateRatio = (row: Row, base: Row): Spread => spreadOf(rateRatios(row, base));
