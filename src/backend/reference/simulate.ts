/** One path from its start to its end: what the other two backends must do too. */
import { absorbs, type Plan } from '../../plan/plan.js';
import { FATE_DONE, FATE_FAILED, FATE_LOWER, FATE_UPPER, type Fate } from '../fate.js';
import { applyBoundary } from './boundary.js';
import { drawWords, STREAM_BRIDGE, STREAM_EXIT, STREAM_NOISE, STREAM_SIDE, STREAM_START } from './generator.js';
import { accumulate, crossing, givenNoExit, shifted } from './monitor.js';
import { normals, type Round, uniform } from './normal.js';
import { positionOf } from './program.js';
import { type Propose, proposer } from './scheme.js';

const NEVER = -1;

/**
 * Follows single paths of a plan; its fields describe the path followed last. In halves, a step is driven by the two normals
 * that drive the same path of a plan with half the dt, so that the two paths differ by the time step alone; the law of the
 * path stays the same.
 */
export class PathFollower {
  /** State after the last step, in the plan's coordinate. */
  x = 0;
  endStep = 0;
  fate: Fate = FATE_DONE;
  /** By threshold: the step of the hit, or −1. */
  readonly hitStep: Int32Array;
  readonly #plan: Plan;
  readonly #round: Round;
  readonly #propose: Propose;
  readonly #position: (x: number) => number;
  readonly #q: Float64Array; // probability of a crossing so far, by threshold
  readonly #v: Float64Array; // the uniform that inverts its law
  #exitQ = 0;
  #exitV = 0;
  #sideU = 0;
  readonly #absorbsLower: boolean;
  readonly #absorbsUpper: boolean;
  readonly #words = new Uint32Array(4);
  readonly #z = new Float64Array(4);
  readonly #halves: boolean;
  #bend = 0; // in halves: the middle of the step's bridge beside its chord, in units of the noise scale

  constructor(plan: Plan, round: Round, { halves = false }: { halves?: boolean } = {}) {
    this.#halves = halves;
    this.#plan = roundPlan(plan, round);
    this.#round = round;
    this.#propose = proposer(this.#plan, round);
    this.#position = positionOf(this.#plan, round);
    this.hitStep = new Int32Array(plan.thresholds.length);
    this.#q = new Float64Array(plan.thresholds.length);
    this.#v = new Float64Array(plan.thresholds.length);
    this.#absorbsLower = plan.boundary.lower === 'absorb';
    this.#absorbsUpper = plan.boundary.upper === 'absorb';
  }

  /** Where the path is after its last step, in x: for an exit the end itself, NaN for a failure. */
  get position(): number {
    return this.#position(this.x);
  }

  /** @param index of the path within the plan. @param onSave called with (index into saveSteps, position) while the path lives. */
  follow(index: number, onSave: (index: number, x: number) => void): void {
    const { steps, saveSteps, pathOffset } = this.#plan;
    const path = pathOffset + index;
    this.#begin(path);
    let nextSave = 0;
    if (this.fate === FATE_DONE && saveSteps[0] === 0) onSave(nextSave++, this.position);
    let step = 0;
    while (this.fate === FATE_DONE && step < steps && !this.#finished(nextSave)) {
      step++;
      this.#advance(path, step);
      if (this.fate === FATE_DONE && saveSteps[nextSave] === step) onSave(nextSave++, this.position);
    }
    this.endStep = step;
  }

  /** Nothing more is asked of the path. */
  #finished(nextSave: number): boolean {
    const { saveSteps, thresholds } = this.#plan;
    return (
      thresholds.length > 0 && nextSave >= saveSteps.length && !absorbs(this.#plan) && !this.hitStep.includes(NEVER)
    );
  }

  #begin(path: number): void {
    const { start, lower, upper, thresholds } = this.#plan;
    this.x = Math.min(Math.max(this.#startPosition(path, start), lower), upper);
    this.fate = FATE_DONE;
    if (this.#absorbsLower && this.x <= lower) this.fate = FATE_LOWER;
    else if (this.#absorbsUpper && this.x >= upper) this.fate = FATE_UPPER;
    thresholds.forEach(({ value, up, atExit }, j) => {
      const met = atExit ? this.fate === (up ? FATE_UPPER : FATE_LOWER) : up ? this.x >= value : this.x <= value;
      this.hitStep[j] = met ? 0 : NEVER;
      if (j % 4 === 0) this.#draw(j / 4, path, STREAM_BRIDGE);
      this.#v[j] = uniform(this.#words[j % 4]!, this.#round);
      this.#q[j] = 0;
    });
    this.#exitQ = 0;
    if (absorbs(this.#plan)) {
      this.#draw(0, path, STREAM_EXIT);
      this.#exitV = uniform(this.#words[0]!, this.#round);
      this.#draw(0, path, STREAM_SIDE);
      this.#sideU = uniform(this.#words[0]!, this.#round);
    }
  }

  #startPosition(path: number, start: readonly number[]): number {
    if (start.length === 1) return start[0]!;
    this.#draw(0, path, STREAM_START);
    const round = this.#round;
    const t = round(uniform(this.#words[0]!, round) * (start.length - 1));
    const i = Math.min(Math.floor(t), start.length - 2);
    return round(start[i]! + round(round(t - i) * round(start[i + 1]! - start[i]!)));
  }

  #advance(path: number, step: number): void {
    const round = this.#round;
    const x = this.x;
    const z = this.#halves ? this.#normalOfHalves(path, step) : this.#normal(path, step);
    const { proposal, noise: s } = this.#propose(x, z);
    if (!Number.isFinite(proposal)) {
      this.fate = FATE_FAILED;
      this.x = Number.NaN;
      return;
    }
    if (absorbs(this.#plan)) this.#testExits(x, proposal, s);
    for (let j = 0; j < this.hitStep.length; j++) {
      if (this.hitStep[j] === NEVER && this.#testThreshold(j, x, proposal, s)) this.hitStep[j] = step;
    }
    if (this.fate === FATE_LOWER) this.x = this.#plan.lower;
    else if (this.fate === FATE_UPPER) this.x = this.#plan.upper;
    else this.x = applyBoundary(proposal, this.#plan, round);
  }

  #testExits(x: number, proposal: number, s: number): void {
    const { lower, upper, exitBridge } = this.#plan;
    const round = this.#round;
    if (this.#absorbsLower && proposal <= lower) this.fate = FATE_LOWER;
    else if (this.#absorbsUpper && proposal >= upper) this.fate = FATE_UPPER;
    else if (exitBridge) {
      const pLower = this.#absorbsLower ? this.#crossing(lower, x, proposal, s) : 0;
      const pUpper = this.#absorbsUpper ? this.#crossing(upper, x, proposal, s) : 0;
      this.#exitQ = accumulate(accumulate(this.#exitQ, pLower, round), pUpper, round);
      if (this.#exitQ >= this.#exitV) {
        // A side uniform that rounds to 1 must not open an end that was not crossed.
        const lowerWins = pUpper === 0 || round(this.#sideU * round(pLower + pUpper)) < pLower;
        this.fate = lowerWins ? FATE_LOWER : FATE_UPPER;
      }
    }
  }

  #testThreshold(j: number, x: number, proposal: number, s: number): boolean {
    const { thresholds, lower, upper, exitBridge } = this.#plan;
    const { value, up, bridge, shift, atExit } = thresholds[j]!;
    const leftThisWay = this.fate === (up ? FATE_UPPER : FATE_LOWER);
    if (atExit || leftThisWay) return leftThisWay;
    if (up ? proposal >= value : proposal <= value) return true;
    const round = this.#round;
    if (shift) return up ? shifted(proposal, s, round) >= value : shifted(proposal, -s, round) <= value;
    if (!bridge) return false;
    let p = this.#crossing(value, x, proposal, s);
    if (p > 0 && exitBridge && (up ? this.#absorbsUpper : this.#absorbsLower)) {
      p = givenNoExit(p, this.#crossing(up ? upper : lower, x, proposal, s), round);
    }
    this.#q[j] = accumulate(this.#q[j]!, p, round);
    return this.#q[j]! >= this.#v[j]!;
  }

  /** Between the ends of a step; in halves through the middle that their normals make, on average over it the same. */
  #crossing(b: number, x: number, proposal: number, s: number): number {
    const round = this.#round;
    if (!this.#halves) return crossing(b, x, proposal, s, round);
    const middle = (x + proposal) / 2 + s * this.#bend;
    const half = s * Math.SQRT1_2;
    return accumulate(crossing(b, x, middle, half, round), crossing(b, middle, proposal, half, round), round);
  }

  /** z = (z₁ + z₂)/√2; what is left of them, (z₁ − z₂)/√2, is independent of it and bends the bridge. */
  #normalOfHalves(path: number, step: number): number {
    const first = this.#normal(path, 2 * step - 1);
    const second = this.#normal(path, 2 * step);
    this.#bend = (first - second) / (2 * Math.SQRT2); // the middle of a bridge of scale s spreads by s/2
    return (first + second) * Math.SQRT1_2;
  }

  /** The normal of a step; four steps share one address. */
  #normal(path: number, step: number): number {
    const within = (step - 1) % 4;
    if (within === 0) {
      this.#draw(Math.floor((step - 1) / 4), path, STREAM_NOISE);
      normals(this.#z, 0, this.#words[0]!, this.#words[1]!, this.#round);
      normals(this.#z, 2, this.#words[2]!, this.#words[3]!, this.#round);
    }
    return this.#z[within]!;
  }

  #draw(block: number, path: number, stream: number): void {
    const { key, rng } = this.#plan;
    drawWords(this.#words, rng, block, path % 2 ** 32, Math.floor(path / 2 ** 32), stream, key);
  }
}

/** The plan with every number that meets a state rounded once. */
export function roundPlan(plan: Plan, round: Round): Plan {
  return {
    ...plan,
    lower: round(plan.lower),
    upper: round(plan.upper),
    start: plan.start.map(round),
    thresholds: plan.thresholds.map((threshold) => ({ ...threshold, value: round(threshold.value) })),
  };
}
