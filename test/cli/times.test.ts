import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { checkTimes, withTimes } from '#dist/cli/times.js';
import type { Study } from '#dist/spec/study.js';
import { studyOf, up } from '../helpers/studies.js';
import { firstpassage, start, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();
const study = writeStudy(folder);
const at = (name: string) => join(folder, name);

const read = (file: string) => new Uint8Array(readFileSync(file)).buffer;
const rowsOf = (file: string) => parquetReadObjects({ file: read(file) });
const aboutOf = (file: string) => JSON.parse(parquetMetadata(read(file)).key_value_metadata![0]!.value!);
/** A part has no checks to compute: the quickest way to a file. */
const part = (file: string, name: string, shard: string, ...more: string[]) =>
  firstpassage('run', study, '--times', file, '--shard', shard, '--out', at(name), ...more);

describe('--times', () => {
  const whole = at('whole.parquet');

  it('writes each path, in agreement with what is counted', async () => {
    const { code, stderr } = await part(whole, 'whole', '1/1');
    expect([code, stderr]).toEqual([0, expect.stringContaining(`wrote 5,000 paths to ${whole}\n`)]);
    const [counted] = JSON.parse(readFileSync(join(at('whole'), 'part.json'), 'utf8')).totals.hits;
    const rows = await rowsOf(whole);
    expect(Object.keys(rows[0]!)).toEqual(['path', 'hit_time', 'end', 'end_time']);
    expect(rows.map(({ path }) => Number(path))).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    const hits = rows.filter(({ hit_time }) => hit_time !== null);
    // Hits of the bridge lie half a step early: the time of step k is (k − ½) dt.
    const steps = hits.map(({ hit_time }) => Math.round(hit_time / 0.05 + 0.5));
    expect(hits).toHaveLength(counted.counts.reduce((sum: number, [, count]: [number, number]) => sum + count, 0));
    expect(steps.reduce((sum, step) => sum + step, 0)).toBe(Number(counted.sum));
    expect(steps.reduce((sum, step) => sum + step ** 2, 0)).toBe(Number(counted.sumOfSquares));
    // There is a save time at the horizon: each path goes on to it.
    expect(new Set(rows.map(({ end, end_time }) => `${end} ${end_time}`))).toEqual(new Set(['horizon 10']));
    const about = aboutOf(whole);
    expect([about.schema, about.complete, about.spec.paths, about.hits]).toEqual([
      'firstpassage/times@1',
      true,
      5000,
      [{ column: 'hit_time', threshold: 0.8, direction: 'up', monitor: 'bridge', bins: 100 }],
    ]);
    expect(existsSync(`${whole}.unfinished`)).toBe(false);
  });

  it('writes the same rows of a shard as of the whole', async () => {
    const file = at('part.parquet');
    const { code, stderr } = await part(file, 'part', '2/2');
    expect([code, stderr]).toEqual([0, expect.stringContaining('wrote 904 paths to')]);
    expect(await rowsOf(file)).toEqual((await rowsOf(whole)).slice(4096));
    expect(aboutOf(file).shard).toEqual({ index: 2, count: 2 });
  });

  it('replaces a file only with --force', async () => {
    const refused = await firstpassage('run', study, '--times', whole);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain(`--times: expected a new file, got "${whole}", which exists: add --force`);
    expect(await rowsOf(whole)).toHaveLength(5000);
    await expect(checkTimes({ times: whole, force: true }, studyOf({ firstPassage: up(0.8) }))).resolves.toBe(
      undefined,
    );
  });

  it('writes .npy, with as many rows in its header as it has', async (test) => {
    const file = at('paths.npy');
    expect((await part(file, 'npy', '1/1', '--quiet')).code).toBe(0);
    const bytes = readFileSync(file);
    const header = 10 + bytes.readUInt16LE(8);
    expect(bytes.subarray(10, header).toString()).toContain("'shape': (5000,)");
    expect(bytes.length).toBe(header + 5000 * (8 + 8 + 8 + 8));
    const hits = Array.from({ length: 5000 }, (_, i) => bytes.readDoubleLE(header + 32 * i + 8)).filter(
      Number.isFinite,
    );
    if (spawnSync('/usr/bin/python3', ['-c', 'import numpy']).status !== 0)
      return test.skip('NumPy itself has not read it: /usr/bin/python3 has none (apt install python3-numpy)');
    const program = `import numpy; a = numpy.load(${JSON.stringify(file)}); t = a['hit_time']
print(len(a), a['path'][-1], a['end'][0].decode(), numpy.isfinite(t).sum(), repr(float(t[numpy.isfinite(t)][0])))`;
    const { stdout } = spawnSync('/usr/bin/python3', ['-c', program], { encoding: 'utf8' });
    expect(stdout).toBe(`5000 4999 horizon ${hits.length} ${hits[0]}\n`);
  });

  it('says what it needs before anything runs', async () => {
    const plain = studyOf({ firstPassage: up(0.8) });
    const cases: [string, Study, string][] = [
      ['x.csv', plain, 'expected a name ending in .parquet or .npy'],
      ['x.parquet', { ...plain, firstPassage: null }, 'expected a study with firstPassage or an absorbing end'],
      ['x.parquet', { ...plain, method: 'splitting' }, 'expected method plain or tilted, got splitting'],
    ];
    for (const [name, asked, message] of cases)
      await expect(checkTimes({ times: at(name) }, asked)).rejects.toThrow(message);
    const nowhere = withTimes({ times: at('no/x.parquet') }, plain, undefined, () =>
      Promise.reject(new Error('it ran')),
    );
    await expect(nowhere).rejects.toThrow('its folder does not exist');
    mkdirSync(at('folder.npy'));
    await expect(checkTimes({ times: at('folder.npy'), force: true }, plain)).rejects.toThrow(
      '--times: expected a file, got the folder ',
    );
  });

  it('takes away what it began where the run fails', async () => {
    const times = at('failed.parquet');
    const failing = withTimes({ times }, studyOf({ firstPassage: up(0.8) }), undefined, () => {
      expect(existsSync(`${times}.unfinished`)).toBe(true);
      return Promise.reject(new Error('lost'));
    });
    await expect(failing).rejects.toThrow('lost');
    expect([existsSync(times), existsSync(`${times}.unfinished`)]).toEqual([false, false]);
  });

  it('keeps the result where its file cannot be finished', async () => {
    const times = at('taken.parquet');
    const { result, lost } = await withTimes({ times }, studyOf({ firstPassage: up(0.8) }), undefined, () => {
      mkdirSync(times);
      return Promise.resolve('computed');
    });
    expect(result).toBe('computed');
    expect(lost?.message).toMatch(/^--times: expected a place that can be written to, got ".*taken\.parquet": EISDIR/);
    expect(existsSync(`${times}.unfinished`)).toBe(false);
  });

  it('when interrupted, leaves a whole file of the first paths, and says so', async () => {
    const file = at('stopped.parquet');
    const many = ['--set', 'paths=1e9', '--set', 'backend=wasm', '--set', 'saveAt=[]', '--set', 'samplePaths=0'];
    const { child, ended } = start(['run', study, '--json', '--times', file, ...many]);
    const written = () => statSync(`${file}.unfinished`, { throwIfNoEntry: false })?.size ?? 0;
    const look = setInterval(() => {
      if (written() < 1000) return;
      clearInterval(look); // a second signal would end it at once
      child.kill('SIGINT');
    }, 20);
    const { code, stdout, stderr } = await ended.finally(() => clearInterval(look));
    expect(code).toBe(130);
    const { provenance, firstPassage } = JSON.parse(stdout);
    const rows = await parquetReadObjects({ file: read(file), columns: ['hit_time'] });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toHaveLength(provenance.partial.completed);
    expect(rows.filter(({ hit_time }) => hit_time !== null)).toHaveLength(firstPassage.hits);
    expect(aboutOf(file).complete).toBe(false);
    expect(stderr).toContain(', the first of 1,000,000,000');
  });
});
