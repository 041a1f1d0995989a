/** How long compute passes took on the device, by its own timestamps (feature timestamp-query). */
import type { GPUBuffer, GPUCommandEncoder, GPUDevice, GPUQuerySet } from './names.js';
import { USAGE } from './usage.js';

const BYTES = 16; // two timestamps in ns, 64 bits each

/** One pass: `timestampWrites` goes into its descriptor, `resolve` after its end, `read` after it is submitted. */
export interface Lap {
  readonly timestampWrites: {
    readonly querySet: GPUQuerySet;
    readonly beginningOfPassWriteIndex: number;
    readonly endOfPassWriteIndex: number;
  };
  resolve(encoder: GPUCommandEncoder): void;
  read(): void;
}

/** What it needs of a device (device.ts). */
interface Timed {
  readonly raw: GPUDevice;
  buffer(label: string, size: number, usage: number): GPUBuffer;
  read(buffer: GPUBuffer, bytes: number): Promise<Uint32Array<ArrayBuffer>>;
}

export class Stopwatch {
  readonly #device: Timed;
  #laps: Promise<unknown> = Promise.resolve();
  #nanoseconds = 0n;

  constructor(device: Timed) {
    this.#device = device;
  }

  lap(): Lap {
    const { raw } = this.#device;
    const querySet = raw.createQuerySet({ label: 'timestamps', type: 'timestamp', count: 2 });
    const resolved = this.#device.buffer('timestamps', BYTES, USAGE.queryResolve | USAGE.copyFrom);
    const copy = this.#device.buffer('timestamps to read', BYTES, USAGE.read | USAGE.copyTo);
    return {
      timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
      resolve: (encoder: GPUCommandEncoder): void => {
        encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
        encoder.copyBufferToBuffer(resolved, 0, copy, 0, BYTES);
      },
      read: (): void => {
        const reading = this.#device.read(copy, BYTES).then((words) => {
          const [begin, end] = new BigUint64Array(words.buffer) as unknown as [bigint, bigint];
          if (end > begin) this.#nanoseconds += end - begin;
        });
        const released = reading.finally(() => {
          querySet.destroy();
          resolved.destroy();
          copy.destroy();
        });
        this.#laps = Promise.all([this.#laps, released.catch(() => {})]); // a loss is told to whoever waits for the work
      },
    };
  }

  /** Of all passes submitted so far. */
  async seconds(): Promise<number> {
    await this.#laps;
    return Number(this.#nanoseconds) / 1e9;
  }
}
