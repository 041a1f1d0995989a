// Every backend of this machine, for the one suite that all of them must pass.
import type { Backend } from '#dist/backend/backend.js';
import { createWebgpuBackend } from '#dist/backend/gpu/index.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { sized } from './verify.js';

export interface Candidate {
  readonly name: string;
  readonly open: () => Promise<Backend>;
  /** Largest |z − exact z| of its map from words to normals, as asserted by the suite. */
  readonly normalError: number;
  /** How many random studies it gets: a driver that compiles for a second each gets fewer. */
  readonly wildRuns: number;
  /** The same backend cut otherwise (threads, vectors, batches, chunks): the bits must not change. */
  readonly variants?: readonly { readonly name: string; readonly open: () => Promise<Backend> }[];
}

export const candidates: readonly Candidate[] = [
  // Rounding in f32: θ by 2⁻²⁴ π, r, its factor and their product by 2⁻²⁵ each, times |z| ≤ 6.56.
  {
    name: 'reference f32',
    open: () => createReferenceBackend({ precision: 'f32' }),
    normalError: 1.5e-6,
    wildRuns: 60,
  },
  {
    name: 'wasm',
    open: () => createWasmBackend({ threads: 2 }),
    normalError: 3e-6,
    wildRuns: 60,
    variants: [
      { name: '1 worker', open: () => createWasmBackend({ threads: 1 }) },
      { name: '3 workers', open: () => createWasmBackend({ threads: 3 }) },
      { name: '1 vector', open: () => createWasmBackend({ threads: 2, cut: { vectors: 1, byIntegers: 0 } }) },
      { name: '2 vectors', open: () => createWasmBackend({ threads: 2, cut: { vectors: 2, byIntegers: 0 } }) },
      { name: '4 vectors', open: () => createWasmBackend({ threads: 2, cut: { vectors: 4, byIntegers: 0 } }) },
      {
        name: '4 vectors, 1 by integers',
        open: () => createWasmBackend({ threads: 2, cut: { vectors: 4, byIntegers: 1 } }),
      },
      {
        name: '4 vectors, 2 by integers',
        open: () => createWasmBackend({ threads: 2, cut: { vectors: 4, byIntegers: 2 } }),
      },
    ],
  },
  {
    name: 'webgpu',
    open: () => createWebgpuBackend(),
    // The limit up to which the backend takes the built-in sin, cos and log.
    normalError: 2e-5,
    wildRuns: 8,
    variants: [
      { name: 'batches of one block', open: () => createWebgpuBackend({ tuning: { batchBlocks: 1 } }) },
      {
        name: 'chunks of 5 steps, compacted every 8',
        open: () => createWebgpuBackend({ tuning: { chunkSteps: 5, compactSteps: 8 } }),
      },
      {
        name: 'lanes that take path after path, 20 steps a dispatch',
        open: () => createWebgpuBackend({ tuning: { strolls: true, chunkSteps: 20 } }),
      },
      { name: 'the device’s own max and min', open: () => createWebgpuBackend({ tuning: { ownMax: true } }) },
      {
        name: 'batches that begin with a block and grow',
        open: () => createWebgpuBackend({ tuning: { firstPaths: 4096 } }),
      },
      { name: 'workgroups of 256', open: () => createWebgpuBackend({ tuning: { workgroupSize: 256 } }) },
    ],
  },
];

export interface Simulator {
  readonly name: string;
  readonly open: () => Promise<Backend>;
  /** Paths of one statistical check. */
  readonly paths: number;
}

/** The fast backends, for checks that need many paths. */
export const simulators: readonly Simulator[] = [
  { name: 'wasm', open: () => createWasmBackend({ threads: 2 }), paths: sized(40_000, 4_000_000) },
  { name: 'webgpu', open: () => createWebgpuBackend(), paths: sized(8_192, 400_000) },
];
