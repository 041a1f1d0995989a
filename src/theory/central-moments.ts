/** Mean, variance, skewness and kurtosis from power sums about any centre. */

export interface Shape {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

/** From Σ (x − centre)^k, k = 0 … 4, of weights with any sum. */
export function centralMoments(sums: readonly number[], centre: number): Shape {
  const [m1, m2, m3, m4] = [1, 2, 3, 4].map((k) => sums[k]! / sums[0]!) as [number, number, number, number];
  const variance = m2 - m1 * m1;
  const third = m3 - 3 * m1 * m2 + 2 * m1 ** 3;
  const fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 ** 4;
  return {
    mean: centre + m1,
    variance,
    skewness: third / variance ** 1.5,
    excessKurtosis: fourth / variance ** 2 - 3,
  };
}
