/**
 * Importance sampling: the noise of each step has its mean moved to θ(k, x), towards the threshold, and the path carries the
 * ratio of its probability without the move to that with it. For z = θ + ξ, ξ ~ N(0, 1), a step multiplies it by
 * φ(z)/φ(z − θ) = exp(−θ ξ − ½θ²), so that E[w; hit] under the moved noise is the probability of a hit, whatever θ is.
 * With θ = E[z | hit] the weights are nearly equal; for small steps that is σ√dt ∂ₓ ln h, Doob's
 * transform of the diffusion, h the probability to hit in time.
 */
import type { Plan } from '../../plan/plan.js';
import type { TiltPlan } from '../../plan/search.js';
import { PathNoise } from './noise.js';
import type { Round } from './normal.js';
import { positionOf } from './program.js';
import { type Outcome, type Search, type Searcher, searcher } from './search.js';

/** Follows single tilted paths; its fields describe the path followed last. */
export class TiltedFollower {
  outcome: Outcome = 'goes on';
  endStep = 0;
  /** ln of the likelihood ratio of the steps taken. */
  logWeight = 0;
  readonly #plan: Plan;
  readonly #tilt: TiltPlan;
  readonly #round: Round;
  readonly #searcher: Searcher;
  readonly #noise: PathNoise;
  readonly #position: (x: number) => number;
  readonly #search: Search = { x: 0, crossed: 0, inverse: 0, exitCrossed: 0, exitInverse: 0 };

  /** @param plan its numbers already rounded. */
  constructor(plan: Plan, tilt: TiltPlan, round: Round) {
    this.#plan = plan;
    this.#tilt = tilt;
    this.#round = round;
    this.#searcher = searcher(plan, round);
    this.#noise = new PathNoise(plan, round);
    this.#position = positionOf(plan, round);
  }

  /** The last state before the hit or the end, in x. */
  get position(): number {
    return this.outcome === 'failed' ? Number.NaN : this.#position(this.#search.x);
  }

  follow(path: number): void {
    const round = this.#round;
    const { firstSteps } = this.#tilt;
    this.#noise.begin(path, this.#search);
    this.outcome = this.#searcher.start(this.#search);
    this.logWeight = 0;
    let step = 0;
    let slab = 0;
    while (this.outcome === 'goes on' && step < this.#plan.steps) {
      step++;
      if (firstSteps[slab + 1] === step) slab++;
      const xi = this.#noise.normal(step);
      const theta = tiltAt(this.#tilt, slab, this.#search.x, round);
      this.outcome = this.#searcher.advance(this.#search, round(theta + xi));
      this.logWeight = round(this.logWeight - round(theta * round(xi + round(0.5 * theta))));
    }
    this.endStep = step;
  }
}

/** θ in a step of this slab from x. */
export function tiltAt({ lower, perX, cells, tilts }: TiltPlan, slab: number, x: number, round: Round): number {
  const at = Math.min(Math.max(round(round(x - round(lower)) * round(perX)), 0), cells);
  const i = Math.min(Math.floor(at), cells - 1);
  const row = slab * (cells + 1) + i;
  const below = tilts[row]!;
  return round(below + round(round(at - i) * round(tilts[row + 1]! - below)));
}
