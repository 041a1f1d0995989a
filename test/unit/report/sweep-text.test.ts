import { describe, expect, it } from 'vitest';
import { sweepText } from '#dist/report/sweep-text.js';
import type { Sweep, SweepOutput } from '#dist/result/sweep.js';
import { parseStudy } from '#dist/study/check.js';
import { fakeResult } from './fake.js';

const canvas = { width: 80, unicode: true };

type Cells = readonly (readonly [value: number | null, exact: number | null])[];

/** Of 2 × 2 points; `cells` are their values and exact values, the last axis fastest, `failed` the paths that did. */
function textOf(cells: Cells, failed: readonly number[] = [0, 0, 0, 0]): string {
  const [alpha, beta] = [
    [0.1, 0.5],
    [0.2, 0.4],
  ] as const;
  const spec = parseStudy({ model: 'severity', initial: 0.1, grid: { alpha, beta }, outputs: ['snapshot.mean'] });
  const points = cells.map(([value, exact], i) => {
    const rest = { exactError: null, bias: null, biasError: null, z: null, zCorrected: null };
    const standardError = value === null ? null : 0.01;
    const output: SweepOutput = { value, standardError, exact, ...rest, differences: {}, reasons: {} };
    const params = { alpha: alpha[i >> 1]!, beta: beta[i & 1]! };
    return { params, outputs: { 'snapshot.mean': output }, nonFinite: failed[i]! };
  });
  const axes = [
    { name: 'alpha', values: [...alpha] },
    { name: 'beta', values: [...beta] },
  ];
  const provenance = { ...fakeResult().provenance, theorySeconds: 2, biasPoints: 4 };
  const sweep: Sweep = { schema: 'firstpassage/sweep@1', spec, provenance, axes, points };
  return sweepText(sweep, canvas);
}

const captionOf = (cells: Cells): string =>
  textOf(cells)
    .split('\n')
    .find((line) => line.startsWith('snapshot.mean'))!;

it('says where paths failed, and of how many', () => {
  const cells = [1, 2, 3, 4].map((value) => [value, value] as const);
  expect(textOf(cells)).not.toContain('FAILURES');
  expect(textOf(cells, [0, 7, 0, 1]).replace(/\s+/g, ' ')).toContain(
    'FAILURES: at 2 of 4 points, first at alpha = 0.1, beta = 0.4, paths became infinite or NaN, 8 of 200,000',
  );
});

describe('the caption of a map', () => {
  it.each([
    [
      'estimates alone',
      [
        [1, 1.01],
        [2, 2.01],
        [3, 3.01],
        [4, null],
      ],
      '1 (light) … 4 (dark)',
    ],
    [
      'exact values alone',
      [
        [null, 1],
        [null, 2],
        [null, 3],
        [null, 4],
      ],
      '1 (light) … 4 (dark)',
    ],
    [
      'both',
      [
        [1, 1.01],
        [null, 2],
        [3, 3.01],
        [4, 4.01],
      ],
      '1 (light) … 4 (dark); exact where there is no estimate',
    ],
    [
      'some of neither',
      [
        [1, 1.01],
        [null, null],
        [3, 3.01],
        [4, 4.01],
      ],
      '1 (light) … 4 (dark); ? not known',
    ],
    [
      'one value where it is known',
      [
        [1, 1],
        [null, null],
        [1, 1],
        [1, 1],
      ],
      '1 wherever it is known; ? not known',
    ],
    [
      'one value',
      [
        [1, 1],
        [null, 1],
        [1, 1],
        [1, 1],
      ],
      '1 everywhere; exact where there is no estimate',
    ],
    [
      'nothing',
      [
        [null, null],
        [null, null],
        [null, null],
        [null, null],
      ],
      'nothing is known',
    ],
  ] as const)('says what its cells are: %s', (_, cells, said) => {
    expect(captionOf(cells)).toBe(`snapshot.mean: ${said}`);
  });
});
