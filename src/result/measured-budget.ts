/** The errors that a run has, beside those that were planned for it. */
import { type ErrorBudget, furthestOff, STANDARD_ERRORS, withStatistical } from './error-budget.js';
import type { Estimate, Result } from './result.js';

/** The result with the budget that was planned for it, and the statistical errors that it has. */
export const withErrorBudget = (result: Result, planned: ErrorBudget | null): Result =>
  planned === null ? result : { ...result, errorBudget: measured(planned, result) };

function measured(planned: ErrorBudget, result: Result): ErrorBudget {
  const quantities = [planned, ...planned.others].map(({ quantity, scale, bias, biasError }) => {
    const { standardError } = estimateAt(result, quantity);
    const errors = { quantity, scale, bias, biasError, statistical: null, total: null };
    return withStatistical(errors, standardError === null ? null : (STANDARD_ERRORS * standardError) / scale);
  });
  const [first, ...others] = furthestOff(quantities);
  return { ...planned, ...first, others };
}

/** `snapshots[1].mean` of a result. */
function estimateAt(result: Result, quantity: string): Estimate {
  const keys = quantity.split(/[.[\]]+/).filter((key) => key !== '');
  let value: unknown = result;
  for (const key of keys) value = (value as Readonly<Record<string, unknown>>)[key];
  return value as Estimate;
}
