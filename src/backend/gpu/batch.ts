/** Takes batch after batch of the paths of a plan, or of many alike, through a device. */
import type { GpuPlan } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import { BatchBuffers } from './buffers.js';
import type { Device } from './device.js';
import { isPlain } from './header.js';
import { IN_FLIGHT, InFlight } from './in-flight.js';
import type { Pace } from './pace.js';
import { type Dispatch, EVERY_SLOT, LIST_DISTURBED, NO_LIST, PARAMS_STRIDE, packParams } from './params.js';
import type { Kernel, PlanKernels } from './pipelines.js';
import { quadsOfLane, Schedule, type Work } from './schedule.js';
import { SurvivorLists } from './survivors.js';
import type { BatchWords } from './tally.js';

const MAX_WORK = 64; // dispatches in one submission
const ENTRIES = 4 * MAX_WORK + 3; // of params: at most four a piece of work, the table of quads, and the mark
// Of lanes that take path after path: many, so that those that end last are few beside all; and enough for every core.
const PATHS_A_LANE = 32;
const LEAST_LANES = 512;
const TAKEN = 4; // paths at once, at most (shaders/stroll.wgsl)
const MAX_WORKGROUPS_TO_TABULATE = 1024;

export interface Place {
  /** Address of the first path; of many plans, which have one each, that of any. */
  readonly firstPath: number;
  /** Paths of each plan. */
  readonly paths: number;
  /** Plans. Default: 1. */
  readonly points?: number | undefined;
}

export interface BatchOptions {
  readonly pace: Pace;
  /** Steps of every dispatch, in place of what the pace asks for. */
  readonly chunkSteps?: number | undefined;
  /** Steps of a dispatch of watched paths, after which the survivors are listed anew. */
  readonly compactSteps: number;
  readonly signal?: AbortSignal | undefined;
  /** Steps of the batch that the device has taken. */
  readonly onStep?: ((step: number) => void) | undefined;
}

export class BatchRunner {
  readonly #device: Device;
  readonly #plan: Plan;
  readonly #gpuPlan: GpuPlan;
  readonly #kernels: PlanKernels;
  readonly #keepsState: boolean;
  readonly #buffers: BatchBuffers;
  readonly #groups: Readonly<Record<keyof PlanKernels, GPUBindGroup>>;
  #tabulatedHigh = -1;

  /**
   * To be called inside Device.guard; release() it, also where that throws. `load` many plans before each batch of them.
   * @param plan the one, or any of the many
   * @param keepsState state() is wanted
   */
  constructor(device: Device, plan: Plan, gpuPlan: GpuPlan, kernels: PlanKernels, keepsState = false) {
    this.#device = device;
    this.#plan = plan;
    this.#gpuPlan = gpuPlan;
    this.#kernels = kernels;
    this.#keepsState = keepsState;
    const options = { paramsBytes: ENTRIES * PARAMS_STRIDE, keepsState, lengths: IN_FLIGHT };
    this.#buffers = new BatchBuffers(device, gpuPlan, options);
    if (gpuPlan.points === 1) this.#buffers.load(plan);
    const { state, constants, quads, start, alive, counts, workgroups, moments, histogram } = this.#buffers;
    const { begin, tabulate, prepare, mark, reduceMoments, countInBins } = kernels;
    const simulate = this.#bind(begin, [state, constants, quads, start, alive, counts]);
    this.#groups = {
      begin: simulate,
      rush: simulate,
      advance: simulate,
      stroll: simulate,
      tabulate: this.#bind(tabulate, [quads]),
      prepare: this.#bind(prepare, [counts, workgroups]),
      mark: this.#bind(mark, [counts, workgroups]),
      reduceMoments: this.#bind(reduceMoments, [state, moments]),
      countInBins: this.#bind(countInBins, [state, histogram]),
    };
  }

  release(): void {
    this.#buffers.release();
  }

  /** The plans of the next batch, at most gpuPlan.points of them. */
  load(plans: readonly Plan[]): void {
    this.#buffers.loadMany(plans);
  }

  /** Takes the paths from their start to their end. @returns false when it was aborted: then there is no result. */
  async run(place: Place, options: BatchOptions): Promise<boolean> {
    options.pace.restart();
    return this.#kernels.stroll ? this.#stroll(place, options) : this.#advance(place, options);
  }

  /** What the batch counted. */
  words(): Promise<BatchWords> {
    return this.#buffers.readWords();
  }

  /** The state of every slot: row-major [field][slot] (shaders/state.wgsl). */
  state(): Promise<Uint32Array> {
    return this.#buffers.readState();
  }

  /** All paths side by side, from save time to save time; those that are alive are listed anew after each dispatch. */
  async #advance(place: Place, { pace, chunkSteps, compactSteps, signal, onStep }: BatchOptions): Promise<boolean> {
    const schedule = new Schedule(this.#plan);
    const lists = new SurvivorLists(this.#gpuPlan.compacts);
    const lastSave = this.#plan.saveSteps.at(-1) ?? 0;
    /** Every path has ended, and nothing is left to save. */
    let over = false;
    const inFlight = new InFlight<{ step: number; alive: number }>(pace, ({ step, alive }) => {
      over ||= alive === 0 && step >= lastSave;
      onStep?.(over ? this.#plan.steps : step);
    });
    // Which kernel takes the calm steps of a path that was disturbed must not depend on the clock, as the pace does.
    const grid = isPlain(this.#plan) || chunkSteps !== undefined ? null : 4 * Math.ceil(compactSteps / 4);
    while (!schedule.done && !over && !signal?.aborted) {
      const before = schedule.step;
      const work = schedule.take(chunkSteps ?? pace.steps, MAX_WORK, grid);
      const at = performance.now();
      this.#submit(place, work, lists);
      const { step } = schedule;
      const done = this.#alive(lists).then((alive) => ({ step, alive }));
      await inFlight.add(step - before, at, done);
    }
    await inFlight.drain();
    return schedule.done || over;
  }

  /** Path after path in each lane, where nothing is saved after the start. */
  async #stroll(place: Place, { pace, chunkSteps, signal, onStep }: BatchOptions): Promise<boolean> {
    const { slots, workgroupSize } = this.#gpuPlan;
    const share = workgroupSize * Math.ceil(slots / PATHS_A_LANE / workgroupSize);
    const lanes = Math.min(slots, Math.max(share, LEAST_LANES));
    const lists = new SurvivorLists(false);
    let over = false;
    const inFlight = new InFlight<readonly [number, number]>(pace, ([working, taken]) => {
      over ||= working === 0;
      const ended = over ? place.paths : Math.max(0, Math.min(taken, place.paths) - TAKEN * lanes);
      onStep?.((this.#plan.steps * ended) / place.paths);
    });
    this.#submit(place, new Schedule(this.#plan).take(0, MAX_WORK), lists);
    while (!over && !signal?.aborted) {
      // Of every path, were all of them on their way: no more than there are, for the pace learns from them.
      const steps = Math.min(chunkSteps ?? pace.steps, this.#plan.steps);
      const quads = quadsOfLane(steps, slots, lanes);
      const at = performance.now();
      this.#submit(place, [{ kind: 'stroll', lanes, quads }], lists);
      await inFlight.add(steps, at, this.#buffers.readLengths());
    }
    await inFlight.drain();
    return over;
  }

  /** Once everything submitted so far is done: the paths that go on, or infinity where nobody lists them. */
  async #alive({ listed }: SurvivorLists): Promise<number> {
    if (listed !== null) return (await this.#buffers.readLengths())[listed];
    await this.#device.idle();
    return Number.POSITIVE_INFINITY;
  }

  #bind({ label, layout }: Kernel, buffers: readonly GPUBuffer[]): GPUBindGroup {
    const params = { binding: 0, resource: { buffer: this.#buffers.params, size: PARAMS_STRIDE } };
    const rest = buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } }));
    return this.#device.raw.createBindGroup({ label, layout, entries: [params, ...rest] });
  }

  #submit(place: Place, work: readonly Work[], lists: SurvivorLists): void {
    const { raw } = this.#device;
    const { workgroupSize, stride, slots, batchBlocks } = this.#gpuPlan;
    const { points = 1 } = place;
    const entries = new Uint32Array((ENTRIES * PARAMS_STRIDE) / 4);
    let used = 0;
    const encoder = raw.createCommandEncoder({ label: `paths from ${place.firstPath}` });
    if (work[0]?.kind === 'begin') this.#buffers.clear(encoder); // with it, so that a driver gives up both or neither
    if (work[0]?.kind === 'stroll') encoder.clearBuffer(this.#buffers.counts, 0, 4); // lanes that want another dispatch
    const lap = this.#device.stopwatch?.lap();
    const pass = encoder.beginComputePass({
      label: `paths from ${place.firstPath}`,
      ...(lap && { timestampWrites: lap.timestampWrites }),
    });
    const bind = (name: keyof PlanKernels, dispatch: Partial<Dispatch>) => {
      const full = { first: 0, last: 0, source: EVERY_SLOT, survivors: NO_LIST, row: 0, ...dispatch };
      entries.set(
        packParams(this.#plan, { ...place, points, stride, slots, blocks: batchBlocks }, full),
        (used * PARAMS_STRIDE) / 4,
      );
      pass.setPipeline(this.#kernels[name]!.pipeline);
      pass.setBindGroup(0, this.#groups[name], [used * PARAMS_STRIDE]);
      used++;
    };
    const list = (source: number) => {
      bind('prepare', { source });
      pass.dispatchWorkgroups(1);
    };
    const everySlot = Math.ceil(((points - 1) * stride + place.paths) / workgroupSize);
    const pathHigh = Math.floor(place.firstPath / 2 ** 32);
    if (!this.#kernels.stroll && this.#tabulatedHigh !== pathHigh) {
      this.#tabulatedHigh = pathHigh;
      bind('tabulate', {});
      pass.dispatchWorkgroups(
        Math.min(MAX_WORKGROUPS_TO_TABULATE, Math.ceil(this.#plan.steps / 4 / workgroupSize) || 1),
      );
    }
    for (const item of work) {
      switch (item.kind) {
        case 'begin':
          bind('begin', {});
          pass.dispatchWorkgroups(everySlot);
          break;
        case 'stroll':
          bind('stroll', { last: this.#plan.steps, lanes: item.lanes, quads: item.quads, keeps: this.#keepsState });
          pass.dispatchWorkgroups(Math.ceil(item.lanes / workgroupSize));
          break;
        case 'save':
          bind('reduceMoments', { row: item.row });
          pass.dispatchWorkgroups(points * batchBlocks);
          bind('countInBins', { row: item.row });
          pass.dispatchWorkgroups(everySlot);
          break;
        case 'advance': {
          const { source, survivors, troubled } = lists.next();
          const follow = (name: 'rush' | 'advance', dispatch: Partial<Dispatch>) => {
            bind(name, { ...item, source, survivors, ...dispatch });
            if ((dispatch.source ?? source) === EVERY_SLOT) pass.dispatchWorkgroups(everySlot);
            else pass.dispatchWorkgroupsIndirect(this.#buffers.workgroups, 0);
          };
          const rushes = item.first % 4 === 0;
          if (isPlain(this.#plan)) {
            if (rushes) follow('rush', { survivors: troubled });
            list(troubled); // also where nobody reads it: that empties the next dispatch's list
            follow('advance', rushes && item.last % 4 === 0 ? { source: troubled } : {});
          } else {
            if (rushes) {
              follow('rush', {});
              list(LIST_DISTURBED);
            }
            follow('advance', rushes ? { source: LIST_DISTURBED } : {});
            list(survivors === NO_LIST ? 0 : survivors); // nobody's list is empty, and so is that of the disturbed then
          }
        }
      }
    }
    bind('mark', {});
    pass.dispatchWorkgroups(1);
    pass.end();
    lap?.resolve(encoder);
    raw.queue.writeBuffer(this.#buffers.params, 0, entries, 0, (used * PARAMS_STRIDE) / 4);
    raw.queue.submit([encoder.finish()]);
    this.#buffers.submissions++;
    lap?.read();
  }
}
