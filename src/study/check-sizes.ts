/** What cannot fit, and what asks for nothing. */
import { LIMITS } from '../spec/defaults.js';
import type { Study } from '../spec/study.js';
import type { CheckedTimes } from './check-times.js';
import type { Report, Written } from './check-written.js';
import { MAX_TIMES } from './samples.js';

interface Sizes extends Pick<Study, 'histogram' | 'paths' | 'samplePaths' | 'boundary'> {
  readonly written: Written;
  readonly times: CheckedTimes;
}

export function checkSizes({ written, times, histogram, paths, samplePaths, boundary }: Sizes, report: Report): void {
  const { saveAt, steps } = times;
  const saves = saveAt?.length ?? 0;
  if (saves * histogram.bins > LIMITS.values) {
    const most = Math.floor(LIMITS.values / saves);
    report(
      'histogram.bins',
      `expected at most ${LIMITS.values} bins in all, got ${saves} save times × ${histogram.bins}: use ${most} bins or fewer save times`,
    );
  }
  if (samplePaths > paths && !written.broken('paths')) {
    report('samplePaths', `expected at most paths = ${paths}, got ${samplePaths}: keep fewer`);
  } else if (steps !== undefined) {
    const most = Math.min(LIMITS.values / (Math.min(steps, MAX_TIMES) + 1), LIMITS.sampleSteps / steps);
    const remedy = most < 1 ? 'leave it out' : `use ${Math.floor(most)} or fewer`;
    if (samplePaths > most)
      report('samplePaths', `expected less to keep, got ${samplePaths} paths of ${steps} steps: ${remedy}`);
  }
  const absorbs = boundary.lower === 'absorb' || boundary.upper === 'absorb' || written.broken('boundary');
  const watches = written.broken('firstPassage') || (written.firstPassage ?? null) !== null;
  if (saveAt !== undefined && saves === 0 && !watches && !absorbs && samplePaths === 0) {
    report(
      'saveAt',
      'expected something to observe, got []: give save times, firstPassage, an absorbing end or samplePaths',
    );
  }
}
