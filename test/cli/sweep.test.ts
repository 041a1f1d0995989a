import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Sweep } from '#dist/result/sweep.js';
import { start } from './spawn.js';

const dir = mkdtempSync(join(tmpdir(), 'firstpassage-sweep-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = join(dir, 'study.yaml');
writeFileSync(
  file,
  `model: severity
initial: 0.1
paths: 200
dt: 0.1
horizon: 5
saveAt: [5]
firstPassage: { threshold: 0.3 }
backend: reference
grid: { alpha: [0.3, 0.6, 0.9], beta: { from: 0.2, to: 0.4, steps: 2 } }
outputs: [snapshot.mean, firstPassage.probability, theory.modes]
`,
);
const cli = (...args: string[]) => start(args).ended;
const parse = (text: string): Sweep => JSON.parse(text);

describe('firstpassage sweep', () => {
  it('draws a map of each output, and writes JSON, CSV and Parquet', async () => {
    const out = join(dir, 'out');
    const { code, stdout, stderr } = await cli('sweep', file, '--out', out);
    expect(stderr).toContain('wrote sweep.json, sweep.csv, sweep.parquet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sweep of alpha 0.3 … 0.9 × beta 0.2 … 0.4: 6 points, 200 paths each\n/);
    expect(stdout).toMatch(/snapshot\.mean: [\d.]+ \(light\) … [\d.]+ \(dark\)\n {5}0.9 │/);
    expect(stdout).toContain('theory.modes: 1 everywhere');
    expect(stdout).toMatch(/z against theory +points +rms +largest/);
    expect(readdirSync(out).sort()).toEqual(['sweep.csv', 'sweep.json', 'sweep.parquet']);
    const sweep = parse(readFileSync(join(out, 'sweep.json'), 'utf8'));
    expect(sweep.points).toHaveLength(6);
    const [header, ...rows] = readFileSync(join(out, 'sweep.csv'), 'utf8').trim().split('\n');
    expect(header).toBe(
      'point,alpha,beta,output,value,standard_error,exact,exact_error,bias,bias_error,z,z_corrected,difference_alpha,difference_alpha_se,difference_beta,difference_beta_se,non_finite',
    );
    expect(rows).toHaveLength(18);
    const mean = sweep.points[5]!.outputs['snapshot.mean']!;
    expect(rows[15]!.split(',').slice(0, 7)).toEqual(
      ['5', '0.9', '0.4', 'snapshot.mean', mean.value, mean.standardError, mean.exact].map(String),
    );
    expect(readFileSync(join(out, 'sweep.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    const again = await cli('sweep', file, '--out', out);
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain('with a finished sweep: add --force to run it again');
  });

  it('prints a table over one axis, in ASCII where the terminal has no more', async () => {
    const run = start(['sweep', file, '--set', 'grid={ alpha: [0.3, 0.6] }', '--no-theory', '--paths', '50'], {
      env: { LC_ALL: 'C' },
    });
    const { code, stdout } = await run.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/alpha +snapshot\.mean +firstPassage\.probability +theory\.modes\n +0.3 +0\.\d+ \+- /);
    expect(stdout).toContain('2 points, 50 paths each');
  });

  it('is printed, and stays in its journal, where it cannot be written', async () => {
    const args = [file, '--set', 'grid={ alpha: [0.3, 0.6] }', '--no-theory', '--paths', '50'];
    const { stdout } = await cli('sweep', ...args, '--json');
    const { spec, provenance } = parse(stdout);
    const { version, backend } = provenance;
    const out = join(dir, 'unwritable');
    mkdirSync(join(out, 'sweep.csv'), { recursive: true }); // where a file is to be
    const journal = join(out, 'sweep.partial.jsonl');
    const head = { schema: 'firstpassage/sweep-journal@1', version, backend, theory: false, spec };
    writeFileSync(journal, `${JSON.stringify(head)}\n`);
    const run = await cli('sweep', ...args, '--out', out);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('2 points, 50 paths each');
    expect(run.stderr).toMatch(/--out: expected a place that can be written to, got ".*unwritable"/);
    expect(readFileSync(journal, 'utf8').trim().split('\n')).toHaveLength(3); // its head and both points
  });

  it('goes on where it was stopped, to the same result', async () => {
    const out = join(dir, 'stopped');
    const grid = ['--set', 'grid.beta.steps=200', '--paths', '400', '--no-theory', '--set', 'seed=3'];
    const args = ['sweep', file, ...grid, '--out', out];
    const first = start(args);
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        const journal = readdirSync(dir).includes('stopped') && readdirSync(out).includes('sweep.partial.jsonl');
        if (!journal || readFileSync(join(out, 'sweep.partial.jsonl'), 'utf8').split('\n').length < 3) return;
        clearInterval(look);
        resolve();
      }, 20);
      first.child.on('close', () => {
        clearInterval(look);
        resolve();
      });
    });
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    const whole = await cli('sweep', file, ...grid, '--json');
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toContain('(partial)');
    const other = await cli('sweep', file, '--out', out);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('an unfinished sweep of another study');
    // As another process in the folder would leave it: a point twice, and a line that is none.
    const journal = join(out, 'sweep.partial.jsonl');
    const [head, point, ...lines] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, [head, point, point, 'null', ...lines].join('\n'));
    const again = await cli(...args);
    expect(again.stderr).toMatch(/going on: 1 of 600 points are done already/);
    expect(again.code).toBe(0);
    const resumed = parse(readFileSync(join(out, 'sweep.json'), 'utf8'));
    expect(resumed.points).toEqual(parse(whole.stdout).points);
    expect(resumed.provenance.partial).toBeNull();
    expect(readdirSync(out)).not.toContain('sweep.partial.jsonl');
  });

  it('loses nothing of what it had computed before the first point was whole', async () => {
    const out = join(dir, 'early');
    // Long enough for a signal to come while biases are computed.
    const args = [
      'sweep',
      file,
      '--set',
      'dt=0.01',
      '--set',
      'grid.beta.steps=10',
      '--set',
      'outputs=[snapshot.mean]',
      '--out',
      out,
    ];
    const first = start(args);
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!readdirSync(dir).includes('early') || !readdirSync(out).includes('sweep.partial.jsonl')) return;
        clearInterval(look);
        setTimeout(resolve, 1000);
      }, 20);
    });
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    expect([stopped.code, stopped.stdout.match(/(\d+) points of 30/)?.[1]]).toEqual([130, '0']);
    expect(stopped.stderr).not.toContain(' 0 s left');
    const again = await cli(...args);
    expect(again.stderr).toMatch(
      /going on: 0 of 30 points are done already, (the bias of the time step is known at \d+|\d+ more are simulated)/,
    );
    expect(again.code).toBe(0);
    const whole = await cli(...args.slice(0, -2), '--json');
    const resumed = parse(readFileSync(join(out, 'sweep.json'), 'utf8'));
    expect(resumed.points).toEqual(parse(whole.stdout).points);
    expect(readdirSync(out).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('says what is missing, and what a single run cannot do', async () => {
    const none = await cli('sweep', file, '--set', 'grid=null');
    expect(none.code).toBe(2);
    const bare = await cli('sweep', '--set', 'grid.alpha=[1, 0]');
    expect([bare.code, bare.stderr]).toEqual([
      2,
      'grid.alpha: expected increasing values, got 0 after 1: sort them, each one once\n',
    ]);
    const single = await cli('run', file);
    expect([single.code, single.stderr]).toEqual([
      2,
      'grid: expected one point, got a grid over alpha and beta: use sweep, or leave the grid out\n',
    ]);
  });
});
