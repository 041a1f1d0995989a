/** What the page says to the worker that sweeps, and hears from it. */
import type { Problem } from '#dist/errors.js';
import type { Sweep, SweepPoint } from '#dist/result/sweep.js';
import type { Study } from '#dist/spec/study.js';
import type { DeviceInUse } from './protocol.js';

/** `estimates`: points are simulated. `biases`, `exact`: what is exact is computed beside them. */
export type SweepStage = 'estimates' | 'biases' | 'exact';

export interface SweepState {
  readonly phase: 'starting' | 'running' | 'rest' | 'done' | 'failed';
  readonly stage: SweepStage;
  /** Points of the stage; biases have no total. */
  readonly done: number;
  readonly total: number | null;
  readonly pathStepsPerSecond: number;
  /** Of the stage. */
  readonly secondsLeft: number | null;
}

/** `id` counts the sweeps that the page has sent; answers to an older one are out of date. */
export type ToSweeper =
  /** Check a study as written. `go`: and sweep at once. */
  | { readonly type: 'study'; readonly id: number; readonly raw: unknown; readonly go: boolean }
  | { readonly type: 'go'; readonly id: number }
  | { readonly type: 'stop' }
  /** The files of the sweep so far, by name; of a stopped one what there is. */
  | { readonly type: 'files'; readonly call: number; readonly kind: 'json' | 'csv' };

/** With its number. */
export type Numbered = readonly [index: number, point: SweepPoint];

export type FromSweeper =
  | { readonly type: 'checked'; readonly id: number; readonly study: Study; readonly names: readonly string[] }
  | { readonly type: 'refused'; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly type: 'device'; readonly device: DeviceInUse }
  /** Points as they are known now: simulated, or compared too. */
  | { readonly type: 'points'; readonly id: number; readonly points: readonly Numbered[] }
  | { readonly type: 'state'; readonly id: number; readonly state: SweepState }
  | { readonly type: 'ended'; readonly id: number; readonly provenance: Sweep['provenance'] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'sorry'; readonly call: number; readonly message: string };
