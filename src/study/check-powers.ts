/** Powers: what a backend makes products of may have a negative base; exp(p log a) may not. */
import { evaluate } from '../model/evaluate.js';
import { dependsOnX, type Expression, powersOf } from '../model/expression.js';

/** What is wrong with the first power that has no value somewhere. */
export interface WrongPower {
  readonly message: string;
  /** Of the ^ in the text. */
  readonly column: number | null;
}

/**
 * The first power with a negative base and an exponent that is no constant integer.
 * @param negativeIn "value at x = …" of the first place at which an expression is negative.
 */
export function wrongPower(
  e: Expression,
  text: string,
  params: Readonly<Record<string, number>>,
  negativeIn: (base: Expression) => string | undefined,
): WrongPower | undefined {
  for (const [k, { a: base, b: exponent }] of powersOf(e).entries()) {
    if (!dependsOnX(base) && !dependsOnX(exponent)) continue; // a number, finite or not
    const p = dependsOnX(exponent) ? null : evaluate(exponent, params)(0);
    if (p !== null && Number.isInteger(p)) continue;
    const at = negativeIn(base);
    if (at === undefined) continue;
    const what = p === null ? 'an exponent with x' : `the exponent ${p}`;
    return {
      message: `expected a base ≥ 0 of the power with ${what}, got ${at}: write abs(…) or max(…, 0) for the base, or a constant integer for the exponent`,
      column: columnOf(text, k),
    };
  }
  return undefined;
}

/** Of the k-th ^. */
function columnOf(text: string, k: number): number | null {
  const at = [...text.matchAll(/\^/g)][k]?.index;
  return at === undefined ? null : at + 1;
}
