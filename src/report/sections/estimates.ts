/** Estimates beside their exact values: as rows of a table, as headlines, in words. */
import type { Check, Estimate } from '../../result/result.js';
import { checkOf, type Known, spreadOf } from '../beside.js';
import { formatEstimate, formatExact, formatNumber, formatResult } from '../number.js';
import type { Cell, Column, Headline, Inline } from '../page/page.js';

export const ESTIMATE_COLUMNS: readonly Column[] = [
  { label: 'quantity' },
  { label: 'simulated', align: 'right' },
  { label: 'exact', align: 'right' },
  { label: 'bias of the step', align: 'right' },
  { label: 'z', align: 'right' },
  { label: 'z less bias', align: 'right' },
  { label: 'verdict' },
];

/** Beyond this many standard errors the time step, not chance, limits the estimate. */
const BIAS_LIMITED = 5;

/** Name, estimate ± standard error, exact value, bias, distances, verdict. Without an estimate its reason. */
export function estimateCells(name: string, e: Estimate, quantity: string, known: Known): Cell[] {
  if (e.value === null) return [name, '–', '', '', '', '', e.reason];
  const check = checkOf(known, quantity);
  if (check === undefined) return [name, formatResult(e), '', '', '', '', ''];
  return [
    name,
    formatResult(e),
    formatExact(check.exact, e.standardError),
    biasText(check),
    zText(check.z),
    zText(check.zCorrected),
    verdict(check),
  ];
}

/** The same of a variance, as its square root. */
export const spreadCells = (name: string, variance: Estimate, path: string, known: Known): Cell[] =>
  estimateCells(name, spreadOf(variance), `${path}.standardDeviation`, known);

export function biasText({ bias, standardError }: Pick<Check, 'bias' | 'standardError'>): string {
  if (bias === null) return '–';
  if (Math.abs(bias) < 0.05 * standardError) return '≈ 0'; // cannot be seen
  return `${bias < 0 ? '−' : '+'}${Math.abs(Number(bias.toPrecision(2)))}`;
}

export const zText = (z: number | null): string =>
  z === null || !Number.isFinite(z)
    ? '–'
    : z
        .toFixed(1)
        .replace(/^-0\.0$/, '0.0')
        .replace('-', '−');

export function verdict({ ok, bias, standardError }: Check): Cell {
  if (!ok) return [{ bad: 'differs' }];
  const limited = Math.abs(bias ?? 0) > BIAS_LIMITED * standardError;
  return limited ? [{ good: 'agrees' }, ', bias-limited'] : [{ good: 'agrees' }];
}

/** A headline; null where there is no estimate to speak of. */
export function headlineOf(label: string, e: Estimate, quantity: string, known: Known): Headline | null {
  if (e.value === null) return null;
  const check = checkOf(known, quantity);
  const value = formatEstimate(e.value, e.standardError);
  if (check === undefined) return { label, value, note: '± one standard error' };
  return { label, value, ok: check.ok, note: distanceWords(check, e.standardError) };
}

/** "with the exact 11.4096: 0.1 standard errors apart". The words before it say whether they agree. */
export function distanceWords(check: Check, standardError: number): Inline {
  const { exact, z, zCorrected, bias } = check;
  const apart = Math.abs(zCorrected ?? z).toFixed(1);
  const seen = bias !== null && Math.abs(bias) >= 0.05 * standardError;
  const less = seen ? ` once the step’s bias of ${biasText({ bias, standardError })} is taken off` : '';
  return [
    `${check.ok ? 'with' : 'from'} the exact `,
    { strong: formatExact(exact, standardError) },
    `: ${apart} standard errors apart${less}`,
  ];
}

/** A value that has no error of chance: exact, or of the theory. */
export const exactHeadline = (label: string, value: number, note: Inline, error = 0): Headline => ({
  label,
  value: Math.abs(value) <= error ? '0' : exactText(value), // not known from 0
  note,
});

/** Times of rare events have many digits: from ten million on a power of ten is split off. */
export const exactText = (value: number): string =>
  Math.abs(value) >= 1e7 ? value.toExponential(5).replace('e+', 'e') : formatNumber(value);
