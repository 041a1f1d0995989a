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

/** The same on a linear axis: digits as far as neighbours differ, a power of ten where there would be many of them. */
export function plainTick(value: number, _index = 0, ticks: readonly number[] = [value]): string {
  const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : largest;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (isRound(step) ? 0 : 1));
  if (largest >= 1e6 || digits > 4)
    return value === 0 ? '0' : minus(String(Number(value.toPrecision(4)).toExponential()).replace('e+', 'e'));
  return minus(value.toFixed(digits));
}

/** Whether a step has one digit: 2, 0.5, 0.01. */
const isRound = (step: number): boolean => {
  const digit = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
  return Math.abs(digit - Math.round(digit)) < 1e-6;
};

const minus = (text: string): string => text.replace(/^-/, '−');
