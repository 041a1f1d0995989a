/** What exact values are asked for. */
import type { BoundaryKind } from '../spec/study.js';

export interface TheoryThreshold {
  readonly value: number;
  readonly up: boolean;
}

export interface TheorySetup {
  /** The preset's name, null for a model of one's own. */
  readonly model: string | null;
  readonly params: Readonly<Record<string, number>>;
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  /** Quantiles of the start at u = i / (length − 1), linear between; one entry: a fixed start. */
  readonly start: readonly number[];
  /** One, a list, or null: the answer has the same shape. */
  readonly thresholds: TheoryThreshold | readonly TheoryThreshold[] | null;
  /** In units of time. */
  readonly horizon: number;
}
