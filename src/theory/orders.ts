/** The same answer from panels of two orders: the finer is the value, their difference its error. */
import type { Quantity } from './process.js';

export const FINE = 20; // Gauss–Legendre nodes per panel
export const COARSE = 16;
const ROUNDING = 1e-14; // relative: what both orders share, some fifty roundings; seen against 40-digit values: 2e-15

/** Values that are not finite have an error of NaN: they are for the caller to sort out. */
export function compare(fine: number, coarse: number): Quantity {
  return { value: fine, error: Math.abs(fine - coarse) + ROUNDING * Math.abs(fine) };
}
