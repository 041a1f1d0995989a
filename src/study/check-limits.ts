/** When an estimate's own standard error is to be trusted, so that it can be checked. */
import type { Estimate, QuantileLevel } from '../reduce/estimate.js';
import type { FirstPassage } from '../result/result.js';
import type { Bias } from '../theory/index.js';

export const K = 5; // combined standard errors within which a check is ok

/** Events below which an estimate's own standard error is not to be trusted: of a normal law, and of one with longer tails more. */
export const FEWEST = {
  mean: 50,
  restrictedMean: 50,
  variance: 1000,
  probability: 1,
  skewness: 3000,
  excessKurtosis: 10_000,
} as const;
export type Name = keyof typeof FEWEST;
export type Biases = Readonly<Partial<Record<Name, Bias | null>>> & { readonly quantiles: readonly (Bias | null)[] };

/** n p (1 − p) below which the error of a quantile, read off the sample itself, is not to be trusted: it is off by a tenth. */
export const FEWEST_AT_QUANTILE = 2500;
/** Effective sample size below which the estimate may rest on a few paths that happened to come. */
export const FEWEST_WEIGHED = 50;
export const FEWEST_SURVIVORS = 25; // and hits: below it a share is not normal

const SHAPES: readonly string[] = ['variance', 'skewness', 'excessKurtosis'];
const NORMAL_KURTOSIS = 3;

/** Events that an estimate needs. */
export const fewestOf = (name: Name, biases: Biases | null | undefined): number =>
  Math.ceil(FEWEST[name] * tailsOf(name, biases));

/** How many times the events of a normal law the shape of this one needs: what lies far out is rare, and weighs most. */
function tailsOf(name: Name, biases: Biases | null | undefined): number {
  const known = biases?.excessKurtosis;
  if (!known || !SHAPES.includes(name)) return 1;
  return Math.max(1, (Math.max(known.exact, known.value) + NORMAL_KURTOSIS) / NORMAL_KURTOSIS);
}

/** Why a value is not known well enough for a check; null where it is. */
export function doubtOf({ exact, bias, error }: Bias, standardError: number | null): string | null {
  if (!(standardError !== null && standardError > 0)) return 'the paths do not differ in it: it has no standard error';
  // Known less well than the estimate itself, a value would check nothing, and pass whatever happens.
  if (Number.isFinite(exact) && Number.isFinite(bias) && error <= standardError) return null;
  return 'the exact value or the bias of the step is known less well than the estimate';
}

const FEWEST_STEPS = 10; // before a quantile of times, below which orders of its bias are not settled
const SETTLED = 0.1; // of the bias: an error below it is that of a kernel solved at this very step

/** Whether a quantile of times is known beside the steps in which times are counted. */
export const isResolved = ({ value }: Estimate, known: Bias | null | undefined, dt: number): boolean =>
  value === null || !known || value >= FEWEST_STEPS * dt || known.error <= SETTLED * Math.abs(known.bias);

const FLAT = 0.5; // of the rise that the quantile's own error promises

/** Whether hardly a path hits near this quantile, on one side: then its error is not that of a normal law. */
export function isFlatAt(
  { quantiles, survival, probability }: FirstPassage,
  level: QuantileLevel,
  paths: number,
): boolean {
  const { value, standardError } = quantiles[level];
  if (value === null || probability.value === null) return false;
  const { times, values } = survival;
  const hitBy = (time: number): number => {
    const after = times.findIndex((t) => t >= time);
    if (after < 0) return 1 - values.at(-1)!;
    if (after === 0) return 1 - values[0]!;
    const share = (time - times[after - 1]!) / (times[after]! - times[after - 1]!);
    return 1 - (values[after - 1]! + share * (values[after]! - values[after - 1]!));
  };
  const promised = K * shareError(Number(level), paths);
  const here = hitBy(value);
  const [before, later] = [value - K * standardError, value + K * standardError].map(hitBy) as [number, number];
  return here - before < FLAT * Math.min(promised, Number(level)) || later - here < FLAT * promised;
}

export const shareError = (p: number, n: number): number => Math.sqrt((p * (1 - p)) / n);
