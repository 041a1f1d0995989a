/** The table: the ratio's base is wasm on the most threads, whatever its rate; what is missing is said. */
import { expect, test } from 'vitest';
import type { Row } from '#dist/bench/contest.js';
import { benchMarkdown } from '#dist/bench/table.js';

const machine = { cpu: 'a processor', cores: 2, memoryGiB: 8, platform: 'linux x64', node: 'v20.0.0' };

const row = (who: string, threads: number, seconds: number): Row => ({
  scenario: 'scripted',
  who,
  environment: 'node',
  adapter: null,
  threads,
  pathSteps: 3e6,
  seconds: { median: seconds, min: seconds, max: seconds, runs: 1, samples: [seconds] },
  pathStepsPerSecond: 3e6 / seconds,
  estimate: { value: 1, standardError: 0.1 },
});

test('a row states path-steps, seconds, spread, runs, rate and ratio', () => {
  const rows = [row('peer', 1, 0.5), row('wasm', 1, 1), row('wasm', 2, 2)];
  const text = benchMarkdown({ schema: 'firstpassage/bench@1', machine, rows, skipped: ['webgpu: no adapter found'] });
  expect(text.split('\n')).toEqual([
    'a processor, 2 cores, 8 GiB, linux x64, Node v20.0.0',
    '',
    '### scripted',
    '',
    '| who | where | threads | path-steps a run | median s | min–max s | runs | M path-steps/s | × wasm, 2 threads |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    '| peer | node | 1 | 3.00e+6 | 0.500 | 0.500–0.500 | 1 | 6.00 | 4.00 (4.00–4.00) |',
    '| wasm | node | 1 | 3.00e+6 | 1.000 | 1.000–1.000 | 1 | 3.00 | 2.00 (2.00–2.00) |',
    '| wasm | node | 2 | 3.00e+6 | 2.000 | 2.000–2.000 | 1 | 1.50 | 1 |',
    '',
    'Not measured: webgpu: no adapter found.',
  ]);
});

test('without wasm there are no ratios', () => {
  const text = benchMarkdown({ schema: 'firstpassage/bench@1', machine, rows: [row('reference', 1, 1)], skipped: [] });
  expect(text).not.toContain('×');
});
