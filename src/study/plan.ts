/** The plan of a study, with the stationary law's quantiles where the study starts from it. */
import { StudyError, TheoryError } from '../errors.js';
import { makePlan, startTable } from '../plan/make.js';
import type { Plan } from '../plan/plan.js';
import type { Study } from '../spec/study.js';
import { stationaryLaw } from '../theory/index.js';
import { mustBeParsed } from './must-be-parsed.js';
import { processOf } from './process.js';

const START_QUANTILES = 2 ** 14 + 1; // a start is linear between neighbours: off by less than 2⁻¹⁴ in its share

/** @throws StudyError where the study is a grid of points, or is to start from a stationary law that cannot be had. @param finest most bins of one histogram (plan/make.ts). */
export function planStudy(study: Study, finest?: number): Plan {
  mustBeParsed(study);
  if (study.open !== undefined)
    throw new TypeError(`${study.open.join(' and ')} are still open: settle the study first`);
  if (study.grid !== undefined) {
    const got = Object.keys(study.grid).join(' and ');
    throw new StudyError([
      { path: 'grid', message: `expected one point, got a grid over ${got}: use sweep, or leave the grid out` },
    ]);
  }
  return makePlan(study, stationaryQuantiles(study), finest);
}

/** The law of the start in x, as quantiles (plan/make.ts). @throws StudyError where it is to be stationary, and no such law can be had. */
export const startOf = (study: Study): readonly number[] => startTable(study, stationaryQuantiles(study));

function stationaryQuantiles(study: Study): readonly number[] | undefined {
  if (study.initial !== 'stationary') return undefined;
  try {
    return [...stationaryLaw(processOf(study)).quantiles(START_QUANTILES)];
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    const message = `expected a stationary law to start from, got none: ${error.message}; start from a point or { uniform: [a, b] }`;
    throw new StudyError([{ path: 'initial', message }]);
  }
}
