/** A run that would take more than the study allows is refused before it begins, with what it would need. */
import type { Backend } from '../backend/backend.js';
import { StudyError } from '../errors.js';
import type { ErrorBudget } from '../result/error-budget.js';
import { DEFAULTS } from '../spec/defaults.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { measureRate } from './tolerance-cost.js';
import { nominalOrder } from './tolerance-search.js';

/** No backend is slower than this: a run that is quick even so needs no measurement. */
const SLOWEST = 2e5; // path-steps per second

/** @throws StudyError at `budget`. */
export async function mustFitBudget(
  study: Study,
  { pathSteps, tolerance, given }: Pick<ErrorBudget, 'pathSteps' | 'tolerance' | 'given'>,
  { backend }: { readonly backend?: Backend | undefined },
): Promise<void> {
  const budget = study.budget ?? DEFAULTS.budget;
  const which = study.budget === undefined ? ' (the default)' : '';
  /** What would fit: cost grows as the tolerance^−2 by paths, and by 1/order of it more by steps. */
  const refuse = (expected: string, got: string, excess: number, enough: string): never => {
    const byPaths = given.includes('paths') ? 0 : 2;
    const power = byPaths + (given.includes('dt') ? 0 : 1 / nominalOrder(study.scheme, study));
    const looser = power > 0 ? `a tolerance of about ${roundedUp(tolerance * excess ** (1 / power))}` : 'fewer paths';
    const grid = thresholdsOf(study).some(({ monitor }) => monitor === 'grid') ? ', or monitor: bridge' : '';
    const message = `expected at most ${expected}${which}, got ${got}: use budget: ${enough}, or ${looser}${grid}`;
    throw new StudyError([{ path: 'budget', message }]);
  };
  if ('pathSteps' in budget) {
    if (pathSteps > budget.pathSteps)
      refuse(
        `${short(budget.pathSteps)} path-steps`,
        `about ${short(pathSteps)} for the tolerance ${tolerance}`,
        pathSteps / budget.pathSteps,
        `{ pathSteps: ${roundedUp(pathSteps)} }`,
      );
    return;
  }
  if (pathSteps / SLOWEST <= budget.seconds) return;
  const { rate, backend: name } = await measureRate(study, backend);
  const seconds = pathSteps / rate;
  if (seconds > budget.seconds) {
    refuse(
      `${short(budget.seconds)} s`,
      `about ${short(seconds)} s for the tolerance ${tolerance} (${short(pathSteps)} path-steps, ${short(rate)} a second on ${name})`,
      seconds / budget.seconds,
      `{ seconds: ${roundedUp(1.2 * seconds)} }`, // a rate measured twice is not the same
    );
  }
}

const short = (x: number): string => String(Number(x.toPrecision(2)));

/** Two significant digits, upwards. */
function roundedUp(x: number): number {
  const digit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / digit) * digit).toPrecision(2));
}
