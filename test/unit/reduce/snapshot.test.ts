import { describe, expect, it } from 'vitest';
import { makePlan } from '#dist/plan/make.js';
import { describeSnapshot } from '#dist/reduce/snapshot.js';
import { emptyTotals } from '#dist/reduce/totals.js';
import { studyOf } from '../../helpers/studies.js';

const plan = makePlan(studyOf({ domain: [-1, 3], initial: 0, histogram: { bins: 4 } }));
const width = 4 / plan.bins;

/** The snapshot of `count` paths in each of the given bins of the plan. */
function snapshotOf(counts: ReadonlyMap<number, number>) {
  const totals = emptyTotals(plan).snapshots[0]!;
  for (const [bin, count] of counts) totals.histogram[bin] = count;
  return describeSnapshot(totals, plan, 10, 4, 1);
}

describe('describeSnapshot', () => {
  it('shows each fine bin in the coarse one that holds it', () => {
    const quarter = plan.bins / 4;
    const edges = [0, 1, quarter - 1, quarter, 2 * quarter, 3 * quarter - 1, plan.bins - 1];
    const { histogram, paths } = snapshotOf(new Map(edges.map((bin, i) => [bin, 10 ** i])));
    expect(paths).toBe(1111111);
    expect(histogram).toEqual({ edges: [-1, 0, 1, 2, 3], counts: [111, 1000, 110000, 1000000] });
  });

  it('reads quantiles off the histogram, linear inside a bin', () => {
    // One path in every bin: uniform on the domain.
    const uniform = snapshotOf(new Map(Array.from({ length: plan.bins }, (_, i) => [i, 1])));
    for (const [level, p] of [
      ['0.05', 0.05],
      ['0.5', 0.5],
      ['0.95', 0.95],
    ] as const) {
      const { value, standardError } = uniform.quantiles[level];
      expect(value).toBeCloseTo(-1 + 4 * p, 12);
      // The density is 1/4: the error of the share, times 4.
      expect(standardError).toBeCloseTo(4 * Math.sqrt((p * (1 - p)) / plan.bins), 12);
    }
    const one = snapshotOf(new Map([[7, 100]]));
    expect(one.quantiles['0.25'].value).toBeCloseTo(-1 + 7.25 * width, 12);
    const two = snapshotOf(
      new Map([
        [10, 50],
        [20, 50],
      ]),
    );
    expect(two.quantiles['0.75'].value).toBeCloseTo(-1 + 20.5 * width, 12);
  });
});
