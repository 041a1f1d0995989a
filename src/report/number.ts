/** Numbers as people read them: rounded by what is known about them. */
import type { Estimate } from '../result/result.js';

/** Below and above these magnitudes a power of ten is split off. */
const SMALL = 1e-4;
const LARGE = 1e7;

/** Digits of a number that has no error beside it. */
const DIGITS = 6;

/** `0.4121 ± 0.0003`: the value to the last digit that its standard error leaves standing. */
export function formatEstimate(value: number, standardError: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (!Number.isFinite(standardError) || standardError < 0) return `${formatNumber(value)} ± ?`;
  if (standardError === 0) return `${formatNumber(value)} ± 0`;

  const magnitude = Math.max(Math.abs(value), standardError);
  const exponent = magnitude < SMALL || magnitude >= LARGE ? Math.floor(Math.log10(magnitude)) : 0;
  const scale = 10 ** exponent;
  // An error can be tiny beside its value: more digits than a double has would be noise.
  const place = Math.max(lastPlace(standardError / scale), lastPlace(magnitude / scale) - 14);
  const text = `${toPlace(value / scale, place)} ± ${toPlace(standardError / scale, place)}`;
  return exponent === 0 ? text : `(${text})e${exponent}`;
}

/** An estimate of a result; a dash where there is none (the reason is for a note). */
export const formatResult = (e: Estimate): string =>
  e.value === null ? '–' : formatEstimate(e.value, e.standardError);

/**
 * Power of ten of the last digit shown beside this standard error: its first digit, or its second where the first is 1
 * (0.014 to 0.01 would throw a third of it away).
 */
export function lastPlace(standardError: number): number {
  const place = Math.floor(Math.log10(standardError));
  return standardError / 10 ** place < 1.95 ? place - 1 : place;
}

/** Six significant digits, no trailing zeros. */
export function formatNumber(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  return String(Number(x.toPrecision(DIGITS)));
}

/** An exact value to one digit more than the estimate it stands beside. */
export function formatExact(exact: number, standardError: number): string {
  if (!(standardError > 0) || !Number.isFinite(standardError) || !Number.isFinite(exact)) return formatNumber(exact);
  const magnitude = Math.abs(exact);
  const tiny = magnitude < SMALL && standardError < SMALL; // beside a larger error it is 0 to all digits that count
  if (magnitude !== 0 && (tiny || magnitude >= LARGE)) return formatNumber(exact);
  return toPlace(exact, Math.max(lastPlace(standardError) - 1, -12));
}

const NOTHING = 1e-4; // of a standard error: far below the last digit of the estimate

/** Whether an exact value is 0 to all digits that count beside an estimate with this error. */
export const isZeroBeside = (exact: number, standardError: number | null | undefined): boolean =>
  standardError != null && Math.abs(exact) < NOTHING * standardError;

/** An exact value to the last digit that its numerical error leaves standing, at most 12 significant ones. */
export function formatToError(value: number, error: number | undefined): string {
  if (error === undefined || !Number.isFinite(error) || !Number.isFinite(value) || value === 0)
    return formatNumber(value);
  if (Math.abs(value) <= error) return '0'; // not known from 0
  const last = error > 0 ? Math.floor(Math.log10(error)) + 1 : Number.NEGATIVE_INFINITY;
  const digits = Math.floor(Math.log10(Math.abs(value))) - last + 1;
  return String(Number(value.toPrecision(Math.min(12, Math.max(1, digits)))));
}

/** 1000000 → 1,000,000. */
export const formatCount = (n: number): string =>
  n < 1e15 ? String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',') : formatNumber(n);

/** 1 path, 20,000 paths. */
export const formatPaths = (n: number): string => `${formatCount(n)} path${n === 1 ? '' : 's'}`;

const PREFIXES = [
  [1e12, ' T'],
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
] as const;

/** 356123456 → 356 M. */
export function formatScaled(x: number): string {
  const [unit, prefix] = PREFIXES.find(([size]) => x >= 0.9995 * size) ?? [1, ''];
  return `${Number((x / unit).toPrecision(3))}${prefix}`;
}

/** Seconds as 0.0123 s, 3.21 s, 2 min 5 s, 3 h 20 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 99.95) return `${Number(seconds.toPrecision(3))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${formatCount(seconds / 86400)} days`;
}

/** Bytes in binary units: 1.5 MiB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${units[power]}`;
}

/** Rounded to a multiple of 10^place, written out. */
function toPlace(x: number, place: number): string {
  const text = place < 0 ? x.toFixed(-place) : String(Math.round(x / 10 ** place) * 10 ** place);
  return /^-[0.]*$/.test(text) ? text.slice(1) : text;
}
