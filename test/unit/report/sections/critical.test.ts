import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { htmlPage } from '#dist/report/page/html.js';
import { figuresOf } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { reportPage } from '#dist/report/sections/pages.js';
import type { Critical, CriticalPoint, Exponent, Measured } from '#dist/result/critical.js';
import { fakeResult } from '../fake.js';

let pen: Pen;
beforeAll(async () => {
  pen = await nodePen();
});

const measured = (value: number): Measured => ({ value, standardError: value / 100, exact: value });
const nothing: Measured = { value: null, standardError: null, exact: null };

/** A time that diverges like 1/distance on both sides of 0. */
const pointAt = (control: number): CriticalPoint => ({
  control,
  distance: control,
  params: { alpha: control },
  law: 'stationary',
  mean: measured(0.5 + control),
  variance: measured(0.01),
  skewness: nothing,
  binder: nothing,
  modes: { value: 1, standardError: null, exact: 1 },
  autocorrelationTime: measured(1 / Math.abs(control)),
  relaxationTime: measured(1 / Math.abs(control)),
  firstPassage: null,
});
const exponent: Exponent = {
  quantity: 'relaxationTime',
  side: 'above',
  noise: 1,
  value: -1.02,
  interval: [-1.1, -0.94],
  statistical: 0.05,
  systematic: 0.03,
  source: 'monte carlo',
  window: [0.1, 0.4],
  points: 3,
  exactThere: -1,
  limit: { value: -1, error: 1e-6 },
  saturation: { value: 0, interval: [0, 0.01], reached: false },
  fitted: null,
};
const critical: Critical = {
  schema: 'firstpassage/critical@1',
  spec: fakeResult().spec,
  provenance: fakeResult().provenance,
  control: 'alpha',
  candidate: { value: 0, error: 0, from: 'the study' },
  points: [-0.4, -0.2, -0.1, 0.1, 0.2, 0.4].map(pointAt),
  exponents: { 'relaxationTime.above': exponent },
  limits: [],
  modeChanges: [{ at: 0.25, from: 1, to: 2 }],
  verdict: 'transition',
  kind: 'divergent',
  at: 0,
  limit: null,
  why: 'The relaxation time diverges at alpha = 0 <script>.',
  exact: { verdict: 'transition', kind: 'divergent', at: 0, limit: null },
  monteCarlo: { verdict: 'undecided', kind: null, at: null, limit: null },
  reasons: { 'points[2].skewness': 'too few paths' },
};

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
