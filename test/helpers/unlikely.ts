// Unlikely hits with exact probabilities, and what several seeds must say of them together.
import { expect } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import type { FirstPassage } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { run } from '#dist/study/run.js';
import { studyOf, up } from './studies.js';
import { record } from './verify.js';

/** The barrier of the Brownian studies: σ = 1, no drift, from 0; the far end is too far away to matter. */
export const BARRIER = 1.5;

/** erfc by its continued fraction, for x ≥ 1.8: 1e-14 relative. */
export function erfc(x: number): number {
  let f = 0;
  for (let k = 400; k >= 1; k--) f = k / 2 / (x + f);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + f);
}

/** P(max of W up to T ≥ BARRIER) = erfc(BARRIER/√(2T)): also of any time step, for the bridge is exact without drift. */
export const brownianProbability = (T: number): number => erfc(BARRIER / Math.sqrt(2 * T));

/** The horizon at which the probability is p. */
export function horizonOf(p: number): number {
  let [low, high] = [0.001, 0.34];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (brownianProbability(middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

export function brownianStudy(p: number, steps: number, more: Partial<Study> = {}): Study {
  const horizon = horizonOf(p);
  return studyOf({
    model: { drift: '0*x', diffusion: '1' },
    params: {},
    domain: [-3, BARRIER],
    initial: 0,
    horizon,
    dt: horizon / steps,
    saveAt: [],
    firstPassage: up(BARRIER),
    ...more,
  });
}

export interface Seeds {
  /** Mean of the estimates and its standard error, from those that the runs state. */
  readonly value: number;
  readonly standardError: number;
  /** Mean over the runs of relative variance × path-steps, and the same of plain sampling. */
  readonly work: number;
  readonly plainWork: number;
  /** Σ of the squared distances of the runs from the exact value, in mean squared standard errors. */
  readonly chi2: number;
}

export async function overSeeds(study: Study, backend: Backend, seeds: number, exact: number): Promise<Seeds> {
  const passages: FirstPassage[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { firstPassage } = await run({ ...study, seed }, { backend, checks: false });
    passages.push(firstPassage as FirstPassage);
  }
  const mean = (f: (p: FirstPassage) => number) => passages.reduce((sum, p) => sum + f(p), 0) / seeds;
  const squaredError = mean((p) => p.probability.standardError! ** 2);
  return {
    value: mean((p) => p.probability.value!),
    standardError: Math.sqrt(squaredError / seeds),
    work: mean((p) => p.weights!.work),
    plainWork: mean((p) => p.weights!.plainWork),
    chi2: (seeds * mean((p) => (p.probability.value! - exact) ** 2)) / squaredError,
  };
}

/**
 * Together within 5 standard errors of the exact value; and the errors that the runs state are those that they make: χ² of n runs has
 * mean n and standard deviation √(2n), more where weights are uneven (`tails` times more is allowed).
 */
export function expectUnbiased(
  { value, standardError, chi2, work, plainWork }: Seeds,
  exact: number,
  seeds: number,
  { who, what, tails = 1 }: { who: string; what: string; tails?: number },
): void {
  const z = (value - exact) / standardError;
  const mostChi2 = seeds + 5 * tails * Math.sqrt(2 * seeds);
  record({
    item: 12,
    who,
    what,
    measured: `${value.toPrecision(5)} ± ${standardError.toPrecision(2)}, z ${z.toFixed(2)}, χ² ${chi2.toFixed(1)}, work ${work.toPrecision(3)}`,
    allowed: `${exact.toPrecision(6)}, 5 SE; χ² ≤ ${mostChi2.toFixed(0)} of ${seeds} seeds; plain sampling: work ${plainWork.toPrecision(3)}`,
  });
  expect(Math.abs(z), `${what}: ${value} ± ${standardError}, exact ${exact}`).toBeLessThanOrEqual(5);
  expect(chi2, `${what}: χ² of ${seeds} seeds`).toBeLessThanOrEqual(mostChi2);
}
