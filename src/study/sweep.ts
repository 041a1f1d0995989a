/** Runs the grid of a study: every point simulated and beside it what is exact. */
import { selectBackend } from '../backend/select.js';
import { StudyError } from '../errors.js';
import type { Sweep } from '../result/sweep.js';
import { axesOf } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import { mustBeParsed } from './must-be-parsed.js';
import type { SweepOptions } from './sweep-options.js';
import { SweepRun } from './sweep-run.js';
import { TheoryPool } from './theory-pool.js';

export type { SweepOptions } from './sweep-options.js';
export { studyAt } from './sweep-points.js';

/** @throws StudyError where the study has no grid. */
export async function sweep(study: Study, options: SweepOptions = {}): Promise<Sweep> {
  mustBeParsed(study);
  const { grid, outputs = [] } = study;
  if (grid === undefined) {
    const message =
      'expected the values of one or two parameters, got nothing: for example { alpha: { from: 0, to: 1, steps: 21 } }';
    throw new StudyError([{ path: 'grid', message }]);
  }
  const selection =
    options.backend === undefined
      ? await selectBackend(study.backend, study.method)
      : { backend: options.backend, reason: options.reason ?? 'given by the caller' };
  const pool = new TheoryPool(options.threads);
  try {
    const run = new SweepRun(study, axesOf(grid), outputs, selection, pool, options);
    return await run.finish().finally(() => run.remember());
  } finally {
    await pool.close();
    if (options.backend === undefined) await selection.backend.close();
  }
}
