/** The plan of a study, with the stationary law's quantiles where the study starts from it. */
import { makePlan } from '../plan/make.js';
import type { Plan } from '../plan/plan.js';
import type { Study } from '../spec/study.js';

export function planStudy(study: Study): Plan {
  return makePlan(study);
}
