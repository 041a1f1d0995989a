/** Which of our backends are here, opened for the race. */
import { createWebgpuBackend, listAdapters } from '../backend/gpu/index.js';
import { createReferenceBackend } from '../backend/reference/index.js';
import { createWasmBackend } from '../backend/wasm/index.js';
import type { BackendName } from '../spec/study.js';
import type { OwnContestant } from './ours.js';

export interface Field {
  readonly field: readonly OwnContestant[];
  /** What does not take part, and why. */
  readonly skipped: readonly string[];
}

/** One, two and all threads, as far as there are cores for them. */
export const threadCounts = (cores: number): number[] =>
  [...new Set([1, 2, cores])].filter((threads) => threads <= cores).sort((a, b) => a - b);

/** The reference, wasm with one, two and all threads, and webgpu on the adapter that it takes; only those of `names`. */
export async function openBackends(
  names: ReadonlySet<BackendName>,
  environment: OwnContestant['environment'],
  cores: number,
): Promise<Field> {
  const field: OwnContestant[] = [];
  const skipped: string[] = [];
  if (names.has('reference')) {
    field.push({ backend: await createReferenceBackend(), pace: 'reference', environment });
  }
  if (names.has('wasm')) {
    for (const threads of threadCounts(cores)) {
      field.push({ backend: await createWasmBackend({ threads }), pace: 'full', environment });
    }
  }
  if (names.has('webgpu')) {
    const [adapter] = await listAdapters();
    if (adapter) {
      const pace = adapter.isSoftware ? 'software-gpu' : 'full';
      field.push({ backend: await createWebgpuBackend(), pace, environment });
    } else skipped.push(`webgpu in ${environment}: no adapter found`);
  }
  return { field, skipped };
}

export async function closeBackends(field: readonly OwnContestant[]): Promise<void> {
  for (const { backend } of field) await backend.close();
}
