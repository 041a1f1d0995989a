/** The scheme's own values over a ladder of time steps, and the order at which they approach the exact ones. */
import type { Discretised } from '../study/discretised.js';
import { formatNumber } from './number.js';
import { type Align, formatTable, wrap } from './table.js';

/** @param ladder one entry for each dt, all of one study. */
export function discretisedLines(ladder: readonly Discretised[], width: number): string[] {
  const quantities = [...new Set(ladder.flatMap(({ rows }) => rows.map(({ quantity }) => quantity)))];
  const coarseToFine = [...ladder].sort((a, b) => b.dt - a.dt);
  const table = quantities.map((quantity) => {
    const rows = coarseToFine.map((entry) => entry.rows.find((row) => row.quantity === quantity));
    const exact = rows.find((row) => row !== undefined)!.exact;
    const orders = coarseToFine.slice(1).map(({ dt }, i) => {
      const [coarse, fine] = [rows[i], rows[i + 1]];
      // A bias that is lost in its own error has no order.
      if (!coarse || !fine || Math.abs(fine.bias) < 10 * fine.error || coarse.bias * fine.bias <= 0) return '–';
      return (Math.log(coarse.bias / fine.bias) / Math.log(coarseToFine[i]!.dt / dt)).toFixed(2);
    });
    return [
      quantity,
      formatNumber(exact),
      ...rows.map((row) => (row === undefined ? '–' : biasText(row.bias, row.error, exact))),
      ...orders,
    ];
  });
  const heads = [
    '',
    'exact',
    ...coarseToFine.map(({ dt }) => `bias, dt ${formatNumber(dt)}`),
    ...coarseToFine.slice(1).map(() => 'order'),
  ];
  const align: Align[] = heads.map((_, i) => (i === 0 ? 'left' : 'right'));
  const reasons = Object.entries(Object.assign({}, ...ladder.map((entry) => entry.reasons)) as Record<string, string>);
  return [
    `What ${ladder[0]!.scheme} itself gives, from its one-step kernel, without a path`,
    ...(table.length === 0 ? [] : formatTable([heads, ...table], align).map((line) => `  ${line}`)),
    ...reasons.flatMap(([path, why]) => wrap(`${path}: ${why}`, Math.max(40, Math.min(100, width)), 2)),
  ];
}

/** In percent of the exact value's size, as far as it is known: a minus sign is always a value that is too low. */
function biasText(bias: number, error: number, exact: number): string {
  const [unit, mark] = exact === 0 ? [1, ''] : [100 / Math.abs(exact), ' %'];
  if (Math.abs(bias) <= error) return `< ${formatNumber(Number((error * unit).toPrecision(1)))}${mark}`;
  return `${bias > 0 ? '+' : ''}${Number((bias * unit).toPrecision(4))}${mark}`;
}
