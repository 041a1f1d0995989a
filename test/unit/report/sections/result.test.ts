import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatCount, formatResult } from '#dist/report/number.js';
import { htmlPage } from '#dist/report/page/html.js';
import { figuresOf, type Page } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { reportPage } from '#dist/report/sections/pages.js';
import { studyYaml } from '#dist/report/sections/provenance.js';
import { resultPage } from '#dist/report/sections/result.js';
import type { Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { exactLaws } from '#dist/study/laws.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { theory } from '#dist/study/theory.js';
import { e, fakeResult, none, passage } from '../fake.js';

const SMALL = {
  model: 'severity',
  initial: 0.1,
  paths: 4000,
  dt: 0.05,
  scheme: 'lamperti-heun',
  horizon: 40,
  saveAt: [10, 20],
  firstPassage: { threshold: 0.8 },
  samplePaths: 3,
  seed: 3,
  backend: 'reference',
};

const TIMEOUT = 90_000; // ms; quadrature and a run on a busy machine

let pen: Pen;
let result: Result;
let page: Page;
let html: string;
let text: string;

/** What a reader sees, minus signs as in numbers again. */
const textOf = (markup: string) => parseHTML(markup).document.body.textContent!.replace(/\s+/g, ' ').replace(/−/g, '-');

beforeAll(async () => {
  pen = await nodePen();
  result = await run(parseStudy(SMALL));
  page = resultPage(result, { pen, theory: theory(result.spec), laws: exactLaws(result.spec), prefix: '' });
  html = htmlPage(page);
  text = textOf(html);
}, TIMEOUT);

describe('the page of a run', () => {
  it('has every estimate of the result, rounded by its error', () => {
    const first = result.firstPassage as Extract<Result['firstPassage'], { threshold: number }>;
    const estimates = [
      ...result.snapshots.flatMap(({ mean, variance, skewness, excessKurtosis }) => [
        mean,
        variance,
        skewness,
        excessKurtosis,
      ]),
      ...[first.probability, first.mean, first.restrictedMean, first.tailRate],
      ...Object.values(first.quantiles),
    ].filter((estimate) => estimate.value !== null);
    expect(estimates.length).toBeGreaterThan(14);
    for (const estimate of estimates) expect(text).toContain(formatResult(estimate));
  });

  it('has every check with its verdict, and every histogram', () => {
    const { document } = parseHTML(html);
    const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent!),
    );
    for (const check of result.checks) {
      const row = rows.find(([quantity]) => quantity === check.quantity)!;
      expect(row[1]).toBe(
        formatResult({ value: check.simulated, standardError: check.standardError }).replace(/^-/, '−'),
      );
      expect(row[6]).toMatch(check.ok ? /^✓ agrees/ : /^✗ differs/);
    }
    for (const fit of result.goodnessOfFit)
      expect(rows.some(([quantity, chi]) => quantity === fit.quantity && chi === fit.chiSquared.toFixed(1))).toBe(true);
  });

  it('says that no path lives in place of a table of nothing', () => {
    const study = { boundary: { upper: 'absorb' } };
    const nobody = fakeResult(study, { snapshots: [{ ...result.snapshots[0]!, time: 10, paths: 0 }] });
    const { sections } = resultPage(nobody, { pen, prefix: '' });
    const position = sections.find(({ id }) => id === 'position')!;
    expect(position.blocks).toEqual([{ kind: 'text', text: 'No path is alive at time 10.' }]);
  });

  it('draws as many bars, points and paths as there are', () => {
    const names = figuresOf(page).map(({ name }) => name);
    expect(names).toEqual([
      'drift',
      'potential',
      'paths',
      'passage0-times',
      'passage0-survival',
      'passage0-error',
      'position0',
      'position1',
    ]);
    const [position] = figuresOf(page).filter(({ name }) => name === 'position0');
    const line = /stroke="var\(--fp-estimate\)"[^>]*><path d="([^"]*)"/.exec(position!.svg)![1]!;
    expect(line.match(/[ML]/g)).toHaveLength(2 * result.snapshots[0]!.histogram.counts.length + 2); // two corners a bar, and the feet
  });

  it('tells how to get it again: the study, and the key', () => {
    const codes = [...parseHTML(html).document.querySelectorAll('pre code')].map((code) => code.textContent!);
    expect(parseStudy(loadStudyText(codes.find((code) => code.startsWith('model:'))!, 'page'))).toEqual(result.spec);
    expect(text).toContain(result.provenance.key);
    expect(text).toContain(`digest of the counts${result.provenance.digest}`);
    expect(text).toContain(formatCount(result.provenance.pathSteps));
    expect(text).toContain('asks readers not to cite it yet');
  });
});

describe('the page says so', () => {
  const pageOf = (changes: Partial<Result>, study: object = { firstPassage: { threshold: 0.8 } }) =>
    textOf(htmlPage(resultPage(fakeResult(study, { firstPassage: passage, ...changes }), { pen, prefix: '' })));

  it('where an estimate differs from theory', () => {
    const check = {
      quantity: 'firstPassage.mean',
      simulated: 11.4321,
      standardError: 0.041,
      exact: 12,
      bias: 0.1,
      z: -13.9,
      zCorrected: -16.3,
      ok: false,
    };
    const seen = pageOf({ checks: [check] });
    expect(seen).toContain(
      '✗ differs from the exact 12.000: 16.3 standard errors apart once the step’s bias of +0.1 is taken off',
    );
    expect(seen).toContain('0 of 1 estimates agree with theory');
  });

  it('where the run is partial, or paths were lost', () => {
    const provenance = { ...fakeResult().provenance, partial: { requested: 20_000, completed: 8192 } };
    expect(pageOf({ provenance })).toContain('Partial: the run was ended after 8,192 of 20,000 paths');
    expect(pageOf({ provenance: { ...provenance, partial: { requested: 20_000, completed: 0 } } })).not.toContain(
      'First passage up',
    );
    expect(pageOf({ failures: { nonFinite: 12 } })).toContain('12 paths became infinite or NaN');
  });

  it('where there is no estimate, with the reason', () => {
    expect(pageOf({ firstPassage: { ...passage, mean: none('no path got there by the horizon') } })).toContain(
      'no path got there by the horizon',
    );
  });

  it('where hits carry weights', () => {
    const weights = {
      effectiveSampleSize: 812.7,
      largestShare: 0.011,
      work: 3e5,
      plainWork: 2e14,
      quantiles: passage.quantiles,
      stages: null,
    };
    const rare = { ...passage, hits: 900, censored: 19_100, probability: e(2.1e-9, 3e-11), weights };
    const seen = pageOf({ firstPassage: rare }, { firstPassage: { threshold: 0.8 }, method: 'tilted', saveAt: [] });
    expect(seen).toContain('900 of 20,000 tilted paths hit, each with its weight');
    expect(seen).toContain('(2.10 ± 0.03)e-9');
    expect(seen).not.toContain('min(T, horizon)'); // it is the horizon to twelve digits
  });
});

describe('whatever the study holds is shown as text', () => {
  it('in the file that makes the study again', () => {
    const evil = `"><script>alert('x')</script>`;
    const code = studyYaml({
      ...fakeResult().spec,
      model: { drift: evil, diffusion: evil },
      params: { [evil]: 1 },
      seed: evil,
    });
    expect(loadStudyText(code, 'x')).toMatchObject({ seed: evil, params: { [evil]: 1 }, model: { drift: evil } });
    const section = { id: 'a', heading: evil, blocks: [{ kind: 'code', code }] } as const;
    const { document } = parseHTML(htmlPage({ title: evil, lede: evil, sections: [section] }));
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelector('pre code')!.textContent).toBe(code);
  });

  it('in several results on one page', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const item = { kind: 'result', name: evil, result, material: { pen } } as const;
    const markup = htmlPage(reportPage([item, { ...item, result: fakeResult({ seed: evil }) }]));
    const { document } = parseHTML(markup);
    expect(document.querySelectorAll('img, script')).toHaveLength(0);
    expect(document.querySelector('h2:nth-of-type(1)')!.textContent).toBe('Side by side');
    expect(document.querySelectorAll('#together tbody tr')).toHaveLength(4); // passage (2) and position of one, position of the other
  });
});

describe('studyYaml', () => {
  it.each([
    [
      'lists of thresholds',
      { model: 'double-well', initial: 0, firstPassage: [{ threshold: 1 }, { threshold: -1, monitor: 'grid' }] },
    ],
    [
      'a start law and a text seed',
      { model: 'severity', initial: { uniform: [0.1, 0.3] }, seed: '0xff: "# no comment"' },
    ],
    [
      'a model of its own',
      {
        model: { drift: 'a - x', diffusion: '0.3' },
        domain: [-1, 2],
        params: { a: 0.1 },
        boundary: { upper: 'absorb' },
      },
    ],
    ['nothing to watch', { model: 'brownian', horizon: 3 }],
  ])('gives the same study again: %s', (_, study) => {
    const spec = parseStudy(study);
    expect(parseStudy(loadStudyText(studyYaml(spec), 'study.yaml'))).toEqual(spec);
  });
});
