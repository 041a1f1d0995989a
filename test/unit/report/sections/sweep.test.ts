import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { htmlPage } from '#dist/report/page/html.js';
import { figuresOf } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { reportPage } from '#dist/report/sections/pages.js';
import type { Sweep, SweepOutput } from '#dist/result/sweep.js';
import { parseStudy } from '#dist/study/check.js';
import { fakeResult } from '../fake.js';

let pen: Pen;
beforeAll(async () => {
  pen = await nodePen();
});

const output = (value: number | null, exact: number | null, zCorrected: number | null): SweepOutput => ({
  value,
  standardError: value === null ? null : 0.01,
  exact,
  exactError: null,
  bias: null,
  biasError: null,
  z: zCorrected,
  zCorrected,
  differences: {},
  reasons: {},
});

/** value = alpha + beta / 10, exact 0.01 less, so that z = 1; the output of theory alone is 10^(4 alpha). */
function sweepOf(grid: Record<string, number[]>, more: object = {}): Sweep {
  const axes = Object.entries(grid).map(([name, values]) => ({ name, values }));
  const [first, second = { name: 'beta', values: [0] }] = axes;
  const outputs = ['snapshot.mean', 'theory.relaxationTime'];
  const spec = parseStudy({ model: 'severity', initial: 0.1, paths: 1000, grid, outputs, ...more });
  const points = first!.values.flatMap((alpha) =>
    second.values.map((beta) => ({
      params: axes.length === 1 ? { alpha } : { alpha, beta },
      outputs: {
        'snapshot.mean': output(alpha + beta / 10, alpha + beta / 10 - 0.01, 1),
        'theory.relaxationTime': output(null, 10 ** (4 * alpha), null),
      },
      nonFinite: 0,
    })),
  );
  const provenance = { ...fakeResult().provenance, theorySeconds: 2, biasPoints: 4 };
  return { schema: 'firstpassage/sweep@1', spec, provenance, axes, points };
}

const pageOf = (sweep: Sweep) => reportPage([{ kind: 'sweep', name: 'sweep.json', sweep, material: { pen } }]);
const textOf = (sweep: Sweep) => parseHTML(htmlPage(pageOf(sweep))).document.body.textContent!.replace(/\s+/g, ' ');

describe('the page of a sweep', () => {
  it('draws the value and z of each output over two parameters, the first one across', () => {
    const sweep = sweepOf({ alpha: [0.1, 0.5, 0.9], beta: [0.2, 0.4] });
    const figures = figuresOf(pageOf(sweep));
    expect(figures.map(({ name }) => name)).toEqual(['output0-map', 'output0-z', 'output1-map']);
    const { columns, rows } = figures[0]!.table!;
    expect(columns).toEqual(['beta \\ alpha', '0.1', '0.5', '0.9']);
    expect(rows).toEqual([
      ['0.2', '0.12', '0.52', '0.92'],
      ['0.4', '0.14', '0.54', '0.94'],
    ]);
    expect(figures[2]!.caption).toContain('exact, by quadrature; colours by its logarithm');
    expect(figures[0]!.svg).toContain('alpha = beta');
  });

  it('sums up how far the estimates are from theory', () => {
    const text = textOf(sweepOf({ alpha: [0.1, 0.5, 0.9], beta: [0.2, 0.4] }));
    expect(text).toContain('3 values of alpha × 2 values of beta, 1,000 paths at each point. 6 of 6 estimates agree');
    expect(text).toContain('share their random numbers');
    expect(textOf(sweepOf({ alpha: [0.1, 0.5] }, { independent: true }))).toContain(
      'Points have random numbers of their own',
    );
  });

  it('says where an estimate differs', () => {
    const sweep = sweepOf({ alpha: [0.1, 0.5] });
    const [point, ...rest] = sweep.points;
    const far = { ...point!, outputs: { ...point!.outputs, 'snapshot.mean': output(0.5, 0.1, 40) } };
    const text = textOf({ ...sweep, points: [far, ...rest] });
    expect(text).toContain('1 of 2 estimates agree');
    expect(text).toContain('✗ differs');
  });

  it('draws curves over one parameter, with the numbers', () => {
    const figures = figuresOf(pageOf(sweepOf({ alpha: [0.1, 0.5, 0.9] })));
    expect(figures.map(({ name }) => name)).toEqual(['output0-line', 'output0-z', 'output1-line']);
    expect(figures[0]!.table!.rows[1]).toEqual(['0.5', '0.5', '0.01', '0.49', '1']);
    expect(figures[0]!.svg.match(/<circle/g)).toHaveLength(3 + 1); // the points, and the legend
  });

  it('leaves what a partial sweep lacks empty, and says so', () => {
    const sweep = sweepOf({ alpha: [0.1, 0.5, 0.9], beta: [0.2, 0.4] });
    const partial = {
      ...sweep,
      points: sweep.points.slice(0, 3),
      provenance: { ...sweep.provenance, partial: { requested: 6, completed: 3 } },
    };
    const text = textOf(partial);
    expect(text).toContain('Partial: 3 of 6 points.');
    expect(text).toContain('Empty: no value there.');
    expect(figuresOf(pageOf(partial))[0]!.table!.rows[1]).toEqual(['0.4', '0.14', null, null]);
  });
});
