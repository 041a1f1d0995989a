/** A device that turns WebGPU's ways of failing into typed errors. */
import {
  BackendUnavailableError,
  DeviceLostError,
  FirstPassageError,
  OutOfMemoryError,
  ValidationError,
} from '../../errors.js';
import type { GpuLimits } from '../../plan/gpu.js';
import { withResolvers } from '../with-resolvers.js';
import { type AdapterReport, reportAdapter, usesDawn } from './adapter.js';
import { dozeUntil } from './doze.js';
import type { GPUAdapter, GPUBuffer, GPUDevice } from './names.js';
import { Stopwatch } from './stopwatch.js';

// GPUMapMode is a global of browsers only.
const MAP_READ = 1;
const GRACE_MS = 100; // in which a loss is told after a call that it made fail

const WANTED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

const TIMESTAMPS = ['timestamp-query'] as const;

export class Device {
  readonly raw: GPUDevice;
  readonly adapter: AdapterReport;
  /** Null where it was not asked for, or the adapter has no timestamps. */
  readonly stopwatch: Stopwatch | null;
  #lost: DeviceLostError | null = null;
  #closed = false;
  /** Whoever waits for work hears of a loss. A promise of the loss itself would keep all that was ever raced against it. */
  readonly #waiting = new Set<(lost: DeviceLostError) => void>();
  readonly #dozes = usesDawn();

  /** @throws BackendUnavailableError where the adapter gives no device. */
  static async open(adapter: GPUAdapter, { timestamps = false } = {}): Promise<Device> {
    const report = reportAdapter(adapter);
    const requiredFeatures = TIMESTAMPS.filter((name) => timestamps && adapter.features.has(name));
    const requiredLimits = Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]]));
    const wanted = { label: 'firstpassage', requiredLimits, requiredFeatures };
    const raw = await adapter.requestDevice(wanted).catch((cause: unknown) => {
      const got = cause instanceof Error ? cause.message : String(cause);
      throw new BackendUnavailableError(`expected a device from ${report.name}, got "${got}": use backend wasm`, {
        cause,
      });
    });
    return new Device(raw, report, requiredFeatures.length > 0);
  }

  private constructor(raw: GPUDevice, adapter: AdapterReport, timestamps: boolean) {
    this.raw = raw;
    this.adapter = adapter;
    this.stopwatch = timestamps ? new Stopwatch(this) : null;
    void raw.lost.then(({ reason, message }) => {
      this.#lose(lostError(this.#closed, reason, message, adapter.name));
    });
  }

  get limits(): GpuLimits {
    return this.raw.limits;
  }

  close(): void {
    this.#closed = true;
    this.raw.destroy();
  }

  buffer(label: string, size: number, usage: number): GPUBuffer {
    return this.raw.createBuffer({ label, size: Math.max(16, Math.ceil(size / 4) * 4), usage });
  }

  /** Runs `work` and throws what the device had against it. `what` names the work in messages. */
  async guard<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    this.#check();
    for (const filter of ['internal', 'validation', 'out-of-memory'] as const) this.raw.pushErrorScope(filter);
    let result: T | undefined;
    let thrown: unknown;
    try {
      result = await work();
    } catch (error) {
      thrown = error;
    }
    const scopes = [this.raw.popErrorScope(), this.raw.popErrorScope(), this.raw.popErrorScope()];
    const [memory, validation, internal] = await this.orLost(Promise.all(scopes));
    if (memory) {
      throw new OutOfMemoryError(
        `${what}: expected memory on ${this.adapter.name}, got "${memory.message}": ask for fewer save times or bins, or use backend wasm`,
      );
    }
    if (thrown instanceof FirstPassageError) throw thrown;
    const refusal = validation ?? internal;
    if (refusal) {
      throw new ValidationError(
        `${what}: ${this.adapter.name} refused a command, which is a defect of firstpassage: ${refusal.message}`,
      );
    }
    if (thrown !== undefined) throw thrown;
    return result as T;
  }

  /** `work`, unless the device is lost meanwhile. */
  async orLost<T>(work: Promise<T>): Promise<T> {
    const { promise: either, resolve, reject } = withResolvers<T>();
    this.#waiting.add(reject);
    work.then(resolve, reject);
    if (this.#lost) reject(this.#lost);
    try {
      return await (this.#dozes ? dozeUntil(either) : either);
    } catch (error) {
      if (!this.#lost && !(error instanceof FirstPassageError))
        await new Promise((later) => setTimeout(later, GRACE_MS));
      throw this.#lost ?? error;
    } finally {
      this.#waiting.delete(reject);
    }
  }

  /** @throws DeviceLostError where the device gave up a submission and said that it was done, as some drivers do. */
  expectRun(submissions: number, run: number): void {
    if (run === submissions) return;
    this.#lose(lostError(this.#closed, 'unknown', `it ran ${run} of ${submissions} submissions`, this.adapter.name));
    this.#check();
  }

  /** Everything submitted so far is done. */
  async idle(): Promise<void> {
    await this.orLost(this.raw.queue.onSubmittedWorkDone());
    this.#check();
  }

  /** The words of `buffer` (usage read | copyTo) once the copies into it are done. */
  async read(buffer: GPUBuffer, bytes: number): Promise<Uint32Array<ArrayBuffer>> {
    await this.orLost(buffer.mapAsync(MAP_READ, 0, bytes));
    const words = new Uint32Array(buffer.getMappedRange(0, bytes).slice(0));
    buffer.unmap();
    return words;
  }

  #lose(lost: DeviceLostError): void {
    this.#lost ??= lost;
    for (const reject of this.#waiting) reject(this.#lost);
  }

  #check(): void {
    if (this.#lost) throw this.#lost;
  }
}

function lostError(closed: boolean, reason: string, message: string, adapter: string): DeviceLostError {
  return closed
    ? new DeviceLostError('expected an open backend, got one that was closed: create another')
    : new DeviceLostError(
        `expected ${adapter} to go on, got a lost device (${reason}: ${message}): the tallies handed out so far are valid; create the backend again, with a shorter dispatch if a watchdog reset the driver, or use backend wasm`,
      );
}
