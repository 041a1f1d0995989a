/** The generator and the map to normals, run on a device for known answers and measurements. */
import type { Rng } from '../../spec/study.js';
import { compose, type Shader } from './compose.js';
import type { Device } from './device.js';
import { commonHeader, generatorFiles, type Halves, type NormalsVariant } from './header.js';
import type { Compiler } from './pipelines.js';
import { USAGE } from './usage.js';

const WORKGROUP = 64;

export type WordsEntry = 'draw_words' | 'draw_noise_words' | 'map_to_normals';

export interface WordsRequest {
  readonly entry: WordsEntry;
  /** Vectors of four words. */
  readonly given: Uint32Array<ArrayBuffer>;
  readonly key?: readonly [number, number];
  readonly rng?: Rng;
  readonly normals: NormalsVariant;
}

export const wordsShader = (rng: Rng, normals: NormalsVariant, halves: Halves) =>
  compose('words.wgsl', commonHeader(rng, { workgroupSize: WORKGROUP, normals }), generatorFiles(rng, halves));

/** Vectors of four words in, vectors of four words out. */
export function runWords(device: Device, compiler: Compiler, request: WordsRequest): Promise<Uint32Array> {
  const { entry, given, key = [0, 0], rng = 'philox4x32-10', normals } = request;
  const head = new Uint32Array([...key, given.length / 4, 0]);
  return mapWords(device, compiler, { shader: wordsShader(rng, normals, compiler.dialect.halves), entry, head, given });
}

export interface MapRequest {
  /** Binds a uniform, the vectors given and as many to write. */
  readonly shader: Shader;
  readonly entry: string;
  /** What the uniform holds. */
  readonly head: Uint32Array<ArrayBuffer>;
  /** Vectors of four words. */
  readonly given: Uint32Array<ArrayBuffer>;
}

/** Runs a shader that makes one vector of four words from another. */
export async function mapWords(
  device: Device,
  compiler: Compiler,
  { shader, entry, head, given }: MapRequest,
): Promise<Uint32Array> {
  const bytes = given.byteLength;
  const owned: GPUBuffer[] = [];
  const own = (label: string, size: number, usage: number) => {
    const buffer = device.buffer(`${entry} ${label}`, size, usage);
    owned.push(buffer);
    return buffer;
  };
  try {
    return await device.guard(entry, async () => {
      const { raw } = device;
      const [kernel] = await compiler.compile(shader, ['uniform', 'read', 'write'], [entry]);
      const { pipeline, layout } = kernel!;
      const ask = own('request', head.byteLength, USAGE.uniform | USAGE.copyTo);
      const from = own('input', bytes, USAGE.storage | USAGE.copyTo);
      const to = own('output', bytes, USAGE.storage | USAGE.copyFrom);
      const staging = own('staging', bytes, USAGE.read | USAGE.copyTo);
      raw.queue.writeBuffer(ask, 0, head);
      raw.queue.writeBuffer(from, 0, given);
      const entries = [ask, from, to].map((buffer, binding) => ({ binding, resource: { buffer } }));
      const encoder = raw.createCommandEncoder({ label: entry });
      const pass = encoder.beginComputePass({ label: entry });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, raw.createBindGroup({ label: entry, layout, entries }));
      pass.dispatchWorkgroups(Math.ceil(given.length / 4 / WORKGROUP));
      pass.end();
      encoder.copyBufferToBuffer(to, 0, staging, 0, bytes);
      raw.queue.submit([encoder.finish()]);
      return device.read(staging, bytes);
    });
  } finally {
    for (const buffer of owned) buffer.destroy();
  }
}
