/** From numbers to a verdict, by rules that do not know the numbers. */
import type { Criterion, Measured, Verdict } from '../../result/preprint.js';
import type { Estimate } from '../../result/result.js';
import type { Quantity } from '../../theory/index.js';

/** Standard errors, and numerical errors, within which a number counts as being at its limit. */
const SURE = 5;

export interface Question {
  readonly says: string;
  readonly value: Quantity;
  readonly relation: '<' | '>';
  readonly limit: number;
  /** The same number from paths, less the bias of its time step. */
  readonly simulated?: Estimate | null | undefined;
}

/**
 * The exact value decides. Paths that surely say otherwise, or a value that cannot be told from its limit, leave it open; paths
 * that cannot tell, being within their own error of the limit, do not.
 */
export function judge({ says, value, relation, limit, simulated = null }: Question): Criterion {
  const exactly = answer(value.value, value.error, relation, limit);
  const byPaths =
    simulated === null || simulated.value === null
      ? null
      : answer(simulated.value, simulated.standardError, relation, limit);
  const holds = byPaths !== null && byPaths !== exactly ? null : exactly;
  return { says, value: value.value, error: value.error, relation, limit, simulated, holds };
}

function answer(value: number, error: number, relation: '<' | '>', limit: number): boolean | null {
  if (!(Math.abs(value - limit) > SURE * error)) return null;
  return relation === '<' ? value < limit : value > limit;
}

/** @param measured of the same claim: where paths and theory disagree nothing is decided. */
export function verdictOf(
  criteria: readonly Pick<Criterion, 'holds'>[],
  measured: readonly Pick<Measured, 'ok'>[] = [],
): Verdict {
  if (criteria.length === 0 || criteria.some(({ holds }) => holds === null)) return 'undecided';
  if (measured.some(({ ok }) => ok === false)) return 'undecided';
  if (criteria.every(({ holds }) => holds)) return 'holds';
  return criteria.some(({ holds }) => holds) ? 'holds in part' : 'does not hold';
}
