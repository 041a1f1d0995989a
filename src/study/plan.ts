/** The plan of a study, with the stationary law's quantiles where the study starts from it. */
import { makePlan } from '../plan/make.js';
import type { Plan } from '../plan/plan.js';
import type { Study } from '../spec/study.js';
import { stationaryLaw } from '../theory/index.js';
import { processOf } from './process.js';

const START_QUANTILES = 2 ** 14 + 1; // a start is linear between neighbours: off by less than 2⁻¹⁴ in its share

export function planStudy(study: Study): Plan {
  if (study.initial !== 'stationary') return makePlan(study);
  return makePlan(study, [...stationaryLaw(processOf(study)).quantiles(START_QUANTILES)]);
}
