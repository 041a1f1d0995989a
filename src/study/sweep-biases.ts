/** The biases of the time step of a sweep, on the threads of theory. */
import { type Axis, paramsAt } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import { type BiasGrid, biasesOverGrid } from './bias-grid.js';
import type { KnownOutputs } from './point-theory.js';
import type { TheoryPool } from './theory-pool.js';

/**
 * null where it was aborted; what was computed is in `computed` all the same.
 * @param study that the points have in common.
 * @param computed biases by index: those of earlier calls, and these.
 */
export function biasesOfSweep(
  study: Study,
  axes: readonly Axis[],
  outputs: readonly string[],
  pool: TheoryPool,
  computed: Map<number, KnownOutputs>,
  { signal, onBias }: { readonly signal: AbortSignal | undefined; readonly onBias: () => void },
): Promise<BiasGrid | null> {
  if (outputs.length === 0) return Promise.resolve({ at: () => ({}), computed: 0 });
  const ask = (indices: readonly number[]) => {
    const points = indices.map((index) => paramsAt(axes, index));
    const onAnswer = (i: number, answer: KnownOutputs) => {
      computed.set(indices[i]!, answer);
      onBias();
    };
    return pool.answer({ study, points, what: 'bias', outputs }, { signal, onAnswer });
  };
  return biasesOverGrid(axes, outputs, study.paths, ask, computed);
}
