/** The error budget of a study with a tolerance: what was asked, what makes the error, what was chosen. */
import type { ErrorBudget, QuantityErrors } from '../result/error-budget.js';
import { formatCount, formatNumber, formatPaths, formatScaled } from './number.js';
import { formatTable } from './table.js';

export function budgetLines(budget: ErrorBudget | null | undefined): string[] {
  if (!budget) return [];
  const { quantity, scale, tolerance, confidence, others, given, chosen, pathSteps, why, total } = budget;
  const relativeTo = quantity.startsWith('firstPassage') ? '' : ', the root mean square of x';
  const rows = [
    ['bias', percent(budget.bias, true), biasOrigin(budget)],
    ['statistical', percent(budget.statistical), '1.96 standard errors'],
    ['total', percent(total), total !== null && total > tolerance ? 'ABOVE THE TOLERANCE' : ''],
  ];
  const fixed = given.length === 0 ? '' : ` (${given.join(', ')} as given)`;
  return [
    `Accuracy asked for: ${quantity} within ${percent(tolerance)} of ${formatNumber(scale)}${relativeTo}, at ${formatNumber(100 * confidence)} % confidence`,
    ...formatTable(rows, ['left', 'right', 'left']).map((line) => `  ${line}`),
    ...(others.length === 0 ? [] : [`  ${othersText(others)}`]),
    `  chosen: ${chosen.scheme}, dt ${formatNumber(chosen.dt)}, ${formatPaths(chosen.paths)}${fixed}, about ${formatScaled(pathSteps)} path-steps`,
    `  ${why}`,
  ];
}

const biasOrigin = ({ biasFrom, biasError }: ErrorBudget): string =>
  biasFrom === 'kernel' ? "from the scheme's own kernel" : `± ${percent(biasError)}, from coupled pairs of paths`;

function othersText(others: readonly QuantityErrors[]): string {
  const most = 3; // of many save times, the furthest off
  const shown = others.slice(0, most).map(({ quantity, total }) => `${quantity} ${percent(total)}`);
  const more = others.length > most ? `, and ${formatCount(others.length - most)} more` : '';
  return `closer: ${shown.join(', ')}${more}`;
}

/** Two significant digits. */
function percent(share: number | null, signed = false): string {
  if (share === null) return '–';
  const digits = Number((100 * share).toPrecision(2));
  return `${signed && share > 0 ? '+' : ''}${digits} %`;
}
