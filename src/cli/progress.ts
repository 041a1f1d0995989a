/** How far a run is. */
import { formatCount, formatScaled, formatSeconds } from '../report/number.js';
import type { RunProgress } from '../study/run.js';
import { createDisplay, type Display, type View } from './progress-display.js';
import { note } from './terminal.js';

const CHECKS = 'computing exact values …';
const ERASE_LINE_ABOVE = '\u001b[1A\u001b[2K'; // ANSI: one line up, erase it

export interface ProgressDisplay extends Display<RunProgress> {
  /** The paths are done, exact values are on their way. */
  readonly checks: () => void;
}

export function createProgress(options: { quiet?: boolean }): ProgressDisplay {
  const display = createDisplay(options, VIEW);
  const isShown = !options.quiet && process.stderr.isTTY;
  let checking = false;
  return {
    update: display.update,
    checks() {
      if (!isShown) return;
      display.stop();
      checking = true;
      note(CHECKS);
    },
    stop() {
      display.stop();
      if (checking) process.stderr.write(ERASE_LINE_ABOVE);
      checking = false;
    },
  };
}

const VIEW: View<RunProgress> = {
  filled: ({ paths, totalPaths }) => ({ done: paths, total: totalPaths }),
  beside: (progress) =>
    `${Math.floor((100 * progress.paths) / progress.totalPaths)} %  ${rateText(progress)}  ${leftText(progress)}`,
  room: 50,
  line: (progress) =>
    `${formatCount(progress.paths)} of ${formatCount(progress.totalPaths)} paths, ${rateText(progress)}, ${leftText(progress)}`,
};

const rateText = ({ pathStepsPerSecond }: RunProgress): string =>
  Number.isFinite(pathStepsPerSecond) ? `${formatScaled(pathStepsPerSecond)} path-steps/s` : '';

const leftText = ({ secondsLeft }: RunProgress): string =>
  secondsLeft === null ? '' : `${formatSeconds(Math.round(secondsLeft))} left`;
