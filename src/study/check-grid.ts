/** The grid of a sweep, and what it is to tell of each point. */
import { ExpressionError } from '../errors.js';
import { modelOf } from '../model/model.js';
import { LIMITS } from '../spec/defaults.js';
import { axesOf, paramsAt, pointsOf } from '../spec/grid.js';
import type { Grid, GridAxis, Study } from '../spec/study.js';
import { checkFunctions } from './check-functions.js';
import type { CheckedModel } from './check-model.js';
import type { CheckedTimes } from './check-times.js';
import type { Report, Written } from './check-written.js';
import { pathText, suggest } from './issues.js';
import { defaultOutputs, type Observed, outputsOf, whyNot } from './outputs.js';

interface Surroundings {
  readonly model: CheckedModel;
  readonly times: CheckedTimes;
  readonly boundary: Study['boundary'];
  readonly firstPassage: Study['firstPassage'] | undefined;
  readonly paths: number;
}

const MOST_AXES = 2;
/** Points of the grid at which drift and diffusion are looked at; others that are wrong are left out of the sweep, and say so. */
const LOOKED_AT = 400;
const SAMPLES = 129;

/** The fields of a study with a grid; none of them without one. */
export function checkGrid(
  written: Written,
  surroundings: Surroundings,
  report: Report,
): Pick<Study, 'grid' | 'outputs' | 'independent'> {
  const { outputs, independent } = written;
  if (written.grid === undefined) {
    if (written.broken('grid')) return {};
    if (outputs !== undefined) report('outputs', 'expected a grid beside it, got none: add one, or leave it out');
    if (independent !== undefined) report('independent', 'expected a grid beside it, got none: leave it out');
    return {};
  }
  const grid = checkAxes(written.grid, surroundings, written, report);
  refuseOthers(written, report);
  const observed = observedOf(surroundings);
  const names = observed && checkOutputs(written, observed, report);
  if (grid === undefined || names === undefined) return {};
  checkPoints(grid, surroundings, written, report);
  return { grid, outputs: names, ...(independent ? { independent } : {}) };
}

function checkAxes(
  written: NonNullable<Written['grid']>,
  { model, paths }: Surroundings,
  { broken }: Written,
  report: Report,
): Grid | undefined {
  const names = Object.keys(written);
  const list = names.length > 0 ? names.join(', ') : '{}';
  if (names.length === 0 || names.length > MOST_AXES) {
    report('grid', `expected one or two parameters, got ${list}: a sweep has one axis or two`);
    return undefined;
  }
  let sound = true;
  const refuse = (path: readonly string[], message: string) => {
    report(pathText(['grid', ...path]), message);
    sound = false;
  };
  const known = Object.keys(model.params);
  for (const name of names) {
    if (model.model !== undefined && !broken('params') && !known.includes(name))
      refuse([name], `no parameter of the model: ${suggest(name, known)}`);
    const axis = written[name]!;
    if ('from' in axis) {
      const { from, to, scale } = axis;
      if (!(from < to))
        refuse([name], `expected from < to, got ${from} and ${to}: use different ends, the lower first`);
      if (scale === 'log' && !(from > 0))
        refuse([name, 'from'], `expected a number > 0 with scale log, got ${from}: use scale: linear`);
    } else {
      const wrong = axis.findIndex((value, i) => i > 0 && !(value > axis[i - 1]!));
      if (wrong > 0)
        refuse(
          [name],
          `expected increasing values, got ${axis[wrong]} after ${axis[wrong - 1]}: sort them, each one once`,
        );
    }
  }
  if (!sound) return undefined;
  const grid: Record<string, GridAxis> = {};
  for (const [name, axis] of Object.entries(written)) {
    grid[name] = 'from' in axis ? { ...axis, scale: axis.scale ?? 'linear' } : axis;
  }
  for (const { name, values } of axesOf(grid)) {
    const wrong = values.findIndex((value, i) => !Number.isFinite(value) || (i > 0 && !(value > values[i - 1]!)));
    if (wrong < 0) continue;
    const remedy = Number.isFinite(values[wrong])
      ? 'use fewer steps, or ends further apart'
      : 'use ends nearer together';
    refuse([name], `expected increasing finite values, got ${values[wrong]} after ${values[wrong - 1]}: ${remedy}`);
  }
  if (!sound) return undefined;
  const points = pointsOf(axesOf(grid));
  if (points > LIMITS.points) refuse([], `expected at most ${LIMITS.points} points, got ${points}: use fewer values`);
  if (points * paths > LIMITS.paths)
    refuse([], `expected at most ${LIMITS.paths} paths in all, got ${points} points × ${paths}: use fewer of either`);
  return sound ? grid : undefined;
}

/** What a grid cannot have beside it. */
function refuseOthers({ tolerance, samplePaths, control }: Written, report: Report): void {
  if (control !== undefined)
    report('control', 'expected a grid (for sweep) or a control (for critical), got both: leave one out');
  if (tolerance !== undefined)
    report('tolerance', `expected none with a grid, got ${tolerance}: give dt and paths, the same for every point`);
  if (samplePaths !== undefined && samplePaths > 0)
    report('samplePaths', `expected 0 with a grid, got ${samplePaths}: leave it out, or run one point by itself`);
}

function observedOf({ times, boundary, firstPassage }: Surroundings): Observed | undefined {
  const { saveAt } = times;
  return saveAt === undefined || firstPassage === undefined ? undefined : { saveAt, firstPassage, boundary };
}

function checkOutputs(written: Written, observed: Observed, report: Report): readonly string[] | undefined {
  if (written.broken('outputs') || written.broken('boundary')) return undefined;
  const known = outputsOf(observed);
  const { outputs = defaultOutputs(observed) } = written;
  let sound = true;
  outputs.forEach((name, i) => {
    if (known.includes(name) && outputs.indexOf(name) === i) return;
    sound = false;
    const got = JSON.stringify(name);
    if (known.includes(name)) report(`outputs[${i}]`, `expected each output once, got ${got} again: leave it out`);
    else {
      const remedy = whyNot(name, observed) ?? suggest(name, known);
      report(`outputs[${i}]`, `expected a result that the study has, got ${got}: ${remedy}`);
    }
  });
  return sound ? outputs : undefined;
}

/** Drift and diffusion at points spread over the grid, its corners among them; the first one at which something is wrong. */
function checkPoints(grid: Grid, { model: checked }: Surroundings, written: Written, report: Report): void {
  const { model, params, domain } = checked;
  if (model === undefined || domain === undefined || written.broken('params')) return;
  const axes = axesOf(grid);
  const points = pointsOf(axes);
  const inner = axes.at(-1)!.values.length;
  const stride = Math.max(1, Math.ceil(points / LOOKED_AT));
  const corners = [0, inner - 1, points - inner, points - 1];
  const looked = [...corners, ...Array.from({ length: Math.ceil(points / stride) }, (_, i) => i * stride)];
  try {
    const { drift, diffusion } = modelOf({ model, params });
    const milstein = written.scheme === 'milstein';
    const paths = { drift: 'grid', diffusion: 'grid' };
    for (const index of new Set(looked)) {
      const here = paramsAt(axes, index);
      const place = Object.entries(here).map(([name, value]) => `${name} = ${value}`);
      let wrong = false;
      checkFunctions(
        { drift, diffusion, params: { ...params, ...here }, domain, milstein, paths },
        (_, message) => {
          report('grid', `at ${place.join(', ')}: ${message}`);
          wrong = true;
        },
        SAMPLES,
      );
      if (wrong) return;
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error; // reported with the model
  }
}
