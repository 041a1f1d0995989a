import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firstpassage, SMALL, start, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();
const study = writeStudy(folder);
const LONG = ['--set', 'paths=100000000', '--set', 'dt=0.001'];

describe('help and lists', () => {
  it.each([
    ['--help'],
    ['run', '--help'],
    ['merge', '--help'],
    ['help', 'run'],
    ['schema', '--help'],
    ['models', '--help'],
  ])('%s %s', async (...args) => {
    const { code, stdout, stderr } = await firstpassage(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: firstpassage/);
  });

  it('prints the version', async () => {
    expect(await firstpassage('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('prints the JSON Schema', async () => {
    const { code, stdout } = await firstpassage('schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: 'firstpassage study', required: ['model'] });
  });

  it('lists the presets', async () => {
    const text = await firstpassage('models');
    expect(text.stdout).toContain('params     { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 }');
    const json = JSON.parse((await firstpassage('models', '--json')).stdout);
    expect(json.models[0]).toMatchObject({ name: 'severity', domain: [0, 1] });
  });
});

describe('wrong use ends with 2 and nothing on stdout', () => {
  it.each([
    [[], /^Usage: firstpassage/],
    [['rum'], /^error: unknown command 'rum'\n\(Did you mean run\?\)/],
    [['run', '--foo'], /^error: unknown option '--foo'/],
    [['run', '--jsn'], /Did you mean --json/],
    [['run', study, study], /^error: too many arguments/],
    [['merge'], /^error: missing required argument 'dir'/],
    [['run', join(folder, 'none.yaml')], /^expected a study file, got ".*none\.yaml": no such file\n$/],
    [['run', folder], /^expected a study file, got ".*": it is a folder\n$/],
    [['run', study, '--set', 'dt'], /^--set: expected path=value, got "dt": /],
    [
      ['run', study, '--set', 'dt=-0.1', '--set', 'paths=0.5', '--set', 'foo=1'],
      /^paths: expected .*\ndt: expected a number > 0, got -0\.1: .*\nfoo: unknown field: .*\n$/,
    ],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await firstpassage(...args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('names the place in a file that does not parse', async () => {
    const { code, stderr } = await firstpassage('run', writeStudy(temporaryFolder(), 'model: severity\ndt: [1'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^study\.yaml:2:\d+: expected YAML or JSON: /);
  });
});

describe('interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s prints what is computed, marked partial, and ends with 130',
    async (signal) => {
      const { child, ended } = start(['run', '-', '--json', ...LONG], { input: SMALL });
      setTimeout(() => child.kill(signal), 2000);
      const { code, stdout, stderr } = await ended;
      expect(stderr).toContain('stopping: ');
      const { partial } = JSON.parse(stdout).provenance;
      expect(partial.requested).toBe(100_000_000);
      // Whole blocks only.
      expect(partial.completed % 4096).toBe(0);
      expect(code).toBe(130);
    },
  );

  it('marks the text too, and a second signal ends at once', async () => {
    const first = start(['run', study, ...LONG, '--set', 'firstPassage.monitor=grid']);
    setTimeout(() => first.child.kill('SIGINT'), 2000);
    expect((await first.ended).stdout).toMatch(/^PARTIAL: [\d,]+ of 100,000,000 paths/m);

    // A study whose first block takes long: the first signal cannot end it soon.
    const second = start(['run', study, ...LONG]);
    setTimeout(() => {
      second.child.kill('SIGINT');
      second.child.kill('SIGTERM');
    }, 2000);
    expect((await second.ended).code).toBe(130);
  });
});

describe('a closed pipe', () => {
  it('ends without a word', async () => {
    const main = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli/main.js');
    const child = spawn('sh', [
      '-c',
      `"${process.execPath}" "${main}" run "${study}" --json --set histogram.bins=100000 | head -c 10`,
    ]);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
  });
});
