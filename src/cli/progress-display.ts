/** How far something is, on stderr: a bar on a terminal, else a line every few seconds. */
import { SingleBar } from 'cli-progress';
import { canvas, note } from './terminal.js';

const LINE_EVERY = 5000; // ms between lines where stderr is no terminal
const LONGEST_BAR = 40;
const SHORTEST_BAR = 10;

export interface Display<P> {
  readonly update: (progress: P) => void;
  /** Takes the bar away. */
  readonly stop: () => void;
}

/** What is shown of a progress. */
export interface View<P> {
  readonly filled: (progress: P) => { readonly done: number; readonly total: number };
  /** Beside the bar. */
  readonly beside: (progress: P) => string;
  /** Columns kept for that. */
  readonly room: number;
  /** Where there is no bar. */
  readonly line: (progress: P) => string;
}

export function createDisplay<P>({ quiet }: { quiet?: boolean }, view: View<P>): Display<P> {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? createBar(view) : createLines(view);
}

function createBar<P>({ filled, beside, room }: View<P>): Display<P> {
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {text}',
    barsize: Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, canvas.width - room)),
    barCompleteChar: canvas.unicode ? '█' : '#',
    barIncompleteChar: canvas.unicode ? '░' : '.',
    clearOnComplete: true,
    // A process that is ended at once could not undo either.
    hideCursor: false,
    linewrap: true,
    fps: 5,
  });
  let started = false;
  return {
    update(progress) {
      const { done, total } = filled(progress);
      const payload = { text: beside(progress) };
      if (!started) bar.start(total, done, payload);
      started = true;
      bar.setTotal(total);
      bar.update(Math.min(done, total), payload);
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}

function createLines<P>({ line }: View<P>): Display<P> {
  let last = performance.now();
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < LINE_EVERY) return;
      last = now;
      note(line(progress));
    },
    stop: () => undefined,
  };
}
