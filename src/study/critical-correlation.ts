/**
 * The stationary autocorrelation from two runs that any backend can do. With m = E x and M = E|x − m|,
 *
 *     C(t) = E (x₀ − m) x_t = M/2 · (E₊ x_t − E₋ x_t),
 *
 * where E± starts from p(x) |x − m|± normalised. Both runs use the same random numbers, and a path starts at the same quantile
 * of either law: the pairs draw together, and so the difference has a small error of its own at every lag.
 */

export interface StartTables {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
}

const START_VALUES = 2 ** 12 + 1;

/** The two starts as quantile tables, from one of the stationary law (u = i/(n − 1), linear between). */
export function tiltedStarts(stationary: ArrayLike<number>, mean: number): StartTables {
  return { plus: tilted(stationary, mean, 1), minus: tilted(stationary, mean, -1) };
}

/** Quantiles of the law of weight (sign (x − mean))₊ beside it. */
function tilted(table: ArrayLike<number>, mean: number, sign: 1 | -1): number[] {
  // Segments of one mass, cut at the mean; within one the weight is linear, so its integral is the mean of its ends.
  const x: number[] = [];
  const total: number[] = [];
  let sum = 0;
  const add = (left: number, right: number, mass: number) => {
    const [a, b] = [sign * (left - mean), sign * (right - mean)];
    if (!(mass > 0) || a + b <= 0) return;
    if (x.length === 0) [x[0], total[0]] = [left, 0];
    sum += (mass * (a + b)) / 2;
    x.push(right);
    total.push(sum);
  };
  for (let i = 0; i + 1 < table.length; i++) {
    const [left, right] = [table[i]!, table[i + 1]!];
    if (left < mean && right > mean) {
      const part = (mean - left) / (right - left);
      add(left, mean, part);
      add(mean, right, 1 - part);
    } else add(left, right, 1);
  }
  let k = 0;
  return Array.from({ length: START_VALUES }, (_, i) => {
    const wanted = (sum * i) / (START_VALUES - 1);
    while (k + 2 < total.length && total[k + 1]! < wanted) k++;
    return within(x[k]!, x[k + 1]!, mean, (wanted - total[k]!) / (total[k + 1]! - total[k]!));
  });
}

/** The place in [left, right] below which the share u of ∫|x − mean| dx lies. */
function within(left: number, right: number, mean: number, u: number): number {
  const [a, b] = [left - mean, right - mean];
  const root = Math.sqrt(Math.max(0, a * a + Math.min(1, Math.max(0, u)) * (b * b - a * a)));
  return Math.min(right, Math.max(left, mean + (a + b > 0 ? root : -root)));
}

const LAGS = 20; // even; a snapshot of all paths costs as much as tens of their steps
const SPREAD = 4.5; // lags are e^SPREAD times as dense at 0 as at the end: C(t) is steepest there

/** Whole steps, from 0 to `steps`. */
export function lagSteps(steps: number): number[] {
  const lags = Array.from({ length: LAGS + 1 }, (_, k) =>
    Math.round((steps * Math.expm1((SPREAD * k) / LAGS)) / Math.expm1(SPREAD)),
  );
  return [...new Set(lags)];
}

/**
 * ∫₀^∞ C dt / C(0): exponentials between the lags, with the error in their spacing squared taken off by the same with every second
 * lag; and beyond the last one the decay of the second half.
 */
export function integratedTime(times: readonly number[], c: readonly number[]): number {
  const fine = integral(times, c);
  const even = (_: number, k: number) => k % 2 === 0;
  const coarse = times.length % 2 === 1 ? integral(times.filter(even), c.filter(even)) : fine;
  const rate = lateRate(times, c, times.length - 1);
  const tail = rate !== null && c.at(-1)! > 0 ? c.at(-1)! / rate : 0;
  return (fine + (fine - coarse) / 3 + tail) / c[0]!;
}

function integral(times: readonly number[], c: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k + 1 < times.length; k++) sum += meanBetween(c[k]!, c[k + 1]!) * (times[k + 1]! - times[k]!);
  return sum;
}

/** The decay rate of C between about half of the lag number `last` and that lag; null where it does not fall. */
export function lateRate(times: readonly number[], c: readonly number[], last: number): number | null {
  const half = times.findIndex((t) => t >= times[last]! / 2);
  const [from, to] = [c[half]!, c[last]!];
  return from > to && to > 0 ? Math.log(from / to) / (times[last]! - times[half]!) : null;
}

/** Of an exponential from a to b. */
function meanBetween(a: number, b: number): number {
  const log = a > 0 && b > 0 ? Math.log(a / b) : 0;
  return Math.abs(log) > 1e-6 ? (a - b) / log : (a + b) / 2;
}
