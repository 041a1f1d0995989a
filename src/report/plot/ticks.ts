/** Numbers beside axes. */

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((digit, i) => [String(i), digit])),
};

/** 10⁻³, 1, 0.5: on a logarithmic axis only powers of ten beyond 0.001 … 1000 are written as such. Others there: none. */
export function tickText(value: number): string {
  const power = Math.log10(value);
  if (Math.abs(power) <= 3.001) return String(Number(value.toPrecision(3)));
  const whole = Math.round(power);
  if (Math.abs(power - whole) > 1e-9) return '';
  return `10${[...String(whole)].map((c) => SUPERSCRIPTS[c]!).join('')}`;
}
