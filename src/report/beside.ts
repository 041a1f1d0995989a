/** What stands beside an estimate: the exact value, the discretisation bias, and how far off it is in standard errors. */
import type { Check, Estimate } from '../result/result.js';
import { formatEstimate, formatExact, formatResult } from './number.js';

/** A bias beyond this many standard errors, not chance, limits the estimate. */
const BIAS_LIMITED = 5;
/** A bias below this many standard errors cannot be seen. */
const NEGLIGIBLE = 0.05;

export interface Known {
  readonly checks: readonly Check[];
  /** Signed estimates of the discretisation error where no check has one, by dotted path of the result's field. */
  readonly bias?: Readonly<Record<string, number>> | undefined;
}

/** `firstPassage[0].mean` and `firstPassage.0.mean` are one place. */
const normalise = (path: string): string => path.replace(/\[(\d+)\]/g, '.$1');

const SPREAD = 'standardDeviation'; // shown, though the result has the variance

/** The check of a quantity; that of a standard deviation is made from the variance's. */
export function checkOf({ checks }: Known, quantity: string): Check | undefined {
  const checked = quantity.replace(new RegExp(`${SPREAD}$`), 'variance');
  const check = checks.find((candidate) => normalise(candidate.quantity) === checked);
  return check === undefined || checked === quantity ? check : spreadCheck(check, quantity);
}

/** √ of a variance's check; how many errors it is off, and whether that is ok, stay the same. */
function spreadCheck(variance: Check, quantity: string): Check | undefined {
  if (!(variance.simulated > 0 && variance.exact > 0)) return undefined;
  const [simulated, exact] = [Math.sqrt(variance.simulated), Math.sqrt(variance.exact)];
  return {
    ...variance,
    quantity,
    simulated,
    exact,
    standardError: variance.standardError / (2 * simulated),
    bias: variance.bias === null ? null : Math.sqrt(Math.max(0, variance.exact + variance.bias)) - exact,
  };
}

/** Name, estimate, and what is known beside it, as cells of a table. */
export function estimateRow(name: string, e: Estimate, quantity: string, known: Known): string[] {
  if (e.value === null) return [name, '–', e.reason];
  const check = checkOf(known, quantity);
  const bias = check?.bias ?? known.bias?.[quantity];
  const notes = [
    check === undefined ? '' : `exact ${formatExact(check.exact, e.standardError)}`,
    bias === undefined || bias === null ? '' : `bias ${formatBias(bias, e.standardError)}`,
    check === undefined ? '' : formatDistance(check),
    check === undefined || check.ok ? '' : 'CHECK FAILED',
  ];
  return [name, formatResult(e), notes.filter((note) => note !== '').join('  ')];
}

function formatBias(bias: number, standardError: number): string {
  if (Math.abs(bias) < NEGLIGIBLE * standardError) return '≈ 0';
  const limited = Math.abs(bias) > BIAS_LIMITED * standardError ? ' (bias-limited)' : '';
  return `${bias < 0 ? '' : '+'}${Number(bias.toPrecision(2))}${limited}`;
}

/** z, and beside it z after the bias is taken off, where that shows. */
function formatDistance({ z, zCorrected }: Check): string {
  const [plain, corrected] = [formatZ(z), formatZ(zCorrected ?? z)];
  return plain === corrected ? `z ${plain}` : `z ${plain} (${corrected} less bias)`;
}

/** What the notes in `text` mean, on one line; none where no estimate has an exact value beside it. */
export function legendLines(text: string): string[] {
  if (!/ {2}z -?\d/.test(text)) return [];
  const meanings = [
    '± one standard error (SE)',
    'z = (estimate − exact)/SE',
    ...(text.includes('less bias)') ? ["less bias: after the time step's own error is taken off"] : []),
    ...(text.includes('(bias-limited)') ? [`bias-limited: the time step's error is above ${BIAS_LIMITED} SE`] : []),
  ];
  return [meanings.join('; ')];
}

/** One decimal, and no -0.0. */
const formatZ = (z: number): string => z.toFixed(1).replace(/^-0\.0$/, '0.0');

/** The standard deviation from an estimated variance; its error by the delta method. */
export function spreadOf(variance: Estimate): Estimate {
  if (variance.value === null || variance.value < 0) return variance;
  const sd = Math.sqrt(variance.value);
  return { value: sd, standardError: sd > 0 ? variance.standardError / (2 * sd) : 0 };
}

/** An estimate without its error, to the digits that the error leaves. */
export function formatValue(e: Estimate): string {
  return e.value === null ? '–' : formatEstimate(e.value, e.standardError).replace(/ ± [^)]*/, '');
}
