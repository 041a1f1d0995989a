/**
 * A fair race: every contestant runs once per round, round after round, so that a machine that slows down or speeds up
 * does so for all of them, and a ratio between two contestants is the median of the ratios within the rounds.
 */
import { FirstPassageError } from '../errors.js';

/** What one run of a contestant gives. */
export interface Measured {
  /** Of the computation alone: no process start, no device, no compile. */
  readonly seconds: number;
  /** Steps taken by live paths. */
  readonly pathSteps: number;
  /** The scenario's quantity, to see that the same thing was computed. */
  readonly estimate: { readonly value: number; readonly standardError: number };
}

export interface Contestant {
  readonly scenario: string;
  /** "wasm", "webgpu", "reference", or the name of a peer. */
  readonly who: string;
  readonly environment: 'node' | 'chrome' | 'native';
  readonly adapter: string | null;
  readonly threads: number;
  readonly paths: number;
  /** Path i gets the noise that our generator and addressing give it: two such contestants differ by rounding alone. */
  readonly ourNoise: boolean;
  run(): Promise<Measured>;
  close(): Promise<void>;
}

/** One line of the benchmark. */
export interface Row {
  readonly scenario: string;
  readonly who: string;
  readonly environment: Contestant['environment'];
  readonly adapter: string | null;
  readonly threads: number;
  /** Of one run. */
  readonly pathSteps: number;
  /** `runs` counts the timed runs; `samples` has them in the order of the rounds. */
  readonly seconds: {
    readonly median: number;
    readonly min: number;
    readonly max: number;
    readonly runs: number;
    readonly samples: readonly number[];
  };
  /** At the median. */
  readonly pathStepsPerSecond: number;
  readonly estimate: Measured['estimate'];
}

export interface RaceOptions {
  /** Timed rounds; one more, not timed, goes before them and compiles what is to be compiled. */
  readonly runs: number;
  /** What other rounding, with the same noise, may do to the estimate, relative. */
  readonly rounding: number;
  readonly onRun?: ((contestant: Contestant, round: number, measured: Measured) => void) | undefined;
}

/** Run all contestants of one scenario against each other. Throws where two of them computed different things. */
export async function race(contestants: readonly Contestant[], { runs, rounding, onRun }: RaceOptions): Promise<Row[]> {
  const seconds = contestants.map(() => [] as number[]);
  const last: Measured[] = [];
  for (let round = 0; round <= runs; round++) {
    for (const [i, contestant] of contestants.entries()) {
      const measured = await contestant.run();
      if (round > 0) seconds[i]!.push(measured.seconds);
      last[i] = measured;
      onRun?.(contestant, round, measured);
    }
  }
  const rows = contestants.map((contestant, i) => rowOf(contestant, seconds[i]!, last[i]!));
  const answers = contestants.map((contestant, i) => ({ contestant, ...last[i]!.estimate }));
  for (const [i, answer] of answers.entries())
    for (const other of answers.slice(0, i)) assertSame(other, answer, rounding);
  return rows;
}

function rowOf(
  { scenario, who, environment, adapter, threads }: Contestant,
  samples: readonly number[],
  last: Measured,
): Row {
  const { pathSteps, estimate } = last;
  const middle = median(samples);
  const spread = { median: middle, min: Math.min(...samples), max: Math.max(...samples) };
  return {
    scenario,
    who,
    environment,
    adapter,
    threads,
    pathSteps,
    seconds: { ...spread, runs: samples.length, samples },
    pathStepsPerSecond: pathSteps / middle,
    estimate,
  };
}

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How many times as fast `row` is as `base`: the median over the rounds of the ratio of their rates in that round,
 * with the least and the largest. Both rows must come from one race.
 */
export function rateRatio(row: Row, base: Row): { median: number; min: number; max: number } {
  const ratios = row.seconds.samples.map(
    (seconds, round) => row.pathSteps / seconds / (base.pathSteps / base.seconds.samples[round]!),
  );
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

const STANDARD_ERRORS = 5; // one false alarm in 1.7 million comparisons

type Answer = Measured['estimate'] & { readonly contestant: Contestant };

function assertSame(a: Answer, b: Answer, rounding: number): void {
  const sameNoise = a.contestant.ourNoise && b.contestant.ourNoise && a.contestant.paths === b.contestant.paths;
  // With the same noise on fewer paths the two are correlated, and their difference has at most the sum of the errors.
  const noise = sameNoise ? 0 : STANDARD_ERRORS * (a.standardError + b.standardError);
  const allowed = noise + rounding * Math.abs(a.value);
  const difference = Math.abs(a.value - b.value);
  if (difference <= allowed) return;
  throw new FirstPassageError(
    `${a.contestant.scenario}: expected all to compute the same, but ${a.contestant.who} got ${a.value} and ` +
      `${b.contestant.who} ${b.value}, ${difference} apart where ${allowed} is allowed: one of them is wrong`,
  );
}
