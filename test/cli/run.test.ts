import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { firstpassage, SMALL, start, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();
const study = writeStudy(folder);

describe('firstpassage run', () => {
  it('prints a report and ends with 0', async () => {
    const { code, stdout, stderr } = await firstpassage('run', study);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('5,000 paths, dt 0.05, horizon 10');
    expect(stdout).toMatch(/reference.*: asked for/);
    expect(stdout).toContain('First passage up through 0.8 (monitor bridge)');
    expect(stdout).toMatch(/[▁-█]/);
  });

  it('writes the result alone, as JSON, with --json', async () => {
    const { code, stdout } = await firstpassage('run', study, '--json');
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.schema).toBe('firstpassage/result@1');
    expect(result.spec).toEqual(parseStudy(loadStudyText(SMALL, '')));
    expect(result.firstPassage.hits + result.firstPassage.censored).toBe(5000);
    expect(result.samplePaths.values).toHaveLength(2);
  });

  it('reads standard input, JSON, and the study of a result; --set replaces fields', async () => {
    const json = JSON.stringify(loadStudyText(SMALL, ''));
    const sets = ['--set', 'params.alpha=0.5', '--set', 'firstPassage.monitor=grid', '--set', 'paths=100'];
    const first = await start(['run', '-', '--json', ...sets], { input: json }).ended;
    expect(first.stderr).toBe('');
    const { spec } = JSON.parse(first.stdout);
    expect([spec.params.alpha, spec.params.beta, spec.firstPassage.monitor, spec.paths]).toEqual([
      0.5,
      0.3,
      'grid',
      100,
    ]);

    const again = await start(['run', '-', '--json'], { input: first.stdout }).ended;
    const strip = (text: string) => ({ ...JSON.parse(text), provenance: null });
    expect(strip(again.stdout)).toEqual(strip(first.stdout));
  });

  it('draws in ASCII where the locale has no UTF-8', async () => {
    const { stdout } = await start(['run', study], { env: { LC_ALL: 'C' } }).ended;
    expect([...stdout].filter((c) => c.charCodeAt(0) > 126)).toEqual([]);
    expect(stdout).toContain(' +- ');
  });

  it('says what is missing on stderr only, and nothing with --quiet', async () => {
    const narrow = [
      '--set',
      'model=brownian',
      '--set',
      'params={sigma: 9}',
      '--set',
      'boundary={lower: absorb, upper: absorb}',
      '--set',
      'firstPassage=null',
      '--set',
      'initial=0',
    ];
    const loud = await firstpassage('run', study, ...narrow);
    expect(loud.stderr).toMatch(/^warning: dt: the noise of a step/);
    const quiet = await firstpassage('run', study, '--quiet', ...narrow);
    expect([quiet.code, quiet.stderr]).toEqual([0, '']);
  });

  it('plans without simulating with --dry-run', async () => {
    const { code, stdout } = await firstpassage('run', study, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /steps +200\nblocks +2 of up to 4,096 paths\npath-steps +1 M at most\nmemory .*\nbackend +reference/,
    );
    const plan = JSON.parse((await firstpassage('run', study, '--dry-run', '--json')).stdout);
    expect([plan.schema, plan.steps, plan.blocks, plan.pathSteps, plan.backend]).toEqual([
      'firstpassage/plan@1',
      200,
      2,
      1e6,
      'reference',
    ]);
  });

  it('plans the demonstration without a study', async () => {
    const { code, stdout, stderr } = await firstpassage('run', '--dry-run', '--json', '--set', 'backend=reference');
    expect(code).toBe(0);
    expect(stderr).toContain('the severity demonstration');
    expect(JSON.parse(stdout)).toMatchObject({ paths: 1_000_000, steps: 4000 });
  });
});

describe('--out', () => {
  it('writes result.json and CSV files', async () => {
    const out = join(folder, 'a/b');
    const { code, stderr } = await firstpassage('run', study, '--out', out);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'checks.csv',
      'first-passage-histogram.csv',
      'first-passage.csv',
      'goodness-of-fit.csv',
      'histogram.csv',
      'result.json',
      'sample-paths.csv',
      'snapshots.csv',
      'survival.csv',
    ]);
    expect(stderr).toContain('wrote result.json, ');
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).schema).toBe('firstpassage/result@1');
  });

  it('refuses a folder that is not empty, before anything runs; --force takes it and clears our own files alone', async () => {
    const out = join(folder, 'full');
    mkdirSync(out);
    writeFileSync(join(out, 'survival.csv'), 'old');
    writeFileSync(join(out, 'mine.txt'), 'keep');
    const refused = await firstpassage('run', study, '--out', out);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/^--out: expected an empty folder, got ".*full" with 2 files: add --force/);

    const forced = await firstpassage('run', study, '--out', out, '--force', '--quiet', '--set', 'firstPassage=null');
    expect([forced.code, forced.stderr]).toEqual([0, '']);
    expect(existsSync(join(out, 'survival.csv'))).toBe(false);
    expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('keep');
  });

  it('refuses a file', async () => {
    const { code, stderr } = await firstpassage('run', study, '--out', study);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--out: expected a folder, got the file /);
  });
});

describe('shards', () => {
  it('merge to the unsharded result, whatever their order', async () => {
    const dirs = [join(folder, 'p1'), join(folder, 'p2')];
    for (const [i, dir] of dirs.entries()) {
      const { code } = await firstpassage('run', study, '--shard', `${i + 1}/2`, '--out', dir);
      expect(code).toBe(0);
      expect(readdirSync(dir)).toEqual(['part.json']);
    }
    const out = join(folder, 'merged');
    const merged = await firstpassage('merge', dirs[1]!, dirs[0]!, '--json', '--out', out);
    const whole = await firstpassage('run', study, '--json');
    expect(merged.code).toBe(0);
    const strip = (text: string) => ({ ...JSON.parse(text), provenance: null });
    expect(strip(merged.stdout)).toEqual(strip(whole.stdout));
    expect(existsSync(join(out, 'result.json'))).toBe(true);

    const missing = await firstpassage('merge', dirs[0]!);
    expect([missing.code, missing.stderr]).toEqual([2, 'missing part 2/2: run it too\n']);
    const doubled = await firstpassage('merge', dirs[0]!, dirs[0]!, dirs[1]!);
    expect(doubled.code).toBe(2);
    const none = await firstpassage('merge', join(folder, 'nothing'));
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/^expected a folder with part\.json, got ".*nothing": no such file or folder\n$/);
    mkdirSync(join(folder, 'empty'));
    const empty = await firstpassage('merge', join(folder, 'empty'));
    expect(empty.stderr).toMatch(/^expected a folder with part\.json, got ".*empty": it has no part\.json\n$/);
    const holdsResult = /^expected a folder with part\.json, got ".*": it holds a result, not a part: .*--shard\n$/;
    for (const place of [out, join(out, 'result.json')]) {
      const result = await firstpassage('merge', dirs[0]!, place);
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(result.stderr).toMatch(holdsResult);
    }
  });

  it.each([['3/2'], ['0/2'], ['1'], ['a/b']])('refuses --shard %s', async (shard) => {
    const { code, stderr } = await firstpassage('run', study, '--shard', shard, '--out', join(folder, 'x'));
    expect([code, stderr]).toEqual([
      2,
      `--shard: expected i/N with i from 1 to N and N up to 1000000, got "${shard}": for example --shard 1/4\n`,
    ]);
  });

  it('has no checks for --strict', async () => {
    const { code, stderr } = await firstpassage('run', study, '--shard', '1/2', '--strict', '--out', join(folder, 's'));
    expect([code, stderr]).toEqual([
      2,
      '--strict: expected a whole run, got --shard 1/2, which is not compared with theory: leave --strict out, and see the checks that merge prints\n',
    ]);
  });

  it('needs --out', async () => {
    const { code, stderr } = await firstpassage('run', study, '--shard', '1/2');
    expect([code, stderr]).toEqual([2, '--shard: expected --out, got none: name the folder for part.json\n']);
  });
});

describe('firstpassage run with a tolerance', () => {
  const sets = ['paths=1000', 'samplePaths=0', 'horizon=40', 'saveAt=[]', 'tolerance=0.02'].flatMap((set) => [
    '--set',
    set,
  ]);
  const free = SMALL.replace(/(paths|dt): .*\n/g, '').replace('initial', 'tolerance: 0.05\ninitial');

  it('shows the choice with --dry-run and as JSON, and keeps it in the run', async () => {
    const input = free.replace('seed', 'scheme: euler-maruyama\nseed');
    const dry = await start(['run', '-', '--dry-run'], { input }).ended;
    expect(dry.stderr).toBe('');
    expect(dry.stdout).toContain('Accuracy asked for: firstPassage.mean within 5 % of');
    expect(dry.stdout).toMatch(/chosen: euler-maruyama, dt [\d.]+, [\d,]+ paths \(scheme as given\), about/);
    const { spec, errorBudget } = JSON.parse(
      (await start(['run', '-', '--dry-run', '--json'], { input }).ended).stdout,
    );
    expect(spec).toMatchObject({ ...errorBudget.chosen, tolerance: 0.05 });
    const result = JSON.parse((await start(['run', '-', '--json'], { input }).ended).stdout);
    expect(result.errorBudget.chosen).toEqual(errorBudget.chosen);
    expect(result.spec).toEqual(spec);
  });

  it('ends with 2 where the tolerance cannot be kept', async () => {
    const { code, stderr } = await firstpassage('run', study, ...sets);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^paths: expected a statistical error/);
  });
});
