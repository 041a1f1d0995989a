/** The tables: the ratio's base is wasm on the most threads, whatever its rate; what a step costs; what threads gain; what is missing. */
import { expect, test } from 'vitest';
import { benchMarkdown } from '#dist/bench/table.js';
import { machine, row } from './rows.js';

const schema = 'firstpassage/bench@1';

test('a row states paths, steps, dt, seconds, runs, rate and ratio; one run has no spread', () => {
  const rows = [
    row({ who: 'peer', environment: 'native', adapter: 'g++', version: 'g++ 12' }, [0.5]),
    row({ who: 'wasm', threads: 1 }, [1]),
    row({ who: 'wasm', threads: 2 }, [2]),
  ];
  const text = benchMarkdown({ schema, machine, rows, skipped: ['webgpu: no adapter found'] });
  expect(text.split('\n')).toEqual([
    'a processor, 2 cores, 8 GiB, linux x64, Node v20.0.0, fma avx2',
    '',
    '### scripted',
    '',
    '| who | where | threads | paths | steps | dt | median s | min–max s | runs | M path-steps/s | × wasm, 2 threads |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    '| peer | native, g++, g++ 12 | 1 | 1000 | 3000 | 0.01 | 0.500 |  | 1 | 6.00 | 4.00 |',
    '| wasm | node, Node 20.0.0 | 1 | 1000 | 3000 | 0.01 | 1.000 |  | 1 | 3.00 | 2.00 |',
    '| wasm | node, Node 20.0.0 | 2 | 1000 | 3000 | 0.01 | 2.000 |  | 1 | 1.50 | 1 |',
    '',
    'Rate ÷ that on one thread: wasm, Node 20.0.0, 2 threads 0.500.',
    '',
    'Not measured: webgpu: no adapter found.',
  ]);
});

test('without wasm there are no ratios', () => {
  const text = benchMarkdown({ schema, machine, rows: [row({ who: 'reference' }, [1])], skipped: [] });
  expect(text).not.toContain('×');
});

test('the same contestant in the scenario that is the measure tells what a step costs, round by round', () => {
  const rows = [
    row({ who: 'wasm', id: 'fixed' }, [1, 2, 4]),
    row({ who: 'wasm', id: 'passage', scenario: 'passage', against: 'fixed' }, [2, 2, 6]),
    row({ who: 'other', id: 'passage', scenario: 'passage', against: 'fixed' }, [1, 1, 1]),
  ];
  const text = benchMarkdown({ schema, machine, rows, skipped: [] });
  const lines = text.split('\n');
  expect(lines.filter((line) => line.includes('cost of a step ÷ `fixed`'))).toHaveLength(1);
  expect(text).toContain('| 1.50 (1.00–2.00) |');
  expect(lines.find((line) => line.includes('| other |'))).toMatch(/\| {2}\|$/);
});

test('a yardstick is no row of the table, and stands before what threads gain for others', () => {
  const rows = [
    row({ who: 'wasm', threads: 1 }, [2]),
    row({ who: 'wasm', threads: 2 }, [1.25]),
    row({ who: 'spin loop', environment: 'native', version: 'g++ 12', threads: 1, estimate: null }, [2]),
    row({ who: 'spin loop', environment: 'native', version: 'g++ 12', threads: 2, estimate: null }, [1]),
  ];
  const text = benchMarkdown({ schema, machine, rows, skipped: [] });
  expect(text).not.toContain('| spin loop');
  expect(text).toContain('spin loop, 2 threads 2.00; wasm, Node 20.0.0, 2 threads 1.60.');
});

test('seconds of the device and of the start have columns where somebody tells them', () => {
  const rows = [row({ who: 'webgpu', adapter: 'A (b)', gpuSeconds: 0.25, startupSeconds: 1.5 }, [0.5]), row({}, [1])];
  const text = benchMarkdown({ schema, machine, rows, skipped: [] });
  expect(text).toContain('| GPU s | start-up s |');
  expect(text).toContain('| 0.250 | 1.500 |');
});
