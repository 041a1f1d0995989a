/** Closer and closer to a candidate, by quadrature: what each quantity does there, and whether the slowest time diverges. */
import { type Growth, SCALING, type ScalingQuantity } from '../result/critical.js';
import type { Control, Study } from '../spec/study.js';
import { exactPlace, growthOf, halvings, slowest } from './critical-exact.js';
import { type Level, studyAt } from './critical-path.js';

export type Side = 'above' | 'below';
export const SIDES: readonly Side[] = ['below', 'above'];
export const signOf = (side: Side): 1 | -1 => (side === 'above' ? 1 : -1);

export interface Approach {
  readonly side: Side;
  /** Of the slowest time. */
  readonly growth: Growth;
  /** p of quantity ∝ d^p at the smallest distance, and how much the last halving changed it; only what is known there. */
  readonly limits: Readonly<Partial<Record<ScalingQuantity, { readonly value: number; readonly error: number }>>>;
}

const HALVINGS = 12; // of the distance: to 1/4096 of where it begins
const SHOWN = 3; // of the last halvings, for the exponents

/** null where the path ends at the candidate, or no stationary law is left on that side. */
export function approach(study: Study, control: Control, at: number, side: Side, level: Level): Approach | null {
  const sign = signOf(side);
  const reach = (sign > 0 ? control.to - at : at - control.from) / 2;
  if (!(reach > 1e-9 * (control.to - control.from))) return null;
  const there = (k: number) => studyAt(study, control, at + sign * reach * 2 ** -k, level);
  const times = Array.from({ length: HALVINGS + 1 }, (_, k) => slowest(there(k)));
  if (times.some((time) => time === null)) return null;
  const close = Array.from({ length: SHOWN }, (_, i) =>
    exactPlace({ ...there(HALVINGS - SHOWN + 1 + i), firstPassage: null }),
  );
  const lower = study.domain[0];
  const limits: Partial<Record<ScalingQuantity, { value: number; error: number }>> = {};
  for (const quantity of SCALING) {
    const values = close.map((place) => scaling(place[quantity], quantity, lower));
    if (values.some((value) => value === null || !(value > 0))) continue;
    const [before, last] = halvings(values as number[]).map((p) => -p) as [number, number];
    limits[quantity] = { value: last, error: Math.abs(last - before) };
  }
  return { side, growth: growthOf(halvings(times as number[])), limits };
}

/** What is fitted: the mean counts from the lower end. */
export const scaling = (value: number | null, quantity: ScalingQuantity, lower: number): number | null =>
  value === null ? null : quantity === 'mean' ? value - lower : value;
