/** Which backend runs, and why. Never a silent fallback from one that was named. */
import { BackendUnavailableError } from '../errors.js';
import type { BackendName, Method } from '../spec/study.js';
import type { Backend } from './backend.js';
import { findAdapter, findGpu } from './gpu/adapter.js';
import { mayHaveHardware } from './gpu/hardware.js';
import { BACKENDS_OF } from './methods.js';

export interface Selection {
  readonly backend: Backend;
  /** In words, for provenance. */
  readonly reason: string;
}

// Each is loaded where it runs: a page has one of them, seldom two.
const openWebgpu = async (): Promise<Backend> => (await import('./gpu/index.js')).createWebgpuBackend();
const openWasm = async (): Promise<Backend> => (await import('./wasm/index.js')).createWasmBackend();
const openReference = async (): Promise<Backend> => (await import('./reference/index.js')).createReferenceBackend();

async function openHardware(): Promise<Backend> {
  if (mayHaveHardware()) await findAdapter(await findGpu(), 'refuse');
  return (await import('./gpu/index.js')).createWebgpuBackend({ software: 'refuse' });
}

const OPEN: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  webgpu: openWebgpu,
  wasm: openWasm,
  reference: openReference,
};

/**
 * The backend of that name; `auto` prefers a hardware GPU, then wasm, then the reference, of those that know the method.
 * @throws BackendUnavailableError where the named backend does not exist here.
 */
export async function selectBackend(name: 'auto' | BackendName, method: Method = 'plain'): Promise<Selection> {
  if (name !== 'auto') return { backend: await OPEN[name](), reason: 'asked for' };
  const missing: string[] = [];
  for (const [backendName, candidate, open] of PREFERENCE) {
    if (!BACKENDS_OF[method].includes(backendName)) {
      missing.push(`method ${method} runs on no ${candidate}`);
      continue;
    }
    try {
      return { backend: await open(), reason: [...missing, `${candidate} is the best backend here`].join('; ') };
    } catch (error) {
      if (!(error instanceof BackendUnavailableError)) throw error;
      missing.push(`no ${candidate}`);
    }
  }
  return { backend: await openReference(), reason: missing.join('; ') };
}

/** What `auto` tries before the reference, best first. */
const PREFERENCE: readonly (readonly [BackendName, string, () => Promise<Backend>])[] = [
  ['webgpu', 'hardware GPU', openHardware],
  ['wasm', 'wasm', openWasm],
];
