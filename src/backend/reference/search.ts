/** One step of a path that is followed for one threshold only: what tilted and branching paths share. */
import type { Plan } from '../../plan/plan.js';
import { applyBoundary } from './boundary.js';
import { accumulate, crossing, RARE_CUTOFF, shifted } from './monitor.js';
import type { Round } from './normal.js';
import { proposer } from './scheme.js';

/** Where a path is, in the plan's coordinate. */
export interface Search {
  x: number;
  /** Probability of a crossing of the threshold so far, and the uniform that inverts its law. */
  crossed: number;
  inverse: number;
  /** The same for the far end, where it absorbs. */
  exitCrossed: number;
  exitInverse: number;
}

export type Outcome = 'goes on' | 'hit' | 'left' | 'failed';

export interface Searcher {
  /** What is already so at step 0. */
  start(search: Search): Outcome;
  /** One step with noise z: `search` moves on. */
  advance(search: Search, z: number): Outcome;
}

/** @param plan of one threshold, its numbers already rounded. */
export function searcher(plan: Plan, round: Round): Searcher {
  const { lower, upper, boundary, exitBridge } = plan;
  const { value, up, bridge, shift, atExit } = plan.thresholds[0]!;
  const propose = proposer(plan, round);
  const level = atExit ? (up ? upper : lower) : value;
  const bridged = atExit ? exitBridge : bridge;
  const farAbsorbs = (up ? boundary.lower : boundary.upper) === 'absorb';
  const far = up ? lower : upper;
  const hits = (x: number) => (up ? x >= level : x <= level);
  const leaves = (x: number) => farAbsorbs && (up ? x <= far : x >= far);

  return {
    start({ x }) {
      return hits(x) ? 'hit' : leaves(x) ? 'left' : 'goes on';
    },
    advance(search, z) {
      const { x } = search;
      const { proposal, noise: s } = propose(x, z);
      if (!Number.isFinite(proposal)) return 'failed';
      if (hits(proposal)) return 'hit';
      if (shift && !atExit && hits(shifted(proposal, up ? s : -s, round))) return 'hit';
      if (leaves(proposal)) return 'left';
      if (bridged) {
        search.crossed = accumulate(search.crossed, crossing(level, x, proposal, s, round, RARE_CUTOFF), round);
        if (search.crossed >= search.inverse) return 'hit';
      }
      if (farAbsorbs && exitBridge) {
        search.exitCrossed = accumulate(search.exitCrossed, crossing(far, x, proposal, s, round, RARE_CUTOFF), round);
        if (search.exitCrossed >= search.exitInverse) return 'left';
      }
      search.x = applyBoundary(proposal, plan, round);
      return 'goes on';
    },
  };
}
