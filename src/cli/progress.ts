/** How far a run is, on stderr: a bar on a terminal, else a line every few seconds. */
import { SingleBar } from 'cli-progress';
import { formatCount, formatScaled, formatSeconds } from '../report/number.js';
import type { RunProgress } from '../study/run.js';
import { canvas, note } from './terminal.js';

const LINE_EVERY = 5000; // ms between lines where stderr is no terminal
const CHECKS = 'computing exact values …';
const ERASE_LINE_ABOVE = '\u001b[1A\u001b[2K'; // ANSI: one line up, erase it

export interface ProgressDisplay {
  update(progress: RunProgress): void;
  /** The paths are done, exact values are on their way. */
  checks(): void;
  /** Takes the bar away. */
  stop(): void;
}

export function createProgress({ quiet }: { quiet?: boolean }): ProgressDisplay {
  if (quiet) return { update: () => undefined, checks: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage} %  {rate}  {left}',
    barsize: Math.max(10, Math.min(40, canvas.width - 50)),
    barCompleteChar: canvas.unicode ? '█' : '#',
    barIncompleteChar: canvas.unicode ? '░' : '.',
    clearOnComplete: true,
    // A process that is ended at once could not undo either.
    hideCursor: false,
    linewrap: true,
    fps: 5,
  });
  let started = false;
  let checking = false;
  return {
    update(progress) {
      const payload = { rate: rateText(progress), left: leftText(progress) };
      if (!started) bar.start(progress.totalPaths, progress.paths, payload);
      started = true;
      bar.update(Math.min(progress.paths, progress.totalPaths), payload);
    },
    checks() {
      if (started) bar.stop();
      started = false;
      checking = true;
      note(CHECKS);
    },
    stop() {
      if (started) bar.stop();
      if (checking) process.stderr.write(ERASE_LINE_ABOVE);
    },
  };
}

function createLines(): ProgressDisplay {
  let last = performance.now();
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < LINE_EVERY) return;
      last = now;
      const { paths, totalPaths } = progress;
      note(`${formatCount(paths)} of ${formatCount(totalPaths)} paths, ${rateText(progress)}, ${leftText(progress)}`);
    },
    checks: () => undefined,
    stop: () => undefined,
  };
}

const rateText = ({ pathStepsPerSecond }: RunProgress): string =>
  Number.isFinite(pathStepsPerSecond) ? `${formatScaled(pathStepsPerSecond)} path-steps/s` : '';

const leftText = ({ secondsLeft }: RunProgress): string =>
  secondsLeft === null ? '' : `${formatSeconds(Math.round(secondsLeft))} left`;
