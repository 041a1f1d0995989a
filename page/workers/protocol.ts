/** What the page says to its two workers and hears from them. Everything is cloned on the way. */
import type { Problem } from '#dist/errors.js';
import type { Result, SamplePaths } from '#dist/result/result.js';
import type { TheoryResult } from '#dist/result/theory.js';
import type { Study } from '#dist/spec/study.js';
import type { Curves } from '#dist/study/curves.js';
import type { Landscape } from '#dist/study/landscape.js';

/** What a run is doing. `rest`: it stands still with fewer paths than were asked for, and can go on. */
export type Phase = 'starting' | 'preview' | 'running' | 'rest' | 'done' | 'failed';

export interface RunState {
  readonly phase: Phase;
  /** Paths in the totals, and those asked for. */
  readonly paths: number;
  readonly wanted: number;
  readonly pathStepsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** The device at work, in words. */
export interface DeviceInUse {
  readonly name: string;
  readonly reason: string;
  readonly adapter: string | null;
  readonly threads: number;
}

/** `id` counts the studies that the page has sent; answers to an older one are out of date. */
export type ToEngine =
  /** Check a study as written, and show a preview of it. `full`: then run it to the end at once. */
  | { readonly type: 'study'; readonly id: number; readonly raw: unknown; readonly full: boolean }
  /** Run on until there are so many paths; null: as many as the study asks for. */
  | { readonly type: 'go'; readonly id: number; readonly paths: number | null }
  | { readonly type: 'stop' }
  /** The text of a study file, or of a result: the study in it, as written. */
  | { readonly type: 'read'; readonly call: number; readonly text: string; readonly name: string }
  /** A study as a file. */
  | { readonly type: 'write'; readonly call: number; readonly raw: object }
  /** The files of a result by name. */
  | { readonly type: 'files'; readonly call: number; readonly result: Result };

export type FromEngine =
  | { readonly type: 'checked'; readonly id: number; readonly study: Study; readonly warnings: readonly string[] }
  | { readonly type: 'refused'; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly type: 'device'; readonly device: DeviceInUse }
  | { readonly type: 'state'; readonly id: number; readonly state: RunState }
  /** Of the paths so far, without checks. */
  | { readonly type: 'view'; readonly id: number; readonly result: Result }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  /** Something that a user should know and need do nothing about. */
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'sorry'; readonly call: number; readonly message: string };

export type ToOracle =
  /** Look at once at what is cheap; what takes long waits until no study has come for a while. */
  | { readonly type: 'study'; readonly id: number; readonly study: Study }
  /** Compare a result of that study with theory. */
  | { readonly type: 'compare'; readonly id: number; readonly result: Result };

/** The parts of a result that theory adds. */
export type Compared = Pick<Result, 'checks' | 'goodnessOfFit' | 'unchecked'>;

export type FromOracle =
  | { readonly type: 'landscape'; readonly id: number; readonly landscape: Landscape }
  | { readonly type: 'samples'; readonly id: number; readonly samples: SamplePaths }
  | { readonly type: 'curves'; readonly id: number; readonly curves: Curves }
  | { readonly type: 'theory'; readonly id: number; readonly theory: TheoryResult }
  /** From here on results of this study can be compared. */
  | { readonly type: 'ready'; readonly id: number }
  | { readonly type: 'compared'; readonly id: number; readonly paths: number; readonly compared: Compared }
  | { readonly type: 'sorry'; readonly id: number; readonly message: string };
