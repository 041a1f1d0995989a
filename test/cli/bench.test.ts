/** `firstpassage bench`: its JSON and its table. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Bench } from '#dist/bench/bench.js';

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
