/** A point of a sweep as a study, and what is told of it: its outputs beside what is exact, and their differences to its neighbours. */
import { difference, type Paired, type PairedField } from '../reduce/cohorts.js';
import type { Estimate } from '../reduce/estimate.js';
import type { SweepOutput, SweepPoint } from '../result/sweep.js';
import { type Axis, paramsAt, placeOf, pointsOf } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import { parseOutput } from './outputs.js';
import type { KnownOutputs } from './point-theory.js';
import { outputOf, outputsBeside, type PointValues } from './point-values.js';

/** What was simulated of a point, or why it was not. */
export type Simulated = PointValues | string;

/** One point of the grid as a study by itself. */
export function studyAt(study: Study, params: Readonly<Record<string, number>>): Study {
  const { grid: _, outputs: names = [], independent: __, ...rest } = study;
  const looksAtX = names.some((name) => parseOutput(name).of === 'snapshot');
  return { ...rest, params: { ...study.params, ...params }, saveAt: looksAtX ? study.saveAt.slice(-1) : [] };
}

export class PointsToTell {
  /** Points from one to the next along each axis. */
  readonly #strides: readonly number[];

  /**
   * @param seen outputs that are simulated.
   * @param recent what was simulated, by index: of the last points as many as may be a neighbour of the next, or of all of them.
   */
  constructor(
    readonly study: Study,
    readonly axes: readonly Axis[],
    readonly outputs: readonly string[],
    readonly seen: readonly string[],
    readonly recent: Map<number, Simulated>,
  ) {
    this.#strides = axes.map((_, i) => pointsOf(axes.slice(i + 1)));
  }

  /** How many points back the farthest neighbour of a point lies. */
  get reach(): number {
    return this.#strides[0]!;
  }

  /** @param values null where nothing is simulated. */
  pointOf(index: number, values: Simulated | null, exact: KnownOutputs, bias: KnownOutputs): SweepPoint {
    const { axes, outputs } = this;
    const isSeen = values !== null && typeof values !== 'string';
    const beside = isSeen
      ? outputsBeside(values, outputs, exact, bias)
      : Object.fromEntries(
          outputs.map((name): [string, SweepOutput] => {
            const refused: Estimate | null =
              typeof values === 'string' && this.seen.includes(name)
                ? { value: null, standardError: null, reason: values }
                : null;
            return [name, outputOf(refused, exact[name], bias[name], undefined)];
          }),
        );
    const compared = isSeen ? this.#withDifferences(index, values, beside) : beside;
    const nonFinite = isSeen ? values.result.failures.nonFinite : 0;
    return { params: paramsAt(axes, index), outputs: compared, nonFinite };
  }

  /** This point is told: the one that had it for its last neighbour is no longer needed. */
  forget(index: number): void {
    this.recent.delete(index - this.reach);
  }

  #withDifferences(
    index: number,
    values: PointValues,
    outputs: Record<string, SweepOutput>,
  ): Record<string, SweepOutput> {
    const place = placeOf(this.axes, index);
    const shared = this.study.independent !== true;
    const neighbours = this.axes.flatMap(({ name }, axis) => {
      const before = place[axis]! > 0 ? this.recent.get(index - this.#strides[axis]!) : undefined;
      return before === undefined || typeof before === 'string' ? [] : [[name, before] as const];
    });
    const between = (name: string, a: Paired, b: Paired | undefined): Estimate | null =>
      b === undefined ? null : difference(a, b, shared, parseOutput(name).field as PairedField);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, output]): [string, SweepOutput] => {
        const own = values.paired[name];
        if (own === undefined) return [name, output];
        const differences = neighbours.flatMap(([axis, before]) => {
          const found = between(name, own, before.paired[name]);
          return found === null ? [] : [[axis, found] as const];
        });
        return [name, { ...output, differences: Object.fromEntries(differences) }];
      }),
    );
  }
}
