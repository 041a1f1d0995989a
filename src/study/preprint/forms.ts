/** How much the functional forms of drift and diffusion matter. */
import type { Process } from '../../theory/index.js';
import { claimOf, type Examine, show } from './claim.js';
import { BETA, HARM, meanAt, paramsOf, passageTime, START, severity } from './exact.js';
import { rowsOf, type Sample } from './lab.js';
import { judge } from './verdict.js';

/** Relative changes from which on a form matters. */
const MATTERS = { time: 0.1, mean: 0.01 } as const;

interface Form {
  readonly name: string;
  readonly says: string;
  readonly model: { readonly drift: string; readonly diffusion: string };
  readonly process: Process;
}

export const forms: Examine = async (lab) => {
  const base = severity({ alpha: BETA });
  const params = paramsOf({ alpha: BETA });
  const { gamma, sigma0, sigma1 } = params;
  const kappa = 2 * BETA;
  const rate = Math.sqrt(BETA * BETA + 4 * gamma * kappa);
  const stable = (BETA + rate) / (2 * kappa);
  const there = base.diffusion(stable);
  const drift = 'alpha*x*(1 - x) - beta*x^2 + gamma';
  /** Each agrees with the model at its stable point: in value, and the drift in slope. */
  const others: readonly Form[] = [
    {
      name: 'form-constant',
      says: 'σ constant',
      model: { drift, diffusion: `${there}` },
      process: { ...base, diffusion: () => there, diffusionSlope: () => 0 },
    },
    {
      name: 'form-sqrt',
      says: 'σ² linear in x',
      model: { drift, diffusion: `sqrt(sigma0^2 + ${(there ** 2 - sigma0 ** 2) / stable}*x)` },
      process: {
        ...base,
        diffusion: (x) => Math.sqrt(sigma0 ** 2 + ((there ** 2 - sigma0 ** 2) / stable) * x),
        diffusionSlope: () => (there ** 2 - sigma0 ** 2) / stable / 2,
      },
    },
    {
      name: 'form-linear',
      says: 'drift linear in x',
      model: { drift: `${rate}*(${stable} - x)`, diffusion: 'sigma0 + sigma1*x' },
      process: { ...base, drift: (x) => rate * (stable - x) },
    },
  ];
  const [time, mean] = [passageTime(base), meanAt(base)];
  const rows = [];
  for (const form of others) {
    const [t, m] = [passageTime(form.process), meanAt(form.process)];
    const fields = { initial: START, horizon: 600, dt: 0.1, firstPassage: { threshold: HARM } };
    const { alpha, beta, ...rest } = params;
    const used =
      form.name === 'form-linear'
        ? { sigma0, sigma1 }
        : form.name === 'form-sqrt'
          ? { alpha, beta, gamma: rest.gamma, sigma0 }
          : { alpha, beta, gamma: rest.gamma };
    const sample: Sample | null = await lab.sample(form.name, {
      ...fields,
      model: form.model,
      params: used,
      domain: [0, 1],
    });
    const relative = (a: { value: number; error: number }, b: { value: number; error: number }) => ({
      value: Math.abs(a.value / b.value - 1),
      error: (a.error + b.error) / b.value,
    });
    rows.push({ form, t, m, sample, ofTime: relative(t, time), ofMean: relative(m, mean) });
  }
  return claimOf({
    id: 'functional-form',
    title: 'Sensitivity to the functional form of drift and diffusion',
    claimed: 'The results depend on which functions are taken for drift and diffusion, first passage above all.',
    criteria: [
      ...rows.map(({ form, ofTime }) =>
        judge({
          says: `${form.says}, alike at the stable point: the mean first passage changes by more than ${100 * MATTERS.time} %`,
          value: ofTime,
          relation: '>',
          limit: MATTERS.time,
        }),
      ),
      judge({
        says: `of these forms the one that matters most changes the stationary mean by more than ${100 * MATTERS.mean} %`,
        value: rows.map(({ ofMean }) => ofMean).reduce((a, b) => (a.value > b.value ? a : b)),
        relation: '>',
        limit: MATTERS.mean,
      }),
    ],
    finding: `With α = β = ${BETA} the mean first passage from ${START} to ${HARM} is ${show(time.value)}; ${rows.map(({ form, t }) => `with ${form.says} ${show(t.value)}`).join(', ')}. The stationary mean of ${show(mean.value)} becomes ${rows.map(({ m }) => show(m.value)).join(', ')}.`,
    regime:
      'Near the stable point the forms agree by construction, so moments change little. First passage depends on drift and noise all the way up to the threshold, exponentially so where a barrier lies between.',
    measured: rowsOf(
      ...rows.flatMap(({ form, sample }) => [
        sample?.row(`mean first passage by the horizon, ${form.says}`, 'firstPassage.mean'),
        sample?.row(`its median, ${form.says}`, 'firstPassage.quantiles.0.5'),
      ]),
    ),
    exact: [
      { quantity: 'mean first passage, the model', ...time, how: `α = β = ${BETA}` },
      ...rows.map(({ form, t }) => ({ quantity: `mean first passage, ${form.says}`, ...t, how: 'quadrature' })),
      { quantity: 'stationary mean, the model', ...mean, how: `α = β = ${BETA}` },
      ...rows.map(({ form, m }) => ({ quantity: `stationary mean, ${form.says}`, ...m, how: 'quadrature' })),
    ],
    curves: [],
  });
};
