/** How far a sweep is. */
import { formatCount, formatScaled, formatSeconds } from '../report/number.js';
import type { SweepProgress } from '../study/sweep-clock.js';
import { createDisplay, type Display } from './progress-display.js';

export const createSweepProgress = (options: { quiet?: boolean }): Display<SweepProgress> =>
  createDisplay(options, {
    filled: ({ done, simulated, total }) =>
      total === null ? { done: 0, total: 1 } : { done: done + simulated, total: 2 * total },
    beside: textOf,
    room: 75,
    line: textOf,
  });

function textOf({ stage, done, total, simulated, pathStepsPerSecond, secondsLeft }: SweepProgress): string {
  if (stage === 'biases') return `bias of the time step: ${formatCount(done)} points`;
  const parts = [`${formatCount(done)} of ${formatCount(total!)} points`];
  if (simulated > done && simulated < total!) parts.push(`${formatCount(simulated)} simulated`);
  if (pathStepsPerSecond > 0) parts.push(`${formatScaled(pathStepsPerSecond)} path-steps/s`);
  if (secondsLeft !== null) parts.push(`${formatSeconds(Math.round(secondsLeft))} left`);
  return parts.join(', ');
}
