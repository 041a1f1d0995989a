/** The random numbers of one path that looks for one threshold, at their addresses: those of plain paths, and a branch's own. */
import type { Plan } from '../../plan/plan.js';
import { drawWords, STREAM_BRANCH, STREAM_BRIDGE, STREAM_EXIT, STREAM_NOISE, STREAM_START } from './generator.js';
import { normals, type Round, uniform } from './normal.js';
import type { Search } from './search.js';

export class PathNoise {
  readonly #plan: Plan;
  readonly #round: Round;
  readonly #words = new Uint32Array(4);
  readonly #z = new Float64Array(4);
  #path = 0;
  #branch = 0;
  #block = -1;

  /** @param plan its numbers already rounded. */
  constructor(plan: Plan, round: Round) {
    this.#plan = plan;
    this.#round = round;
  }

  /** Puts the search at the start of a path. */
  begin(path: number, search: Search): void {
    const { start, lower, upper, pathOffset } = this.#plan;
    this.#path = pathOffset + path;
    this.turnTo(0);
    search.x = Math.min(Math.max(this.#startPosition(start), lower), upper);
    this.renew(search);
  }

  /** The numbers from here on are those of this branch of the path, 0 ≤ branch < 2⁴⁸; 0 is the path itself. */
  turnTo(branch: number): void {
    this.#branch = branch;
    this.#block = -1;
  }

  /** Nothing crossed yet, and fresh uniforms: what came before has been survived, whatever they were. */
  renew(search: Search): void {
    search.crossed = search.exitCrossed = 0;
    search.inverse = uniform(this.#draw(0, STREAM_BRIDGE)[0]!, this.#round);
    search.exitInverse = uniform(this.#draw(0, STREAM_EXIT)[0]!, this.#round);
  }

  /** The normal of a step; four steps share one address. */
  normal(step: number): number {
    const block = Math.floor((step - 1) / 4);
    if (block !== this.#block) {
      const words = this.#draw(block, STREAM_NOISE);
      normals(this.#z, 0, words[0]!, words[1]!, this.#round);
      normals(this.#z, 2, words[2]!, words[3]!, this.#round);
      this.#block = block;
    }
    return this.#z[(step - 1) % 4]!;
  }

  #startPosition(start: readonly number[]): number {
    if (start.length === 1) return start[0]!;
    const round = this.#round;
    const t = round(uniform(this.#draw(0, STREAM_START)[0]!, round) * (start.length - 1));
    const i = Math.min(Math.floor(t), start.length - 2);
    return round(start[i]! + round(round(t - i) * round(start[i + 1]! - start[i]!)));
  }

  #draw(block: number, stream: number): Uint32Array {
    const { key, rng } = this.#plan;
    const [low, high] = [this.#path % 2 ** 32, Math.floor(this.#path / 2 ** 32)];
    if (this.#branch === 0) drawWords(this.#words, rng, block, low, high, stream, key);
    else {
      const branchHigh = Math.floor(this.#branch / 2 ** 32);
      const place = STREAM_BRANCH + stream + 2 ** 8 * high + 2 ** 16 * branchHigh;
      drawWords(this.#words, rng, block, low, this.#branch % 2 ** 32, place, key);
    }
    return this.#words;
  }
}
