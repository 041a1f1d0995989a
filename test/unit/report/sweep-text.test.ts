import { describe, expect, it } from 'vitest';
import { sweepText } from '#dist/report/sweep-text.js';
import type { Sweep, SweepOutput } from '#dist/result/sweep.js';
import { parseStudy } from '#dist/study/check.js';
import { fakeResult } from './fake.js';

const canvas = { width: 80, unicode: true };

/** A map of 2 × 2 points; `cells` are its values and exact values, the last axis fastest. */
function captionOf(cells: readonly (readonly [value: number | null, exact: number | null])[]): string {
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
    return { params, outputs: { 'snapshot.mean': output }, nonFinite: 0 };
  });
  const axes = [
    { name: 'alpha', values: [...alpha] },
    { name: 'beta', values: [...beta] },
  ];
  const provenance = { ...fakeResult().provenance, theorySeconds: 2, biasPoints: 4 };
  const sweep: Sweep = { schema: 'firstpassage/sweep@1', spec, provenance, axes, points };
  return sweepText(sweep, canvas)
    .split('\n')
    .find((line) => line.startsWith('snapshot.mean'))!;
}

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
