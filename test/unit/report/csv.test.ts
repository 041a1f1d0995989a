import { describe, expect, it } from 'vitest';
import { CSV_NAMES, csvFiles } from '#dist/report/csv.js';
import { exit, fakeResult, none, passage } from './fake.js';

const study = { firstPassage: { threshold: 0.8 }, boundary: { upper: 'absorb' } };

describe('csvFiles', () => {
  it('writes only what the result has', () => {
    expect(Object.keys(csvFiles(fakeResult()))).toEqual(['snapshots.csv', 'histogram.csv']);
    expect(csvFiles(fakeResult({}, { snapshots: [] }))).toEqual({});
  });

  it('writes rectangular tables under known names', () => {
    const samplePaths = { times: [0, 1], values: [[0.1, 0.2], [0.1]] };
    const files = csvFiles(fakeResult(study, { firstPassage: passage, exits: { upper: exit }, samplePaths }));
    for (const [name, text] of Object.entries(files)) {
      expect(CSV_NAMES).toContain(name);
      expect(text.endsWith('\n')).toBe(true);
      const widths = text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',').length);
      expect(new Set(widths).size, name).toBe(1);
    }
    expect(files['sample-paths.csv']).toBe('path,time,x\n0,0,0.1\n0,1,0.2\n1,0,0.1\n');
    expect(files['survival.csv']).toBe(
      'threshold,time,survival,survival_se,hazard,hazard_se\n0.8,0,1,0,0.288,0.004\n0.8,1,0.75,0.003,,\n0.8,2,0,0,,\n',
    );
    expect(files['exits-histogram.csv']).toBe('end,from,to,count\nupper,0,1,1\nupper,1,2,3\n');
  });

  it('puts each number under its name, and nothing where there is none', () => {
    const firstPassage = { ...passage, mean: none('no hits') };
    const [header, row] = csvFiles(fakeResult(study, { firstPassage }))
      ['first-passage.csv']!.split('\n')
      .map((l) => l.split(','));
    const cell = (name: string) => row![header!.indexOf(name)];
    expect([cell('threshold'), cell('direction'), cell('monitor'), cell('hits')]).toEqual([
      '0.8',
      'up',
      'bridge',
      '20000',
    ]);
    expect([cell('mean'), cell('mean_se')]).toEqual(['', '']);
    expect([cell('variance'), cell('variance_se')]).toEqual(['36', '0.6']);
    expect([cell('q0.95'), cell('q0.95_se')]).toEqual(['22.67', '0.11']);
  });
});
