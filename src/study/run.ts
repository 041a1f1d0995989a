/** Runs a study: plan, backend, totals, result. */
import type { Backend, Progress, Tally } from '../backend/backend.js';
import { type Selection, selectBackend } from '../backend/select.js';
import { type Plan, pathsInBlocks } from '../plan/plan.js';
import { addTally, emptyTotals, type Totals } from '../reduce/totals.js';
import { buildResult } from '../result/build.js';
import { withErrorBudget } from '../result/measured-budget.js';
import type { Provenance, Result } from '../result/result.js';
import type { Study } from '../spec/study.js';
import { withChecks } from './checks.js';
import { type EndsListener, simulateTellingEnds } from './ends.js';
import { type BlockRange, blocksOfShard, type Part, packTotals, type Shard } from './part.js';
import { planStudy } from './plan.js';
import { describeRun } from './provenance.js';
import { samplePaths } from './samples.js';
import { type Settled, settle } from './tolerance.js';

export interface RunProgress {
  /** Paths finished; a path half-way through its horizon may count half. */
  readonly paths: number;
  readonly totalPaths: number;
  readonly pathSteps: number;
  readonly pathStepsPerSecond: number;
  /** Estimated from the paths finished so far; null before the first of them. */
  readonly secondsLeft: number | null;
}

export interface RunOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called when the paths are done and before exact values and biases are computed, which takes up to some seconds. */
  readonly onChecks?: () => void;
  /** On abort, the completed blocks are returned, marked partial. */
  readonly signal?: AbortSignal;
  /** A backend to run on in place of the study's; the caller closes it. */
  readonly backend?: Backend;
  /** Whether to compute `result.checks`: exact values and biases, up to some seconds. Default true. */
  readonly checks?: boolean;
  /** Told where each path ended, in path order; not with method splitting, whose paths branch. */
  readonly onEnds?: EndsListener | undefined;
  /** What `settle` has made of the study already; without it `run` settles a study with a tolerance itself. */
  readonly settled?: Settled;
}

/**
 * Runs a checked study and returns its result; aborted, the result of the blocks completed so far, marked partial.
 * @throws StudyError where the study has a tolerance that cannot be kept.
 */
export async function run(asked: Study, options: RunOptions = {}): Promise<Result> {
  const { study, errorBudget } = options.settled ?? (await settle(asked, options));
  const plan = planStudy(study);
  const { totals, provenance } = await simulate(study, plan, { firstBlock: 0, blocks: plan.blocks }, options);
  // Sample paths may take a minute: whoever has interrupted the run does not wait for them.
  const samples = options.signal?.aborted ? null : samplePaths(study, plan);
  const result = withErrorBudget(buildResult(study, plan, totals, provenance, samples), errorBudget);
  if (options.checks === false) return result;
  if (!options.signal?.aborted) options.onChecks?.();
  await new Promise((resolve) => setTimeout(resolve, 0)); // an interruption may be waiting, or a message to be shown
  return options.signal?.aborted ? { ...result, unchecked: { '': INTERRUPTED } } : withChecks(result);
}

/** Runs one shard of a study; `mergeParts` makes the whole of all of them. */
export async function runPart(asked: Study, shard: Shard, options: RunOptions = {}): Promise<Part> {
  const { study, errorBudget } = options.settled ?? (await settle(asked, options));
  const plan = planStudy(study);
  const range = blocksOfShard(plan, shard);
  const { totals, provenance } = await simulate(study, plan, range, options);
  const part = { spec: study, shard, range, provenance, totals: packTotals(totals) };
  return { schema: 'firstpassage/part@1', ...part, ...(errorBudget === null ? {} : { errorBudget }) };
}

const INTERRUPTED = 'the run was interrupted before its estimates were compared with theory';

async function simulate(
  study: Study,
  plan: Plan,
  { firstBlock, blocks }: BlockRange,
  options: RunOptions,
): Promise<{ totals: Totals; provenance: Provenance }> {
  const { backend, reason } = await openBackend(study, options);
  try {
    const totals = emptyTotals(plan);
    const totalPaths = pathsInBlocks(plan, firstBlock, blocks);
    const startupBefore = backend.startupSeconds;
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000 - (backend.startupSeconds - startupBefore);
    const { onEnds } = options;
    const simulating = {
      signal: options.signal,
      onTally: (tally: Tally) => addTally(totals, tally, plan),
      onProgress: ({ paths, pathSteps }: Progress) => {
        const seconds = elapsed();
        options.onProgress?.({
          paths,
          totalPaths,
          pathSteps,
          pathStepsPerSecond: pathSteps / seconds,
          secondsLeft: paths > 0 ? (seconds * (totalPaths - paths)) / paths : null,
        });
      },
    };
    if (onEnds) await simulateTellingEnds(backend, plan, { firstBlock, blocks }, { ...simulating, onEnds });
    else await backend.simulate(plan, firstBlock, blocks, simulating);
    return { totals, provenance: describeRun(study, { backend, reason }, totals, totalPaths, elapsed()) };
  } finally {
    if (options.backend === undefined) await backend.close();
  }
}

async function openBackend(study: Study, { backend }: RunOptions): Promise<Selection> {
  return backend === undefined
    ? selectBackend(study.backend, study.method)
    : { backend, reason: 'given by the caller' };
}
