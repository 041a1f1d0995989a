/** One run at a time: preview, run, stop, go on; a lost device is replaced. */
import { type Selection, selectBackend } from '#dist/backend/select.js';
import { DeviceLostError } from '#dist/errors.js';
import { BLOCK } from '#dist/plan/plan.js';
import { withErrorBudget } from '#dist/result/measured-budget.js';
import type { BackendName, Study } from '#dist/spec/study.js';
import { GrowingRun } from '#dist/study/grow.js';
import { samplePaths } from '#dist/study/samples.js';
import type { Settled } from '#dist/study/tolerance.js';
import type { FromEngine, Phase } from './protocol.js';

const PREVIEW_MS = 1200; // of refinement, then the preview rests
/** Path-steps of the first look, where a block takes more: a frame or two. */
const GLANCE: Readonly<Record<BackendName, number>> = { webgpu: 4e6, wasm: 4e6, reference: 1e5 };
const FEWEST_AT_A_GLANCE = 64;
// Between two views of a run. Where no GPU draws the page, each takes its time from the run: none that would look like the one before.
const VIEW_MS = { least: 200, most: 1000 };
const VISIBLY_MORE = 1.1; // times the paths of the last view
const STATE_MS = 200;
const MOST_LOSSES = 3; // of the device within one run: then something is wrong with it

interface Work {
  readonly id: number;
  readonly settled: Settled;
  readonly abort: AbortController;
  run: GrowingRun | null;
  /** Paths to go on to after the preview; null: the preview is all. */
  goal: number | null;
  losses: number;
}

export class Session {
  #work: Work | null = null;
  /** The end of whatever runs or is about to. */
  #busy: Promise<void> = Promise.resolve();
  readonly #backends = new Map<string, Promise<Selection>>();
  #viewed = { at: 0, paths: 0 };
  #told = 0;

  constructor(readonly tell: (message: FromEngine) => void) {}

  /** Whatever runs is out of date. */
  abandon(): void {
    this.#work?.abort.abort();
    this.#work = null;
  }

  begin(id: number, settled: Settled, full: boolean): void {
    this.abandon();
    const work: Work = {
      id,
      settled,
      abort: new AbortController(),
      run: null,
      goal: full ? settled.study.paths : null,
      losses: 0,
    };
    this.#work = work;
    this.#enqueue(work, (signal) => this.#preview(work, signal));
  }

  /** @returns false where no such study has begun. */
  go(id: number, paths: number | null): boolean {
    const work = this.#work;
    if (work?.id !== id) return false;
    work.goal = paths ?? work.settled.study.paths;
    this.#stopper?.abort(); // a preview gives way
    this.#enqueue(work, (signal) => this.#toGoal(work, signal));
    return true;
  }

  stop(): void {
    if (this.#work) this.#work.goal = null;
    this.#stopper?.abort();
  }

  #stopper: AbortController | null = null;

  #enqueue(work: Work, task: (signal: AbortSignal) => Promise<void>): void {
    const stopper = new AbortController();
    const signal = AbortSignal.any([stopper.signal, work.abort.signal]);
    this.#stopper = stopper;
    this.#busy = this.#busy.then(async () => {
      if (work.abort.signal.aborted) return;
      try {
        await task(signal);
      } catch (error) {
        if (work.abort.signal.aborted) return;
        this.#state(work, 'failed');
        this.tell({ type: 'failed', id: work.id, message: (error as Error).message });
      }
    });
  }

  async #preview(work: Work, signal: AbortSignal): Promise<void> {
    await this.#refine(work, signal);
    if (work.abort.signal.aborted) return;
    if (work.goal === null) this.#rest(work);
    else if (!signal.aborted) await this.#toGoal(work, signal); // else what stopped it has its own task
  }

  /** A first look within a frame or two, then more and more of the run itself. */
  async #refine(work: Work, signal: AbortSignal): Promise<void> {
    const { study } = work.settled;
    this.#state(work, 'starting');
    const selection = await this.#backendFor(study);
    if (signal.aborted) return;
    const run = new GrowingRun(study, selection);
    work.run = run;
    const glance = Math.floor(GLANCE[selection.backend.name] / Math.max(1, run.plan.steps));
    if (glance < Math.min(BLOCK, study.paths)) {
      const few = { ...study, paths: Math.max(FEWEST_AT_A_GLANCE, glance) };
      const first = new GrowingRun(few, selection, run.plan);
      await first.advance(first.study.paths, { signal });
      if (signal.aborted) return;
      this.#view(work, first);
    }
    const until = performance.now() + PREVIEW_MS;
    for (let blocks = 1; performance.now() < until && run.paths < study.paths && !signal.aborted; blocks *= 2) {
      await this.#advance(work, Math.min(blocks * BLOCK, study.paths), 'preview', signal);
    }
  }

  async #toGoal(work: Work, signal: AbortSignal): Promise<void> {
    if (work.run === null) return this.#preview(work, signal);
    if (work.goal !== null) await this.#advance(work, Math.max(work.goal, work.run.paths), 'running', signal);
    if (!work.abort.signal.aborted) this.#rest(work);
  }

  /** Stands still: done, or with something left to do. */
  #rest(work: Work): void {
    const { run } = work;
    if (run === null) {
      this.#state(work, 'rest');
      return;
    }
    const done = run.paths >= work.settled.study.paths && run.paths === run.study.paths;
    if (done && work.settled.study.samplePaths > 0) run.keepSamples(samplePaths(run.study, run.plan));
    if (run.paths > 0) this.#view(work, run);
    this.#state(work, done ? 'done' : 'rest');
  }

  /** Until there are so many paths, or the signal; a device that is lost on the way is replaced, and its last blocks repeated. */
  async #advance(work: Work, paths: number, phase: Phase, signal: AbortSignal): Promise<void> {
    const run = work.run!;
    for (;;) {
      try {
        await run.advance(paths, {
          signal,
          onGrowth: () => {
            const waited = performance.now() - this.#viewed.at;
            const isMore = run.paths >= VISIBLY_MORE * this.#viewed.paths;
            if (waited >= (isMore ? VIEW_MS.least : VIEW_MS.most)) this.#view(work, run);
          },
          onProgress: ({ pathStepsPerSecond, secondsLeft, paths: done, totalPaths }) => {
            if (performance.now() - this.#told < STATE_MS) return;
            this.#state(work, phase, { paths: paths - totalPaths + done, pathStepsPerSecond, secondsLeft });
          },
        });
        if (!work.abort.signal.aborted) this.#view(work, run);
        return;
      } catch (error) {
        if (!(error instanceof DeviceLostError) || signal.aborted || ++work.losses > MOST_LOSSES) throw error;
        await this.#recover(work, run);
      }
    }
  }

  async #recover(work: Work, run: GrowingRun): Promise<void> {
    const { study } = work.settled;
    await run.backend.close().catch(() => {});
    this.#backends.delete(keyOf(study));
    run.replaceBackend(await this.#backendFor({ ...study, backend: run.backend.name }));
    const kept = run.paths === 0 ? 'the run began again' : `the ${run.paths} paths before it are kept`;
    this.tell({ type: 'notice', text: `The GPU device was lost and opened again; ${kept}.` });
  }

  #backendFor(study: Study): Promise<Selection> {
    const key = keyOf(study);
    const open = this.#backends.get(key) ?? selectBackend(study.backend, study.method);
    this.#backends.set(key, open);
    open.then(
      ({ backend: { name, adapter, threads }, reason }) =>
        this.tell({ type: 'device', device: { name, reason, adapter, threads } }),
      () => this.#backends.delete(key), // another try may find it
    );
    return open;
  }

  #view(work: Work, run: GrowingRun): void {
    if (work.abort.signal.aborted || run.paths === 0) return;
    this.#viewed = { at: performance.now(), paths: run.paths };
    this.tell({ type: 'view', id: work.id, result: withErrorBudget(run.result(), work.settled.errorBudget) });
  }

  #state(
    work: Work,
    phase: Phase,
    now: { paths?: number; pathStepsPerSecond?: number; secondsLeft?: number | null } = {},
  ): void {
    if (work.abort.signal.aborted) return;
    this.#told = performance.now();
    const state = {
      phase,
      paths: now.paths ?? work.run?.paths ?? 0,
      wanted: Math.max(work.run?.study.paths ?? 0, work.settled.study.paths),
      pathStepsPerSecond: now.pathStepsPerSecond ?? null,
      secondsLeft: now.secondsLeft ?? null,
    };
    this.tell({ type: 'state', id: work.id, state });
  }
}

/** A backend for each choice and method: kept open from one study to the next. */
const keyOf = ({ backend, method }: Study): string => `${backend} ${method}`;
