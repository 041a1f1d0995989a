/** The process that a study's theory is about. */
import { functionsOf, modelOf } from '../model/model.js';
import type { Study } from '../spec/study.js';
import type { Process } from '../theory/index.js';

export const processOf = (study: Pick<Study, 'model' | 'params' | 'domain'>): Process => ({
  ...functionsOf(modelOf(study), study.params),
  lower: study.domain[0],
  upper: study.domain[1],
});
