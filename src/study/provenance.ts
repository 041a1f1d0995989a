/** Where a result comes from. */
import type { Selection } from '../backend/select.js';
import { formatKey, seedToKey } from '../plan/seed.js';
import type { Totals } from '../reduce/totals.js';
import type { Provenance } from '../result/result.js';
import type { Study } from '../spec/study.js';
import { VERSION } from '../version.js';

/** @param requested paths asked for. @param seconds of simulation, without start-up. */
export function describeRun(
  study: Study,
  { backend, reason }: Selection,
  totals: Totals,
  requested: number,
  seconds: number,
): Provenance {
  const pathSteps = Number(totals.pathSteps);
  return {
    ...describeBackend(study, { backend, reason }),
    seconds,
    startupSeconds: backend.startupSeconds,
    pathSteps,
    pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
    partial: totals.paths < requested ? { requested, completed: totals.paths } : null,
  };
}

/** What runs, and with which random numbers. */
export function describeBackend(
  study: Study,
  { backend, reason }: Selection,
): Pick<Provenance, 'version' | 'backend' | 'reason' | 'adapter' | 'threads' | 'rng' | 'seed' | 'key'> {
  return {
    version: VERSION,
    backend: backend.name,
    reason,
    adapter: backend.adapter,
    threads: backend.threads,
    rng: study.rng,
    seed: study.seed,
    key: formatKey(seedToKey(study.seed)),
  };
}
