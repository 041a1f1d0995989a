/** One sweep on its way: biases first, then group after group of points, simulated, compared, and told to its neighbours. */
import type { Backend } from '../backend/backend.js';
import type { Selection } from '../backend/select.js';
import { BLOCK } from '../plan/plan.js';
import type { Sweep, SweepPoint } from '../result/sweep.js';
import { type Axis, paramsAt, pointsOf } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import { type BiasGrid, biasesOverGrid } from './bias-grid.js';
import { parseOutput } from './outputs.js';
import type { KnownOutputs } from './point-theory.js';
import { valuesOf } from './point-values.js';
import { runPoints } from './points.js';
import { describeBackend } from './provenance.js';
import { SweepClock, type SweepProgress } from './sweep-clock.js';
import type { SweepMemory } from './sweep-memory.js';
import { PointsToTell, type Simulated } from './sweep-points.js';
import type { TheoryPool } from './theory-pool.js';

export interface SweepOptions {
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
  /** Each point as soon as it is whole, in order; those of `done` are not told again. */
  readonly onPoint?: ((point: SweepPoint, index: number) => void) | undefined;
  /** On abort, the points completed so far are returned, marked partial. */
  readonly signal?: AbortSignal | undefined;
  /** A backend to run on in place of the study's; the caller closes it. */
  readonly backend?: Backend | undefined;
  /** Why it is that one, for provenance. */
  readonly reason?: string | undefined;
  /** Whether exact values and biases are computed beside the estimates. Default true; outputs of theory alone are in any case. */
  readonly theory?: boolean | undefined;
  /** Threads for exact values. Default: one for each core. */
  readonly threads?: number | undefined;
  /** The first points, of an earlier run of the very same study and version on the same backend: the sweep goes on after them. */
  readonly done?: readonly SweepPoint[] | undefined;
  /**
   * With one, all points are simulated before the first is compared with theory, and nothing of an aborted sweep is done again
   * where the next call has the same study, backend and memory. A partial sweep ends with points that lack what is exact.
   */
  readonly memory?: SweepMemory | undefined;
  /** Each point as soon as it is simulated, without what is exact; `onPoint` tells it once more. Needs a memory. */
  readonly onEstimate?: ((point: SweepPoint, index: number) => void) | undefined;
}

/** Points that are simulated, and then compared, together: some seconds. */
const TOGETHER = 256;
/** Points that are compared together, where they are simulated already: what an abort may lose. */
const COMPARED_TOGETHER = 16;

/** One point of the grid as a study by itself. */
export function studyAt(study: Study, params: Readonly<Record<string, number>>): Study {
  const { grid: _, outputs: names = [], independent: __, ...rest } = study;
  const looksAtX = names.some((name) => parseOutput(name).of === 'snapshot');
  return { ...rest, params: { ...study.params, ...params }, saveAt: looksAtX ? study.saveAt.slice(-1) : [] };
}

export class SweepRun {
  readonly #total: number;
  /** Outputs that are simulated. */
  readonly #seen: readonly string[];
  readonly #toTell: PointsToTell;
  readonly #points: SweepPoint[];
  readonly #clock: SweepClock;
  #pathSteps = 0;

  constructor(
    readonly study: Study,
    readonly axes: readonly Axis[],
    readonly outputs: readonly string[],
    readonly selection: Selection,
    readonly pool: TheoryPool,
    readonly options: SweepOptions,
  ) {
    this.#total = pointsOf(axes);
    this.#seen = outputs.filter((name) => parseOutput(name).of !== 'theory');
    const { memory, done = [] } = options;
    this.#toTell = new PointsToTell(study, axes, outputs, this.#seen, memory?.simulated ?? new Map());
    this.#points = memory?.points ?? done.slice(0, this.#total);
    this.#pathSteps = memory?.pathSteps ?? 0;
    this.#clock = new SweepClock(this.#total, this.#points.length, selection.backend, options.onProgress);
  }

  async finish(): Promise<Sweep> {
    const { memory } = this.options;
    if (memory !== undefined && !(await this.#simulateAll(memory))) return this.#result(null);
    const biases = memory?.biases ?? (await this.#biases());
    if (memory !== undefined) memory.biases = biases;
    else if (biases !== null && this.#seen.length > 0) await this.#simulateAgain();
    const together = memory === undefined ? TOGETHER : COMPARED_TOGETHER;
    for (let first = this.#points.length; biases !== null && first < this.#total; first += together) {
      const indices = range(first, Math.min(this.#total, first + together));
      if (!(await this.#advance(indices, biases.at))) break;
    }
    return this.#result(biases);
  }

  /** The biases of the whole grid; null where it was aborted. */
  #biases(): Promise<BiasGrid | null> {
    const { study, axes, pool, options } = this;
    const wanted = options.theory === false || study.method !== 'plain' ? [] : this.#seen;
    if (wanted.length === 0) return Promise.resolve({ at: () => ({}), computed: 0 });
    const point = studyAt(study, {});
    let before = 0;
    return biasesOverGrid(axes, wanted, study.paths, async (indices) => {
      const points = indices.map((index) => paramsAt(axes, index));
      const onDone = (done: number) => this.#clock.biases(before + done);
      const answers = await pool.answer(
        { study: point, points, what: 'bias', outputs: wanted },
        { ...options, onDone },
      );
      before += indices.length;
      return answers;
    });
  }

  /** What differences to the next points need of points that were done by an earlier run. */
  async #simulateAgain(): Promise<void> {
    const done = this.#points.length;
    const first = Math.max(0, done - this.#toTell.reach);
    await this.#simulate(range(first, done), (index, values) => this.#toTell.recent.set(index, values));
  }

  /** What the memory lacks; false where it was aborted. */
  async #simulateAll({ simulated }: SweepMemory): Promise<boolean> {
    const missing = range(0, this.#total).filter((index) => !simulated.has(index));
    await this.#clock.simulating(
      () =>
        this.#simulate(missing, (index, values) => {
          simulated.set(index, values);
          this.options.onEstimate?.(this.#toTell.pointOf(index, values, {}, {}), index);
        }),
      missing.length,
    );
    return this.#seen.length === 0 || simulated.size === this.#total;
  }

  /** The next points; false where it was aborted. */
  async #advance(indices: readonly number[], biasAt: BiasGrid['at']): Promise<boolean> {
    const { memory } = this.options;
    const found = memory?.simulated ?? new Map<number, Simulated>();
    const simulated = () =>
      this.#clock.simulating(
        () => this.#simulate(indices, (index, values) => found.set(index, values)),
        indices.length,
      );
    const known = () => this.#clock.comparing(() => this.#exact(indices), indices.length);
    // A GPU leaves the cores to the exact values; the workers of wasm do not.
    const isAside = this.selection.backend.name === 'webgpu';
    const simulation = memory === undefined ? simulated() : Promise.resolve();
    if (!isAside) await simulation;
    if (this.options.signal?.aborted) return false;
    const [exact] = await Promise.all([known(), simulation]);
    if (exact === null) return false;
    for (const [i, index] of indices.entries()) {
      const values = this.#seen.length === 0 ? null : found.get(index);
      if (values === undefined) return false; // aborted
      const point = this.#toTell.pointOf(index, values, exact[i]!, biasAt(index));
      this.#points.push(point);
      if (memory === undefined) this.#toTell.keepForNext(index, values);
      this.options.onPoint?.(point, index);
    }
    return true;
  }

  async #simulate(indices: readonly number[], onValues: (index: number, values: Simulated) => void): Promise<void> {
    if (this.#seen.length === 0) return;
    const { study, axes, options } = this;
    const { backend } = this.selection;
    const own = study.independent === true;
    const perPoint = BLOCK * Math.ceil(study.paths / BLOCK); // whole blocks: none may cross a multiple of 2³² paths
    const provenance = this.#provenance();
    const total = indices.length * study.paths;
    await runPoints(
      indices.map((index) => studyAt(study, paramsAt(axes, index))),
      {
        backend,
        cohorts: !own,
        pathOffset: own ? (i) => indices[i]! * perPoint : undefined,
        signal: options.signal,
        onProgress: ({ paths }) => this.#clock.share(paths / total),
        onRefused: (i, error) => onValues(indices[i]!, error.message),
        onPoint: (i, point) => {
          this.#pathSteps += Number(point.totals.pathSteps);
          this.#clock.took(Number(point.totals.pathSteps));
          onValues(indices[i]!, valuesOf(point, this.#seen, provenance));
        },
      },
    );
  }

  /** Exact values at these points; null where it was aborted. */
  async #exact(indices: readonly number[]): Promise<readonly KnownOutputs[] | null> {
    const { study, axes, pool, options } = this;
    const outputs = options.theory === false ? this.outputs.filter((name) => !this.#seen.includes(name)) : this.outputs;
    const points = indices.map((index) => paramsAt(axes, index));
    const onDone = (done: number) => this.#clock.share(done / indices.length);
    return pool.answer(
      { study: studyAt(study, {}), points, what: 'exact', outputs },
      { signal: options.signal, onDone },
    );
  }

  #provenance() {
    return {
      ...describeBackend(this.study, this.selection),
      ...this.#clock.simulation(this.#pathSteps, this.options.memory?.seconds.simulation),
      partial: null,
    };
  }

  #result(biases: BiasGrid | null): Sweep {
    const { study, axes } = this;
    const points = [...this.#points, ...this.#estimatesBeyond()];
    const completed = points.length;
    const partial = this.#points.length < this.#total ? { requested: this.#total, completed } : null;
    const earlier = this.options.memory?.seconds.theory ?? 0;
    const theory = { theorySeconds: earlier + this.pool.seconds, biasPoints: biases?.computed ?? null };
    return {
      schema: 'firstpassage/sweep@1',
      spec: study,
      provenance: { ...this.#provenance(), ...theory, partial },
      axes,
      points,
    };
  }

  /** What the next call with this memory is to add to. */
  remember(): void {
    const { memory } = this.options;
    if (memory === undefined) return;
    const { seconds, pathSteps } = this.#provenance();
    memory.pathSteps = pathSteps;
    memory.seconds = { simulation: seconds, theory: memory.seconds.theory + this.pool.seconds };
  }

  /** What a memory has of the points after those that are whole. */
  #estimatesBeyond(): SweepPoint[] {
    const points: SweepPoint[] = [];
    const { memory } = this.options;
    for (let index = this.#points.length; memory !== undefined; index++) {
      const values = memory.simulated.get(index);
      if (values === undefined) break;
      points.push(this.#toTell.pointOf(index, values, {}, {}));
    }
    return points;
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
