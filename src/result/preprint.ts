/** The claims of arXiv 2501.16783, each beside what was measured and what is exact, as printed by `report --preprint --json`. */
import type { Study } from '../spec/study.js';
import type { Estimate, Provenance } from './result.js';

export interface Preprint {
  readonly schema: 'firstpassage/preprint@1';
  readonly arxiv: '2501.16783';
  readonly claims: readonly Claim[];
  /** Every study that was simulated, by its name in `Measured.study`; `firstpassage run` of it prints the numbers again. */
  readonly studies: Readonly<Record<string, Study>>;
  /** Of the runs together; null where nothing was simulated. */
  readonly provenance: PreprintProvenance | null;
  /** An interrupted report has the claims up to the interruption. */
  readonly partial: { readonly requested: number; readonly completed: number } | null;
}

export type PreprintProvenance = Pick<
  Provenance,
  'version' | 'backend' | 'reason' | 'adapter' | 'threads' | 'seconds' | 'pathSteps'
>;

/** undecided: simulation and theory say different things, or neither says enough. */
export type Verdict = 'holds' | 'holds in part' | 'does not hold' | 'undecided';

export interface Claim {
  /** Small letters and dashes. */
  readonly id: string;
  readonly title: string;
  /** What the preprint claims, in our words. */
  readonly claimed: string;
  readonly verdict: Verdict;
  /** What the verdict rests on: each part of the claim as a number and a limit, set before any was computed. */
  readonly criteria: readonly Criterion[];
  /** What came out, in a sentence or three with their numbers. */
  readonly finding: string;
  /** Where the claim, or what is meant by it, would hold. */
  readonly regime: string;
  readonly measured: readonly Measured[];
  readonly exact: readonly Exact[];
  readonly curves: readonly Curve[];
}

export interface Criterion {
  /** What must be so for this part to hold. */
  readonly says: string;
  readonly value: number;
  /** Estimated numerical error of the value. */
  readonly error: number;
  readonly relation: '<' | '>';
  readonly limit: number;
  /** The same number from paths, where they can tell it. */
  readonly simulated: Estimate | null;
  /** null: undecided. */
  readonly holds: boolean | null;
}

/** A number from paths beside its exact value: `bias` is that of the time step, z the distance less the bias in standard errors. */
export interface Measured {
  readonly quantity: string;
  /** Name in `Preprint.studies`. */
  readonly study: string;
  readonly value: number;
  readonly standardError: number;
  readonly exact: number | null;
  readonly bias: number | null;
  readonly z: number | null;
  readonly ok: boolean | null;
}

export interface Exact {
  readonly quantity: string;
  readonly value: number;
  readonly error: number;
  /** By which formula, or at which parameters. */
  readonly how: string;
}

export interface Curve {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly x: string;
  readonly y: string;
  readonly logY?: boolean;
  readonly lines: readonly Line[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
}

export interface Line {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Present for points from paths. */
  readonly standardErrors?: readonly number[];
}
