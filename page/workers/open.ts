/** Opens a worker of the page in its role. */
import type { Role } from './worker.js';

export function openWorker(role: Role): Worker {
  // The only place that names the script: a bundler builds it once.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.postMessage(role);
  return worker;
}
