/** A study on its way into a report: run, swept where it has a grid, or followed along its control. */
import type { Pen } from '../report/plot/pen.js';
import type { ReportItem } from '../report/sections/pages.js';
import type { Result } from '../result/result.js';
import type { Study } from '../spec/study.js';
import { exactLaws } from '../study/laws.js';
import { run } from '../study/run.js';
import { interruptible } from './interrupt.js';
import type { OutputOptions } from './options.js';
import { settledFor, theoryBeside, withProgress } from './run.js';
import { createSweepProgress } from './sweep-progress.js';

type Options = Pick<OutputOptions, 'quiet'>;

interface Ran {
  readonly item: ReportItem;
  /** Ctrl-C: the item has what was computed until then. */
  readonly interrupted: boolean;
}

export async function runForReport(name: string, study: Study, options: Options, pen: Pen): Promise<Ran> {
  const material = { pen };
  if (study.grid !== undefined) {
    const { sweep } = await import('../study/sweep.js');
    const display = createSweepProgress(options);
    const { value, interrupted } = await interruptible((signal) =>
      sweep(study, { signal, onProgress: display.update }).finally(display.stop),
    );
    return { item: { kind: 'sweep', name, sweep: value, material }, interrupted };
  }
  if (study.control !== undefined) {
    const { critical } = await import('../study/critical.js');
    const { value, interrupted } = await withProgress(options, (onProgress, signal) =>
      critical(study, { onProgress, signal }),
    );
    return { item: { kind: 'critical', name, critical: value, material }, interrupted };
  }
  const { value, interrupted } = await withProgress(options, (onProgress, signal, onChecks) =>
    settledFor(withSamples(study), options, signal).then((settled) =>
      run(settled.study, { onProgress, onChecks, signal, settled }),
    ),
  );
  return { item: resultItem(name, value, pen), interrupted };
}

/** A result with its exact values and curves. */
export const resultItem = (name: string, result: Result, pen: Pen): ReportItem => ({
  kind: 'result',
  name,
  result,
  material: { pen, theory: theoryBeside(result.spec), laws: exactLaws(result.spec) },
});

/** Paths to draw where a study asks for none. */
const SAMPLE_PATHS = 16;

/** Some paths to look at, where the method has any. */
const withSamples = (study: Study): Study =>
  study.samplePaths === 0 && study.method === 'plain' ? { ...study, samplePaths: SAMPLE_PATHS } : study;
