/** What the ends of the domain do to a proposed state. Interior proposals pass unchanged. */
import type { Plan } from '../../plan/plan.js';
import type { Round } from './normal.js';

/** Mirror a state below the lower end: interior x is larger than its mirror image. */
export const reflectLow = (x: number, lower: number, round: Round): number => Math.max(x, round(2 * lower - x));

/** Mirror a state above the upper end. */
export const reflectHigh = (x: number, upper: number, round: Round): number => Math.min(x, round(2 * upper - x));

/** The triangular fold, for an overshoot of any size. */
export function foldFar(x: number, lower: number, upper: number, round: Round): number {
  const width = round(upper - lower);
  const period = round(2 * width);
  const distance = round(x - lower);
  const within = round(distance - round(period * Math.floor(round(distance / period))));
  return round(lower + (within > width ? round(period - within) : within));
}

/** The state inside [lower, upper]. An absorbing end that was not met leaves only a mirrored overshoot, projected. */
export function applyBoundary(proposal: number, { lower, upper, boundary }: Plan, round: Round): number {
  let x = proposal;
  if (boundary.lower === 'reflect') x = reflectLow(x, lower, round);
  if (boundary.upper === 'reflect') x = reflectHigh(x, upper, round);
  if (x < lower && boundary.lower === 'reflect' && boundary.upper === 'reflect')
    x = foldFar(proposal, lower, upper, round);
  return Math.min(Math.max(x, lower), upper);
}
