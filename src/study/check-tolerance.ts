/** A tolerance in place of dt, paths or the scheme, and what it may cost. */

import type { Budget, Chosen, Study } from '../spec/study.js';
import type { CheckedTimes } from './check-times.js';
import type { Report, Written } from './check-written.js';
import { isOpen } from './check-written.js';

const CHOICES: readonly Chosen[] = ['scheme', 'dt', 'paths'];

/** The fields of a study with a tolerance; none of them without one. */
export function checkTolerance(
  written: Written,
  { saveAt }: CheckedTimes,
  report: Report,
): Pick<Study, 'tolerance' | 'budget' | 'open'> {
  const { tolerance } = written;
  const budget = checkBudget(written, report);
  if (tolerance === undefined) return {};
  const watches = written.broken('firstPassage') || (written.firstPassage ?? null) !== null;
  if (saveAt?.length === 0 && !watches) {
    report(
      'tolerance',
      'expected a first passage or save times to be accurate about, got neither: set firstPassage (at an absorbing end, for the exit) or saveAt',
    );
  }
  const open = CHOICES.filter((field) => isOpen(written, field));
  return { tolerance, ...(budget === undefined ? {} : { budget }), ...(open.length === 0 ? {} : { open }) };
}

function checkBudget(written: Written, report: Report): Budget | undefined {
  const { budget } = written;
  if (budget === undefined) return undefined;
  if (written.tolerance === undefined && !written.broken('tolerance'))
    report('budget', 'expected a tolerance beside it, got none: add one, for example 0.002, or leave the budget out');
  const { pathSteps, seconds } = budget;
  if (pathSteps !== undefined && seconds === undefined) return { pathSteps };
  if (seconds !== undefined && pathSteps === undefined) return { seconds };
  if (pathSteps === undefined && Object.keys(budget).length > 0) return undefined; // an unknown field says it all
  report(
    'budget',
    `expected pathSteps or seconds, got ${pathSteps === undefined ? 'neither' : 'both'}: for example { seconds: 3600 }`,
  );
  return undefined;
}
