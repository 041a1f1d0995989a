/**
 * Which arithmetic makes the normals on this device. WGSL allows log, sin and cos errors that would show (2⁻¹¹ for the
 * sine), so the built-ins are used only where they were measured to be accurate, and faster than our polynomials.
 */
import { ValidationError } from '../../errors.js';
import type { Device } from './device.js';
import type { Arithmetic } from './header.js';
import { runWords, WORDS_WORKGROUP } from './words.js';

export interface NormalsReport extends Arithmetic {
  /** Largest |z − z in f64| over the probe's words, by variant. */
  readonly error: { readonly polynomial: number; readonly builtIn: number };
  /** Milliseconds for the same number of normals, by variant. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Largest |dz| with which a device may make normals: a tenth of a millionth of the spread would need 1e9 paths to see. */
export const MAX_NORMAL_ERROR = 2e-5;

const RANDOM_PAIRS = 2 ** 15;
const TIMED_INVOCATIONS = 128 * WORDS_WORKGROUP;
const TIMED_ROUNDS = { software: 16, hardware: 256 };
const REPEATS = 3;

export async function probeNormals(device: Device): Promise<NormalsReport> {
  const polynomial = { fused: true, builtIn: false };
  const error = {
    polynomial: await measureError(device, polynomial),
    builtIn: await measureError(device, { fused: true, builtIn: true }),
  };
  if (!(error.polynomial < MAX_NORMAL_ERROR)) {
    throw new ValidationError(
      `normals: expected an error below ${MAX_NORMAL_ERROR}, got ${error.polynomial} on ${device.adapter.name}: use backend wasm`,
    );
  }
  const candidates: [string, Arithmetic][] = [['polynomial, fused', polynomial]];
  if (device.adapter.isSoftware) candidates.push(['polynomial, not fused', { fused: false, builtIn: false }]);
  if (error.builtIn < MAX_NORMAL_ERROR) candidates.push(['built-in', { fused: true, builtIn: true }]);
  const ms: Record<string, number> = {};
  for (const [name, arithmetic] of candidates) ms[name] = await time(device, arithmetic);
  const [, chosen] = candidates.reduce((best, next) => (ms[next[0]]! < ms[best[0]]! ? next : best));
  return { ...chosen, error, ms };
}

async function measureError(device: Device, arithmetic: Arithmetic): Promise<number> {
  const given = probeWords();
  const { out } = await runWords(device, { entry: 'map_to_normals', given, arithmetic });
  const z = new Float32Array(out.buffer, out.byteOffset, out.length);
  let worst = 0;
  for (let i = 0; i < given.length; i += 2) {
    const [a, b] = exactNormals(given[i]!, given[i + 1]!);
    const error = Math.max(Math.abs(z[i]! - a), Math.abs(z[i + 1]! - b));
    if (!(error <= worst)) worst = error; // NaN is the worst of all
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

async function time(device: Device, arithmetic: Arithmetic): Promise<number> {
  const count = TIMED_ROUNDS[device.adapter.isSoftware ? 'software' : 'hardware'];
  const given = new Uint32Array([1, 0, 0, 0]);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i++) {
    const request = { given, arithmetic, invocations: TIMED_INVOCATIONS, count };
    const { ms } = await runWords(device, { entry: 'sum_normals', ...request });
    least = Math.min(least, ms);
  }
  return least;
}
