// Every backend of this machine, for the one suite that all of them must pass.
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';

export interface Candidate {
  readonly name: string;
  readonly open: () => Promise<Backend>;
  /** Largest |z − exact z| of its map from words to normals, as asserted by the suite. */
  readonly normalError: number;
  /** The same backend cut otherwise (threads, vectors, batches, chunks): the bits must not change. */
  readonly variants?: readonly { readonly name: string; readonly open: () => Promise<Backend> }[];
}

export const candidates: readonly Candidate[] = [
  // Rounding in f32: θ by 2⁻²⁴ π, r, its factor and their product by 2⁻²⁵ each, times |z| ≤ 6.56.
  { name: 'reference f32', open: () => createReferenceBackend({ precision: 'f32' }), normalError: 1.5e-6 },
];
