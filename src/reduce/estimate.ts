/** Estimates beside their standard errors. */

/** A number beside its standard error; what cannot be computed is null with the reason in words. */
export type Estimate =
  | { readonly value: number; readonly standardError: number }
  | { readonly value: null; readonly standardError: null; readonly reason: string };

export const QUANTILES = ['0.05', '0.25', '0.5', '0.75', '0.95'] as const;
export type QuantileLevel = (typeof QUANTILES)[number];
export type Quantiles = Readonly<Record<QuantileLevel, Estimate>>;

/** `edges` has one entry more than `counts`. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** x²; by a product, since engines differ in the last digit of x ** 2. */
export const square = (x: number): number => x * x;

export const estimate = (value: number, standardError: number): Estimate => ({ value, standardError });

export const unknown = (reason: string): Estimate => ({ value: null, standardError: null, reason });

/** A share of n trials; the error never vanishes: it is taken at (count + 1)/(n + 2), after Agresti and Coull (1998). */
export function shareOf(count: number, n: number): Estimate {
  if (n === 0) return unknown('no path is left');
  const p = (count + 1) / (n + 2);
  return estimate(count / n, Math.sqrt((p * (1 - p)) / n));
}

/**
 * Quantiles read off an inverse distribution function of n independent values, with Woodruff's errors (1952): half of the
 * distance between the quantiles one standard error of the share below and above.
 * @param inverse null where the level is not reached, @param missing says why.
 */
export function quantilesOf(
  inverse: (p: number) => number | null,
  n: number,
  missing: (p: number) => string,
): Quantiles {
  const at = (p: number): Estimate => {
    const value = inverse(p);
    if (value === null) return unknown(missing(p));
    const delta = Math.sqrt((p * (1 - p)) / n);
    const below = inverse(Math.max(0, p - delta)) ?? value;
    const above = inverse(Math.min(1, p + delta));
    return estimate(value, above === null ? value - below : (above - below) / 2);
  };
  return Object.fromEntries(QUANTILES.map((level) => [level, at(Number(level))])) as unknown as Quantiles;
}

/** `count` + 1 equally spaced numbers from `from` to `to`, the ends exact. */
export const equalEdges = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => (i === count ? to : from + ((to - from) * i) / count));
