/** Steps that all times of a study are whole multiples of. */
import { LIMITS } from '../spec/defaults.js';

/** Most steps to the horizon in the widest step that fits all times: a finer grid of times is a typing error, or π. */
const MOST_SPACINGS = 1e6;

/** Whether `time` is a whole multiple of dt, up to the rounding of decimal fractions. */
export function isMultiple(time: number, dt: number): boolean {
  const steps = time / dt;
  return Math.abs(steps - Math.round(steps)) <= LIMITS.multiple * Math.max(steps, Number.MIN_VALUE);
}

/** The widest step of which all times > 0 are whole multiples, by Euclid's algorithm; undefined where there is none. */
export function commonSpacing(times: readonly number[]): number | undefined {
  const longest = Math.max(...times);
  const rounding = LIMITS.multiple * longest;
  let spacing = 0;
  for (const time of times) {
    let [a, b] = [Math.max(time, spacing), Math.min(time, spacing)];
    while (b > rounding) [a, b] = [b, Math.abs(a - b * Math.round(a / b))];
    spacing = a;
  }
  if (!(longest / spacing <= MOST_SPACINGS)) return undefined;
  const exact = longest / Math.round(longest / spacing); // each remainder has brought rounding with it
  return times.every((time) => isMultiple(time, exact)) ? exact : undefined;
}
