/** From growths and peaks to a verdict, by the same rules for quadrature and for the paths. */
import type { Growth, Judgement } from '../result/critical.js';

export const OPEN: Judgement = { verdict: 'undecided', kind: null, at: null, limit: null };

export interface Evidence {
  /** The candidate, null where nothing on the path is slower than its ends. */
  readonly candidate: number | null;
  /** Of the slowest time towards the candidate, from each side that has a stationary law, at the study's own noise. */
  readonly sides: readonly Growth[];
  /** The place where the number of peaks changes; null: nowhere. */
  readonly modeChange: number | null;
  /** Each limit that keeps the study's other parameters. */
  readonly limits: readonly { readonly name: string; readonly growth: Growth; readonly goesTo: number | null }[];
}

export function judge({ candidate, sides, modeChange, limits }: Evidence): Judgement {
  const found = (kind: Judgement['kind'], at: number | null, limit: string | null = null): Judgement => ({
    verdict: 'transition',
    kind,
    at,
    limit,
  });
  if (sides.includes('diverges')) return found('divergent', candidate);
  if (modeChange !== null) return found('change of modes', modeChange);
  const sharp = limits.find(({ growth }) => growth === 'diverges');
  if (sharp !== undefined) return found('divergent', sharp.goesTo ?? candidate, sharp.name);
  const open = [...sides, ...limits.map(({ growth }) => growth)].includes('undecided');
  return open ? OPEN : { verdict: 'crossover', kind: null, at: candidate, limit: null };
}

/** Quadrature and paths together: what both say; where the paths leave it open, what quadrature says; never against each other. */
export function together(exact: Judgement, sampled: Judgement): Judgement {
  if (sampled.verdict === 'undecided') return exact;
  if (exact.verdict === 'undecided') return sampled;
  // A dip between two peaks can be too shallow for histograms to show.
  if (exact.kind === 'change of modes' && sampled.verdict === 'crossover') return exact;
  return exact.verdict === sampled.verdict && exact.kind === sampled.kind ? exact : OPEN;
}

/** The decision that 95 % of the replicates come to. */
export function commonDecision(decisions: readonly Growth[]): Growth {
  const counts = new Map<Growth, number>();
  for (const decision of decisions) counts.set(decision, (counts.get(decision) ?? 0) + 1);
  for (const [decision, count] of counts) if (count >= 0.95 * decisions.length) return decision;
  return 'undecided';
}
