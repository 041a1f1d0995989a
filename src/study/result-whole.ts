/** Whether a result or a sweep has all that its own study asks for: the field that has not, or null. */
import type { Result } from '../result/result.js';
import type { Sweep } from '../result/sweep.js';

export function missingIn({ spec, snapshots, firstPassage }: Result): string | null {
  const { saveAt } = spec;
  if (snapshots.length !== saveAt.length)
    return `snapshots: expected the ${saveAt.length} of spec.saveAt, got ${snapshots.length}`;
  const [asked, got] = [spec.firstPassage, firstPassage].map(countOf);
  return asked === got ? null : `firstPassage: expected ${asked}, as in spec.firstPassage, got ${got}`;
}

const countOf = (thresholds: unknown): string =>
  Array.isArray(thresholds) ? `a list of ${thresholds.length}` : thresholds === null ? 'nothing' : 'one';

export function missingInSweep({ spec, provenance, axes, points }: Sweep): string | null {
  const all = axes.reduce((product, { values }) => product * values.length, 1);
  const isWhole = provenance.partial === null;
  if (isWhole ? points.length !== all : points.length > all)
    return `points: expected ${isWhole ? '' : 'at most '}${all}, got ${points.length}`;
  for (const [i, { params, outputs }] of points.entries()) {
    const axis = axes.find(({ name }) => !Object.hasOwn(params, name));
    if (axis !== undefined) return `points[${i}].params: expected a value of the axis ${axis.name}, got none`;
    const output = (spec.outputs ?? []).find((name) => !Object.hasOwn(outputs, name));
    if (output !== undefined) return `points[${i}].outputs: expected ${output} of spec.outputs, got none`;
  }
  return null;
}
