/** The worker that sweeps: checks the grid, simulates its points, compares them with theory; stopped, it goes on where it was. */
import { type Selection, selectBackend } from '#dist/backend/select.js';
import { DeviceLostError, StudyError } from '#dist/errors.js';
import type { Sweep, SweepPoint } from '#dist/result/sweep.js';
import { axesOf, pointsOf } from '#dist/spec/grid.js';
import type { Study } from '#dist/spec/study.js';
import { parseStudy } from '#dist/study/check.js';
import { outputsOf } from '#dist/study/outputs.js';
import { sweep } from '#dist/study/sweep.js';
import type { SweepProgress } from '#dist/study/sweep-clock.js';
import { SweepMemory } from '#dist/study/sweep-memory.js';
import type { FromSweeper, Numbered, SweepStage, SweepState, ToSweeper } from './sweep-protocol.js';

const TELL_MS = 80; // between two messages of points: a dozen pictures a second
const MOST_LOSSES = 3; // of the device within one sweep: then something is wrong with it

const tell = (message: FromSweeper) => postMessage(message);

class Work {
  readonly total: number;
  readonly memory = new SweepMemory();
  abort = new AbortController();
  latest: Sweep | null = null;
  losses = 0;
  #waiting: Numbered[] = [];
  #told = 0;
  #estimated = 0;
  #stage: { name: SweepStage; at: number; from: number } = { name: 'estimates', at: 0, from: 0 };

  constructor(
    readonly id: number,
    readonly study: Study,
  ) {
    this.total = pointsOf(axesOf(study.grid ?? {}));
  }

  readonly onEstimate = (point: SweepPoint, index: number): void => {
    this.#estimated++;
    this.#waiting.push([index, point]);
  };

  readonly onPoint = (point: SweepPoint, index: number): void => {
    this.#waiting.push([index, point]);
  };

  readonly onProgress = (progress: SweepProgress): void => {
    const now = performance.now();
    if (now - this.#told < TELL_MS) return;
    this.#told = now;
    const compared = this.memory.points.length;
    const simulates = (this.study.outputs ?? []).some((name) => !name.startsWith('theory.'));
    const stage: SweepStage =
      progress.stage === 'biases' ? 'biases' : simulates && this.#estimated < this.total ? 'estimates' : 'exact';
    const done = stage === 'biases' ? progress.done : stage === 'estimates' ? this.#estimated : compared;
    if (this.#stage.name !== stage || this.#stage.at === 0) this.#stage = { name: stage, at: now, from: done };
    const { at, from } = this.#stage;
    const secondsLeft =
      stage === 'biases' || done <= from ? null : (((now - at) / (done - from)) * (this.total - done)) / 1000;
    this.flush();
    const { pathStepsPerSecond } = progress;
    this.state('running', {
      stage,
      done,
      total: stage === 'biases' ? null : this.total,
      pathStepsPerSecond,
      secondsLeft,
    });
  };

  /** The points that the page has not heard of. */
  flush(): void {
    if (this.#waiting.length > 0) tell({ type: 'points', id: this.id, points: this.#waiting });
    this.#waiting = [];
  }

  state(phase: SweepState['phase'], more: Partial<SweepState> = {}): void {
    const { points, simulated } = this.memory;
    const rest = { stage: 'estimates', done: Math.max(points.length, simulated.size), total: this.total } as const;
    const pathStepsPerSecond = this.latest?.provenance.pathStepsPerSecond ?? 0;
    tell({
      type: 'state',
      id: this.id,
      state: { phase, ...rest, pathStepsPerSecond, secondsLeft: null, ...more },
    });
  }
}

let work: Work | null = null;
/** The end of what runs or is about to. */
let busy: Promise<void> = Promise.resolve();

export const listener = ({ data }: MessageEvent<ToSweeper>): void => {
  switch (data.type) {
    case 'study':
      work?.abort.abort();
      work = null;
      begin(data.id, data.raw, data.go);
      break;
    case 'go':
      if (work?.id === data.id) go(work);
      break;
    case 'stop':
      work?.abort.abort();
      break;
    case 'files':
      void answer(data.call, data.kind);
  }
};

function begin(id: number, raw: unknown, atOnce: boolean): void {
  try {
    const study = parseStudy(raw);
    work = new Work(id, study);
    tell({ type: 'checked', id, study, names: outputsOf(study) });
    if (atOnce) go(work);
  } catch (error) {
    if (error instanceof StudyError) tell({ type: 'refused', id, problems: error.problems });
    else tell({ type: 'failed', id, message: (error as Error).message });
  }
}

function go(mine: Work): void {
  mine.abort = new AbortController();
  busy = busy.then(async () => {
    if (work !== mine || mine.abort.signal.aborted) return;
    try {
      await advance(mine);
    } catch (error) {
      if (work !== mine) return;
      mine.flush();
      mine.state('failed');
      tell({ type: 'failed', id: mine.id, message: (error as Error).message });
    }
  });
}

async function advance(mine: Work): Promise<void> {
  const { id, study, memory, onEstimate, onPoint, onProgress } = mine;
  mine.state('starting');
  for (;;) {
    const { backend } = await backendFor(study);
    try {
      const { signal } = mine.abort;
      mine.latest = await sweep(study, { backend, memory, signal, onEstimate, onPoint, onProgress });
      break;
    } catch (error) {
      if (!(error instanceof DeviceLostError) || mine.abort.signal.aborted || ++mine.losses > MOST_LOSSES) throw error;
      await closeBackend();
      tell({ type: 'notice', text: 'The GPU device was lost and opened again; the points before it are kept.' });
    }
  }
  mine.flush();
  const { provenance } = mine.latest;
  tell({ type: 'ended', id, provenance });
  mine.state(provenance.partial === null ? 'done' : 'rest');
}

/** One backend, kept open while the studies ask for the same. */
let open: { readonly key: string; readonly selection: Promise<Selection> } | null = null;

async function backendFor({ backend, method }: Study): Promise<Selection> {
  const key = `${backend} ${method}`;
  if (open?.key !== key) {
    await closeBackend();
    open = { key, selection: selectBackend(backend, method) };
  }
  try {
    const selection = await open.selection;
    const { name, adapter, threads } = selection.backend;
    tell({ type: 'device', device: { name, reason: selection.reason, adapter, threads } });
    return selection;
  } catch (error) {
    open = null; // another try may find it
    throw error;
  }
}

async function closeBackend(): Promise<void> {
  const closing = open?.selection;
  open = null;
  await closing?.then(({ backend }) => backend.close()).catch(() => {});
}

async function answer(call: number, kind: 'json' | 'csv'): Promise<void> {
  try {
    const { sweepCsv, sweepJson } = await import('#dist/report/sweep-table.js');
    if (!work?.latest) throw new Error('there is nothing to save yet: run the sweep first');
    tell({ type: 'answer', call, value: kind === 'json' ? sweepJson(work.latest) : sweepCsv(work.latest) });
  } catch (error) {
    tell({ type: 'sorry', call, message: (error as Error).message });
  }
}
