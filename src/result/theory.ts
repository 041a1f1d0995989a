/** The exact quantities of a study, as printed by `theory --json`. Field names are public (README, "The theory"). */

export interface TheoryPassage {
  /** Infinite horizon. null where the mean is infinite or an integral does not converge; `reasons` says why. */
  readonly mean: number | null;
  readonly variance: number | null;
  /** By the study's horizon, from Fokker–Planck. */
  readonly atHorizon: {
    readonly probability: number;
    /** Over the paths that hit by the horizon. */
    readonly mean: number;
    /** E min(T, horizon). */
    readonly restrictedMean: number;
  } | null;
}

export interface TheoryResult {
  readonly schema: 'firstpassage/theory@1';
  /** Reflecting ends only. */
  readonly stationary: {
    readonly mean: number;
    readonly variance: number;
    readonly modes: readonly number[];
    readonly density: { readonly x: readonly number[]; readonly p: readonly number[] };
  } | null;
  /** A list where the study gives a list of thresholds. */
  readonly firstPassage: TheoryPassage | readonly (TheoryPassage | null)[] | null;
  /** Two absorbing ends only. */
  readonly exit: { readonly upperProbability: number; readonly meanTime: number } | null;
  /** First non-zero eigenvalue of the generator, per unit of time. */
  readonly relaxationRate: number | null;
  readonly regime: { readonly label: string; readonly text: string; readonly fixedPoints: readonly number[] } | null;
  /** Numerical error of each quantity, by its dotted path. */
  readonly errors: Readonly<Record<string, number>>;
  /** Why a quantity is null, by its dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}
