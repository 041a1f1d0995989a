/** The discretised truth of a study: what its scheme itself gives at a time step, without a path. */
import type { Study } from '../spec/study.js';
import { type Bias, discretisationBias, type LimitBias, limitBiases } from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import { processOf } from './process.js';

export interface Discretised {
  readonly scheme: Study['scheme'];
  readonly dt: number;
  /** Value of the scheme, exact value, bias = value − exact, and how well the bias is known; by dotted path of the theory's field. */
  readonly rows: readonly LimitBias[];
  readonly reasons: Readonly<Record<string, string>>;
}

/** At the study's own scheme, ends and monitors, with `dt` in place of its time step. */
export function discretised(study: Study, dt: number): Discretised {
  const process = processOf(study);
  const setup = biasSetupOf(study);
  const single = study.firstPassage !== null && 'threshold' in study.firstPassage;
  const { rows, reasons } = limitBiases(process, setup, dt, single);
  const found = [...rows];
  const missing: Record<string, string> = { ...reasons };
  const steps = study.horizon / dt;
  if (setup.thresholds.length > 0 && Math.abs(steps - Math.round(steps)) > 1e-9 * steps) {
    missing['firstPassage.atHorizon'] = `the horizon ${study.horizon} is no whole multiple of dt ${dt}`;
  } else if (setup.thresholds.length > 0) {
    const atHorizon = discretisationBias(process, { ...setup, saveAt: [] }, dt);
    atHorizon.firstPassage.forEach((passage, j) => {
      const path = single ? 'firstPassage.atHorizon' : `firstPassage[${j}].atHorizon`;
      if (passage === null) {
        missing[path] = atHorizon.reasons[`firstPassage[${j}]`]!;
        return;
      }
      for (const name of ['probability', 'mean', 'variance', 'restrictedMean'] as const) {
        const bias: Bias | null = passage[name];
        if (bias !== null) found.push({ quantity: `${path}.${name}`, ...bias });
      }
    });
  }
  return { scheme: study.scheme, dt, rows: found, reasons: missing };
}
