/** Methods for unlikely hits look for one threshold, and see nothing else: what a study may ask of them. */
import { BACKENDS_OF } from '../backend/methods.js';
import { DEFAULTS } from '../spec/defaults.js';
import type { Study } from '../spec/study.js';
import type { Report, Written } from './check-written.js';

export function checkMethod(written: Written, firstPassage: Study['firstPassage'] | undefined, report: Report): void {
  const method = written.method ?? DEFAULTS.method;
  if (method === 'plain' || written.broken('method')) return;
  const remedy = 'or use method: plain';
  const refuse = (path: string, expected: string, got: string, fix: string) =>
    report(path, `expected ${expected} with method ${method}, got ${got}: ${fix}, ${remedy}`);

  if (!written.broken('firstPassage')) {
    if (firstPassage === null) refuse('firstPassage', 'one threshold', 'nothing', 'set the one to look for');
    const list = firstPassage === undefined || firstPassage === null ? [] : [firstPassage].flat();
    if (list.length > 1)
      refuse('firstPassage', 'one threshold', `${list.length}`, 'keep one, and run the study again for each other');
  }
  const { saveAt, samplePaths, backend, tolerance } = written;
  if (saveAt !== undefined && saveAt.length > 0)
    refuse('saveAt', 'no save times', JSON.stringify(saveAt), 'leave it out (the paths are not those of the law)');
  if (samplePaths !== undefined && samplePaths > 0)
    refuse('samplePaths', '0', String(samplePaths), 'leave it out (the paths are not those of the law)');
  if (tolerance !== undefined)
    refuse(
      'tolerance',
      'none',
      String(tolerance),
      'give dt and paths (what is chosen for a tolerance is for plain paths)',
    );
  const able = BACKENDS_OF[method];
  if (backend !== undefined && backend !== 'auto' && !able.includes(backend))
    refuse('backend', ['auto', ...able].join(' or '), backend, 'use auto');
}
