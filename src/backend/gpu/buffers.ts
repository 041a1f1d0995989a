/**
 * The buffers of a plan, or of many alike, on a device: what goes in, and what comes out. Whatever is read tells too how many submissions
 * were run to their end (shaders/survivors.wgsl).
 */
import { COUNT_SUBMISSIONS, type GpuPlan } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import type { Device } from './device.js';
import { packPoints } from './points.js';
import type { BatchWords } from './tally.js';
import { USAGE } from './usage.js';

export interface BuffersOptions {
  /** Bytes of what the dispatches of one submission are told. */
  readonly paramsBytes: number;
  /** state() is wanted. */
  readonly keepsState: boolean;
  /** Lengths of lists that may be read at once. */
  readonly lengths: number;
}

const MARK = 4 * COUNT_SUBMISSIONS; // bytes before it among the counts
const LENGTHS = 8; // bytes

export class BatchBuffers {
  /** Made so far, each with a mark at its end. */
  submissions = 0;
  readonly params: GPUBuffer;
  readonly state: GPUBuffer;
  readonly alive: GPUBuffer;
  readonly counts: GPUBuffer;
  readonly workgroups: GPUBuffer;
  readonly quads: GPUBuffer;
  readonly start: GPUBuffer;
  /** Of the model; of many plans the table of all in which they differ. */
  readonly constants: GPUBuffer;
  readonly moments: GPUBuffer;
  readonly histogram: GPUBuffer;
  readonly #device: Device;
  readonly #bytes: GpuPlan['bytes'];
  readonly #staging: GPUBuffer;
  readonly #stateStaging: GPUBuffer | null;
  /** For lengths of the lists that are read at once. */
  readonly #lengths: GPUBuffer[];
  readonly #owned: GPUBuffer[] = [];

  /** To be called inside Device.guard: what a device refuses is told there, and release() is due all the same. */
  constructor(device: Device, { bytes, points }: GpuPlan, { paramsBytes, keepsState, lengths }: BuffersOptions) {
    this.#device = device;
    this.#bytes = bytes;
    const { storage, uniform, indirect, copyFrom, copyTo, read } = USAGE;
    const results = storage | copyFrom | copyTo;
    this.params = this.#own('params', paramsBytes, uniform | copyTo);
    this.state = this.#own('state', bytes.state, storage | copyFrom);
    this.alive = this.#own('survivors', bytes.alive, storage);
    this.counts = this.#own('counts', bytes.counts, results);
    this.workgroups = this.#own('indirect workgroups', 16, storage | indirect);
    this.quads = this.#own('quads', bytes.quads, storage);
    this.start = this.#own('start', bytes.start, storage | copyTo);
    this.constants = this.#own('constants', bytes.constants, (points > 1 ? storage : uniform) | copyTo);
    this.moments = this.#own('moments', bytes.moments, results);
    this.histogram = this.#own('histogram', bytes.histogram, results);
    this.#staging = this.#own('staging', bytes.counts + bytes.moments + bytes.histogram, read | copyTo);
    this.#lengths = Array.from({ length: lengths }, () => this.#own('length staging', LENGTHS + 4, read | copyTo));
    this.#stateStaging = keepsState ? this.#own('state staging', bytes.state + 4, read | copyTo) : null;
  }

  release(): void {
    for (const buffer of this.#owned) buffer.destroy();
  }

  /** The numbers of a plan by itself. */
  load(plan: Plan): void {
    this.#write(new Float32Array(plan.start), new Float32Array(plan.program.constants));
  }

  /** The numbers of the plans of a batch, at most gpuPlan.points of them. */
  loadMany(plans: readonly Plan[]): void {
    const { table, start } = packPoints(plans);
    this.#write(start, table);
  }

  /** Empties what a batch adds to; the submissions go on being counted. */
  clear(encoder: GPUCommandEncoder): void {
    if (this.submissions === 0) encoder.clearBuffer(this.counts);
    else {
      encoder.clearBuffer(this.counts, 0, MARK);
      encoder.clearBuffer(this.counts, MARK + 4);
    }
    encoder.clearBuffer(this.histogram);
  }

  /** What the batch counted. */
  async readWords(): Promise<BatchWords> {
    const { counts, moments, histogram } = this.#bytes;
    const encoder = this.#device.raw.createCommandEncoder({ label: 'read back' });
    encoder.copyBufferToBuffer(this.counts, 0, this.#staging, 0, counts);
    if (moments > 0) {
      encoder.copyBufferToBuffer(this.moments, 0, this.#staging, counts, moments);
      encoder.copyBufferToBuffer(this.histogram, 0, this.#staging, counts + moments, histogram);
    }
    this.#device.raw.queue.submit([encoder.finish()]);
    const { submissions } = this;
    const all = await this.#device.read(this.#staging, counts + moments + histogram);
    this.#device.expectRun(submissions, all[COUNT_SUBMISSIONS]!);
    const momentsAt = counts / 4;
    const histogramAt = momentsAt + moments / 4;
    return {
      counts: all.subarray(0, momentsAt),
      moments: all.subarray(momentsAt, histogramAt),
      histogram: all.subarray(histogramAt),
    };
  }

  /** The first two counts, once everything submitted so far is done: lengths of lists (shaders/events.wgsl says of what). */
  async readLengths(): Promise<readonly [number, number]> {
    const staging = this.#lengths.pop()!;
    const encoder = this.#device.raw.createCommandEncoder({ label: 'read length' });
    encoder.copyBufferToBuffer(this.counts, 0, staging, 0, LENGTHS);
    encoder.copyBufferToBuffer(this.counts, MARK, staging, LENGTHS, 4);
    this.#device.raw.queue.submit([encoder.finish()]);
    const { submissions } = this;
    const [first, second, run] = (await this.#device.read(staging, LENGTHS + 4)) as unknown as [number, number, number];
    this.#lengths.push(staging);
    this.#device.expectRun(submissions, run);
    return [first, second];
  }

  /** The state of every slot: row-major [field][slot] (shaders/state.wgsl). */
  async readState(): Promise<Uint32Array> {
    const encoder = this.#device.raw.createCommandEncoder({ label: 'read state' });
    const bytes = this.#bytes.state;
    encoder.copyBufferToBuffer(this.state, 0, this.#stateStaging!, 0, bytes);
    encoder.copyBufferToBuffer(this.counts, MARK, this.#stateStaging!, bytes, 4);
    this.#device.raw.queue.submit([encoder.finish()]);
    const { submissions } = this;
    const all = await this.#device.read(this.#stateStaging!, bytes + 4);
    this.#device.expectRun(submissions, all.at(-1)!);
    return all.subarray(0, bytes / 4);
  }

  #write(start: Float32Array<ArrayBuffer>, constants: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): void {
    this.#device.raw.queue.writeBuffer(this.start, 0, start);
    this.#device.raw.queue.writeBuffer(this.constants, 0, constants);
  }

  #own(label: string, size: number, usage: number): GPUBuffer {
    const buffer = this.#device.buffer(label, size, usage);
    this.#owned.push(buffer);
    return buffer;
  }
}
