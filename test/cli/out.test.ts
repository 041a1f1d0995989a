/** --out is tried before the work, and what was computed is not lost where it cannot be written after all. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deliver } from '#dist/cli/deliver.js';
import { prepareOut } from '#dist/cli/output.js';
import { prepareDestination } from '#dist/cli/report-output.js';
import { firstpassage, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const study = writeStudy(folder);
const hasProc = existsSync('/proc/self');

describe('a folder for --out', () => {
  it('is made with those above it, and left empty', async () => {
    await prepareOut({ out: at('a/b/c') });
    expect(readdirSync(at('a/b/c'))).toEqual([]);
  });

  it('is refused before the work where it cannot be made', async () => {
    writeFileSync(at('file'), '');
    symlinkSync(at('nowhere'), at('link'));
    const cases = [
      ['file/x', 'a file stands where a folder is needed: name another'],
      ['link', 'it is a link to what does not exist: make that folder, or name another'],
      ['x'.repeat(300), 'the name is too long: give it a shorter one'],
    ] as const;
    for (const [name, why] of cases)
      await expect(prepareOut({ out: at(name) })).rejects.toThrow(
        `--out: expected a place that can be written to, got "${at(name)}": ${why}`,
      );
  });

  // Node's own recursion never ends below /proc, where nobody can make a folder; root may write anywhere else.
  it.skipIf(!hasProc)('is refused where nothing can be made', async () => {
    const run = await firstpassage('run', study, '--out', '/proc/foo');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toBe(
      '--out: expected a place that can be written to, got "/proc/foo": nothing can be made there: name another\n',
    );
    await expect(prepareDestination({ out: '/proc/foo/x.html' })).rejects.toThrow('got "/proc/foo/x.html": nothing');
  });

  it.skipIf(!hasProc)('is refused where it is there and takes no file', async () => {
    await expect(prepareOut({ out: '/proc/self', force: true })).rejects.toThrow(
      /^--out: expected a place that can be written to, got "\/proc\/self": (nothing can be made there|permission denied)/,
    );
  });

  it('is refused where a folder stands in the place of a file', async () => {
    mkdirSync(at('taken/result.json'), { recursive: true });
    await expect(prepareOut({ out: at('taken'), force: true })).rejects.toThrow(
      '--out: expected a folder without one named result.json, got ',
    );
    mkdirSync(at('pages/report.html'), { recursive: true });
    await expect(prepareDestination({ out: at('pages'), force: true })).rejects.toThrow(
      '--out: expected a file, got the folder ',
    );
  });
});

describe('what was computed', () => {
  it('is printed where it cannot be written, and nothing unfinished stays behind', async () => {
    const out = at('late');
    mkdirSync(join(out, 'result.json'), { recursive: true });
    let printed = false;
    const print = async () => {
      printed = true;
    };
    await expect(deliver({ 'result.json': '{}' }, { out, quiet: true }, print)).rejects.toThrow(
      /^--out: expected a place that can be written to, got ".*late": EISDIR.*: name another \(the result is printed\)$/,
    );
    expect(printed).toBe(true);
    expect(readdirSync(out)).toEqual(['result.json']);
  });
});
