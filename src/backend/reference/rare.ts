/** Blocks of paths that look for an unlikely hit, tilted or branching, and what is counted of them. */
import { BLOCK, type Plan, pathsInBlocks } from '../../plan/plan.js';
import type { PathEnds, Tally } from '../backend.js';
import { StepCounter } from '../counter.js';
import { FATE_DONE, FATE_FAILED, FATE_LOWER, FATE_UPPER, type Fate } from '../fate.js';
import { WeightCounter } from '../weights.js';
import type { Round } from './normal.js';
import { pacemaker } from './pace.js';
import type { Outcome } from './search.js';
import { roundPlan } from './simulate.js';
import { SplittingFollower } from './splitting.js';
import { TiltedFollower } from './tilted.js';

/** One path, or one tree of branches. */
interface Found {
  /** −1: no hit. */
  readonly hitStep: number;
  readonly steps: number;
  readonly fate: 'hit' | 'over' | 'left' | 'failed';
}

/** null when aborted before its end. */
export async function simulateRareBlock(
  plan: Plan,
  round: Round,
  block: number,
  signal: Pick<AbortSignal, 'aborted'> | undefined,
): Promise<Tally | null> {
  const weights = new WeightCounter(plan);
  const follow = followerOf(plan, round, weights);
  const paths = pathsInBlocks(plan, block, 1);
  const hits = new StepCounter(plan);
  let [pathSteps, nonFinite, absorbed] = [0, 0, 0];
  const pause = pacemaker();
  for (let path = block * BLOCK; path < block * BLOCK + paths; path++) {
    if (signal?.aborted) return null;
    await pause();
    const { hitStep, steps, fate } = follow(path);
    pathSteps += steps;
    if (fate === 'failed') {
      nonFinite++;
      weights.withdraw();
    } else if (fate === 'left') absorbed++;
    else if (fate === 'hit') hits.count(hitStep);
    weights.endPath();
  }
  weights.endBlock();
  return {
    firstBlock: block,
    blocks: 1,
    paths,
    pathSteps,
    nonFinite,
    hits: [hits],
    absorbed: [absorbed],
    exits: { lower: new StepCounter(plan), upper: new StepCounter(plan) }, // not looked at: their paths have weights
    snapshots: [],
    weights: weights.tally(),
  };
}

function followerOf(plan: Plan, round: Round, weights: WeightCounter): (path: number) => Found {
  const rare = plan.rare!;
  if (rare.method === 'splitting') {
    const follower = new SplittingFollower(roundPlan(plan, round), rare, round);
    return (path) => {
      const { firstHit, steps, fate } = follower.follow(path, weights);
      return { hitStep: firstHit, steps, fate };
    };
  }
  const follower = new TiltedFollower(roundPlan(plan, round), rare, round);
  const logUnit = Math.log(rare.unit);
  return (path) => {
    follower.follow(path);
    const { outcome, endStep, logWeight } = follower;
    if (outcome === 'hit') weights.hit(endStep, Math.exp(logWeight - logUnit));
    return { hitStep: endStep, steps: endStep, fate: outcome === 'goes on' ? 'over' : outcome };
  };
}

/** Fills in the ends of single tilted paths. */
export function followTilted(plan: Plan, round: Round, firstPath: number, ends: PathEnds): PathEnds {
  const logWeight = new Float64Array(ends.x.length);
  const { rare, thresholds } = plan;
  if (rare?.method !== 'tilted') throw new RangeError('a branching path has no single end');
  const follower = new TiltedFollower(roundPlan(plan, round), rare, round);
  const left = thresholds[0]!.up ? FATE_LOWER : FATE_UPPER;
  const fates: Readonly<Record<Outcome, Fate>> = { 'goes on': FATE_DONE, hit: FATE_DONE, left, failed: FATE_FAILED };
  for (let i = 0; i < ends.x.length; i++) {
    follower.follow(firstPath + i);
    ends.x[i] = follower.position;
    ends.hitStep[i] = follower.outcome === 'hit' ? follower.endStep : -1;
    ends.fate[i] = fates[follower.outcome];
    ends.endStep[i] = follower.endStep;
    logWeight[i] = follower.logWeight;
  }
  return { ...ends, logWeight };
}
