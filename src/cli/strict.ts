/** --strict: a check that fails is named, and the exit status tells a script. */
import type { Check } from '../result/result.js';
import { CHECK_FAILED } from './exit.js';
import { note } from './terminal.js';

/** 3 where a check failed, else 0. */
export function strictStatus(checks: readonly Check[]): number {
  const failed = checks.filter(({ ok }) => !ok).map(({ quantity }) => quantity);
  if (failed.length === 0) return 0;
  note(`${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}`);
  return CHECK_FAILED;
}
