/** `firstpassage bench`: its JSON and its table. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Bench } from '#dist/bench/bench.js';
import { firstpassage, temporaryFolder } from './spawn.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, [main, 'bench', '--backend', 'reference', ...args]);

test('--json: one row for a backend and a scenario, its rate the path-steps at the median', async () => {
  const { stdout } = await bench('--scenario', 'fixed', '--runs', '2', '--json');
  const { schema, machine, rows } = JSON.parse(stdout) as Bench;
  expect(schema).toBe('firstpassage/bench@1');
  expect(machine.node).toBe(process.version);
  expect(rows).toHaveLength(1);
  const { who, environment, threads, pathSteps, seconds, pathStepsPerSecond } = rows[0]!;
  expect({ who, environment, threads, pathSteps }).toEqual({
    who: 'reference',
    environment: 'node',
    threads: 1,
    pathSteps: 4096 * 200,
  });
  expect(seconds.samples).toHaveLength(2);
  expect(seconds.median).toBe((seconds.min + seconds.max) / 2);
  expect(pathStepsPerSecond).toBe(pathSteps / seconds.median);
});

test('a Markdown table otherwise, progress on stderr', async () => {
  const { stdout, stderr } = await bench('--scenario', 'fixed', '--runs', '1');
  expect(stdout).toMatch(/^### severity fixed horizon.*\n\n\| who \|.*\n\| --- \|.*\n\| reference \| node, .* \|$/m);
  expect(stderr).toMatch(/^warm-up: reference/m);
  expect(stderr).toMatch(/^round 1 of 1: reference/m);
});

test('--quiet says nothing on stderr', async () => {
  expect((await bench('--scenario', 'fixed', '--runs', '1', '--quiet')).stderr).toBe('');
});

describe('--from', () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const machine = { cpu: 'a', cores: 2, simd: [], memoryGiB: 8, platform: 'linux x64', node: 'v20.0.0' };
  const samples = [1, 1.01, 0.99, 1.02, 0.98];
  const benchText = (factor: number) => {
    const seconds = { median: factor, min: 0.98 * factor, max: 1.02 * factor, runs: 5 };
    const row = {
      ...{
        id: 'fixed',
        scenario: 'fixed: all',
        against: null,
        dt: 0.01,
        who: 'wasm',
        environment: 'node',
        adapter: null,
      },
      ...{
        version: 'Node 20',
        threads: 1,
        paths: 100,
        steps: 10,
        pathSteps: 1000,
        gpuSeconds: null,
        startupSeconds: null,
      },
      seconds: { ...seconds, samples: samples.map((s) => s * factor) },
      pathStepsPerSecond: 1000 / factor,
      estimate: { value: 1, standardError: 0.1 },
    };
    return JSON.stringify({ schema: 'firstpassage/bench@1', machine, rows: [row], skipped: [] });
  };
  const old = file('old.json', benchText(1));

  test('--compare: a slower row ends with 3, a faster one with 0, and --json has the comparison', async () => {
    const slower = await firstpassage('bench', '--from', file('slow.json', benchText(1.5)), '--compare', old);
    expect(slower).toMatchObject({ code: 3, stdout: expect.stringMatching(/\| 0\.667 \| [\d.–]+ \| slower \|/) });
    const faster = await firstpassage('bench', '--from', file('fast.json', benchText(0.5)), '--compare', old, '--json');
    expect(faster.code).toBe(0);
    expect(JSON.parse(faster.stdout).comparison).toMatchObject({ of: 'rates', changes: [{ verdict: 'faster' }] });
  });

  test('--compare: with nothing to compare the status is 1, after what was measured', async () => {
    const fewer = benchText(1)
      .replace('fixed: all', 'fixed: all; 1/8 of the paths')
      .replace('"paths":100', '"paths":13');
    const { code, stdout, stderr } = await firstpassage('bench', '--from', file('fewer.json', fewer), '--compare', old);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Not compared, .*: fixed: wasm, Node 20, 1 thread: 100 paths then, 13 now\./);
    expect(stderr).toMatch(/^--compare: expected rows of this benchmark in ".*old\.json", got rows .*--fewer/);
  });

  test('--chart writes a picture or a page, by the name', async () => {
    for (const [name, start] of [
      ['chart.svg', '<svg '],
      ['chart.html', '<!doctype html>'],
    ] as const) {
      const chart = join(folder, name);
      expect(await firstpassage('bench', '--from', old, '--chart', chart)).toMatchObject({
        code: 0,
        stderr: `wrote ${chart}\n`,
      });
      expect(readFileSync(chart, 'utf8').startsWith(start)).toBe(true);
      writeFileSync(chart, 'kept');
      const taken = await firstpassage('bench', '--from', old, '--chart', chart);
      expect(taken).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('add --force to replace it'),
      });
      expect(readFileSync(chart, 'utf8')).toBe('kept');
      expect((await firstpassage('bench', '--from', old, '--chart', chart, '--force')).code).toBe(0);
      expect(readFileSync(chart, 'utf8').startsWith(start)).toBe(true);
    }
  });

  test('what is no benchmark, or no picture, is told, and ends with 2', async () => {
    const broken = benchText(1).replace('"paths":100', '"paths":"many"');
    for (const [args, message] of [
      [['--from', file('not.json', '{')], /not\.json: expected what `firstpassage bench --json` prints/],
      [['--from', file('broken.json', broken)], /broken\.json: .*rows\.0\.paths/],
      [
        ['--from', join(folder, 'absent.json')],
        /^--from: expected a file with what `.*` prints, got ".*absent\.json": no such file\n$/,
      ],
      [['--from', old, '--chart', 'chart.txt'], /ending in \.svg or \.html, got "chart\.txt"/],
    ] as const) {
      expect(await firstpassage('bench', ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    }
  });
});

test('--growth: sizes of every axis as far as the budget goes, in place of rows', async () => {
  const { stdout } = await firstpassage('bench', '--backend', 'wasm', '--growth', '1', '--json', '--quiet');
  const { rows, growth } = JSON.parse(stdout) as Bench;
  expect(rows).toEqual([]);
  const axes = ['paths', 'steps', 'bins', 'save times', 'sweep points'];
  expect([...new Set(growth!.map(({ axis }) => axis))]).toEqual(axes);
}, 120_000);
