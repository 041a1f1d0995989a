import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportPreprint } from '#dist/cli/report-preprint.js';
import { firstpassage, temporaryFolder } from './spawn.js';

const out = join(temporaryFolder(), 'page.html');

describe('firstpassage report --preprint', () => {
  it.each([
    ['alpha=0.5', 'expected paths or seed with --preprint, whose studies are fixed, got alpha'],
    ['paths=-1', '--set paths: expected a whole number ≥ 0 (0: exact values alone), got -1'],
    ['paths=many', 'got "many"'],
  ])('--set %s: %s', async (set, message) => {
    await expect(reportPreprint({ set: [set], out, quiet: true })).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
  });

  it('takes no results', async () => {
    const { code, stderr } = await firstpassage('report', '--preprint', 'results');
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected nothing to report on, got results')]);
  });
});
