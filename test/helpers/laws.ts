// Distribution functions in closed form, for the tests to hold estimates against.

/** The standard normal distribution function: erfc by its continued fraction in the tail, by its series inside. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const tail = x < 2 ? (1 - erfSeries(x)) / 2 : erfcFraction(x) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** erf x = 2/√π Σ (−1)ⁿ x^(2n+1) / (n! (2n + 1)). */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))). */
function erfcFraction(x: number): number {
  let fraction = x;
  for (let k = 60; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

/** P(T ≤ t) of Brownian motion with drift towards a level `distance` away. */
export function inverseGaussianCdf(
  t: number,
  { distance: d, drift: mu, sigma }: { distance: number; drift: number; sigma: number },
): number {
  const s = sigma * Math.sqrt(t);
  return normalCdf((mu * t - d) / s) + Math.exp((2 * mu * d) / sigma ** 2) * normalCdf(-(mu * t + d) / s);
}
