/** Quantiles of a first-passage time by a horizon, from its distribution function in continuous time. */
import type { BoundaryKind } from '../spec/study.js';
import { type PassageAtHorizon, passageAtHorizon } from './horizon.js';
import type { Process, Quantity } from './process.js';

const CLOSE = 1e-7; // of a share: its error divided by the density is that of the quantile
const MOST = 40;

/**
 * The time by which a share of all paths has hit; null where fewer have by the horizon. By false position, the end that
 * stays weighed less (Illinois): about eight evaluations.
 * @param atHorizon the law at the horizon.
 */
export function passageQuantile(
  process: Process,
  boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind },
  start: readonly number[],
  threshold: number,
  up: boolean,
  horizon: number,
  share: number,
  atHorizon: Pick<PassageAtHorizon, 'probability'>,
): Quantity | null {
  const hit = (time: number) => passageAtHorizon(process, boundary, start, threshold, up, time).probability;
  const met = up ? start[0]! >= threshold : start.at(-1)! <= threshold;
  if (met) return { value: 0, error: 0 };
  if (atHorizon.probability.value < share) return null;
  let [low, high] = [0, horizon];
  let [below, above] = [-share, atHorizon.probability.value - share];
  let error = atHorizon.probability.error;
  let density = (above - below) / horizon;
  let time = horizon;
  for (let i = 0; i < MOST; i++) {
    // Nothing hits at once: the first guess is not to lie in the flat beginning.
    const next = i === 0 ? horizon / 2 : low + ((high - low) * -below) / (above - below);
    const found = hit(next);
    const off = found.value - share;
    density = off > 0 ? off / (next - low) - below / (next - low) : (above - off) / (high - next);
    time = next;
    error = found.error;
    if (Math.abs(off) < CLOSE || high - low < 1e-9 * horizon) {
      error += Math.abs(off);
      break;
    }
    if (off > 0) {
      [high, above] = [next, off];
      below /= 2;
    } else {
      [low, below] = [next, off];
      above /= 2;
    }
  }
  return { value: time, error: density > 0 ? error / density : horizon };
}
