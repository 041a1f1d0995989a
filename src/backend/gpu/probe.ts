/**
 * What makes the normals on this device. WGSL allows log, sin and cos errors that would show (2⁻¹¹ for the sine), so the
 * built-ins are used only where they were measured to be accurate. By accuracy alone, not by speed: the choice must come
 * out the same on every start, or one seed would give two results. Where they are accurate they are also cheap: 3
 * instructions of a GPU's own in place of about 25.
 */
import { BackendUnavailableError, FirstPassageError } from '../../errors.js';
import type { Device } from './device.js';
import type { NormalsVariant } from './header.js';
import type { Compiler } from './pipelines.js';
import { runWords } from './words.js';

export interface NormalsReport {
  readonly variant: NormalsVariant;
  /** Largest |z − z in f64| over the probe's words, by variant. */
  readonly error: Readonly<Record<NormalsVariant, number>>;
}

/**
 * Largest |dz| with which a backend may make normals. Were every normal off by it in the same direction, the shift of
 * their mean would be one standard error of 1 / MAX_NORMAL_ERROR² = 2.5e9 of them.
 */
export const MAX_NORMAL_ERROR = 2e-5;

const RANDOM_PAIRS = 2 ** 15;

/** @throws BackendUnavailableError where the device makes no normals, or none that are exact enough. */
export async function probeNormals(device: Device, compiler: Compiler): Promise<NormalsReport> {
  const error = await measureErrors(device, compiler);
  if (error['built-in'] < MAX_NORMAL_ERROR) return { variant: 'built-in', error };
  if (error.polynomial < MAX_NORMAL_ERROR) return { variant: 'polynomial', error };
  throw new BackendUnavailableError(
    `expected normals with an error below ${MAX_NORMAL_ERROR}, got ${error.polynomial} on ${device.adapter.name}: use backend wasm`,
  );
}

async function measureErrors(device: Device, compiler: Compiler): Promise<NormalsReport['error']> {
  try {
    return {
      polynomial: await measureError(device, compiler, 'polynomial'),
      'built-in': await measureError(device, compiler, 'built-in'),
    };
  } catch (cause) {
    if (!(cause instanceof FirstPassageError)) throw cause;
    throw new BackendUnavailableError(
      `expected ${device.adapter.name} to make normals, got "${cause.message}": use backend wasm`,
      { cause },
    );
  }
}

async function measureError(device: Device, compiler: Compiler, normals: NormalsVariant): Promise<number> {
  const given = probeWords();
  const bits = await runWords(device, compiler, { entry: 'map_to_normals', given, normals });
  const z = new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  let worst = 0;
  for (let i = 0; i < given.length; i += 2) {
    const [a, b] = exactNormals(given[i]!, given[i + 1]!);
    const error = Math.max(Math.abs(z[i]! - a), Math.abs(z[i + 1]! - b));
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}

/** The map of shaders/normal.wgsl in f64, with u and the angle rounded to f32 where the method rounds them. */
export function exactNormals(word0: number, word1: number): [number, number] {
  const u = Math.fround((word0 >>> 1) | 1) * 2 ** -31;
  const r = Math.sqrt(Math.max(0, -2 * Math.log(u)));
  const angle = Math.fround(word1 | 0) * 2 ** -32 * 2 * Math.PI;
  return [r * Math.cos(angle), r * Math.sin(angle)];
}

/** Both ends of either word, powers of two and their neighbours, crossed; and scattered ones. */
function probeWords(): Uint32Array<ArrayBuffer> {
  const edges = new Set<number>([0, 1, 2, 3]);
  for (let bit = 1; bit < 32; bit++) {
    for (const near of [-1, 0, 1]) {
      edges.add((2 ** bit + near) >>> 0);
      edges.add((2 ** 32 - 2 ** bit + near) >>> 0);
    }
  }
  const pairs: number[] = [];
  for (const a of edges) for (const b of edges) pairs.push(a, b);
  for (let i = 0; i < RANDOM_PAIRS; i++) pairs.push(Math.imul(i, 0x9e3779b9) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0);
  if (pairs.length % 4 !== 0) pairs.push(0, 0);
  return new Uint32Array(pairs);
}
