/** The result of a sweep, as printed by `sweep --json` and written to sweep.json. Field names are public (README, "The sweep"). */
import type { Axis } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import type { Estimate, Provenance } from './result.js';

export type { Axis } from '../spec/grid.js';

/** One output at one point: the estimate, what is exact, and how far apart they are. Numbers that do not exist are null. */
export interface SweepOutput {
  /** null for outputs of theory, and where nothing could be estimated. */
  readonly value: number | null;
  readonly standardError: number | null;
  /** Under the same censoring and at the same time as the estimate, in continuous time. */
  readonly exact: number | null;
  /** Numerical error of `exact`. */
  readonly exactError: number | null;
  /** What the time step does to the estimate, signed, and how well that is known. */
  readonly bias: number | null;
  readonly biasError: number | null;
  /** (value − exact)/standardError. */
  readonly z: number | null;
  /** (value − exact − bias)/combined error. */
  readonly zCorrected: number | null;
  /** This point − the one before it on each axis, by the axis; not on the first of its values. */
  readonly differences: Readonly<Record<string, Estimate>>;
  /** Why fields are null, by their name. */
  readonly reasons: Readonly<Record<string, string>>;
}

export interface SweepPoint {
  /** Values on the axes. */
  readonly params: Readonly<Record<string, number>>;
  /** By the name of the output, in the order of `spec.outputs`. */
  readonly outputs: Readonly<Record<string, SweepOutput>>;
  /** Paths whose state became infinite; the estimates are without them. */
  readonly nonFinite: number;
}

export interface SweepProvenance extends Omit<Provenance, 'partial'> {
  /** Seconds of the exact values and biases, on all threads together; `seconds` is the simulation alone. */
  readonly theorySeconds: number;
  /** Points whose bias was computed; the others' is interpolated between them. null where none was asked for. */
  readonly biasPoints: number | null;
  /** Of points. */
  readonly partial: { readonly requested: number; readonly completed: number } | null;
}

export interface Sweep {
  readonly schema: 'firstpassage/sweep@1';
  readonly spec: Study;
  readonly provenance: SweepProvenance;
  /** The first one varies slowest. */
  readonly axes: readonly Axis[];
  /** In the order of the grid; a partial sweep has the first ones. */
  readonly points: readonly SweepPoint[];
}
