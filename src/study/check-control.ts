/** The path in parameter space that `critical` follows: a name that is there, two ends, and a model that is sound at both. */
import { modelOf } from '../model/model.js';
import { DEFAULTS } from '../spec/defaults.js';
import type { Control } from '../spec/study.js';
import { checkFunctions } from './check-functions.js';
import type { CheckedModel } from './check-model.js';
import type { Report, Written } from './check-written.js';
import { ALPHA_BETA, hasAlphaBeta, paramsAt, VANISHING } from './critical-path.js';
import { suggest } from './issues.js';

export function checkControl(written: Written, model: CheckedModel, report: Report): Control | undefined {
  const { control } = written;
  if (control === undefined || control === null || typeof control !== 'object') return undefined;
  if (['name', 'from', 'to', 'steps', 'at', 'vanishing'].some((field) => written.broken(`control.${field}`)))
    return undefined;
  const { name, from, to, steps = DEFAULTS.controlSteps, at } = control;
  const vanishing = control.vanishing ?? VANISHING[typeof model.model === 'string' ? model.model : ''] ?? [];
  const sound = { name, from, to, steps, vanishing, ...(at === undefined ? {} : { at }) };
  if (!(from < to)) {
    report('control.to', `expected more than from, got ${to} with from ${from}: a path goes upwards`);
    return undefined;
  }
  if (at !== undefined && !(at >= from && at <= to))
    report(
      'control.at',
      `expected a place on the path from ${from} to ${to}, got ${at}: leave it out to have it sought`,
    );
  if (model.model === undefined || written.broken('params')) return undefined;
  const names = Object.keys(model.params);
  vanishing.forEach((parameter, i) => {
    if (!names.includes(parameter))
      report(
        `control.vanishing[${i}]`,
        `expected the name of a parameter, got ${parameter}: ${suggest(parameter, names)}`,
      );
  });
  const known = name === ALPHA_BETA ? hasAlphaBeta(model.params) : names.includes(name);
  if (!known) {
    const remedy =
      name === ALPHA_BETA
        ? `it needs the parameters alpha and beta; name one of ${names.join(', ')}`
        : suggest(name, names);
    report('control.name', `expected alpha-beta or the name of a parameter, got ${name}: ${remedy}`);
    return undefined;
  }
  checkEnds(sound, model, written, report);
  return sound;
}

/** μ and σ at both ends of the path: linear in between, as parameters mostly come in. */
function checkEnds(control: Control, { model, params, domain }: CheckedModel, written: Written, report: Report): void {
  if (domain === undefined || written.broken('model')) return;
  for (const end of ['from', 'to'] as const) {
    const there = paramsAt(params, control, control[end]);
    let parsed: ReturnType<typeof modelOf>;
    try {
      parsed = modelOf({ model: model!, params: there });
    } catch {
      return; // reported with the model
    }
    const path = `control.${end}`;
    const problems = { drift: path, diffusion: path };
    checkFunctions(
      { ...parsed, params: there, domain, milstein: written.scheme === 'milstein', paths: problems },
      report,
    );
  }
}
