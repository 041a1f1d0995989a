/** A study as the theory of its time step sees it. */
import { bridgesExits } from '../plan/make.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import type { BiasSetup } from '../theory/index.js';
import { startOf } from './plan.js';

export const biasSetupOf = (study: Study): BiasSetup => ({
  ...study,
  start: startOf(study),
  thresholds: thresholdsOf(study).map(({ threshold, direction, monitor }) => ({
    value: threshold,
    up: direction === 'up',
    bridge: monitor === 'bridge',
    shift: monitor === 'shift',
  })),
  exitBridge: bridgesExits(study),
});
