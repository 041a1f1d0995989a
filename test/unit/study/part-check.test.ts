/** A part that was damaged on its way is refused with its file, the field and what stands there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { MergeError } from '#dist/errors.js';
import { BLOCK } from '#dist/plan/plan.js';
import { mergeParts } from '#dist/study/merge.js';
import type { Part } from '#dist/study/part.js';
import { runPart } from '#dist/study/run.js';
import { studyOf, up } from '../../helpers/studies.js';

const study = studyOf({ paths: 5 * BLOCK + 3, dt: 0.5, horizon: 3, saveAt: [1, 3], firstPassage: up(0.8) });
let parts: [Part, Part, Part];
beforeAll(async () => {
  const run = async (index: number): Promise<Part> =>
    JSON.parse(JSON.stringify(await runPart(study, { index, count: 3 })));
  parts = [await run(1), await run(2), await run(3)];
});

describe('a part', () => {
  it('that is whole is taken', () => {
    expect(mergeParts(parts).failures).toEqual({ nonFinite: 0 });
  });

  const withTotals = (totals: object) => (part: Part) => ({ ...part, totals: { ...part.totals, ...totals } });
  const snapshotWith = (change: (groups: Part['totals']['snapshots'][0]) => object) => (part: Part) =>
    withTotals({ snapshots: part.totals.snapshots.map((one, i) => (i === 0 ? { ...one, ...change(one) } : one)) })(
      part,
    );
  it.each<[string, (part: Part) => object, string]>([
    ['a study of nothing', (p) => ({ ...p, spec: { a: 1 } }), 'spec.model: expected the name of a preset'],
    ['a wrong field', (p) => ({ ...p, spec: { ...p.spec, dt: -1 } }), 'spec.dt: expected a number > 0, got -1'],
    [
      'an unknown model',
      (p) => ({ ...p, spec: { ...p.spec, model: 'foo' } }),
      'spec.model: expected the name of a preset',
    ],
    ['no threshold', (p) => ({ ...p, spec: { ...p.spec, firstPassage: 7 } }), 'spec.firstPassage: expected '],
    ['no origin', (p) => ({ ...p, provenance: 5 }), 'provenance: expected fields, got 5'],
    ['half an origin', (p) => ({ ...p, provenance: {} }), 'provenance.version: expected text, got nothing'],
    ['no budget', (p) => ({ ...p, errorBudget: 5 }), 'errorBudget: expected fields, got 5'],
    [
      'no such shard',
      (p) => ({ ...p, shard: { index: 4, count: 3 } }),
      'shard.index: expected a whole number from 1 to 3, got 4',
    ],
    [
      'text for steps',
      withTotals({ pathSteps: 'many' }),
      'totals.pathSteps: expected a whole number as text, got "many"',
    ],
    ['failures', withTotals({ nonFinite: 1e9 }), 'totals.nonFinite: expected at most 8192 paths, got 1000000000'],
    [
      'exits',
      withTotals({
        exits: {
          lower: { counts: [[1, 1]], sum: '1', sumOfSquares: '1' },
          upper: { counts: [], sum: '0', sumOfSquares: '0' },
        },
      }),
      'totals.exits: expected at most 0 paths that can leave, got 1',
    ],
    [
      'hits',
      withTotals({ hits: [{ counts: [[1, 1e6]], sum: '1', sumOfSquares: '1' }] }),
      'totals.hits[0]: expected at most 8192 paths that did not fail, got 1000000',
    ],
    ['absorbed', withTotals({ absorbed: [9000] }), 'totals.absorbed[0]: expected at most '],
    [
      'no groups',
      snapshotWith(() => ({ groups: [] })),
      'totals.snapshots[0].groups: expected a list of 64 groups of blocks, got []',
    ],
    [
      'groups of nothing',
      snapshotWith(({ groups }) => ({ groups: groups.map((g) => ({ ...g, count: 0 })) })),
      'totals.snapshots[0].groups: expected the 8192 paths of its histogram, got 0',
    ],
    [
      'groups of others',
      snapshotWith(({ groups }) => ({ groups: [...groups].reverse() })),
      'expected at most 0 paths of its blocks, got 4096',
    ],
    [
      'no histogram',
      snapshotWith(() => ({ histogram: [] })),
      'totals.snapshots[0].histogram: expected at least the 8192 paths alive, got 0',
    ],
  ])('refuses a part with %s, and says where', (_, damage, fault) => {
    const [first, second, third] = parts;
    const merge = () => mergeParts([first, damage(second) as Part, third], ['p1', 'p2', 'p3']);
    expect(merge).toThrow(MergeError);
    expect(merge).toThrow(/^p2: (the part|part 2\/3) is damaged: .*: write it again with run --shard$/);
    expect(merge).toThrow(fault);
  });
});
