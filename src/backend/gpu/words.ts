/** The generator and the map to normals, run on a device for known answers and measurements. */
import { compose } from './compose.js';
import { type Device, USAGE } from './device.js';
import { type Arithmetic, wordsHeader } from './header.js';
import { compile } from './pipelines.js';

export const WORDS_WORKGROUP = 64;

export type WordsEntry = 'draw_words' | 'draw_noise_words' | 'map_to_normals' | 'sum_normals';

export interface WordsRequest {
  readonly entry: WordsEntry;
  readonly given: Uint32Array<ArrayBuffer>;
  readonly key?: readonly [number, number];
  readonly rounds?: 7 | 10;
  readonly arithmetic: Arithmetic;
  /** Invocations, and what the shader is told to be the count; the entries of `given` where absent. */
  readonly invocations?: number;
  readonly count?: number;
}

export const wordsShader = (rounds: 7 | 10, arithmetic: Arithmetic) =>
  compose('words.wgsl', wordsHeader(rounds, WORDS_WORKGROUP, arithmetic));

/** Vectors of four words in, vectors of four words out. */
export async function runWords(device: Device, request: WordsRequest): Promise<{ out: Uint32Array; ms: number }> {
  const { entry, given, key = [0, 0], rounds = 10, arithmetic } = request;
  const invocations = request.invocations ?? given.length / 4;
  const owned: GPUBuffer[] = [];
  const own = (label: string, size: number, usage: number) => {
    const buffer = device.buffer(`${entry} ${label}`, size, usage);
    owned.push(buffer);
    return buffer;
  };
  try {
    return await device.guard(entry, async () => {
      const { raw } = device;
      const [kernel] = await compile(device, wordsShader(rounds, arithmetic), ['uniform', 'read', 'write'], [entry]);
      const bytes = 16 * invocations;
      const ask = own('request', 16, USAGE.uniform | USAGE.copyTo);
      const from = own('input', given.byteLength, USAGE.storage | USAGE.copyTo);
      const to = own('output', bytes, USAGE.storage | USAGE.copyFrom);
      const staging = own('staging', bytes, USAGE.read | USAGE.copyTo);
      raw.queue.writeBuffer(ask, 0, new Uint32Array([...key, request.count ?? invocations, 0]));
      raw.queue.writeBuffer(from, 0, given);
      await device.idle();
      const { pipeline, layout } = kernel!;
      const entries = [ask, from, to].map((buffer, binding) => ({ binding, resource: { buffer } }));
      const encoder = raw.createCommandEncoder({ label: entry });
      const pass = encoder.beginComputePass({ label: entry });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, raw.createBindGroup({ label: entry, layout, entries }));
      pass.dispatchWorkgroups(Math.ceil(invocations / WORDS_WORKGROUP));
      pass.end();
      encoder.copyBufferToBuffer(to, 0, staging, 0, bytes);
      const before = performance.now();
      raw.queue.submit([encoder.finish()]);
      await device.idle();
      const ms = performance.now() - before;
      return { out: await device.read(staging, bytes), ms };
    });
  } finally {
    for (const buffer of owned) buffer.destroy();
  }
}
