import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Ended, firstpassage, type Running, start, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();
const study = writeStudy(folder);
const results = join(folder, 'results');
mkdirSync(results);
writeFileSync(join(results, 'result.json'), '{}');
const main = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli/main.js');
/** Days of work in blocks of a tenth of a second. Without a study file the first words on stderr say that it begins. */
const LONG = ['run', '--set', 'paths=100000000', '--set', 'horizon=10', '--set', 'dt=0.05', '--set', 'saveAt=[10]'];
const REFERENCE = ['--set', 'backend=reference', '--set', 'dt=0.5']; // blocks that a busy machine ends in time
const WASM = ['--set', 'backend=wasm'];

/** Sends the signals, one right after the other, once the run is on its way. */
async function interrupt({ child, ended }: Running, ...signals: NodeJS.Signals[]): Promise<Ended> {
  await new Promise((resolve) => child.stderr!.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 2000)); // from the first words to the first blocks
  for (const signal of signals) child.kill(signal);
  return ended;
}

describe('the built command', () => {
  it('may be run by everybody', () => {
    expect(statSync(main).mode & 0o777).toBe(0o755);
  });
});

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
    [['rum', '--help'], /^error: unknown command 'rum'\n\(Did you mean run\?\)/],
    [['run', '--foo'], /^error: unknown option '--foo'/],
    [['run', '--jsn'], /Did you mean --json/],
    [['run', study, study], /^error: too many arguments/],
    [['merge'], /^error: missing required argument 'dir'/],
    [['run', join(folder, 'none.yaml')], /^expected a study file, got ".*none\.yaml": no such file\n$/],
    [['run', folder], /^expected a study file, got ".*": it is a folder: name a study file in it\n$/],
    [
      ['run', results],
      /^expected a study file, got ".*": it is a folder of results: ".*result\.json" has their study, and `firstpassage report` makes/,
    ],
    [['run', study, '--out', ''], /^--out: expected a name, got "": give it one, or leave --out out\n$/],
    [['report', study, '--out', ''], /^--out: expected a name, got "": /],
    [['run', '--set', 'dt=-0.1'], /^dt: expected a number > 0, got -0\.1: .*\n$/],
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
  it.each([
    ['SIGINT', 'reference', REFERENCE],
    ['SIGTERM', 'reference', REFERENCE],
    ['SIGINT', 'wasm', WASM],
  ] as const)('by %s on %s: prints what is computed, marked partial, and ends with 130', async (signal, name, sets) => {
    const { code, stdout, stderr } = await interrupt(start([...LONG, ...sets, '--json']), signal);
    expect(stderr).toContain('stopping: ');
    const { backend, partial } = JSON.parse(stdout).provenance;
    expect(backend).toBe(name);
    expect(partial.requested).toBe(100_000_000);
    expect(partial.completed).toBeGreaterThan(0);
    expect(partial.completed % 4096).toBe(0); // whole blocks only
    expect(code).toBe(130);
  });

  it('marks the text too', async () => {
    const { code, stdout } = await interrupt(start([...LONG, ...REFERENCE]), 'SIGINT');
    expect(stdout).toMatch(/^PARTIAL: [\d,]+ of 100,000,000 paths/m);
    expect(stdout).toContain('no check: the run was interrupted before its estimates were compared with theory');
    expect(code).toBe(130);
  });

  it('ends at once at the second signal, without a result', async () => {
    const { code, stdout, stderr } = await interrupt(start([...LONG, ...WASM]), 'SIGINT', 'SIGTERM');
    expect(stderr).toContain('stopping: ');
    expect([code, stdout]).toEqual([130, '']);
  });

  it('takes two of one signal at once for one, as timeout(1) sends them', () => {
    const script = `
      const { interruptible } = await import(process.argv[1]);
      const { value } = await interruptible(async (signal) => {
        process.kill(process.pid, 'SIGINT');
        while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 1));
        process.kill(process.pid, 'SIGINT');
        await new Promise((resolve) => setTimeout(resolve, 50));
        return 'computed';
      });
      console.log(value);`;
    const module = new URL('../../dist/cli/interrupt.js', import.meta.url).href;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, module], { encoding: 'utf8' });
    expect([child.stdout, child.status]).toEqual(['computed\n', 0]);
  });

  it('does not die while it writes what a whole run has computed', async () => {
    const script = `
      const { interruptible } = await import(process.argv[1]);
      const { interrupted } = await interruptible(async () => 'computed');
      process.kill(process.pid, 'SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log('written', interrupted);`;
    const module = new URL('../../dist/cli/interrupt.js', import.meta.url).href;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, module], { encoding: 'utf8' });
    expect([child.stdout, child.status]).toEqual(['written false\n', 0]);
  });
});

describe('a device that is full', () => {
  it.skipIf(!existsSync('/dev/full'))('ends with 1 and says in one line what could not be written', () => {
    const child = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" models --json > /dev/full`], {
      encoding: 'utf8',
    });
    expect([child.stderr, child.status]).toEqual([
      'standard output could not be written: ENOSPC: no space left on device, write: free some space, or send it elsewhere\n',
      1,
    ]);
  });
});

describe('a closed pipe', () => {
  it('ends without a word', async () => {
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
