/** The model of a study: its two expressions and the functions of x they stand for. */
import type { Study } from '../spec/study.js';
import { derive, diffusionSlope } from './derive.js';
import { evaluate, type ScalarFunction } from './evaluate.js';
import type { Expression } from './expression.js';
import { parseExpression } from './parse.js';
import { presets } from './presets.js';

export interface Model {
  readonly drift: Expression;
  readonly diffusion: Expression;
}

/** @throws ExpressionError (a checked study has none). */
export function modelOf(study: Pick<Study, 'model' | 'params'>): Model {
  const { drift, diffusion } = typeof study.model === 'string' ? presets[study.model]! : study.model;
  const names = Object.keys(study.params);
  return { drift: parseExpression(drift, names), diffusion: parseExpression(diffusion, names) };
}

/** μ, σ, σσ′ and μ′ as functions of x, in f64. */
export interface ModelFunctions {
  readonly drift: ScalarFunction;
  readonly diffusion: ScalarFunction;
  /** σσ′, in x-units per unit of time. */
  readonly diffusionSlope: ScalarFunction;
  /** μ′, per unit of time. */
  readonly driftSlope: ScalarFunction;
}

export function functionsOf(model: Model, params: Readonly<Record<string, number>>): ModelFunctions {
  return {
    drift: evaluate(model.drift, params),
    diffusion: evaluate(model.diffusion, params),
    diffusionSlope: evaluate(diffusionSlope(model.diffusion), params),
    driftSlope: evaluate(derive(model.drift), params),
  };
}
