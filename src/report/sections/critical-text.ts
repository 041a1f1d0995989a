/** Numbers of a scaling study as they stand in its tables. */
import { formatEstimate, formatNumber } from '../number.js';

/** Standard errors of a 95 % interval. */
export const Z95 = 1.96;

export const short = (value: number): string => formatNumber(Number(value.toPrecision(6)));
export const estimateText = (value: number, error: number | null | undefined): string =>
  error == null ? short(value) : formatEstimate(value, error);

export const digits = (value: number): string => formatNumber(Number(value.toPrecision(3)));

/** Ends that look alike are one number. */
export const range = (ends: readonly [number, number]): string => [...new Set(ends.map(digits))].join(' … ');
