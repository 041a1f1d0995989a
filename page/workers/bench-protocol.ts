/** What the page says to the worker that measures, and hears from it. */
import type { Row } from '#dist/bench/contest.js';
import type { DoctorReport } from '#dist/study/doctor.js';

export interface BenchOrder {
  /** With an eighth of the paths and fewer rounds. */
  readonly isQuick: boolean;
}

export type ToBench = { readonly type: 'start'; readonly order: BenchOrder } | { readonly type: 'stop' };

/** One run that is over. */
export interface BenchStep {
  readonly done: number;
  readonly total: number;
  /** 0: the warm-up. */
  readonly round: number;
  readonly rounds: number;
  readonly who: string;
  readonly adapter: string | null;
  readonly threads: number;
  readonly pathStepsPerSecond: number;
}

export type FromBench =
  | { readonly type: 'examined'; readonly report: DoctorReport }
  | { readonly type: 'step'; readonly step: BenchStep }
  /** Of one scenario, all contestants; medians over the rounds. */
  | { readonly type: 'rows'; readonly rows: readonly Row[] }
  | { readonly type: 'ended'; readonly isWhole: boolean }
  | { readonly type: 'failed'; readonly message: string };
