/** Reflecting against saturating ends. */
import type { Study } from '../../spec/study.js';
import { parseStudy } from '../check.js';
import { discretised } from '../discretised.js';
import { claimOf, type Examine, show } from './claim.js';
import { BETA, HARM, paramsOf, START } from './exact.js';
import { rowsOf } from './lab.js';
import { judge } from './verdict.js';

const STEP = 0.01; // of the comparison: a step that users take
const ALIKE = 0.01; // a relative difference below it is none that matters
/** Noise with which paths often meet an end: where the two should differ most. */
const OFTEN = { alpha: 0.3, beta: 0.6, gamma: 0.01, sigma0: 0.2, sigma1: 0 } as const;
const COARSE = 0.1;
/** The difference goes with √dt: halved when the step is divided by 4. */
const FALL = 1.5;

type Ends = 'reflect' | 'clamp';

const fieldsOf = (params: Readonly<Record<string, number>>, ends: Ends, dt: number) => ({
  model: 'severity',
  params,
  boundary: { lower: ends, upper: ends },
  scheme: 'euler-maruyama',
  initial: START,
  horizon: 40,
  dt,
  saveAt: [40],
  firstPassage: { threshold: HARM },
});

export const ends: Examine = async (lab) => {
  const figure = paramsOf({ alpha: BETA });
  const atFigure = difference(figure, STEP);
  const [coarse, fine] = [difference(OFTEN, COARSE), difference(OFTEN, COARSE / 4)];
  const fall = { value: coarse.mean.value / fine.mean.value, error: 1e-6 };
  const samples = [];
  for (const kind of ['reflect', 'clamp'] as const)
    samples.push([kind, await lab.sample(`ends-${kind}`, fieldsOf(OFTEN, kind, COARSE))] as const);
  const words = { reflect: 'reflecting', clamp: 'saturating' } as const;
  return claimOf({
    id: 'boundaries',
    title: 'Reflecting and saturating boundaries',
    claimed:
      'Severity is kept in [0, 1] by ends that reflect or that saturate: both are named. We ask whether either will do.',
    criteria: [
      judge({
        says: `at the figure’s noise, α = β and dt = ${STEP} the stationary mean differs by less than ${100 * ALIKE} %`,
        value: atFigure.mean,
        relation: '<',
        limit: ALIKE,
      }),
      judge({
        says: `so does the mean first passage from ${START} to ${HARM}`,
        value: atFigure.time,
        relation: '<',
        limit: ALIKE,
      }),
      judge({
        says: `where paths often meet an end the difference vanishes with the step: a quarter of dt divides it by more than ${FALL}`,
        value: fall,
        relation: '>',
        limit: FALL,
      }),
    ],
    finding: `At the figure’s noise the two differ by ${percent(atFigure.mean.value)} in the stationary mean and by ${percent(atFigure.time.value)} in the mean first passage. With σ0 = ${OFTEN.sigma0}, α = ${OFTEN.alpha}, β = ${OFTEN.beta} the stationary means differ by ${percent(coarse.mean.value)} at dt = ${COARSE} and by ${percent(fine.mean.value)} at dt = ${COARSE / 4}.`,
    regime:
      'In continuous time both are the same process: saturation of an Euler step is a coarser way to reflect, with an error of order √dt where reflection has one of order dt. They are different models only at a fixed step, and then where paths spend time at an end.',
    measured: rowsOf(
      ...samples.flatMap(([kind, sample]) => [
        sample?.row(`mean at 40, ${words[kind]}, σ0 = ${OFTEN.sigma0}, dt = ${COARSE}`, 'snapshots[0].mean'),
        sample?.row(`P(T ≤ 40), ${words[kind]}`, 'firstPassage.probability'),
      ]),
    ),
    exact: [
      {
        quantity: 'stationary mean, relative difference',
        ...atFigure.mean,
        how: `figure’s noise, α = β, dt = ${STEP}: both from the scheme’s own kernel`,
      },
      { quantity: 'mean first passage, relative difference', ...atFigure.time, how: 'the same' },
      { quantity: `stationary mean, relative difference, dt = ${COARSE}`, ...coarse.mean, how: `σ0 = ${OFTEN.sigma0}` },
      {
        quantity: `stationary mean, relative difference, dt = ${COARSE / 4}`,
        ...fine.mean,
        how: `σ0 = ${OFTEN.sigma0}`,
      },
    ],
    curves: [],
  });
};

const percent = (share: number): string => `${show(100 * share)} %`;

/** |clamp/reflect − 1| of what the scheme gives at this step, without a path. */
function difference(params: Readonly<Record<string, number>>, dt: number) {
  const rows = (kind: Ends) => discretised(parseStudy(fieldsOf(params, kind, dt)) as Study, dt).rows;
  const [reflected, clamped] = [rows('reflect'), rows('clamp')];
  const of = (quantity: string) => {
    const [a, b] = [reflected, clamped].map((found) => found.find((row) => row.quantity === quantity));
    if (!a || !b) return { value: Number.NaN, error: Number.NaN };
    const [x, y] = [a.exact + a.bias, b.exact + b.bias];
    return { value: Math.abs(y / x - 1), error: (a.error + b.error) / Math.abs(x) };
  };
  return { mean: of('stationary.mean'), time: of('firstPassage.mean') };
}
