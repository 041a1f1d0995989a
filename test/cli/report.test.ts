import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readGiven } from '#dist/cli/report-input.js';
import { type PageOptions, prepareDestination, writePage } from '#dist/cli/report-output.js';
import type { Page } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import { drawSeries } from '#dist/report/plot/series.js';
import type { Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { sweep } from '#dist/study/sweep.js';
import { firstpassage, SMALL, start, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const results = at('results');
let result: Result;

beforeAll(async () => {
  result = await run(parseStudy(loadStudyText(SMALL, 'small')));
  mkdirSync(results);
  writeFileSync(join(results, 'result.json'), JSON.stringify(result));
  const grid = parseStudy({ model: 'brownian', paths: 10, horizon: 1, backend: 'reference', grid: { sigma: [1, 2] } });
  writeFileSync(at('sweep.json'), JSON.stringify(await sweep(grid)));
});

describe('firstpassage report', () => {
  it('makes one HTML page of a folder, whose numbers are those of the result', async () => {
    const { code, stdout, stderr } = await firstpassage('report', results, '--out', at('page.html'));
    expect(code).toBe(0);
    expect(stderr).toBe(`wrote ${at('page.html')}\n`);
    expect(stdout).toMatch(/^severity: first passage through 0\.8\nA path passes 0\.8 by time 10/);
    const html = readFileSync(at('page.html'), 'utf8');
    const { probability } = result.firstPassage as Extract<Result['firstPassage'], { threshold: number }>;
    expect(html).toContain(result.provenance.key);
    expect(html).toContain(`${probability.value!.toFixed(3)} ± ${probability.standardError!.toFixed(3)}`);
    expect(html).not.toMatch(/https?:/);
    expect(html).not.toContain('<script');
  });

  it('runs a study first, with paths to look at, and tells scripts what it wrote', async () => {
    const study = SMALL.replace('samplePaths: 2', '');
    const args = ['report', '-', '--out', at('study.html'), '--json', '--quiet', '--set', 'paths=2000'];
    const { code, stdout } = await start(args, { input: study }).ended;
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({
      schema: 'firstpassage/report@1',
      files: [at('study.html')],
      title: 'severity: first passage through 0.8',
    });
    const labels = summary.headlines.map(({ label }: { label: string }) => label);
    expect(labels).toContain('Mean time of first passage, of those that hit');
    const html = readFileSync(at('study.html'), 'utf8');
    expect(html).toContain('paths 1 – 15');
    expect(html).toContain('paths: 2000');
  });

  it('runs the grid of a study too', async () => {
    const study = `model: severity
paths: 2000
dt: 0.1
horizon: 20
backend: reference
grid: { alpha: [0.2, 0.3], beta: [0.2, 0.4] }
`;
    const { code, stderr } = await start(['report', '-', '--out', at('grid.html'), '--quiet'], { input: study }).ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(at('grid.html'), 'utf8')).toContain('2 values of alpha × 2 values of beta');
  });

  it('changes no results', async () => {
    const { code, stderr, stdout } = await firstpassage('report', results, '--set', 'paths=3');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--set: expected a study to change, got results');
  });
});

describe('what report is given', () => {
  const refused = (name: string) => expect(readGiven(at(name))).rejects;

  it('is told by what it holds', async () => {
    writeFileSync(at('study.yaml'), SMALL);
    const given = (
      await Promise.all([results, join(results, 'result.json'), at('study.yaml'), at('sweep.json')].map(readGiven))
    ).flat();
    expect(given.map(({ kind, name }) => [kind, name])).toEqual([
      ['result', 'results'],
      ['result', 'result.json'],
      ['study', 'study.yaml'],
      ['sweep', 'sweep.json'],
    ]);
  });

  it('is refused where it is nothing to report, with what was found', async () => {
    const write = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));
    mkdirSync(at('empty'));
    write('part.json', { schema: 'firstpassage/part@1', spec: {} });
    write('half.json', { schema: 'firstpassage/result@1', spec: {}, checks: [] });
    write('other.json', { schema: 'firstpassage/result@9' });
    write('foreign.json', { foo: 1 });
    write('bent.json', { ...result, spec: { ...result.spec, model: { drift: '<script>', diffusion: '1' } } });
    await refused('none.json').toThrow('no such file or folder');
    await refused('empty').toThrow('the folder has no result.json');
    await refused('part.json').toThrow(
      'part.json: expected a result to report, got "firstpassage/part@1": put the parts of the run together first: firstpassage merge',
    );
    await refused('half.json').toThrow(
      'got one without provenance, snapshots, firstPassage, exits, samplePaths, failures, goodnessOfFit, unchecked:',
    );
    await refused('other.json').toThrow('this version does not know it');
    await refused('foreign.json').toThrow('foreign.json: expected a result or a study, got neither');
    await refused('bent.json').toThrow('bent.json: expected the study that the result is of');
  });
});

describe('a damaged file', () => {
  it.each<[string, object, string]>([
    ['firstPassage', { firstPassage: 5 }, 'firstPassage: expected fields, a list of them or null, got 5'],
    ['hits', { firstPassage: {} }, 'firstPassage.probability: expected fields, got nothing'],
    ['a snapshot', { snapshots: [{}] }, 'snapshots[0].time: expected a finite number, got nothing'],
    ['null', { snapshots: [null] }, 'snapshots[0]: expected fields, got nothing'],
    ['a check', { checks: [{}] }, 'checks[0].quantity: expected text, got nothing'],
    ['exits', { exits: 'none' }, 'exits: expected fields, got "none"'],
    ['sample paths', { samplePaths: { times: [1], values: [2] } }, 'samplePaths.values[0]: expected a list, got 2'],
    ['few snapshots', { snapshots: [] }, 'snapshots: expected the 2 of spec.saveAt, got 0'],
    ['no passage', { firstPassage: null }, 'firstPassage: expected one, as in spec.firstPassage, got nothing'],
    [
      'times of paths',
      { samplePaths: { times: [], values: [[1]] } },
      'samplePaths: expected at least as many times as',
    ],
    ['origin', { provenance: {} }, 'provenance.version: expected text, got nothing'],
  ])('of a result is told by its field and value: %s', async (_, damage, fault) => {
    writeFileSync(at('damaged.json'), JSON.stringify({ ...result, ...damage }));
    await expect(readGiven(at('damaged.json'))).rejects.toThrow(`damaged.json is damaged: ${fault}`);
  });

  it.each(['failures', 'unchecked'])('of a result without %s is told so', async (field) => {
    writeFileSync(at('damaged.json'), JSON.stringify({ ...result, [field]: undefined }));
    await expect(readGiven(at('damaged.json'))).rejects.toThrow(`got one without ${field}: write it again`);
  });

  it.each<[string, object, string]>([
    ['a point', { points: [{}] }, 'points[0].params: expected fields, got nothing'],
    ['null', { points: [null] }, 'points[0]: expected fields, got nothing'],
    ['no points', { points: [] }, 'points: expected 2, got 0'],
    [
      'an axis of another name',
      { axes: [{ name: 'x', values: [1, 2] }] },
      'points[0].params: expected a value of the axis x, got none',
    ],
    ['axes', { axes: [] }, 'axes: expected a list of one or two axes, got []'],
  ])('of a sweep is told by its field and value: %s', async (_, damage, fault) => {
    const whole = JSON.parse(readFileSync(at('sweep.json'), 'utf8'));
    writeFileSync(at('damaged.json'), JSON.stringify({ ...whole, ...damage }));
    await expect(readGiven(at('damaged.json'))).rejects.toThrow(`damaged.json is damaged: ${fault}`);
  });
});

describe('where a page goes', () => {
  let page: Page;
  beforeAll(async () => {
    const pen = await nodePen();
    const plot = {
      title: 't',
      caption: 'c',
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ label: 'l', role: 'exact', as: 'line', x: [0, 1], y: [0, 1] }],
    } as const;
    const figures = ['one', 'two'].map((name) => drawSeries(pen, { ...plot, name }));
    page = { title: 'T', lede: 'L', sections: [{ id: 's', heading: 'S', blocks: [{ kind: 'figures', figures }] }] };
  });
  const write = async (options: PageOptions) => writePage(page, await prepareDestination({ quiet: true, ...options }));

  it('plots as SVG', async () => {
    expect(await write({ format: 'svg', out: at('svg') })).toEqual(
      ['one', 'two'].map((name) => join(at('svg'), `${name}.svg`)),
    );
    expect(readFileSync(join(at('svg'), 'one.svg'), 'utf8')).toMatch(/^<svg xmlns=/);
  });

  it('plots as PNG, two dots a unit', async () => {
    await write({ format: 'png', theme: 'dark', out: at('png') });
    expect(readdirSync(at('png')).sort()).toEqual(['one.png', 'two.png']);
    const picture = readFileSync(join(at('png'), 'one.png'));
    expect([...picture.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(picture.readUInt32BE(16)).toBe(880);
  });

  it('Markdown by the ending of its name, its pictures beside it', async () => {
    await write({ out: at('a page.md') });
    const pictures = [...readFileSync(at('a page.md'), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)];
    expect(pictures).toHaveLength(2);
    for (const [, file] of pictures) expect(existsSync(join(folder, decodeURI(file!)))).toBe(true);
  });

  it('into a folder under the name of its kind', async () => {
    expect(await write({ out: folder })).toEqual([join(folder, 'report.html')]);
    await expect(write({ out: folder })).rejects.toThrow('which exists: add --force');
    expect(await write({ out: folder, force: true })).toEqual([join(folder, 'report.html')]);
  });

  it('nowhere that cannot be', async () => {
    await expect(write({ out: at('x.html'), format: 'png' })).rejects.toThrow('expected a folder for png files');
    await expect(write({ out: results, format: 'svg' })).rejects.toThrow('expected an empty folder');
    await expect(write({ out: '-', format: 'md' })).rejects.toThrow('expected a file for Markdown');
    for (const name of ['x.pdf', 'x.txt', 'x.svg'])
      await expect(write({ out: at(name) })).rejects.toThrow(
        `--out: expected a name that ends in .html or .md, got "${at(name)}": --format svg or png write`,
      );
    await expect(write({ out: at('x.md'), format: 'html' })).rejects.toThrow('expected a name that ends in .html');
  });
});
