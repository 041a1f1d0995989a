// The memory of a whole run, seen from outside: a process of its own, which reports the most it ever had.
import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { SETS, studyOf, up } from './studies.js';
import { record } from './verify.js';

const DIST = new URL('../../dist/', import.meta.url);

export interface Peak {
  readonly paths: number;
  /** Largest resident set, in bytes. */
  readonly bytes: number;
  readonly seconds: number;
}

/** Runs a study of few steps, with a save time and a threshold, on wasm with two workers. */
export function peakMemory(paths: number): Peak {
  const study = studyOf({ params: SETS.D.params, horizon: 0.4, saveAt: [0.4], firstPassage: up(0.3), paths });
  const program = `
    import { createWasmBackend } from '${new URL('backend/wasm/index.js', DIST)}';
    import { run } from '${new URL('study/run.js', DIST)}';
    const backend = await createWasmBackend({ threads: 2 });
    const { snapshots, provenance } = await run(${JSON.stringify(study)}, { backend, checks: false });
    await backend.close();
    const bytes = 1024 * process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ paths: snapshots[0].paths, bytes, seconds: provenance.seconds }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`expected the peak of ${paths} paths, got nothing: ${stderr}`);
  return JSON.parse(stdout) as Peak;
}

/**
 * The peak does not grow with the paths: by less than `bytesPerPath` for each path more. Garbage of either run that was not
 * yet collected is part of its peak.
 */
export function expectFlat(few: Peak, many: Peak, bytesPerPath: number): void {
  const allowed = (many.paths - few.paths) * bytesPerPath;
  const show = ({ paths, bytes }: Peak) => `${(bytes / 2 ** 20).toFixed(0)} MiB with ${paths} paths`;
  const what = `${show(many)}, ${show(few)}`;
  record({
    item: 6,
    who: 'wasm',
    what: 'peak resident memory of a process, 4 steps a path, 2 workers',
    measured: `${what} (${many.seconds.toFixed(0)} s)`,
    allowed: `${(allowed / 2 ** 20).toFixed(0)} MiB more: ${8 * bytesPerPath} bit${bytesPerPath > 1 / 8 ? 's' : ''} a path`,
  });
  expect(many.bytes - few.bytes, what).toBeLessThan(allowed);
}
