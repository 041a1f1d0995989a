/** Paths in parameter space, and a study at a place on one, with its noise scaled down. */
import { StudyError } from '../errors.js';
import { presets } from '../model/presets.js';
import { DEFAULTS } from '../spec/defaults.js';
import type { Control, Study } from '../spec/study.js';

export const ALPHA_BETA = 'alpha-beta';

/** Parameters that open a gap where noise vanishes: the drift's part that does not vanish at the end. By preset. */
export const VANISHING: Readonly<Record<string, readonly string[]>> = {
  severity: ['gamma'],
  'severity-sqrt': ['gamma'],
};

type Params = Readonly<Record<string, number>>;

export const hasAlphaBeta = (params: Params): boolean => 'alpha' in params && 'beta' in params;

/** The study's own path, or the default one: α − β over a third of α + β to each side of 0. */
export function controlOf(study: Study): Control {
  if (study.control !== undefined) return study.control;
  const { params, model } = study;
  const third = hasAlphaBeta(params) ? Math.abs(params['alpha']! + params['beta']!) / 3 : 0;
  if (!(third > 0)) {
    const names = Object.keys(params);
    const message = `expected a path, got nothing: add for example control: { name: ${names[0] ?? 'a parameter'}, from: 0, to: 1 }`;
    throw new StudyError([{ path: 'control', message }]);
  }
  const vanishing = VANISHING[typeof model === 'string' ? model : ''] ?? [];
  return { name: ALPHA_BETA, from: -third, to: third, steps: DEFAULTS.controlSteps, vanishing };
}

/** Equally spaced, both ends included; symmetrical ends have 0 itself in their middle. */
export function pathValues({ from, to, steps }: Control): number[] {
  return Array.from({ length: steps }, (_, i) => {
    const up = i / (steps - 1);
    return from * (1 - up) + to * up;
  });
}

/** α = (s + Δ)/2 and β = (s − Δ)/2 with s = α + β, or the one parameter. */
export function paramsAt(params: Params, { name }: Pick<Control, 'name'>, value: number): Params {
  if (name !== ALPHA_BETA) return { ...params, [name]: value };
  const sum = params['alpha']! + params['beta']!;
  return { ...params, alpha: (sum + value) / 2, beta: (sum - value) / 2 };
}

/** How far a study is taken towards a limit: factors of the diffusion and of the control's vanishing parameters. */
export interface Level {
  readonly noise: number;
  readonly vanishing: number;
}

export const AS_GIVEN: Level = { noise: 1, vanishing: 1 };

/** The study at a place on its path; with less noise, its model is written out with the factor before the diffusion. */
export function studyAt(study: Study, control: Control, value: number, level: Level = AS_GIVEN): Study {
  const { control: _, ...rest } = study;
  const moved = paramsAt(study.params, control, value);
  const params = { ...moved, ...Object.fromEntries(control.vanishing.map((p) => [p, moved[p]! * level.vanishing])) };
  if (level.noise === 1) return { ...rest, params };
  const { drift, diffusion } = typeof study.model === 'string' ? presets[study.model]! : study.model;
  return { ...rest, params, model: { drift, diffusion: `${level.noise}*(${diffusion})` } };
}
