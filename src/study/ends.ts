/** A run that also tells where each path ended: batch by batch, so that memory does not grow with the paths. */
import type { Backend, PathEnds, Progress, SimulateOptions } from '../backend/backend.js';
import { joinEnds } from '../backend/ends.js';
import { StudyError } from '../errors.js';
import { BLOCK, type Plan } from '../plan/plan.js';
import type { BlockRange } from './part.js';

/** Paths firstPath, firstPath + 1, …: told in order and without gaps. While it is awaited the next batch is simulated, and no further one. */
export type EndsListener = (firstPath: number, ends: PathEnds) => void | Promise<void>;

const BATCH = 64; // blocks: 262,144 paths, about 30 bytes each
const BLOCKS_A_THREAD = 8; // of a batch, so that many cores do not wait for the last block of each

/** @throws StudyError where paths branch, and so have no single end. */
export async function simulateTellingEnds(
  backend: Backend,
  plan: Plan,
  { firstBlock, blocks }: BlockRange,
  { onEnds, onTally, onProgress, signal }: Omit<SimulateOptions, 'ends'> & { onEnds: EndsListener },
): Promise<void> {
  refuseBranches(plan);
  const size = Math.max(BATCH, BLOCKS_A_THREAD * backend.threads);
  const end = firstBlock + blocks;
  const done = { paths: 0, pathSteps: 0 };
  let told: Batch | null = null;
  for (let first = firstBlock; first < end && !signal?.aborted; first += size) {
    const parts: PathEnds[] = [];
    const batch = { ...done };
    const simulating = backend.simulate(plan, first, Math.min(size, end - first), {
      signal,
      ends: true,
      onTally: (tally) => {
        parts.push(tally.ends!);
        done.paths += tally.paths;
        done.pathSteps += tally.pathSteps;
        onTally(tally);
      },
      onProgress: ({ paths, pathSteps }: Progress) =>
        onProgress?.({ paths: batch.paths + paths, pathSteps: batch.pathSteps + pathSteps }),
    });
    await Promise.all([simulating, tell(told, onEnds)]);
    told = { firstPath: first * BLOCK, parts };
  }
  await tell(told, onEnds);
}

interface Batch {
  readonly firstPath: number;
  readonly parts: readonly PathEnds[];
}

async function tell(batch: Batch | null, onEnds: EndsListener): Promise<void> {
  if (batch !== null && batch.parts.length > 0) await onEnds(batch.firstPath, joinEnds(batch.parts));
}

function refuseBranches({ rare }: Plan): void {
  if (rare?.method !== 'splitting') return;
  const message =
    'expected plain or tilted where single paths are asked for, got splitting, whose paths branch: use method: tilted';
  throw new StudyError([{ path: 'method', message }]);
}
