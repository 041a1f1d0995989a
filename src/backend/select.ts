/** Which backend runs, and why. Never a silent fallback from one that was named. */
import { BackendUnavailableError } from '../errors.js';
import type { BackendName } from '../spec/study.js';
import type { Backend } from './backend.js';
import { createWebgpuBackend } from './gpu/index.js';
import { createReferenceBackend } from './reference/index.js';
import { createWasmBackend } from './wasm/index.js';

export interface Selection {
  readonly backend: Backend;
  /** In words, for provenance. */
  readonly reason: string;
}

const OPEN: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  webgpu: () => createWebgpuBackend(),
  wasm: () => createWasmBackend(),
  reference: () => createReferenceBackend(),
};

/**
 * The backend of that name; `auto` prefers a hardware GPU, then wasm, then the reference.
 * @throws BackendUnavailableError where the named backend does not exist here.
 */
export async function selectBackend(name: 'auto' | BackendName): Promise<Selection> {
  if (name !== 'auto') return { backend: await OPEN[name](), reason: 'asked for' };
  const missing: string[] = [];
  for (const [candidate, open] of PREFERENCE) {
    try {
      return { backend: await open(), reason: [...missing, `${candidate} is the best backend here`].join('; ') };
    } catch (error) {
      if (!(error instanceof BackendUnavailableError)) throw error;
      missing.push(`no ${candidate}`);
    }
  }
  return { backend: await createReferenceBackend(), reason: missing.join('; ') };
}

/** What `auto` tries before the reference, best first. */
const PREFERENCE: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['hardware GPU', () => createWebgpuBackend({ software: 'refuse' })],
  ['wasm', () => createWasmBackend()],
];
