/** The exact quantities of a study. */
import { type Study, type Threshold, thresholdsOf } from '../spec/study.js';
import { type Theory, theoryOf } from '../theory/index.js';
import { mustBeParsed } from './must-be-parsed.js';
import { startOf } from './plan.js';
import { processOf } from './process.js';

/** Stationary law, first passage and exits by quadrature; what does not exist is null, with its reason. */
export function theory(study: Study): Theory {
  mustBeParsed(study);
  const { firstPassage } = study;
  const watched = ({ threshold, direction }: Threshold) => ({ value: threshold, up: direction === 'up' });
  const thresholds = thresholdsOf(study).map(watched);
  return theoryOf(processOf(study), {
    model: typeof study.model === 'string' ? study.model : null,
    params: study.params,
    boundary: study.boundary,
    start: startOf(study),
    thresholds: firstPassage === null ? null : 'threshold' in firstPassage ? thresholds[0]! : thresholds,
    horizon: study.horizon,
  });
}
