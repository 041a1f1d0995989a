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

/** Drivers that compute on the CPU about as fast as wasm. */
const FULL_SPEED = /llvmpipe/;

/** The reference, wasm with one, two and all threads, and webgpu on every adapter; only those of `names`. */
export async function openBackends(
  names: ReadonlySet<BackendName>,
  environment: OwnContestant['environment'],
  cores: number,
): Promise<Field> {
  const version = engineVersion();
  const place = { environment, version };
  const field: OwnContestant[] = [];
  const skipped: string[] = [];
  if (names.has('reference')) {
    field.push({ ...place, backend: await createReferenceBackend(), pace: 'reference' });
  }
  if (names.has('wasm')) {
    for (const threads of threadCounts(cores)) {
      field.push({ ...place, backend: await createWasmBackend({ threads }), pace: 'full' });
    }
  }
  if (names.has('webgpu')) {
    const adapters = await listAdapters();
    if (adapters.length === 0) skipped.push(`webgpu in ${environment}: no adapter found`);
    for (const { name: adapter, isSoftware } of adapters) {
      try {
        const backend = await createWebgpuBackend({ adapter, timestamps: true });
        field.push({
          ...place,
          backend,
          pace: isSoftware && !FULL_SPEED.test(adapter) ? 'software-gpu' : 'full',
          deviceSeconds: () => backend.deviceSeconds(),
        });
      } catch (error) {
        skipped.push(`webgpu in ${environment} on ${adapter}: ${(error as Error).message}`);
      }
    }
  }
  return { field, skipped };
}

export async function closeBackends(field: readonly OwnContestant[]): Promise<void> {
  for (const { backend } of field) await backend.close();
}

/** Node's, or the browser's by the name it gives itself. */
function engineVersion(): string {
  const node = globalThis.process?.versions?.node;
  if (node !== undefined) return `Node ${node}`;
  return /(?:Firefox|Version|Edg|Chrome)\/[\d.]+/.exec(navigator.userAgent)?.[0].replace('/', ' ') ?? 'a browser';
}
