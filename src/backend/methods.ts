/** Which backends know which methods. */
import { StudyError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { BackendName, Method } from '../spec/study.js';

/** Best first. */
export const BACKENDS_OF: Readonly<Record<Method, readonly BackendName[]>> = {
  plain: ['webgpu', 'wasm', 'reference'],
  tilted: ['wasm', 'reference'],
  splitting: ['wasm', 'reference'],
};

/** @throws StudyError where this backend cannot follow the paths of the plan. */
export function requireMethod(backend: BackendName, { rare }: Plan): void {
  const method = rare?.method ?? 'plain';
  const able = BACKENDS_OF[method];
  if (able.includes(backend)) return;
  throw new StudyError([
    {
      path: 'backend',
      message: `expected ${able.join(' or ')} with method ${method}, got ${backend}: use backend auto, or method: plain`,
    },
  ]);
}
