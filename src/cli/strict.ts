/** --strict: a check that fails is named, and the exit status tells a script. */
import type { Result } from '../result/result.js';
import { CHECK_FAILED } from './exit.js';
import { note } from './terminal.js';

/** 3 where a check or the fit of a histogram failed, or paths did, else 0. */
export function strictStatus({
  checks,
  goodnessOfFit,
  failures,
}: Pick<Result, 'checks' | 'goodnessOfFit' | 'failures'>): number {
  if (failures.nonFinite > 0) {
    note(`${failures.nonFinite} paths became infinite or NaN: what is left is no sample of the law`);
    return CHECK_FAILED;
  }
  const all = [...checks, ...goodnessOfFit];
  const failed = all.filter(({ ok }) => !ok).map(({ quantity }) => quantity);
  if (all.length === 0) note('--strict: nothing could be compared with theory, so nothing failed');
  if (failed.length === 0) return 0;
  note(`${failed.length} of ${all.length} checks failed: ${failed.join(', ')}`);
  return CHECK_FAILED;
}
