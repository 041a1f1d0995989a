/** The part of a process's domain that its stationary paths are ever seen in. */
import { largestLogSpeed, type Panel, type Potential, refined } from './potential.js';
import type { Process } from './process.js';

const NEGLIGIBLE = 90; // e^−90 of the largest speed density

/**
 * The potential refined, without the panels next to an end that keeps its paths, as far as the drift leads inwards there and
 * the speed density is negligible: nothing is ever trapped in them. Panels that hold one of `visited` stay.
 */
export function visible(
  process: Process,
  rough: Potential,
  visited: readonly number[],
  cut: { readonly lower: boolean; readonly upper: boolean } = { lower: true, upper: true },
): Potential {
  const { panels } = rough;
  const least = largestLogSpeed(panels) - NEGLIGIBLE;
  const unseen = (panel: Panel, inwardRise: number) =>
    inwardRise > 0 && largestLogSpeed([panel]) < least && !visited.some((x) => x >= panel.left && x <= panel.right);
  let from = 0;
  let to = panels.length;
  if (cut.lower) while (from < to - 2 && unseen(panels[from]!, riseOf(panels[from]!))) from++;
  if (cut.upper) while (to > from + 2 && unseen(panels[to - 1]!, -riseOf(panels[to - 1]!))) to--;
  const seen: Potential = {
    ...rough,
    panels: panels.slice(from, to),
    lowerCap: from > 0 ? null : rough.lowerCap,
    upperCap: to < panels.length ? null : rough.upperCap,
  };
  return refined(process, seen, () => true);
}

const riseOf = ({ phiLeft, phiRight }: Panel): number => phiRight - phiLeft;
