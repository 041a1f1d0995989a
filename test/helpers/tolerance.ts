// Tolerances that say where they come from: k standard errors plus a stated bound on the discretisation error.
import { expect } from 'vitest';
import type { Estimate } from '#dist/result/result.js';
import { record } from './verify.js';

const K = 5; // false alarm 6e-7 a check

export interface Near {
  /** What the time step does to the expected value, signed; added to `exact`. */
  readonly bias?: number;
  /** How well the bias is known. */
  readonly slack?: number;
  readonly what?: string;
  /** Recorded in docs/verification.md under this item, where given. */
  readonly item?: number;
  readonly who?: string;
}

/** The estimate is within K standard errors, plus `slack`, of the exact value plus the bias. */
export function expectNear(
  estimate: Estimate,
  exact: number,
  { bias = 0, slack = 0, what = '', item, who = '' }: Near = {},
): void {
  if (estimate.value === null) throw new Error(`${what}: no estimate: ${estimate.reason}`);
  const { value, standardError } = estimate;
  const off = Math.abs(value - exact - bias);
  const text = `${value.toPrecision(7)} ± ${standardError.toPrecision(2)}`;
  const expected = `${exact.toPrecision(8)}${bias === 0 ? '' : ` ${bias < 0 ? '−' : '+'} ${Math.abs(bias).toPrecision(3)} (time step)`}`;
  if (item !== undefined) {
    const z = ((value - exact - bias) / standardError).toFixed(2);
    record({
      item,
      who,
      what,
      measured: `${text}, z ${z}`,
      allowed: `${expected}, 5 SE${slack > 0 ? ` + ${slack.toPrecision(2)}` : ''}`,
    });
  }
  expect(off, `${who} ${what}: ${text} against ${expected}`).toBeLessThanOrEqual(K * standardError + slack);
}

/** A sample mean of n values of known standard deviation. */
export function expectMean(mean: number, exact: number, sd: number, n: number, near: Near): void {
  expectNear({ value: mean, standardError: sd / Math.sqrt(n) }, exact, near);
}
