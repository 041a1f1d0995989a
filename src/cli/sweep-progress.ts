/** How far a sweep is, on stderr: a bar on a terminal, else a line every few seconds. */
import { SingleBar } from 'cli-progress';
import { formatCount, formatScaled, formatSeconds } from '../report/number.js';
import type { SweepProgress } from '../study/sweep-clock.js';
import { canvas, note } from './terminal.js';

const LINE_EVERY = 5000; // ms between lines where stderr is no terminal

export interface SweepDisplay {
  readonly update: (progress: SweepProgress) => void;
  /** Takes the bar away. */
  readonly stop: () => void;
}

export function createSweepProgress({ quiet }: { quiet?: boolean }): SweepDisplay {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): SweepDisplay {
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {text}',
    barsize: Math.max(10, Math.min(40, canvas.width - 60)),
    barCompleteChar: canvas.unicode ? '█' : '#',
    barIncompleteChar: canvas.unicode ? '░' : '.',
    clearOnComplete: true,
    hideCursor: false,
    linewrap: true,
    fps: 5,
  });
  let started = false;
  return {
    update(progress) {
      const text = textOf(progress);
      const total = progress.total ?? 1;
      const done = progress.total === null ? 0 : progress.done;
      if (!started) bar.start(total, done, { text });
      started = true;
      bar.setTotal(total);
      bar.update(done, { text });
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

function createLines(): SweepDisplay {
  let last = performance.now();
  return {
    update(progress) {
      if (performance.now() - last < LINE_EVERY) return;
      last = performance.now();
      note(textOf(progress));
    },
    stop: () => undefined,
  };
}

function textOf({ stage, done, total, pathStepsPerSecond, secondsLeft }: SweepProgress): string {
  if (stage === 'biases') return `bias of the time step: ${formatCount(done)} points`;
  const parts = [`${formatCount(Math.floor(done))} of ${formatCount(total!)} points`];
  if (pathStepsPerSecond > 0) parts.push(`${formatScaled(pathStepsPerSecond)} path-steps/s`);
  if (secondsLeft !== null) parts.push(`${formatSeconds(Math.round(secondsLeft))} left`);
  return parts.join(', ');
}
