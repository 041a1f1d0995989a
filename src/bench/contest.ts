/**
 * A fair race: every contestant runs once per round, round after round, so that a machine that slows down or speeds up
 * does so for all of them, and a ratio between two contestants is the median of the ratios within the rounds.
 */
import { FirstPassageError } from '../errors.js';

/** What one run of a contestant gives. */
export interface Measured {
  /** Of the computation alone: no process start, no device, no compile. */
  readonly seconds: number;
  /** The device's share of them by its own timestamps, where it has some. */
  readonly gpuSeconds?: number | null | undefined;
  /** Device and compile, once before this run and those before it, where that is told. */
  readonly startupSeconds?: number | null | undefined;
  /** Steps taken by live paths. */
  readonly pathSteps: number;
  /** The scenario's quantity, to see that the same thing was computed; null: a yardstick, which does other work. */
  readonly estimate: { readonly value: number; readonly standardError: number } | null;
}

/** What a contestant and its row say of their scenario. */
export interface Labels {
  readonly id: string;
  /** The title. */
  readonly scenario: string;
  /** The id of the scenario whose steps are the measure of these. */
  readonly against: string | null;
  readonly dt: number;
}

export interface Contestant extends Labels {
  /** What other rounding, with the same noise, may do to the estimate, relative. */
  readonly rounding: number;
  /** "wasm", "webgpu", "reference", or the name of a peer. */
  readonly who: string;
  readonly environment: 'node' | 'chrome' | 'native';
  readonly adapter: string | null;
  /** Of what runs it: the engine, compiler or interpreter. */
  readonly version: string | null;
  readonly threads: number;
  readonly paths: number;
  /** Path i gets the noise that our generator and addressing give it: two such contestants differ by rounding alone. */
  readonly ourNoise: boolean;
  run(): Promise<Measured>;
  close(): Promise<void>;
}

/** One line of the benchmark. */
export interface Row extends Labels {
  readonly who: string;
  readonly environment: Contestant['environment'];
  readonly adapter: string | null;
  readonly version: string | null;
  readonly threads: number;
  readonly paths: number;
  /** Of one path, mean. */
  readonly steps: number;
  /** Of one run. */
  readonly pathSteps: number;
  /** `runs` counts the timed runs; `samples` has them in the order of the rounds. */
  readonly seconds: Spread & { readonly runs: number; readonly samples: readonly number[] };
  /** Median of the device's own share; null where it tells none. */
  readonly gpuSeconds: number | null;
  /** Device and compile, before the first timed run; null where it is not told. */
  readonly startupSeconds: number | null;
  /** At the median. */
  readonly pathStepsPerSecond: number;
  readonly estimate: Measured['estimate'];
}

export interface RaceOptions {
  /** Timed rounds; one more, not timed, goes before them and compiles what is to be compiled. */
  readonly runs: number;
  readonly onRun?: ((contestant: Contestant, round: number, measured: Measured) => void) | undefined;
}

/** Run all contestants against each other. Throws where two of one scenario computed different things. */
export async function race(contestants: readonly Contestant[], { runs, onRun }: RaceOptions): Promise<Row[]> {
  const timed = contestants.map(() => [] as Measured[]);
  for (let round = 0; round <= runs; round++) {
    for (const [i, contestant] of contestants.entries()) {
      const measured = await contestant.run();
      if (round > 0) timed[i]!.push(measured);
      onRun?.(contestant, round, measured);
    }
  }
  const rows = contestants.map((contestant, i) => rowOf(contestant, timed[i]!));
  const answers = rows.flatMap(({ estimate }, i) => (estimate ? [{ contestant: contestants[i]!, ...estimate }] : []));
  for (const [i, answer] of answers.entries()) {
    for (const other of answers.slice(0, i)) {
      if (other.contestant.id === answer.contestant.id) assertSame(other, answer);
    }
  }
  return rows;
}

function rowOf(contestant: Contestant, timed: readonly Measured[]): Row {
  const { id, scenario, against, dt, who, environment, adapter, version, threads, paths } = contestant;
  const samples = timed.map(({ seconds }) => seconds);
  const { pathSteps, estimate, startupSeconds = null } = timed.at(-1)!;
  const spread = spreadOf(samples);
  const onDevice = timed.flatMap(({ gpuSeconds }) => gpuSeconds ?? []);
  return {
    id,
    scenario,
    against,
    dt,
    who,
    environment,
    adapter,
    version,
    threads,
    paths,
    steps: pathSteps / paths,
    pathSteps,
    seconds: { ...spread, runs: samples.length, samples },
    gpuSeconds: onDevice.length > 0 ? median(onDevice) : null,
    startupSeconds,
    pathStepsPerSecond: pathSteps / spread.median,
    estimate,
  };
}

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

const STANDARD_ERRORS = 5; // one false alarm in 1.7 million comparisons

type Answer = NonNullable<Measured['estimate']> & { readonly contestant: Contestant };

function assertSame(a: Answer, b: Answer): void {
  const sameNoise = a.contestant.ourNoise && b.contestant.ourNoise && a.contestant.paths === b.contestant.paths;
  // With the same noise on fewer paths the two are correlated, and their difference has at most the sum of the errors.
  const noise = sameNoise ? 0 : STANDARD_ERRORS * (a.standardError + b.standardError);
  const allowed = noise + a.contestant.rounding * Math.abs(a.value);
  const difference = Math.abs(a.value - b.value);
  if (difference <= allowed) return;
  throw new FirstPassageError(
    `${a.contestant.scenario}: expected all to compute the same, but ${a.contestant.who} got ${a.value} and ` +
      `${b.contestant.who} ${b.value}, ${difference} apart where ${allowed} is allowed: one of them is wrong`,
  );
}
