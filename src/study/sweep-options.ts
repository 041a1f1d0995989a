/** What a sweep may be told, beside its study. */
import type { Backend } from '../backend/backend.js';
import type { SweepPoint } from '../result/sweep.js';
import type { SweepProgress } from './sweep-clock.js';
import type { SweepMemory } from './sweep-memory.js';

export interface SweepOptions {
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
  /** Each point as soon as it is whole, in order; those of `done` are not told again. */
  readonly onPoint?: ((point: SweepPoint, index: number) => void) | undefined;
  /** On abort, the points completed so far are returned, marked partial. */
  readonly signal?: AbortSignal | undefined;
  /** A backend to run on in place of the study's; the caller closes it. */
  readonly backend?: Backend | undefined;
  /** Why it is that one, for provenance. */
  readonly reason?: string | undefined;
  /** Whether exact values and biases are computed beside the estimates. Default true; outputs of theory alone are in any case. */
  readonly theory?: boolean | undefined;
  /** Threads for exact values. Default: one for each core. */
  readonly threads?: number | undefined;
  /** The first points, of an earlier run of the very same study and version on the same backend: the sweep goes on after them. */
  readonly done?: readonly SweepPoint[] | undefined;
  /** With one, nothing of an aborted sweep is done again where the next call has the same study, backend and memory. */
  readonly memory?: SweepMemory | undefined;
  /**
   * With a memory: whether all points are simulated before the first is compared with theory. A partial sweep ends with points
   * that lack what is exact. Default true; with false points become whole group by group, as without a memory.
   */
  readonly estimatesFirst?: boolean | undefined;
  /** Where estimates come first: each point as soon as it is simulated, without what is exact; `onPoint` tells it once more. */
  readonly onEstimate?: ((point: SweepPoint, index: number) => void) | undefined;
}
