/** The eigenvalue problem L φ = −λφ on panels, with what holds at the ends. */
import { TheoryError } from '../errors.js';
import type { BoundaryKind } from '../spec/study.js';
import { endsOf } from './feller.js';
import { dot, type Rule } from './legendre.js';
import { type Cap, type Panel, type Potential, potentialOf } from './potential.js';
import type { Process } from './process.js';
import { type Cell, cellOf, mirrorCells, type State } from './shooting.js';
import { visible } from './visible.js';

/** φ′ = 0 in the sense of no flux, or φ = 0. */
export type Condition = 'flux' | 'zero';

export type Boundary = { readonly lower: BoundaryKind; readonly upper: BoundaryKind };

/** The equation on panels of one order. */
export interface Problem {
  readonly rule: Rule;
  readonly cells: readonly Cell[];
  readonly mirrored: readonly Cell[];
  readonly lower: End;
  readonly upper: End;
  /** What the power laws of the caps leave open, relative to a rate. */
  readonly capError: number;
}

export interface End {
  readonly condition: Condition;
  readonly cap: Cap | null;
}

const SECTIONS = 16; // of the domain at least, so that a few waves are resolved where σ and μ are constant

const MOST_CELLS = 1500; // half a second; Φ may vary by 6,000 where paths go

export function problemOf(process: Process, boundary: Boundary, visited: readonly number[], order: number): Problem {
  const natures = endsOf(process);
  const conditionOf = (side: 'lower' | 'upper'): Condition => {
    const nature = natures[side];
    if (nature.class === 'natural') {
      throw new TheoryError(`the ${side} end is natural, so the spectrum need not be discrete: ${nature.reason}`);
    }
    if (nature.class === 'exit') return 'zero';
    return nature.class === 'regular' && boundary[side] === 'absorb' ? 'zero' : 'flux';
  };
  const [lower, upper] = [conditionOf('lower'), conditionOf('upper')];
  const { lower: a, upper: b } = process;
  const breaks = Array.from({ length: SECTIONS + 1 }, (_, i) => (i === SECTIONS ? b : a + ((b - a) * i) / SECTIONS));
  const cut = { lower: lower === 'flux', upper: upper === 'flux' };
  const potential = visible(process, potentialOf(process, breaks, order, (a + b) / 2), visited, cut);
  if (potential.panels.length > MOST_CELLS) {
    throw new TheoryError(
      `the noise is too weak beside the drift: the spectrum would take ${potential.panels.length} panels, and ${MOST_CELLS} are the most`,
    );
  }
  const cells = potential.panels.map((panel) => cellOf(potential.rule, panel));
  return {
    rule: potential.rule,
    cells,
    mirrored: mirrorCells(cells),
    lower: { condition: lower, cap: potential.lowerCap },
    upper: { condition: upper, cap: potential.upperCap },
    capError:
      capError(potential, a, potential.lowerCap, lower, b - a) +
      capError(potential, b, potential.upperCap, upper, b - a),
  };
}

/** A cap is exact to first order in its width, and its place to the rounding of x; it has its share in ∫ m or ∫ s. */
function capError(
  { rule, panels }: Potential,
  end: number,
  cap: Cap | null,
  condition: Condition,
  whole: number,
): number {
  if (cap === null) return 0;
  const log = condition === 'flux' ? cap.logSpeed : cap.logScale;
  const logs = (panel: Panel) => (condition === 'flux' ? panel.logSpeed : panel.phi.map((phi) => -phi));
  const largest = panels.reduce((most, panel) => logs(panel).reduce((a, b) => Math.max(a, b), most), log);
  const total = panels.reduce((sum, panel) => {
    const density = logs(panel).map((value) => Math.exp(value - largest));
    return sum + (dot(rule.w, density) * (panel.right - panel.left)) / 2;
  }, 0);
  const inside = Math.exp(log - largest);
  return (inside / (inside + total)) * (cap.width / whole + (Number.EPSILON * Math.abs(end)) / cap.width);
}

/** The solution that obeys an end's condition, at the inner edge of its cap; c is that of the first cell. */
export function startAt({ condition, cap }: End, c: number, lambda: number): State {
  if (condition === 'flux') {
    const mass = cap === null ? 0 : Math.exp(cap.logSpeed - c);
    return { phi: 1, flux: -lambda * mass, norm: mass };
  }
  const log = cap === null ? -Infinity : cap.logScale + c;
  return log > 0 ? { phi: 1, flux: Math.exp(-log), norm: 0 } : { phi: Math.exp(log), flux: 1, norm: 0 };
}
