/** The headline numbers: each estimate beside its exact value, and whether the two agree. */
import { checkOf, spreadOf } from '#dist/report/beside.js';
import { formatExact, formatNumber } from '#dist/report/number.js';
import type { Check, Estimate, Exit, FirstPassage, Result } from '#dist/result/result.js';
import type { TheoryPassage, TheoryResult } from '#dist/result/theory.js';
import type { Compared } from '../../workers/protocol.js';

interface NumberRow {
  readonly name: string;
  readonly estimate: Estimate;
  /** null: none is known, or not yet. */
  readonly check: Check | null;
  /** What theory has without a horizon, where that is all there is. */
  readonly beside: number | null;
}

export interface RowGroup {
  readonly title: string;
  readonly rows: readonly NumberRow[];
  /** What holds without a horizon. */
  readonly beyond: string | null;
}

/** @param at the save time that is looked at. */
export function groupsOf(
  result: Result,
  compared: Compared | null,
  theory: TheoryResult | null,
  at: number,
): RowGroup[] {
  const known = { checks: compared?.checks ?? [] };
  const row = (name: string, estimate: Estimate, quantity: string, beside: number | null = null): NumberRow => ({
    name,
    estimate,
    check: checkOf(known, quantity) ?? null,
    beside,
  });
  const groups: RowGroup[] = [];
  const { firstPassage, snapshots, exits, spec } = result;
  const single = firstPassage !== null && 'threshold' in firstPassage;
  const passages: readonly FirstPassage[] = firstPassage === null ? [] : single ? [firstPassage] : firstPassage;
  passages.forEach((passage, j) => {
    const path = single ? 'firstPassage' : `firstPassage.${j}`;
    const exact = theory?.firstPassage ?? null;
    const beside: TheoryPassage | null = exact === null ? null : 'length' in exact ? (exact[j] ?? null) : exact;
    groups.push({
      title: `First passage ${passage.direction} through ${formatNumber(passage.threshold)}`,
      rows: [
        row(`by ${formatNumber(spec.horizon)}`, passage.probability, `${path}.probability`),
        row('mean', passage.mean, `${path}.mean`),
        row('sd', spreadOf(passage.variance), `${path}.standardDeviation`),
        row('median', passage.quantiles['0.5'], `${path}.quantiles.0.5`),
        row('tail rate', passage.tailRate, `${path}.tailRate`, beside?.tailRate ?? null),
      ],
      beyond: beyondHorizon(passage, beside),
    });
  });
  for (const side of ['lower', 'upper'] as const) {
    const exit: Exit | undefined = exits?.[side];
    if (!exit) continue;
    groups.push({
      title: `Exit at the ${side} end`,
      rows: [
        row('share', exit.probability, `exits.${side}.probability`),
        row('mean time', exit.mean, `exits.${side}.mean`),
        row('sd', spreadOf(exit.variance), `exits.${side}.standardDeviation`),
      ],
      beyond: null,
    });
  }
  const snapshot = snapshots[at];
  if (snapshot && snapshot.paths > 0) {
    const law = theory?.stationary ?? null;
    groups.push({
      title: `Position at time ${formatNumber(snapshot.time)}`,
      rows: [
        row('mean', snapshot.mean, `snapshots.${at}.mean`),
        row('sd', spreadOf(snapshot.variance), `snapshots.${at}.standardDeviation`),
        row('median', snapshot.quantiles['0.5'], `snapshots.${at}.quantiles.0.5`),
      ],
      beyond:
        law === null ? null : `stationary: mean ${formatNumber(law.mean)}, sd ${formatNumber(Math.sqrt(law.variance))}`,
    });
  }
  return groups;
}

function beyondHorizon({ mean }: FirstPassage, theory: TheoryPassage | null): string | null {
  if (theory === null || theory.mean === null) return null;
  const se = mean.value === null ? 0 : mean.standardError;
  const sd = theory.variance === null ? '' : `, sd ${formatNumber(Math.sqrt(theory.variance))}`;
  return `without a horizon: mean ${formatExact(theory.mean, se)}${sd}`;
}
