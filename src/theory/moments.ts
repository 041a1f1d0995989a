/** Moments of a time that is a mixture over starts and ends: each part has its weight and its own cumulants. */
import type { LogCumulants } from './cumulants.js';

export interface Part {
  readonly weight: number;
  readonly cumulants: LogCumulants;
}

/** A moment may exceed 1e308: it is Infinity then, while what has no units stays finite. */
export interface Moments {
  /** The sum of the weights: a probability. */
  readonly weight: number;
  readonly mean: number;
  readonly variance: number;
  /** NaN where the time has no spread. */
  readonly skewness: number;
  readonly excessKurtosis: number;
  /** E T … E T⁴. */
  readonly raw1: number;
  readonly raw2: number;
  readonly raw3: number;
  readonly raw4: number;
}

/**
 * With δ = κ₁ − mean in each part, μ₂ = E(κ₂ + δ²), μ₃ = E(κ₃ + 3κ₂δ + δ³), μ₄ = E(κ₄ + 3κ₂² + 4κ₃δ + 6κ₂δ² + δ⁴).
 * Computed in units of the longest part's mean.
 */
export function mixMoments(parts: readonly Part[]): Moments {
  const longest = parts.reduce((most, { cumulants }) => Math.max(most, cumulants[0]!), -Infinity);
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight === 0) return { weight, ...all(Number.NaN) };
  if (longest === -Infinity) return { weight, ...all(0), skewness: Number.NaN, excessKurtosis: Number.NaN };
  const scaled = parts.map(({ cumulants }) => cumulants.map((log, n) => Math.exp(log - (n + 1) * longest)));
  const average = (f: (k: readonly number[]) => number) =>
    parts.reduce((sum, part, i) => (part.weight === 0 ? sum : sum + part.weight * f(scaled[i]!)), 0) / weight;
  const mean = average(([k1]) => k1!);
  const mu2 = average(([k1, k2]) => k2! + (k1! - mean) ** 2);
  const mu3 = average(([k1, k2, k3]) => k3! + 3 * k2! * (k1! - mean) + (k1! - mean) ** 3);
  const beyond = average(([k1, k2, k3, k4]) => {
    const delta = k1! - mean;
    return k4! + 4 * k3! * delta + 6 * k2! * delta ** 2 + delta ** 4;
  }); // μ₄ less the 3κ₂² of each part
  const spread = average(([, k2]) => (k2! - mu2) * (k2! + mu2)); // E κ₂² − μ₂²: 0 for one part
  const unit = Math.exp(longest);
  return {
    weight,
    mean: mean * unit,
    variance: mu2 * unit * unit,
    skewness: mu3 / mu2 ** 1.5,
    excessKurtosis: (beyond + 3 * spread) / mu2 ** 2,
    raw1: mean * unit,
    raw2: average(([k1, k2]) => k2! + k1! ** 2) * unit ** 2,
    raw3: average(([k1, k2, k3]) => k3! + 3 * k2! * k1! + k1! ** 3) * unit ** 3,
    raw4: average(([k1, k2, k3, k4]) => k4! + 4 * k3! * k1! + 3 * k2! ** 2 + 6 * k2! * k1! ** 2 + k1! ** 4) * unit ** 4,
  };
}

const all = (value: number) => ({
  mean: value,
  variance: value,
  skewness: value,
  excessKurtosis: value,
  raw1: value,
  raw2: value,
  raw3: value,
  raw4: value,
});
