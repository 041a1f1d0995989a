/** One sweep on its way: biases first, then group after group of points, simulated, compared, and told to its neighbours. */
import type { Selection } from '../backend/select.js';
import { BLOCK } from '../plan/plan.js';
import type { Sweep, SweepPoint } from '../result/sweep.js';
import { type Axis, paramsAt, pointsOf } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import type { BiasGrid } from './bias-grid.js';
import { parseOutput } from './outputs.js';
import { valuesOf } from './point-values.js';
import { runPoints } from './points.js';
import { describeBackend } from './provenance.js';
import { biasesOfSweep } from './sweep-biases.js';
import { SweepClock } from './sweep-clock.js';
import { SweepMemory } from './sweep-memory.js';
import type { SweepOptions } from './sweep-options.js';
import { PointsToTell, type Simulated, studyAt } from './sweep-points.js';
import type { TheoryPool } from './theory-pool.js';

/** Points that are simulated, and then compared, together: at most so many, and as many as are simulated in some seconds. */
const TOGETHER = 256;
const TOGETHER_SECONDS = 20;
/** But enough to fill a device. The first ones, and then it is known what a point takes. */
const FEWEST_TOGETHER = 16;

export class SweepRun {
  readonly #total: number;
  /** Outputs that are simulated, and those that have an exact value. */
  readonly #seen: readonly string[];
  readonly #known: readonly string[];
  readonly #memory: SweepMemory;
  /** All points are simulated before the first is compared; else group after group is. */
  readonly #areEstimatesFirst: boolean;
  readonly #toTell: PointsToTell;
  readonly #clock: SweepClock;
  #simulated: number;

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
    this.#known = options.theory === false ? outputs.filter((name) => !this.#seen.includes(name)) : outputs;
    const { memory = new SweepMemory(), done = [], estimatesFirst = options.memory !== undefined } = options;
    this.#memory = memory;
    this.#areEstimatesFirst = estimatesFirst;
    const { points, simulated } = memory;
    if (points.length === 0) points.push(...done.slice(0, this.#total));
    this.#toTell = new PointsToTell(study, axes, outputs, this.#seen, simulated);
    this.#simulated = points.length + [...simulated.keys()].filter((index) => index >= points.length).length;
    const { backend } = selection;
    const isAside = this.#isAside && !estimatesFirst;
    this.#clock = new SweepClock(this.#total, () => this.#count(), isAside, backend, options.onProgress);
  }

  async finish(): Promise<Sweep> {
    const { points } = this.#memory;
    if (this.#areEstimatesFirst && !(await this.#simulateAll())) return this.#result(null);
    const biases = await this.#biases();
    if (biases === null) return this.#result(null);
    if (!this.#areEstimatesFirst) await this.#simulateAgain();
    let together = this.#areEstimatesFirst ? TOGETHER : FEWEST_TOGETHER;
    while (points.length < this.#total) {
      const first = points.length;
      const indices = range(first, Math.min(this.#total, first + together));
      if (!(await this.#advance(indices, biases.at))) break;
      together = this.#togetherNext();
    }
    return this.#result(biases);
  }

  #togetherNext(): number {
    const seconds = this.#areEstimatesFirst ? 0 : (this.#clock.simulation.ofOne ?? 0);
    return Math.round(Math.min(TOGETHER, Math.max(FEWEST_TOGETHER, TOGETHER_SECONDS / seconds)));
  }

  /** The biases of the whole grid; null where it was aborted. */
  #biases(): Promise<BiasGrid | null> {
    const { study, axes, pool, options } = this;
    const { biases } = this.#memory;
    const wanted = options.theory === false || study.method !== 'plain' ? [] : this.#seen;
    const onBias = () => this.#clock.biases(biases.size);
    return biasesOfSweep(studyAt(study, {}), axes, wanted, pool, biases, { signal: options.signal, onBias });
  }

  /** What differences to the next points need of points that were done by an earlier run, and that nobody kept. */
  async #simulateAgain(): Promise<void> {
    const { points, simulated } = this.#memory;
    if (points.length === this.#total) return;
    const first = Math.max(0, points.length - this.#toTell.reach);
    const missing = range(first, points.length).filter((index) => !simulated.has(index));
    await this.#simulate(missing, (index, values) => simulated.set(index, values));
  }

  /** What the memory lacks; false where it was aborted. */
  async #simulateAll(): Promise<boolean> {
    const { simulated } = this.#memory;
    const missing = range(0, this.#total).filter((index) => !simulated.has(index));
    await this.#clock.simulating(() =>
      this.#simulate(missing, (index, values) => {
        simulated.set(index, values);
        this.#simulated++;
        this.options.onEstimate?.(this.#toTell.pointOf(index, values, {}, {}), index);
      }),
    );
    return this.#seen.length === 0 || simulated.size === this.#total;
  }

  /** The next points, and of an aborted group those that are whole; false where it was aborted. */
  async #advance(indices: readonly number[], biasAt: BiasGrid['at']): Promise<boolean> {
    const { points, simulated, exact } = this.#memory;
    const end = indices.at(-1)! + 1;
    const tellWhole = () => {
      while (points.length < end) {
        const index = points.length;
        const values = this.#seen.length === 0 ? null : simulated.get(index);
        const known = exact.get(index);
        if (values === undefined || known === undefined) return;
        const point = this.#toTell.pointOf(index, values, known, biasAt(index));
        points.push(point);
        exact.delete(index);
        if (!this.#areEstimatesFirst) this.#toTell.forget(index);
        this.options.onPoint?.(point, index);
      }
    };
    const missing = this.#areEstimatesFirst ? [] : indices.filter((index) => !simulated.has(index));
    const simulation = this.#clock.simulating(() =>
      this.#simulate(missing, (index, values) => {
        simulated.set(index, values);
        this.#simulated++;
        tellWhole();
      }),
    );
    if (!this.#isAside) await simulation;
    const comparison = this.#clock.comparison.timed(() => this.#compare(indices, tellWhole));
    await Promise.all([comparison, simulation]);
    tellWhole();
    return points.length === end;
  }

  async #simulate(indices: readonly number[], onValues: (index: number, values: Simulated) => void): Promise<void> {
    if (this.#seen.length === 0 || indices.length === 0) return;
    const { study, axes, options } = this;
    const { backend } = this.selection;
    const memory = this.#memory;
    const own = study.independent === true;
    const perPoint = BLOCK * Math.ceil(study.paths / BLOCK); // whole blocks: none may cross a multiple of 2³² paths
    const provenance = this.#provenance();
    await runPoints(
      indices.map((index) => studyAt(study, paramsAt(axes, index))),
      {
        backend,
        cohorts: !own,
        pathOffset: own ? (i) => indices[i]! * perPoint : undefined,
        signal: options.signal,
        onProgress: ({ paths }) => {
          this.#clock.simulation.reached(paths / study.paths);
          this.#clock.points();
        },
        onRefused: (i, error) => onValues(indices[i]!, error.message),
        onPoint: (i, point) => {
          memory.pathSteps += Number(point.totals.pathSteps);
          this.#clock.took(Number(point.totals.pathSteps));
          onValues(indices[i]!, valuesOf(point, this.#seen, provenance));
        },
      },
    );
  }

  /** Exact values at these points, as far as it is not aborted. @param onAnswer after each. */
  async #compare(indices: readonly number[], onAnswer: () => void): Promise<void> {
    const { study, axes, pool } = this;
    const { signal } = this.options;
    const { points, exact } = this.#memory;
    const missing = indices.filter((index) => index >= points.length && !exact.has(index));
    const at = missing.map((index) => paramsAt(axes, index));
    const task = { study: studyAt(study, {}), points: at, what: 'exact', outputs: this.#known } as const;
    if (signal?.aborted) return;
    let answered = 0;
    await pool.answer(task, {
      signal,
      onAnswer: (i, answer) => {
        exact.set(missing[i]!, answer);
        onAnswer();
        this.#clock.comparison.reached(++answered);
        this.#clock.points();
      },
    });
  }

  #provenance() {
    const { pathSteps, seconds } = this.#memory;
    return {
      ...describeBackend(this.study, this.selection),
      ...this.#clock.spent(pathSteps, seconds.simulation),
      partial: null,
    };
  }

  #result(biases: BiasGrid | null): Sweep {
    const { study, axes } = this;
    const { points: whole, seconds } = this.#memory;
    const points = [...whole, ...this.#estimatesBeyond()];
    const completed = points.length;
    const partial = whole.length < this.#total ? { requested: this.#total, completed } : null;
    const theory = { theorySeconds: seconds.theory + this.pool.seconds, biasPoints: biases?.computed ?? null };
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
    const { seconds } = this.#provenance();
    this.#memory.seconds = { simulation: seconds, theory: this.#memory.seconds.theory + this.pool.seconds };
  }

  /** What a memory has of the points after those that are whole. */
  #estimatesBeyond(): SweepPoint[] {
    const found: SweepPoint[] = [];
    const { points, simulated } = this.#memory;
    for (let index = points.length; this.#areEstimatesFirst; index++) {
      const values = simulated.get(index);
      if (values === undefined) break;
      found.push(this.#toTell.pointOf(index, values, {}, {}));
    }
    return found;
  }

  /** A GPU leaves the cores to the exact values; the workers of wasm do not. */
  get #isAside(): boolean {
    return this.selection.backend.name === 'webgpu';
  }

  #count() {
    const { points, exact } = this.#memory;
    const whole = points.length;
    const simulated = this.#seen.length === 0 ? this.#total : this.#simulated;
    const compared = this.#known.length === 0 ? this.#total : whole + exact.size;
    return { simulated, compared, whole };
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
