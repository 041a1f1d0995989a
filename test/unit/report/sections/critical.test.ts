import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { htmlPage } from '#dist/report/page/html.js';
import { figuresOf } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { reportPage } from '#dist/report/sections/pages.js';
import type { Critical } from '#dist/result/critical.js';
import { critical, measured, pointAt } from '../fake-critical.js';

let pen: Pen;
beforeAll(async () => {
  pen = await nodePen();
});

const pageOf = (changes: Partial<Critical> = {}) =>
  reportPage([{ kind: 'critical', name: 'c', critical: { ...critical, ...changes }, material: { pen } }]);

describe('the page of a scaling study', () => {
  it('says the verdict, and what of it is exact and what sampled', () => {
    const { document } = parseHTML(htmlPage(pageOf()));
    expect(document.querySelectorAll('script')).toHaveLength(0);
    const values = [...document.querySelectorAll('.headlines .value')].map((value) => value.textContent);
    expect(values).toEqual(['transition: divergent', 'transition', 'undecided']);
    const text = document.body.textContent!;
    expect(text).toContain('changes from 1 to 2 at alpha = 0.25');
    expect(text).toContain('points[2].skewness: too few paths');
    expect(text).toContain('The bias of the time step is in the estimates and not in their errors');
    expect(text).toContain('−1.10 … −0.94'.replace('−1.10', '−1.1'));
  });

  it('draws what there is along the path, and slopes near the candidate', () => {
    const figures = figuresOf(pageOf());
    expect(figures.map(({ name }) => name)).toEqual([
      'along-mean',
      'along-variance',
      'along-modes',
      'along-autocorrelation',
      'along-relaxation',
      'scaling-relaxationtime',
    ]);
    const { svg, table } = figures.at(-1)!;
    expect(svg).toContain('slope −1.02');
    expect(svg).not.toContain('NaN');
    expect(table!.rows).toHaveLength(6);
    expect(table!.rows[0]!.slice(0, 3)).toEqual(['above', '0.1', '10']);
  });

  it('shows a mean as 0 where it is 0 beside its error', () => {
    const points = [{ ...pointAt(0.1), mean: { value: 0.001, standardError: 0.003, exact: 7.2e-18 } }];
    expect(figuresOf(pageOf({ points })).at(0)!.table!.rows[0]).toEqual(['0.1', '0.001 ± 0.003', '0']);
  });

  it('leaves a point at the candidate off the logarithmic axis, be it off by rounding', () => {
    const points = [...critical.points, pointAt(1e-9)];
    expect(figuresOf(pageOf({ points })).at(-1)!.table!.rows).toHaveLength(6);
  });

  it('shows the time as its noise is taken away', () => {
    const level = (noise: number) => ({
      noise,
      vanishing: 1,
      at: 0,
      slowestTime: 2 / noise,
      autocorrelationTime: measured(1 / noise),
    });
    const limit = {
      name: 'noise → 0',
      where: 'at the candidate',
      levels: [1, 0.5, 0.25].map(level),
      exponent: 1,
      sampled: null,
      exact: 'diverges',
      monteCarlo: 'undecided',
      goesTo: 0,
    } as const;
    const page = pageOf({ limits: [limit], candidate: null, exponents: {} });
    expect(figuresOf(page).at(-1)!.table!.rows[0]).toEqual(['0.25', '8', '4', '4']);
  });
});
