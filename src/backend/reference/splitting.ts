/**
 * Fixed-level splitting: where a path first comes to a level it goes on as R paths of 1/R of its weight each, every one with
 * random numbers of its own from there on. E[Σ w over the hits] is the probability of a hit for any levels: at a branching the
 * R continuations have the law of the one that they replace. Paths that come to several levels in one step branch R^m-fold.
 */
import type { Plan } from '../../plan/plan.js';
import { BRANCHES, type SplitPlan } from '../../plan/search.js';
import type { WeightCounter } from '../weights.js';
import { PathNoise } from './noise.js';
import type { Round } from './normal.js';
import { type Search, type Searcher, searcher } from './search.js';

interface Branch {
  readonly search: Search;
  /** Σ d_i R^i over the levels i passed: d_i of 0 … R − 1 says which of the R paths this one is since level i. */
  readonly name: number;
  step: number;
  /** Levels passed; the weight is R^−level. */
  level: number;
}

/** What became of one path and all its branches. */
export interface Tree {
  /** Of the first hit in time, −1 without one. */
  readonly firstHit: number;
  /** Steps of all branches. */
  readonly steps: number;
  readonly fate: 'hit' | 'over' | 'left' | 'failed';
}

/** Follows paths with all their branches, one tree at a time. */
export class SplittingFollower {
  readonly #plan: Plan;
  readonly #split: SplitPlan;
  readonly #searcher: Searcher;
  readonly #noise: PathNoise;
  readonly #up: boolean;

  /** @param plan its numbers already rounded. */
  constructor(plan: Plan, split: SplitPlan, round: Round) {
    this.#plan = plan;
    this.#split = split;
    this.#searcher = searcher(plan, round);
    this.#noise = new PathNoise(plan, round);
    this.#up = plan.thresholds[0]!.up;
  }

  /** Counts the hits of the tree of a path; the caller ends the path. */
  follow(path: number, counter: WeightCounter): Tree {
    const { levels, unit } = this.#split;
    const reached = new Array<number>(levels + 1).fill(0);
    const hitsAfter = new Array<number>(levels + 1).fill(0);
    const search: Search = { x: 0, crossed: 0, inverse: 0, exitCrossed: 0, exitInverse: 0 };
    this.#noise.begin(path, search);
    reached[0] = 1;
    const waiting: Branch[] = [{ search, name: 0, step: 0, level: 0 }];
    let steps = 0;
    let firstHit = -1;
    let allLeft = true;
    for (let branch = waiting.pop(); branch; branch = waiting.pop()) {
      const from = branch.step;
      const outcome = this.#run(branch, waiting, reached);
      steps += branch.step - from;
      if (outcome === 'failed') return { firstHit: -1, steps, fate: 'failed' };
      if (outcome !== 'left') allLeft = false;
      if (outcome !== 'hit') continue;
      hitsAfter[branch.level]!++;
      counter.hit(branch.step, BRANCHES ** -branch.level / unit);
      if (firstHit < 0 || branch.step < firstHit) firstHit = branch.step;
    }
    reached.forEach((count, i) => {
      counter.reached[i]! += BigInt(count);
      counter.hitsAfter[i]! += BigInt(hitsAfter[i]!);
    });
    return { firstHit, steps, fate: firstHit >= 0 ? 'hit' : allLeft ? 'left' : 'over' };
  }

  /** One branch to its end; those that split off it join the waiting ones. */
  #run(branch: Branch, waiting: Branch[], reached: number[]): 'goes on' | 'hit' | 'left' | 'failed' {
    const { search } = branch;
    this.#noise.turnTo(branch.name);
    if (branch.step === 0) {
      const outcome = this.#searcher.start(search);
      if (outcome !== 'goes on') return outcome;
      if (branch.name === 0) this.#branchAt(branch, waiting, reached);
    }
    while (branch.step < this.#plan.steps) {
      branch.step++;
      const outcome = this.#searcher.advance(search, this.#noise.normal(branch.step));
      if (outcome !== 'goes on') return outcome;
      if (branch.step < this.#plan.steps) this.#branchAt(branch, waiting, reached);
    }
    return 'goes on';
  }

  /** Splits off the other R^m − 1 paths where the branch has come to m more levels. */
  #branchAt(branch: Branch, waiting: Branch[], reached: number[]): void {
    const before = branch.level;
    branch.level = this.#levelOf(branch);
    for (let level = before; level < branch.level; level++) reached[level + 1]! += BRANCHES ** (level - before);
    const others = BRANCHES ** (branch.level - before) - 1;
    for (let j = others; j >= 1; j--) {
      const name = branch.name + j * BRANCHES ** before;
      const search = { ...branch.search };
      this.#noise.turnTo(name);
      this.#noise.renew(search);
      waiting.push({ search, name, step: branch.step, level: branch.level });
    }
    if (others > 0) this.#noise.turnTo(branch.name);
  }

  /** Levels passed, of those that hold for the next step. */
  #levelOf({ search: { x }, step, level }: Branch): number {
    const { firstSteps, positions, levels } = this.#split;
    let slab = 0; // few slabs begin between two looks, but a new branch may be anywhere
    let last = firstSteps.length - 1;
    while (slab < last) {
      const middle = (slab + last + 1) >> 1;
      if (firstSteps[middle]! <= step + 1) slab = middle;
      else last = middle - 1;
    }
    let passed = level;
    while (passed < levels) {
      const position = positions[slab * levels + passed]!;
      if (this.#up ? x < position : x > position) break;
      passed++;
    }
    return passed;
  }
}
