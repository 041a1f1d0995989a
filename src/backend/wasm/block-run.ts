/** One block of paths on its way through the plan: chunks of steps in WASM, and between them save times, ends and compaction here. */
import { absorbs, type Plan } from '../../plan/plan.js';
import { FATE_DONE } from '../fate.js';
import { STEP_WORDS } from './generator.js';
import { generatorOf } from './generators.js';
import { type Kernel, type KernelExports, loadConstants } from './kernel.js';
import { type EndedPaths, LaneViews } from './lane-views.js';
import { DEATHS, loadTables, MAX_STEP_BLOCKS, NEVER, STEP_TABLE, STEP_TABLE_ENTRY } from './layout.js';
import { startLanes } from './start.js';
import { loadTilt, tiltRows } from './tilt.js';

const STEPS = 4; // that share one address of noise
const VECTOR_LANES = 4;
const CHUNK = 64; // blocks of four steps, then the clock is looked at
/** Dead lanes are compacted away from this share on: oftener costs more than the steps that they take in vain. */
const DEAD_SHARE = 1 / 16;

/** Who is told what happens. */
export interface BlockObserver {
  /** The paths 0 … count − 1 of these arrays have ended. */
  onEnd(ended: EndedPaths, count: number): void;
  /** A save time: lanes 0 … alive − 1 hold the paths alive, in their order. */
  onSave(views: LaneViews, index: number, alive: number): void;
}

/** Runs blocks of one plan, one at a time, in the memory of its kernel. */
export class BlockRun {
  /** Steps taken so far by the paths of this block, no fewer: one that ended counts to the end of the blocks of steps that were taken with it. */
  pathSteps = 0;
  private readonly views: LaneViews;
  private lanes = 0;
  private dead = 0;
  private step = 0;
  private nextSave = 0;
  /** Of the step table: the block of four steps of its first entry, and how many entries are filled. */
  private readonly table = { firstBlock: 0, filled: 0 };
  /** High word of the address of the paths for which the constants are loaded; none yet. */
  private pathHigh = -1;
  /** Lanes that the fast loop takes at once. */
  private readonly group: number;
  /** plan.start in f32. */
  private readonly start: Float32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly wasm: KernelExports,
    private readonly plan: Plan,
    private readonly observer: BlockObserver,
  ) {
    this.views = new LaneViews(wasm.memory, kernel.layout, plan);
    this.group = kernel.shape.cut.vectors * VECTOR_LANES;
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
    if (pathHigh !== this.pathHigh) {
      loadConstants(views.words, this.kernel, plan, pathHigh);
      this.pathHigh = pathHigh;
      this.table.filled = 0;
    }
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

  /** Through one chunk, or until many have ended, or to the next save time. */
  private advance(): void {
    const { plan, wasm, step, views } = this;
    const target = plan.saveSteps[this.nextSave] ?? plan.steps;
    const within = step % STEPS;
    const block = (step - within) / STEPS;
    const entry = block % MAX_STEP_BLOCKS;
    const blocks = within === 0 ? Math.min(CHUNK, Math.floor((target - step) / STEPS), MAX_STEP_BLOCKS - entry) : 0;
    const deadBefore = this.dead;
    this.fillStepTable(block - entry, entry + Math.max(1, blocks));
    const table = STEP_TABLE + entry * STEP_TABLE_ENTRY;
    if (blocks > 0) {
      const tableEnd = table + blocks * STEP_TABLE_ENTRY;
      const reached = wasm.advance(this.lanes * 4, table, tableEnd, step, this.many() - this.dead);
      this.step = step + ((reached - table) / STEP_TABLE_ENTRY) * STEPS;
    } else {
      this.step = Math.min(target, step - within + STEPS);
      wasm.normals(this.lanes * 4, table);
      wasm.replay(this.lanes * 4, table, step - within, within + 1, within + this.step - step);
    }
    this.pathSteps += (this.lanes - deadBefore) * (this.step - step);
    this.dead += views.words[DEATHS / 4]!;
    views.words[DEATHS / 4] = 0;
    if (this.step === plan.saveSteps[this.nextSave]) this.save();
    this.settle();
  }

  /** That of the first steps is filled once for all blocks of paths. */
  private fillStepTable(firstBlock: number, entries: number): void {
    const { rare, key, rng } = this.plan;
    const { tilt } = this.kernel.layout;
    const { stepWords } = generatorOf(rng);
    const { table } = this;
    if (table.firstBlock !== firstBlock) table.filled = 0;
    table.firstBlock = firstBlock;
    for (; table.filled < entries; table.filled++) {
      const block = firstBlock + table.filled;
      stepWords(this.views.words, STEP_TABLE / 4 + table.filled * STEP_WORDS, key, this.pathHigh, block);
      if (tilt && rare?.method === 'tilted')
        tiltRows(this.views.words, tilt.rows / 4 + table.filled * STEPS, tilt, rare, STEPS * block + 1);
    }
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
    else if (this.dead >= this.many()) this.compact();
  }

  /** Dead lanes that are worth a compaction: a share of all, and enough to save the loop a turn. */
  private many(): number {
    const { lanes, group } = this;
    const lastGroup = lanes - group * (Math.ceil(lanes / group) - 1);
    return Math.max(lastGroup, Math.ceil(lanes * DEAD_SHARE));
  }

  /** The horizon: all paths have ended. */
  private finish(): void {
    this.compact();
    const { path, hits, x, weight, gone } = this.views;
    gone.fate.fill(FATE_DONE, 0, this.lanes);
    gone.endStep.fill(this.step, 0, this.lanes);
    this.observer.onEnd({ ...gone, path, hits, endX: x, endWeight: weight ?? gone.endWeight }, this.lanes);
    this.lanes = 0;
  }

  /** Reports the ended paths and closes their gaps. */
  private compact(): void {
    const { lanes, dead, views } = this;
    if (dead === 0) return;
    this.wasm.compact(lanes * 4);
    this.observer.onEnd(views.gone, dead);
    this.lanes -= dead;
    this.dead = 0;
    views.alive.fill(0, this.lanes, lanes + VECTOR_LANES); // `compact` leaves copies of lanes behind, in the last vector too
  }
}
