/** The limits of a path: how the slowest time grows down each ladder, by quadrature and from paths. */
import type { Limit, Measured } from '../result/critical.js';
import type { Control, Study } from '../spec/study.js';
import { allOnce, type BlockWeights, halfWidth95 } from './critical-bootstrap.js';
import { type Candidate, maximumOf, slowestAt } from './critical-candidate.js';
import { type ExactPlace, exactPlace, growthOf, halvings } from './critical-exact.js';
import { blocksFor, type Job } from './critical-jobs.js';
import { type Descent, descentOfCandidate, descentOfMaximum, laddersOf, type Rung } from './critical-limits.js';
import { AS_GIVEN, studyAt } from './critical-path.js';
import { measuredBy, type SampledPlace, sample } from './critical-sampling.js';
import { commonDecision } from './critical-verdict.js';

export interface NamedDescent extends Descent {
  readonly name: string;
}

/** Down every ladder, at the candidate and where the path is slowest. */
export function descents(
  study: Study,
  control: Control,
  values: readonly number[],
  candidate: Candidate | null,
): NamedDescent[] {
  return laddersOf(study).flatMap((ladder) => {
    const followed = [
      candidate === null ? null : descentOfCandidate(study, control, candidate, ladder),
      descentOfMaximum(study, control, values, ladder),
    ];
    return followed.filter((descent) => descent !== null).map((descent) => ({ ...descent, name: ladder.name }));
  });
}

/** Where the path is slowest: without noise where that place tends to a limit, else with the noise that there is. */
export function slowestPlace(study: Study, control: Control, values: readonly number[]): Candidate | null {
  const [noise] = laddersOf(study);
  const descent = descentOfMaximum(study, control, values, noise!);
  if (descent?.goesTo != null && descent.growth === 'diverges') return { ...descent.goesTo, from: 'the slowest place' };
  const timeAt = slowestAt(study, control, AS_GIVEN);
  const found = maximumOf(values.map(timeAt), values, timeAt);
  return (
    found && { value: found.at, error: (control.to - control.from) / (control.steps - 1), from: 'the slowest place' }
  );
}

/** Least noise that paths are run with: their steps would otherwise outnumber those of all other runs. */
export const LEAST_NOISE = 1 / 8;

/** Below it the exact autocorrelation time, which only stands beside the sampled one, takes seconds. */
const LEAST_EXACT = 1 / 4;

export interface SampledRung {
  readonly rung: Rung;
  readonly exact: ExactPlace | null;
  readonly sampled: SampledPlace | null;
}

export interface SampledDescent {
  readonly descent: NamedDescent;
  readonly rungs: readonly SampledRung[];
}

/** Puts the runs of all rungs with enough noise on the list; a rung that several descents share is run once. */
export function sampleDescents(
  study: Study,
  control: Control,
  all: readonly NamedDescent[],
  jobs: Job[],
): SampledDescent[] {
  const known = new Map<string, Omit<SampledRung, 'rung'>>();
  const sampledAt = ({ level, at }: Rung): Omit<SampledRung, 'rung'> => {
    const key = JSON.stringify([level, at]);
    const there = known.get(key);
    if (there !== undefined) return there;
    const place = { ...studyAt(study, control, at, level), firstPassage: null };
    const exact = exactPlace(place, { memory: level.noise >= LEAST_EXACT });
    const made = { exact, sampled: sample(place, exact, { moments: false, passage: false }, jobs) };
    known.set(key, made);
    return made;
  };
  const enough = ({ level }: Rung) => Math.min(level.noise, Math.sqrt(level.vanishing)) >= LEAST_NOISE;
  return all.map((descent) => ({
    descent,
    rungs: descent.rungs.map((rung) => ({
      rung,
      ...(enough(rung) ? sampledAt(rung) : { exact: null, sampled: null }),
    })),
  }));
}

/** The least noise of a descent that was sampled. */
export const leastSampled = (all: readonly SampledDescent[], descent: NamedDescent): number | null =>
  all.find((one) => one.descent === descent)?.rungs.findLast(({ exact }) => exact?.stationary != null)?.rung.level
    .noise ?? null;

export function limitsOf(all: readonly SampledDescent[], replicates: readonly BlockWeights[], paths: number): Limit[] {
  return all.map(({ descent, rungs }) => {
    const memories = rungs.flatMap(({ sampled }) => sampled?.memory ?? []);
    const exponentsIn = (weights: BlockWeights) => halvings(memories.map((m) => m.autocorrelationTime(weights)));
    const ran = memories.length >= 3;
    const lasts = ran ? replicates.map((weights) => exponentsIn(weights).at(-1)!) : [];
    const value = ran ? exponentsIn(allOnce(blocksFor(paths))).at(-1)! : Number.NaN;
    const width = ran ? halfWidth95(lasts, blocksFor(paths)) : 0;
    return {
      name: descent.name,
      where: descent.where,
      levels: rungs.map(({ rung, exact, sampled }) => ({
        noise: rung.level.noise,
        vanishing: rung.level.vanishing,
        at: rung.at,
        slowestTime: rung.time,
        autocorrelationTime: memoryOf(sampled, exact, paths),
      })),
      exponent: descent.exponent,
      sampled: ran ? { value, interval: [value - width, value + width] as const } : null,
      exact: descent.growth,
      monteCarlo: ran ? commonDecision(replicates.map((weights) => growthOf(exponentsIn(weights)))) : 'undecided',
      goesTo: descent.goesTo?.value ?? null,
    };
  });
}

const memoryOf = (sampled: SampledPlace | null, exact: ExactPlace | null, paths: number): Measured =>
  measuredBy(sampled?.memory?.autocorrelationTime, exact?.autocorrelationTime ?? null, paths);
