// examples/load.py and load.R read what we write, and find the result again.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { prepareOut, resultFiles, writeFiles } from '#dist/cli/output.js';
import { withTimes } from '#dist/cli/times.js';
import type { Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { run } from '#dist/study/run.js';
import { temporaryFolder } from './spawn.js';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const out = join(temporaryFolder(), 'results');
const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
/** The first Python that has this module. */
const pythonWith = (module: string) =>
  ['python3', '/usr/bin/python3'].find((name) => runs(name, '-c', `import ${module}`));

let result: Result;
const passage = () => {
  if (result.firstPassage === null || 'length' in result.firstPassage) throw new Error('expected one threshold');
  return result.firstPassage;
};

/** "18190 hits, mean 33.265322": what either script prints of the result, and again of the raw times. */
const hitsLine = () => `${passage().hits} hits, mean ${passage().mean.value!.toFixed(6)}`;

async function write(times: string): Promise<void> {
  const study = {
    ...parseStudy(loadStudyText(readFileSync(join(examples, 'severity-subcritical.yaml'), 'utf8'), '')),
    ...{ paths: 5000, horizon: 60, saveAt: [] },
  };
  const options = { out, quiet: true, times: join(out, times), force: true };
  await prepareOut(options);
  const backend = await createWasmBackend({ threads: 1 });
  try {
    ({ result } = await withTimes(options, study, undefined, (onEnds) => run(study, { backend, onEnds })));
  } finally {
    await backend.close();
  }
  await writeFiles(resultFiles(result), options);
}

describe('the scripts of examples/', () => {
  beforeAll(() => write('paths.npy'));

  it('load.py, with pandas', async (test) => {
    const python = pythonWith('pandas');
    if (python === undefined) return test.skip('no python3 with pandas here: apt install python3-pandas');
    const load = () => {
      const { stdout, stderr } = spawnSync(python, [join(examples, 'load.py'), out], {
        encoding: 'utf8',
        env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
      });
      expect(stderr).toBe('');
      expect(stdout).toContain(`result     ${hitsLine()}`);
      expect(stdout).toContain(`paths      ${hitsLine()}`);
      // Two products of the same integers, divided in another order: some units in the last place.
      expect(Number(/difference of \d+ points (\S+)/.exec(stdout)![1])).toBeLessThan(1e-13);
      expect(stdout).toContain(`checks     ${result.checks.length}, of which ${result.checks.length} agree`);
    };
    load();
    if (!runs(python, '-c', 'import pyarrow')) return;
    rmSync(join(out, 'paths.npy'));
    await write('paths.parquet');
    load();
  });

  it('load.R, in base R', (test) => {
    if (!runs('Rscript', '--version')) return test.skip('no Rscript here: apt install r-base-core');
    const { stdout } = spawnSync('Rscript', [join(examples, 'load.R'), out], { encoding: 'utf8' });
    expect(stdout).toContain(`result     ${hitsLine()}`);
    const [, area, mean] = /area (\S+), restricted mean (\S+)/.exec(stdout)!.map(Number);
    // The trapezoid rule errs by h²/12 times the change of the slope, here at most the largest hazard: one hit in 20.
    expect(Math.abs(area! - mean!)).toBeLessThan(((60 / 100) ** 2 / 12) * (1 / 20) + 2 * 5e-5);
    expect(stdout).toContain(`checks     ${result.checks.length}, of which ${result.checks.length} agree`);
  });
});
