/** Rows against those of an earlier benchmark: who is paired with whom, and what is said of each. */
import { describe, expect, test } from 'vitest';
import type { Bench } from '#dist/bench/bench.js';
import { compare, comparisonMarkdown, nothingCompared } from '#dist/bench/compare.js';
import type { Row } from '#dist/bench/contest.js';
import { machine, row } from './rows.js';

const bench = (rows: readonly Row[], about: Partial<Bench['machine']> = {}): Bench => ({
  schema: 'firstpassage/bench@1',
  machine: { ...machine, ...about },
  rows,
  skipped: [],
});

const SEVEN = [1, 1.01, 0.99, 1.02, 0.98, 1.005, 0.995];
const times = (factor: number, samples: readonly number[] = SEVEN) => samples.map((s) => s * factor);
const verdicts = (then: Bench, now: Bench) =>
  compare(then, now).changes.map(({ who, verdict }) => `${who}: ${verdict}`);

describe('on one machine', () => {
  test.each([
    ['faster', 0.9],
    ['slower', 1.1],
    ['no change', 1],
    ['no change', 1.01], // less than 2 %
  ])('%s where a run takes %f times as long', (verdict, factor) => {
    const { of, changes } = compare(bench([row({}, SEVEN)]), bench([row({}, times(factor))]));
    expect(of).toBe('rates');
    expect(changes).toHaveLength(1);
    expect(changes[0]!.verdict).toBe(verdict);
    expect(changes[0]!.ratio.value).toBeCloseTo(1 / factor, 2); // spread of the samples
    const [low, high] = changes[0]!.ratio.interval!;
    expect(low).toBeLessThan(1 / factor);
    expect(high).toBeGreaterThan(1 / factor);
  });

  test('a change within a wide spread is none, and four runs are too few', () => {
    const wild = [0.5, 1, 2, 0.7, 1.5, 1.1, 0.9];
    const four = times(1, SEVEN.slice(3));
    const then = bench([row({ who: 'a' }, wild), row({ who: 'b' }, four)]);
    const now = bench([row({ who: 'a' }, times(0.8, wild)), row({ who: 'b' }, times(0.1, four))]);
    expect(verdicts(then, now)).toEqual([
      'a, Node 20.0.0, 1 thread: no change',
      'b, Node 20.0.0, 1 thread: too few runs',
    ]);
  });

  test('more path-steps in as many seconds are faster', () => {
    const now = bench([row({ pathSteps: 4e6 }, SEVEN)]);
    expect(compare(bench([row({}, SEVEN)]), now).changes[0]!.verdict).toBe('faster');
  });
});

test('between two machines the ratio to wasm decides, round by round', () => {
  const half = [1, 2, 4, 8, 16, 32, 64]; // a machine whose pace wanders
  const then = bench([row({ threads: 2 }, half), row({ who: 'peer' }, times(1, half)), row({ who: 'same' }, half)]);
  const now = bench([row({ threads: 2 }, times(10)), row({ who: 'peer' }, times(5)), row({ who: 'same' }, times(10))], {
    cpu: 'another',
  });
  const { of, changes } = compare(then, now);
  expect(of).toBe('ratios');
  expect(changes.map(({ who, verdict }) => [who, verdict])).toEqual([
    ['peer, Node 20.0.0, 1 thread', 'faster'],
    ['same, Node 20.0.0, 1 thread', 'no change'],
  ]);
  expect(changes[0]!.ratio.value).toBeCloseTo(2, 10);
});

test('rows are paired by contestant and scenario, of one version where there are two, else in order', () => {
  const named = (version: string, seconds: number) => row({ version }, times(seconds));
  const then = bench([named('Node 20.1', 1), named('Node 24.0', 2), row({ who: 'gone' }, SEVEN)]);
  const now = bench([
    named('Node 24.0', 2),
    named('Node 20.2', 1),
    row({ who: 'new' }, SEVEN),
    row({ scenario: 'another', id: 'another' }, SEVEN),
  ]);
  const { changes, onlyThen, onlyNow } = compare(then, now);
  expect(changes.map(({ verdict }) => verdict)).toEqual(['no change', 'no change']);
  expect(onlyThen).toEqual(['scripted: gone, Node 20.0.0, 1 thread']);
  expect(onlyNow).toEqual(['scripted: new, Node 20.0.0, 1 thread', 'another: wasm, Node 20.0.0, 1 thread']);
});

test('rows of other path counts are told apart from rows of one side alone, and why', () => {
  const fewer = row({ scenario: 'scripted; 1/8 of the paths', paths: 125 }, SEVEN);
  const comparison = compare(bench([row({}, SEVEN)]), bench([fewer, row({ who: 'new' }, SEVEN)]));
  expect(comparison).toMatchObject({
    changes: [],
    unlike: [{ before: { paths: 1000 }, after: { paths: 125 } }],
    onlyThen: [],
    onlyNow: ['scripted: new, Node 20.0.0, 1 thread'],
  });
  const text = comparisonMarkdown(comparison);
  expect(text).toContain('scripted: wasm, Node 20.0.0, 1 thread: 1000 paths then, 125 now.');
  expect(text).not.toContain('| verdict |');
  expect(nothingCompared(comparison, 'old.json')).toMatch(/"old\.json", got .*other numbers of paths.*: measure with/);
  expect(nothingCompared(compare(bench([]), bench([fewer])), 'old.json')).toContain('measure the --scenario');
});

test('as Markdown', () => {
  const then = bench([row({}, SEVEN), row({ who: 'gone' }, SEVEN)]);
  expect(comparisonMarkdown(compare(then, bench([row({}, times(0.5))]))).split('\n')).toEqual([
    '## Now ÷ then: rates',
    '',
    '| scenario | who | now ÷ then | 99 % | verdict |',
    '| --- | --- | --- | --- | --- |',
    expect.stringMatching(/^\| scripted \| wasm, Node 20.0.0, 1 thread \| 2\.000 \| 1\.9\d\d–2\.0\d\d \| faster \|$/),
    '',
    'Only then: scripted: gone, Node 20.0.0, 1 thread.',
  ]);
});
