/** The shapes of result.json, sweep.json and critical.json: what a report reads of them. */
import { z } from 'zod';
import { QUANTILES } from '../reduce/estimate.js';
import { SCALING } from '../result/critical.js';
import { byName, fields, list, number, numberOrNull, text, textOrNull, truth, whole } from './shape.js';

const partial = fields({ requested: whole, completed: whole }).nullable();
const BACKEND = { error: 'webgpu, wasm or reference' };

export const provenanceShape = fields({
  version: text,
  backend: z.enum(['webgpu', 'wasm', 'reference'], BACKEND),
  reason: text,
  adapter: textOrNull,
  threads: whole,
  rng: text,
  seed: z.union([number, text], { error: 'a number or text' }),
  key: text,
  seconds: number,
  startupSeconds: number,
  pathSteps: number,
  pathStepsPerSecond: number,
  partial,
  digest: text.optional(),
});

const estimate = fields({ value: numberOrNull, standardError: numberOrNull, reason: text.optional() });
const quantiles = fields(Object.fromEntries(QUANTILES.map((level) => [level, estimate])));
const EDGES = { error: 'one edge more than counts' };
const histogram = fields({ edges: list(number), counts: list(number) }).refine(
  ({ edges, counts }) => edges.length === counts.length + 1,
  EDGES,
);

const snapshot = fields({
  time: number,
  paths: whole,
  mean: estimate,
  variance: estimate,
  skewness: estimate,
  excessKurtosis: estimate,
  quantiles,
  histogram,
});

const times = { probability: estimate, mean: estimate, variance: estimate, quantiles, histogram };
const passage = fields({
  ...times,
  threshold: number,
  direction: text,
  monitor: text,
  hits: whole,
  censored: whole,
  absorbed: whole,
  restrictedMean: estimate,
  survival: fields({ times: list(number), values: list(number), standardErrors: list(number) }).refine(
    ({ times, values, standardErrors }) => values.length === times.length && standardErrors.length === times.length,
    { error: 'times, values and standardErrors of one length' },
  ),
  hazard: fields({ edges: list(number), values: list(numberOrNull), standardErrors: list(numberOrNull) }),
  tailRate: estimate,
  weights: fields({
    effectiveSampleSize: numberOrNull,
    largestShare: numberOrNull,
    work: numberOrNull,
    plainWork: numberOrNull,
    quantiles,
    stages: list(number).nullable(),
  }).optional(),
});
const exit = fields({ ...times, count: whole });

const check = fields({
  quantity: text,
  simulated: numberOrNull,
  standardError: numberOrNull,
  exact: numberOrNull,
  bias: numberOrNull,
  z: numberOrNull,
  zCorrected: numberOrNull,
  ok: truth,
});
const fit = fields({
  quantity: text,
  chiSquared: number,
  degreesOfFreedom: number,
  pValue: number,
  pValueUncorrected: number,
  ok: truth,
});

const quantityErrors = {
  quantity: text,
  scale: number,
  bias: number,
  biasError: number,
  statistical: numberOrNull,
  total: numberOrNull,
};
export const errorBudgetShape = fields({
  ...quantityErrors,
  tolerance: number,
  confidence: number,
  others: list(fields(quantityErrors)),
  chosen: fields({ scheme: text, dt: number, paths: whole }),
  given: list(text),
  biasFrom: text,
  pathSteps: number,
  why: text,
});

export const resultShape = fields({
  provenance: provenanceShape,
  snapshots: list(snapshot),
  firstPassage: z.union([passage.nullable(), list(passage)], { error: 'fields, a list of them or null' }),
  exits: fields({ lower: exit.optional(), upper: exit.optional() }).nullable(),
  samplePaths: fields({ times: list(number), values: list(list(number)) })
    .refine(({ times, values }) => values.every((path) => path.length <= times.length), {
      error: 'at least as many times as values of a path',
    })
    .nullable(),
  failures: fields({ nonFinite: whole }),
  checks: list(check),
  goodnessOfFit: list(fit),
  unchecked: byName(text),
  errorBudget: errorBudgetShape.optional(),
});

const output = fields({
  value: numberOrNull,
  standardError: numberOrNull,
  exact: numberOrNull,
  exactError: numberOrNull,
  bias: numberOrNull,
  biasError: numberOrNull,
  z: numberOrNull,
  zCorrected: numberOrNull,
  differences: byName(estimate),
  reasons: byName(text),
});

const AXES = { error: 'a list of one or two axes' };
export const sweepShape = fields({
  provenance: provenanceShape.extend({ theorySeconds: number, biasPoints: numberOrNull }),
  axes: z
    .array(fields({ name: text, values: list(number) }), AXES)
    .min(1, AXES)
    .max(2, AXES),
  points: list(fields({ params: byName(number), outputs: byName(output), nonFinite: whole })),
});

const measured = fields({ value: numberOrNull, standardError: numberOrNull, exact: numberOrNull });
const named = <T extends z.ZodType>(names: readonly string[], of: T) => Object.fromEntries(names.map((n) => [n, of]));
const interval = { value: numberOrNull, interval: list(numberOrNull) };
const judgement = { verdict: text, kind: textOrNull, at: numberOrNull, limit: textOrNull };

export const criticalShape = fields({
  provenance: provenanceShape,
  control: text,
  candidate: fields({ value: number, error: numberOrNull, from: text }).nullable(),
  points: list(
    fields({
      control: number,
      distance: numberOrNull,
      params: byName(number),
      law: text,
      ...named([...SCALING, 'skewness', 'binder', 'modes'], measured),
      firstPassage: fields({
        threshold: number,
        ...named(['probability', 'restrictedMean', 'mean'], measured),
      }).nullable(),
    }),
  ),
  exponents: byName(
    fields({
      quantity: text,
      side: text,
      noise: number,
      value: number,
      interval: list(numberOrNull),
      source: text,
      statistical: numberOrNull,
      systematic: numberOrNull,
      window: list(number),
      points: whole,
      exactThere: numberOrNull,
      limit: fields({ value: numberOrNull, error: numberOrNull }).nullable(),
      saturation: fields({ ...interval, reached: truth }).nullable(),
      fitted: fields({ at: fields(interval), exponent: fields(interval) }).nullable(),
    }),
  ),
  limits: list(
    fields({
      name: text,
      where: text,
      levels: list(
        fields({
          noise: number,
          vanishing: number,
          at: number,
          slowestTime: numberOrNull,
          autocorrelationTime: measured,
        }),
      ),
      exponent: numberOrNull,
      sampled: fields(interval).nullable(),
      exact: text,
      monteCarlo: text,
      goesTo: numberOrNull,
    }),
  ),
  modeChanges: list(fields({ at: number, from: number, to: number })),
  ...judgement,
  why: text,
  exact: fields(judgement),
  monteCarlo: fields(judgement),
  reasons: byName(text),
});
