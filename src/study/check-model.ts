/** The model of a study: its name or expressions, its parameters, its domain, and σ ≥ 0 everywhere in it. */
import { ExpressionError } from '../errors.js';
import { type Expression, FUNCTIONS } from '../model/expression.js';
import { parseExpression } from '../model/parse.js';
import { type Preset, presets } from '../model/presets.js';
import { LIMITS } from '../spec/defaults.js';
import type { CustomModel } from '../spec/study.js';
import { checkFunctions } from './check-functions.js';
import type { Report, Written } from './check-written.js';
import { pathText, suggest } from './issues.js';

/** A field is undefined where it has a problem. */
export interface CheckedModel {
  readonly model: string | CustomModel | undefined;
  readonly params: Readonly<Record<string, number>>;
  readonly domain: readonly [number, number] | undefined;
  /** Of a preset: the domain asked for, be it too wide; places within it are no problems of their own. */
  readonly asked?: readonly [number, number];
}

type Interval = readonly [number, number];

export function checkModel(written: Written, report: Report): CheckedModel {
  const { model } = written;
  if (model === undefined) {
    // The fields that hang on the model can still be wrong on their own.
    return { model: undefined, params: {}, domain: checkInterval('domain', written.domain, report) };
  }
  if (typeof model === 'string') return checkPreset(model, written, report);
  const { drift, diffusion } = model;
  return checkExpressions({ drift, diffusion }, checkCustomDomain(written, report), written, report);
}

function checkPreset(name: string, written: Written, report: Report): CheckedModel {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) {
    report(
      'model',
      `expected the name of a preset, got ${JSON.stringify(name)}: ${suggest(name, Object.keys(presets))}`,
    );
    return { model: undefined, params: {}, domain: checkInterval('domain', written.domain, report) };
  }
  const known = Object.keys(preset.params);
  for (const key of Object.keys(written.params ?? {})) {
    if (!known.includes(key)) report(pathText(['params', key]), `no parameter of ${name}: ${suggest(key, known)}`);
  }
  const params = { ...preset.params, ...written.params };
  const domain = checkPresetDomain(preset, written, report);
  if (!written.broken('params')) {
    const [drift, diffusion] = [parseExpression(preset.drift, known), parseExpression(preset.diffusion, known)];
    const paths = { drift: 'params', diffusion: 'params' };
    const where = { params, domain: domain.known, milstein: written.scheme === 'milstein', paths };
    checkFunctions({ drift, diffusion, ...where }, report);
  }
  return { model: name, params, domain: domain.known, asked: domain.asked };
}

/** The domain of the preset, narrowed; where that is wrong, the whole one, and what was asked for. */
function checkPresetDomain(preset: Preset, written: Written, report: Report): { known: Interval; asked: Interval } {
  const domain = checkInterval('domain', written.domain, report) ?? preset.domain;
  const [lower, upper] = preset.domain;
  if (domain[0] >= lower && domain[1] <= upper) return { known: domain, asked: domain };
  const got = `[${domain.join(', ')}]`;
  report(
    'domain',
    `expected ends within [${lower}, ${upper}], the domain of ${preset.name}, got ${got}: a preset's domain may only be narrowed; for a wider one write the model as drift and diffusion (\`firstpassage models\` has them)`,
  );
  return { known: preset.domain, asked: domain };
}

function checkCustomDomain(written: Written, report: Report): Interval | undefined {
  if (written.broken('domain') || written.broken('model.domain')) return undefined;
  const own = (written.model as CustomModel & { domain?: Interval }).domain;
  if (own !== undefined && written.domain !== undefined) {
    report('domain', 'expected the domain in one place, got it here and in model.domain: leave one out');
    return undefined;
  }
  if (own !== undefined) return checkInterval('model.domain', own, report);
  if (written.domain !== undefined) return checkInterval('domain', written.domain, report);
  report('domain', 'expected the domain of the custom model, got nothing: add for example domain: [0, 1]');
  return undefined;
}

const NARROWEST = 1e-4; // of the distance from 0: a thousand steps of f32 across the domain
const SMALLEST = 1e-12; // squares of noise must stay far above the smallest f32

function checkInterval(path: string, domain: Interval | undefined, report: Report): Interval | undefined {
  if (domain === undefined) return undefined;
  const [lower, upper] = domain;
  if (!(lower < upper)) {
    const swap = lower > upper ? `[${upper}, ${lower}]` : 'two different ends';
    report(path, `expected lower < upper, got [${lower}, ${upper}]: use ${swap}`);
    return undefined;
  }
  const far = [lower, upper].find((end) => Math.abs(end) > LIMITS.position);
  if (far === undefined) {
    const least = Math.max(SMALLEST, NARROWEST * Math.max(Math.abs(lower), Math.abs(upper)));
    if (upper - lower >= least) return domain;
    report(path, `expected a width of at least ${least}, got ${upper - lower} (states are f32): shift or scale x`);
    return undefined;
  }
  report(
    path,
    `expected ends within ±${LIMITS.position.toExponential()}, got ${far} (squares of distances are f32): choose other units of x`,
  );
  return undefined;
}

function checkExpressions(
  model: CustomModel,
  domain: Interval | undefined,
  written: Written,
  report: Report,
): CheckedModel {
  const params = written.params ?? {};
  for (const name of Object.keys(params)) {
    if (name === 'x') report('params.x', 'expected a name other than x, which is the position: rename the parameter');
    else if (Object.hasOwn(FUNCTIONS, name))
      report(`params.${name}`, `expected a name other than the function ${name}: rename the parameter`);
    else if (!/^[A-Za-z_]\w*$/.test(name))
      report(pathText(['params', name]), 'expected a name of letters, digits and _: rename the parameter');
  }
  const drift = checkExpression('model.drift', model.drift, params, written, report);
  const diffusion = checkExpression('model.diffusion', model.diffusion, params, written, report);
  if (domain !== undefined) {
    const paths = { drift: 'model.drift', diffusion: 'model.diffusion' };
    const where = { params, domain, milstein: written.scheme === 'milstein', texts: model, paths };
    checkFunctions({ drift, diffusion, ...where }, report);
  }
  return { model, params, domain };
}

function checkExpression(
  path: string,
  text: string,
  params: Readonly<Record<string, number>>,
  written: Written,
  report: Report,
): Expression | undefined {
  // With broken params nobody can tell an unknown name from one whose value is wrong.
  if (written.broken('params') || written.broken(path)) return undefined;
  try {
    return parseExpression(text, Object.keys(params));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report(path, `${error.message}${error.column === null ? '' : ` (column ${error.column})`}`, error.column);
    return undefined;
  }
}
