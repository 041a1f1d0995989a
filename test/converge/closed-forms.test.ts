// Laws in closed form, met by schemes that are exact for them (or whose discrete law is closed too): no bias is allowed.
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import type { Exit, FirstPassage } from '#dist/result/result.js';
import { run } from '#dist/study/run.js';
import { simulators } from '../helpers/backends.js';
import { inverseGaussianCdf } from '../helpers/laws.js';
import { studyOf, up } from '../helpers/studies.js';
import { expectNear } from '../helpers/tolerance.js';

describe.each(simulators)('$name', ({ name: who, open, paths }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  it('Brownian motion with drift hits a level by the inverse Gaussian law', async () => {
    // From 0 to 1 at drift 1, σ 1: mean 1, variance 1. The lower end is 20 standard deviations away.
    const study = studyOf({
      model: 'brownian',
      params: { mu: 1, sigma: 1 },
      domain: [-20, 2],
      initial: 0,
      dt: 0.05,
      horizon: 25,
      saveAt: [],
      firstPassage: up(1),
      paths,
    });
    const { mean, variance, survival } = (await run(study, { backend })).firstPassage as FirstPassage;
    // Paths still out at 25, 1.2e-7 of them, take (25 − 1) · 1.2e-7 from the mean and (25 − 1)² · 1.2e-7 from the variance.
    expectNear(mean, 1, { slack: 3e-6, what: 'brownian, mean first passage', item: 3, who });
    expectNear(variance, 1, { slack: 7e-5, what: 'brownian, variance of first passage', item: 3, who });
    for (const i of [1, 2, 4, 8, 16]) {
      const t = survival.times[i]!;
      const p = 1 - inverseGaussianCdf(t, { distance: 1, drift: 1, sigma: 1 });
      const standardError = Math.sqrt((p * (1 - p)) / paths);
      expectNear({ value: survival.values[i]!, standardError }, p, { what: `brownian, P(T > ${t})`, item: 3, who });
    }
  });

  it('Brownian motion leaves (−1, 1) by each side with its probability and in its mean time', async () => {
    const mu = 0.5;
    const study = studyOf({
      model: 'brownian',
      params: { mu, sigma: 1 },
      domain: [-1, 1],
      boundary: { lower: 'absorb', upper: 'absorb' },
      initial: 0,
      dt: 0.01,
      horizon: 20,
      saveAt: [],
      paths,
    });
    const result = await run(study, { backend });
    const upper = result.exits!.upper as Exit;
    const lower = result.exits!.lower as Exit;
    const pUp = 1 / (1 + Math.exp(-2 * mu));
    expectNear(upper.probability, pUp, { what: 'brownian, probability to leave upwards', item: 3, who });
    expectNear(lower.probability, 1 - pUp, { what: 'brownian, probability to leave downwards', item: 3, who });
    // E X_T = μ E T; between symmetric ends the time does not depend on the side.
    for (const [side, exit] of [
      ['upwards', upper],
      ['downwards', lower],
    ] as const) {
      expectNear(exit.mean, (2 * pUp - 1) / mu, { what: `brownian, mean time to leave ${side}`, item: 3, who });
    }
  });

  it('Ornstein–Uhlenbeck has the mean and variance of its Euler recursion, and the shape of a normal law', async () => {
    const [theta, m, sigma, x0, dt] = [1, 0.2, 0.5, -1, 0.1];
    const times = [0.5, 1, 10];
    const study = studyOf({
      model: 'ornstein-uhlenbeck',
      params: { theta, m, sigma },
      domain: [-5, 5],
      initial: x0,
      dt,
      horizon: 10,
      saveAt: times,
      paths,
    });
    const { snapshots } = await run(study, { backend });
    snapshots.forEach(({ mean, variance, skewness, excessKurtosis }, i) => {
      const a = 1 - theta * dt;
      const n = Math.round(times[i]! / dt);
      const at = `at ${times[i]}`;
      expectNear(mean, m + (x0 - m) * a ** n, { what: `Ornstein–Uhlenbeck, mean ${at}`, item: 3, who });
      const v = (sigma ** 2 * dt * (1 - a ** (2 * n))) / (1 - a ** 2);
      expectNear(variance, v, { what: `Ornstein–Uhlenbeck, variance ${at}`, item: 3, who });
      expectNear(skewness, 0, { what: `Ornstein–Uhlenbeck, skewness ${at}`, item: 3, who });
      expectNear(excessKurtosis, 0, { what: `Ornstein–Uhlenbeck, excess kurtosis ${at}`, item: 3, who });
    });
  });
});
