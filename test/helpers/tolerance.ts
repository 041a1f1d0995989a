// Tolerances that say where they come from: k standard errors plus a stated bound on the discretisation error.
import { expect } from 'vitest';
import type { Estimate } from '#dist/result/result.js';

const K = 5; // false alarm 6e-7 a check

/** The estimate is within K standard errors, plus `bias` for what the time step does, of the exact value. */
export function expectNear(estimate: Estimate, exact: number, { bias = 0, what = '' } = {}): void {
  if (estimate.value === null) throw new Error(`${what}: no estimate: ${estimate.reason}`);
  const { value, standardError } = estimate;
  const off = Math.abs(value - exact);
  const allowed = K * standardError + Math.abs(bias);
  expect(off, `${what}: ${value} ± ${standardError} against ${exact} (bias bound ${bias})`).toBeLessThanOrEqual(
    allowed,
  );
}

/** A sample mean of n values of known standard deviation. */
export function expectMean(mean: number, exact: number, sd: number, n: number, what = ''): void {
  expectNear({ value: mean, standardError: sd / Math.sqrt(n) }, exact, { what });
}
