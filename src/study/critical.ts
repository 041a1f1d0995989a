/**
 * Scaling along a path in parameter space through a candidate point: is anything singular there? By quadrature, and again from
 * the paths. A transition makes a time diverge as a power of the distance, or changes the number of peaks; a crossover does
 * neither, and stays finite however small the noise.
 */

import type { Backend } from '../backend/backend.js';
import { selectBackend } from '../backend/select.js';
import { InterruptedError, StudyError } from '../errors.js';
import { formatKey, seedToKey } from '../plan/seed.js';
import type { Critical } from '../result/critical.js';
import type { Control, Study } from '../spec/study.js';
import { VERSION } from '../version.js';
import { replicatesOf } from './critical-bootstrap.js';
import { modeChanges, namedCandidate } from './critical-candidate.js';
import type { Surroundings } from './critical-evidence.js';
import { exactEvidence, keyed, sampledEvidence } from './critical-evidence.js';
import { type ExactPlace, exactPlace } from './critical-exact.js';
import { exponentsAt, sampleWeakNoise, type WeakNoise, weakNoiseExponents } from './critical-fits.js';
import { blocksFor, FEWEST_PATHS, type Job, runJobs, wholeBlocks } from './critical-jobs.js';
import { approach, SIDES } from './critical-near.js';
import {
  descents,
  leastSampled,
  limitsOf,
  type SampledDescent,
  sampleDescents,
  slowestPlace,
} from './critical-noise.js';
import { AS_GIVEN, controlOf, pathValues, studyAt } from './critical-path.js';
import { pointsOf, reasonsOf } from './critical-points.js';
import { sample } from './critical-sampling.js';
import { sentence } from './critical-sentence.js';
import { judge, OPEN, together } from './critical-verdict.js';
import { mustBeParsed } from './must-be-parsed.js';
import type { RunProgress } from './run.js';

export interface CriticalOptions {
  /** Of the runs, which begin after some seconds of quadrature. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** On abort, what is known so far is returned, marked partial. */
  readonly signal?: AbortSignal;
  /** A backend to run on in place of the study's; the caller closes it. */
  readonly backend?: Backend;
}

/**
 * `paths` of the study are those of each run, rounded up to whole blocks.
 * @throws StudyError where the study has no path in parameter space, or asks for what has no place on one: ends that take its paths, weights, a grid.
 * @throws InterruptedError where the signal aborts before there is anything to keep.
 */
export async function critical(asked: Study, options: CriticalOptions = {}): Promise<Critical> {
  mustBeParsed(asked);
  const control = controlOf(asked);
  mustKeepPaths(asked);
  const paths = Math.max(FEWEST_PATHS, wholeBlocks(asked.paths));
  const study: Study = { ...asked, control, paths, samplePaths: 0, method: 'plain' };
  const values = pathValues(control);

  const exact = await exactPlaces(study, control, values, options.signal);
  const known = exact.length === values.length ? await surroundings(study, control, values, options.signal) : UNKNOWN;

  const jobs: Job[] = [];
  const sampled = exact.map((place, i) =>
    sample(studyAt(study, control, values[i]!), place, { moments: true, passage: true }, jobs),
  );
  const followed = sampleDescents(study, control, known.descents, jobs);
  const weak = sampleSingular(study, control, values, followed, jobs);
  const { complete, provenance } = await simulate(study, jobs, options);

  const replicates = replicatesOf(blocksFor(paths));
  const exponents = keyed([
    ...(known.candidate === null
      ? []
      : exponentsAt(study, known.candidate, known.approaches, { values, exact, sampled, replicates })),
    ...(weak === null ? [] : weakNoiseExponents(study, weak, replicates)),
  ]);
  const limits = limitsOf(followed, replicates, paths);
  const points = pointsOf(study, control, values, known.candidate, exact, sampled);
  const whole = complete && exact.length === values.length && known !== UNKNOWN;
  const exactly = known === UNKNOWN ? OPEN : judge(exactEvidence(known, limits));
  const fromPaths = whole ? judge(sampledEvidence(known, limits, exponents, points)) : OPEN;
  const completed = points.filter(({ mean }) => mean.value !== null).length;
  const answer: Omit<Critical, 'why'> = {
    schema: 'firstpassage/critical@1',
    spec: study,
    provenance: { ...provenance, partial: whole ? null : { requested: values.length, completed } },
    control: control.name,
    candidate: known.candidate,
    points,
    exponents,
    limits,
    modeChanges: known.changes,
    ...(whole ? together(exactly, fromPaths) : OPEN),
    exact: exactly,
    monteCarlo: fromPaths,
    reasons: reasonsOf(values, exact),
  };
  return { ...answer, why: sentence(answer) };
}

/** Where a time diverges as the noise alone vanishes, the path is run with the least noise. */
function sampleSingular(
  study: Study,
  control: Control,
  values: readonly number[],
  followed: readonly SampledDescent[],
  jobs: Job[],
): WeakNoise | null {
  const alone = followed.filter(({ descent }) => descent.rungs.every(({ level }) => level.vanishing === 1));
  const singular = alone.find(({ descent }) => descent.growth === 'diverges')?.descent;
  if (singular?.goesTo == null) return null;
  const noise = leastSampled(followed, singular);
  if (noise === null || noise === 1) return null;
  return sampleWeakNoise(
    study,
    control,
    values,
    { at: singular.goesTo.value, error: singular.goesTo.error, noise },
    jobs,
  );
}

const UNKNOWN: Surroundings = { candidate: null, approaches: [], changes: [], descents: [] };

async function surroundings(
  study: Study,
  control: Control,
  values: readonly number[],
  signal?: AbortSignal,
): Promise<Surroundings> {
  const candidate = namedCandidate(study, control, values) ?? slowestPlace(study, control, values);
  await breathe();
  const approaches =
    candidate === null ? [] : SIDES.flatMap((side) => approach(study, control, candidate.value, side, AS_GIVEN) ?? []);
  await breathe();
  const changes = modeChanges(study, control, values);
  if (signal?.aborted) return UNKNOWN;
  const diverges = approaches.some(({ growth }) => growth === 'diverges');
  return { candidate, approaches, changes, descents: diverges ? [] : descents(study, control, values, candidate) };
}

async function exactPlaces(
  study: Study,
  control: Control,
  values: readonly number[],
  signal?: AbortSignal,
): Promise<ExactPlace[]> {
  const places: ExactPlace[] = [];
  for (const value of values) {
    await breathe();
    if (signal?.aborted) break;
    places.push(exactPlace(studyAt(study, control, value)));
  }
  if (places.length === 0) throw new InterruptedError('interrupted before anything was computed');
  return places;
}

/** Lets an interruption in. */
const breathe = () => new Promise((resolve) => setTimeout(resolve, 0));

async function simulate(study: Study, jobs: readonly Job[], { backend: given, signal, onProgress }: CriticalOptions) {
  const { backend, reason } =
    given === undefined
      ? await selectBackend(study.backend, study.method)
      : { backend: given, reason: 'given by the caller' };
  try {
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const { pathSteps, done } = await runJobs(backend, jobs, {
      signal,
      onProgress: ({ share, ...progress }) =>
        onProgress?.({
          ...progress,
          pathStepsPerSecond: progress.pathSteps / elapsed(),
          secondsLeft: share > 0 ? (elapsed() * (1 - share)) / share : null,
        }),
    });
    const seconds = elapsed();
    const { rng, seed } = study;
    const provenance = {
      version: VERSION,
      backend: backend.name,
      reason,
      adapter: backend.adapter,
      threads: backend.threads,
      rng,
      seed,
      key: formatKey(seedToKey(seed)),
      seconds,
      startupSeconds: backend.startupSeconds,
      pathSteps,
      pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
    };
    return { complete: done === jobs.length, provenance };
  } finally {
    if (given === undefined) await backend.close();
  }
}

function mustKeepPaths({ boundary, tolerance, grid, method }: Study): void {
  const ends = (['lower', 'upper'] as const)
    .filter((end) => boundary[end] === 'absorb')
    .map((end) => ({
      path: `boundary.${end}`,
      message: 'expected reflect or clamp for a critical study, got absorb: it is about stationary laws',
    }));
  const open = { path: 'tolerance', message: 'expected none in a critical study: give dt and paths themselves' };
  const swept = {
    path: 'grid',
    message: 'expected a control in a critical study, got a grid: leave it out, or sweep it',
  };
  const weighted = {
    path: 'method',
    message: `expected plain for a critical study, got ${method}: it is about stationary laws, not about unlikely hits`,
  };
  const problems = [
    ...ends,
    ...(method === 'plain' ? [] : [weighted]),
    ...(tolerance === undefined ? [] : [open]),
    ...(grid === undefined ? [] : [swept]),
  ];
  if (problems.length > 0) throw new StudyError(problems);
}
