/** Lamperti–Heun needs what Euler–Maruyama does without: noise everywhere, and ends that its coordinate knows. */
import { ExpressionError, TheoryError } from '../errors.js';
import { modelOf } from '../model/model.js';
import { lampertiStep } from '../plan/lamperti.js';
import type { BoundaryKind, Study } from '../spec/study.js';
import type { CheckedModel } from './check-model.js';
import type { Report, Written } from './check-written.js';

export function checkScheme(
  written: Written,
  { model, params, domain }: CheckedModel,
  boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind },
  report: Report,
): void {
  if (written.scheme !== 'lamperti-heun') return;
  for (const end of ['lower', 'upper'] as const) {
    if (boundary[end] === 'clamp')
      report(
        `boundary.${end}`,
        'expected reflect or absorb with scheme lamperti-heun, got clamp: a projection has no order 2; use reflect, or scheme: euler-maruyama',
      );
  }
  // What does not parse or is not finite has been reported already.
  if (model === undefined || domain === undefined || written.broken('params') || written.broken('model')) return;
  try {
    lampertiStep(modelOf({ model, params }), { params, domain, dt: 1 });
  } catch (error) {
    if (error instanceof ExpressionError) return; // reported with the model
    if (!(error instanceof TheoryError)) throw error;
    report('scheme', `lamperti-heun: ${error.message}; narrow the domain, or use euler-maruyama`);
  }
}

/** Whether a checked study could be run with Lamperti–Heun. */
export function isLampertiPossible({ model, params, domain, boundary }: Study): boolean {
  if (boundary.lower === 'clamp' || boundary.upper === 'clamp') return false;
  try {
    lampertiStep(modelOf({ model, params }), { params, domain, dt: 1 });
    return true;
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    return false;
  }
}
