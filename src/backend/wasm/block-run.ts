/** One block of paths on its way through the plan: chunks of steps in WASM, and between them save times, ends and compaction here. */
import { absorbs, type Plan } from '../../plan/plan.js';
import { FATE_DONE } from '../fate.js';
import { STEP_WORDS } from './generator.js';
import { generatorOf } from './generators.js';
import { type Kernel, type KernelExports, loadConstants } from './kernel.js';
import { LaneViews } from './lane-views.js';
import { DEATHS, loadTables, MAX_STEP_BLOCKS, NEVER, SOURCES, STEP_TABLE, TARGETS } from './layout.js';
import { startLanes } from './start.js';
import { loadTilt, tiltRows } from './tilt.js';

const STEPS = 4; // that share one address of noise
const FIRST_CHUNK = 8; // blocks of four steps; then by how fast paths end
const SHORTEST_CHUNK = 2;
/** Dead lanes are compacted away from this share on: oftener costs more than the steps that they take in vain. */
const DEAD_SHARE = 1 / 16;

/** Who is told what happens, in path order. */
export interface BlockObserver {
  /** The path in this lane has ended. */
  onEnd(views: LaneViews, lane: number, fate: number, endStep: number): void;
  /** A save time: lanes 0 … alive − 1 hold the paths alive. */
  onSave(views: LaneViews, index: number, alive: number): void;
}

/** Runs blocks of one plan, one at a time, in the memory of its kernel. */
export class BlockRun {
  /** Steps taken so far by the paths of this block; a path that ended inside a chunk counts to its end. */
  pathSteps = 0;
  private readonly views: LaneViews;
  private lanes = 0;
  private dead = 0;
  private step = 0;
  private nextSave = 0;
  private chunk = FIRST_CHUNK;
  /** High word of the address of the paths for which the constants are loaded; none yet. */
  private pathHigh = -1;
  /** plan.start in f32. */
  private readonly start: Float32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly wasm: KernelExports,
    private readonly plan: Plan,
    private readonly observer: BlockObserver,
  ) {
    this.views = new LaneViews(wasm.memory, kernel.layout, plan);
    this.start = Float32Array.from(plan.start);
    loadTables(this.views.words);
    loadTilt(wasm.memory.buffer, kernel.layout, plan);
  }

  get finished(): boolean {
    return this.lanes === 0;
  }

  /** Put paths first … first + count − 1, all of one block, at their start. */
  begin(first: number, count: number): void {
    const { plan, wasm, views } = this;
    const address = plan.pathOffset + first;
    const pathHigh = Math.floor(address / 2 ** 32);
    this.lanes = count;
    this.dead = this.step = this.nextSave = this.pathSteps = 0;
    this.chunk = FIRST_CHUNK;
    if (pathHigh !== this.pathHigh) loadConstants(views.words, this.kernel, plan, pathHigh);
    this.pathHigh = pathHigh;
    views.alive.fill(-1, 0, count).fill(0, count);
    const fates = startLanes(views, wasm, plan, this.start, address, count);
    wasm.guardAll(count * 4);
    if (absorbs(plan)) {
      for (let lane = 0; lane < count; lane++) if (fates[lane] !== FATE_DONE) this.end(lane, fates[lane]!);
    }
    if (plan.saveSteps[0] === 0) this.save();
    else if (plan.saveSteps.length === 0) this.endSeen();
    this.settle();
  }

  /** Works until the block is finished or the clock (performance.now) has passed the deadline. */
  work(deadline: number): void {
    while (!this.finished) {
      this.advance();
      if (performance.now() >= deadline) return;
    }
  }

  /** Through one chunk, or to the next save time if that is nearer. */
  private advance(): void {
    const { plan, wasm, step, views } = this;
    const target = plan.saveSteps[this.nextSave] ?? plan.steps;
    const within = step % STEPS;
    const blocks = within === 0 ? Math.min(this.chunk, Math.floor((target - step) / STEPS)) : 0;
    const deadBefore = this.dead;
    this.fillStepTable((step - within) / STEPS, Math.max(1, blocks));
    if (blocks > 0) {
      wasm.advance(this.lanes * 4, STEP_TABLE, STEP_TABLE + blocks * STEP_WORDS * 4, step);
      this.step = step + blocks * STEPS;
    } else {
      this.step = Math.min(target, step - within + STEPS);
      wasm.normals(this.lanes * 4, STEP_TABLE);
      wasm.replay(this.lanes * 4, STEP_TABLE, step - within, within + 1, within + this.step - step);
    }
    this.pathSteps += (this.lanes - deadBefore) * (this.step - step);
    this.dead += views.words[DEATHS / 4]!;
    views.words[DEATHS / 4] = 0;
    this.adapt(this.dead - deadBefore);
    if (this.step === plan.saveSteps[this.nextSave]) this.save();
    this.settle();
  }

  private fillStepTable(firstBlock: number, blocks: number): void {
    const { rare, key, rng } = this.plan;
    const { tilt } = this.kernel.layout;
    const { stepWords } = generatorOf(rng);
    for (let b = 0; b < blocks; b++) {
      stepWords(this.views.words, STEP_TABLE / 4 + b * STEP_WORDS, key, this.pathHigh, firstBlock + b);
      if (tilt && rare?.method === 'tilted')
        tiltRows(this.views.words, tilt.rows / 4 + b * STEPS, tilt, rare, STEPS * (firstBlock + b) + 1);
    }
  }

  /** Long chunks where few paths end, short ones where many do. */
  private adapt(deaths: number): void {
    const many = this.lanes * DEAD_SHARE;
    if (deaths > many) this.chunk = Math.max(SHORTEST_CHUNK, this.chunk >> 1);
    else if (deaths * 2 < many) this.chunk = Math.min(MAX_STEP_BLOCKS, this.chunk * 2);
  }

  private save(): void {
    this.compact();
    this.observer.onSave(this.views, this.nextSave++, this.lanes);
    if (this.nextSave === this.plan.saveSteps.length) this.endSeen();
  }

  /** After the last save time, a path of which every threshold is seen has nothing more to show. */
  private endSeen(): void {
    const { hits, alive } = this.views;
    const [first, ...others] = hits;
    if (first === undefined || (absorbs(this.plan) && this.plan.rare === null)) return;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (first[lane] === NEVER || alive[lane] === 0) continue;
      if (others.every((hit) => hit[lane] !== NEVER)) this.end(lane, FATE_DONE);
    }
  }

  private end(lane: number, fate: number): void {
    const { views } = this;
    views.alive[lane] = 0;
    views.fate[lane] = fate;
    views.endStep[lane] = this.step;
    views.endX[lane] = views.x[lane]!;
    if (views.weight) views.endWeight[lane] = views.weight[lane]!;
    this.dead++;
  }

  private settle(): void {
    if (this.step >= this.plan.steps) this.finish();
    else if (this.dead >= this.lanes * DEAD_SHARE) this.compact();
  }

  /** The horizon: reports every path. */
  private finish(): void {
    const { alive, endX, x, weight, endWeight } = this.views;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (alive[lane] === 0) {
        this.report(lane);
        continue;
      }
      endX[lane] = x[lane]!;
      if (weight) endWeight[lane] = weight[lane]!;
      this.observer.onEnd(this.views, lane, FATE_DONE, this.step);
    }
    this.lanes = this.dead = 0;
  }

  /** Reports the ended paths and closes their gaps. */
  private compact(): void {
    if (this.dead === 0) return;
    const kept = this.lanes - this.dead;
    const moved = this.nextSave < this.plan.saveSteps.length ? this.closeInOrder() : this.closeWithLast(kept);
    this.wasm.compact(moved);
    this.views.alive.fill(0, kept, this.lanes);
    this.lanes = kept;
    this.dead = 0;
  }

  /** Something is still to be saved, in the order of the paths. @returns how many lanes are to be moved. */
  private closeInOrder(): number {
    const { alive } = this.views;
    let moved = 0;
    let kept = 0;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (alive[lane] === 0) this.report(lane);
      else if (kept++ < lane) this.move(moved++, lane, kept - 1);
    }
    return moved;
  }

  /** The last lanes go into the gaps among the first `kept`: fewer cannot be moved. */
  private closeWithLast(kept: number): number {
    const { alive } = this.views;
    let moved = 0;
    let last = this.lanes;
    for (let lane = 0; lane < this.lanes; lane++) {
      if (alive[lane] !== 0) continue;
      this.report(lane);
      if (lane >= kept) continue;
      do last--;
      while (alive[last] === 0);
      this.move(moved++, last, lane);
    }
    return moved;
  }

  private report(lane: number): void {
    const { fate, endStep } = this.views;
    this.observer.onEnd(this.views, lane, fate[lane]!, endStep[lane]!);
  }

  private move(index: number, source: number, target: number): void {
    const { words } = this.views;
    words[SOURCES / 4 + index] = source * 4;
    words[TARGETS / 4 + index] = target * 4;
  }
}
