/**
 * The potential Φ(x) = 2 ∫ μ/σ² on panels that resolve it: the one thing that every exact answer is made of.
 * Scale density s = e^−Φ, speed density m = (2/σ²) e^Φ. Only logarithms are kept, so Φ may span hundreds or thousands.
 */
import { TheoryError } from '../errors.js';
import { finePlaces } from './fine-places.js';
import { dot, gaussLegendre, type Rule, runningSums, unresolved } from './legendre.js';
import type { Process } from './process.js';
import { mustBeResolvable } from './resolvable.js';

type Interval = readonly [number, number];

export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly x: Float64Array;
  /** Φ at the nodes, and at both ends. */
  readonly phi: Float64Array;
  readonly phiLeft: number;
  readonly phiRight: number;
  /** ln m at the nodes. */
  readonly logSpeed: Float64Array;
  /** false: too small a part of the whole to be resolved; its integrals are taken as 0. */
  readonly kept: boolean;
}

/** What lies between an end where σ = 0 and the first panel: a power law, integrated in closed form. */
export interface Cap {
  /** ln of ∫ m over the cap: +Infinity where the speed density has no integral there. */
  readonly logSpeed: number;
  /** ln of ∫ s over the cap: +Infinity where the end cannot be reached. */
  readonly logScale: number;
  /** ln of ∫ S m over the cap, S = ∫ s from the end: the time spent there. */
  readonly logWait: number;
  /** Exponents: m ~ d^speedPower in the distance d from the end. */
  readonly speedPower: number;
  /** s ~ d^scalePower. */
  readonly scalePower: number;
  /** ln m at the cap's inner edge. */
  readonly edgeSpeed: number;
  readonly width: number;
}

export interface Potential {
  readonly rule: Rule;
  readonly panels: readonly Panel[];
  readonly lowerCap: Cap | null;
  readonly upperCap: Cap | null;
}

const RESOLVED = 1e-12; // share of the last Legendre coefficients; the rule itself is then good to about its square
const FLAT = 1e-17; // rise of Φ over one panel that nothing shows, as in the tails of a bump: its shape there is of no account
const LARGEST_RISE = 4; // of Φ over one panel: e^±2 about the middle, 1e-13 with 16 nodes
const MOST_PANELS = 8_000; // some 0.3 s; Φ may vary by 32,000 in all
const MOST_ROUGH = 4_000; // panels for μ and σ themselves: 50 towards each end without noise, 50 around each kink

/**
 * Panels on which 2μ/σ² and 2/σ² are resolved, and the caps at ends without noise. `breaks` are the ends and any place
 * that must be a panel's edge; Φ = 0 near `anchor`, so that Φ is most exact there.
 */
export function potentialOf(process: Process, breaks: readonly number[], order: number, anchor: number): Potential {
  mustBeResolvable(process);
  const rule = gaussLegendre(order);
  const lo = breaks[0]!;
  const hi = breaks.at(-1)!;
  const parts: Interval[] = [];
  const edges = [...breaks, ...finePlaces(process).filter((x) => x > lo && x < hi)].sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i++) {
    if (edges[i + 1]! > edges[i]!) split(process, rule, [edges[i]!, edges[i + 1]!], [lo, hi], parts);
  }
  const lowerWidth = vanishes(process, lo) ? parts.shift()![1] - lo : 0;
  const upperWidth = vanishes(process, hi) ? hi - parts.pop()![0] : 0;
  if (parts.length === 0)
    throw new TheoryError(`the diffusion is 0 over [${lo}, ${hi}]: there is nothing to integrate`);
  const middle = Math.max(
    0,
    parts.findIndex(([, right]) => right > anchor),
  );
  const panels: Panel[] = new Array(parts.length);
  let phi = 0;
  for (let i = middle; i < parts.length; i++) {
    const panel = panelFrom(process, rule, parts[i]!, phi);
    panels[i] = panel;
    phi = panel.phiRight;
  }
  for (let i = middle - 1; i >= 0; i--) {
    const rise = panelFrom(process, rule, parts[i]!, 0).phiRight;
    panels[i] = panelFrom(process, rule, parts[i]!, panels[i + 1]!.phiLeft - rise);
  }
  return {
    rule,
    panels,
    lowerCap: lowerWidth > 0 ? capAt(process, lo, lowerWidth, 1, panels[0]!.phiLeft) : null,
    upperCap: upperWidth > 0 ? capAt(process, hi, upperWidth, -1, panels.at(-1)!.phiRight) : null,
  };
}

/** The same with panels so short that e^±Φ is resolved too, wherever `keep` says that a panel matters. */
export function refined(process: Process, potential: Potential, keep: (panel: Panel) => boolean): Potential {
  const kept = potential.panels.map((panel) => ({ ...panel, kept: keep(panel) }));
  const rise = kept.reduce((sum, panel) => (panel.kept ? sum + Math.abs(panel.phiRight - panel.phiLeft) : sum), 0);
  if (!(rise < MOST_PANELS * LARGEST_RISE)) {
    throw new TheoryError(
      `the potential 2∫μ/σ² varies by ${rise.toPrecision(3)}, and quadrature can follow ${MOST_PANELS * LARGEST_RISE}: the noise is too small beside the drift, or vanishes inside the domain`,
    );
  }
  return { ...potential, panels: kept.flatMap((panel) => refine(process, potential.rule, panel)) };
}

export function largestLogSpeed(panels: readonly Panel[]): number {
  let largest = -Infinity;
  for (const { logSpeed } of panels) for (const value of logSpeed) if (value > largest) largest = value;
  return largest;
}

/**
 * Whether σ vanishes at an end. 1e-28: σ² there is rounding beside σ² a thousandth of the width inside; and so is what the rounding
 * of the end itself makes of a σ² that vanishes linearly, as of x(1 − x) in the coordinate (x − p)/w.
 */
export function vanishes(process: Process, end: number): boolean {
  const middle = process.diffusion((process.lower + process.upper) / 2);
  const sigma = process.diffusion(end);
  const rounding = (8 * Number.EPSILON * Math.abs(end)) / (process.upper - process.lower);
  return !(sigma * sigma > Math.max(1e-28, rounding) * middle * middle);
}

/** Halves [left, right] until 2μ/σ² and 2/σ² are polynomials on each part, or the part is as small as x can tell. */
function split(process: Process, rule: Rule, [left, right]: Interval, whole: Interval, parts: Interval[]): void {
  const middle = (left + right) / 2;
  const largest = Math.max(Math.abs(left), Math.abs(right));
  const smallest = Math.max(2 ** -48 * (whole[1] - whole[0]), 2 ** -30 * largest);
  const f = new Float64Array(rule.n);
  const g = new Float64Array(rule.n);
  for (let k = 0; k < rule.n; k++) {
    const x = middle + ((right - left) / 2) * rule.x[k]!;
    const sigma = process.diffusion(x);
    g[k] = 2 / (sigma * sigma);
    f[k] = process.drift(x) * g[k]!;
    if (Number.isNaN(f[k]!)) {
      throw new TheoryError(
        `expected finite drift and diffusion inside the domain, got NaN at x = ${x}: check the expressions`,
      );
    }
  }
  const resolved = RESOLVED + (8 * Number.EPSILON * largest) / (right - left); // the rounding of x itself
  const steepest = f.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isFlat = steepest * (right - left) < FLAT;
  const good = (isFlat || unresolved(rule, f) < resolved) && unresolved(rule, g) < resolved;
  const atEnd = (left === whole[0] && vanishes(process, left)) || (right === whole[1] && vanishes(process, right));
  if ((good && !atEnd) || right - left < 2 * smallest) {
    parts.push([left, right]);
    return;
  }
  if (parts.length > MOST_ROUGH) {
    throw new TheoryError(`drift and diffusion are too rough to integrate near x = ${left}: check the expressions`);
  }
  split(process, rule, [left, middle], whole, parts);
  split(process, rule, [middle, right], whole, parts);
}

function panelFrom(process: Process, rule: Rule, [left, right]: Interval, phiLeft: number): Panel {
  const half = (right - left) / 2;
  const x = new Float64Array(rule.n);
  const f = new Float64Array(rule.n);
  const logSpeed = new Float64Array(rule.n);
  for (let k = 0; k < rule.n; k++) {
    x[k] = left + half * (1 + rule.x[k]!);
    const speed = 2 / process.diffusion(x[k]!) ** 2;
    f[k] = half * process.drift(x[k]!) * speed;
    logSpeed[k] = Math.log(speed);
  }
  const phi = runningSums(rule, f);
  for (let k = 0; k < rule.n; k++) {
    phi[k]! += phiLeft;
    logSpeed[k]! += phi[k]!;
  }
  return { left, right, x, phi, phiLeft, phiRight: phiLeft + dot(rule.w, f), logSpeed, kept: true };
}

/** |x| over the width of a panel beyond which the rounding of x is seen in every coefficient, and no division helps. */
const LARGEST_PLACE = 2 ** 30;

/** Divides a panel until e^Φ and e^−Φ are polynomials on it too. */
function refine(process: Process, rule: Rule, panel: Panel): Panel[] {
  const place = Math.max(Math.abs(panel.left), Math.abs(panel.right)) / (panel.right - panel.left);
  if (!panel.kept || place > LARGEST_PLACE) return [panel];
  let low = Math.min(panel.phiLeft, panel.phiRight);
  let high = Math.max(panel.phiLeft, panel.phiRight);
  for (const value of panel.phi) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const parts = Math.ceil((high - low) / LARGEST_RISE);
  if (parts <= 1) {
    // Φ's own rounding, and that of x where Φ rises by some units over the panel.
    const resolved = RESOLVED + Number.EPSILON * (64 * Math.max(Math.abs(low), Math.abs(high)) + 8 * place);
    const up = panel.phi.map((value) => Math.exp(value - low));
    const down = up.map((value) => 1 / value);
    if (unresolved(rule, up) < resolved && unresolved(rule, down) < resolved) return [panel];
  }
  const count = Math.min(MOST_PANELS, Math.max(2, parts));
  const width = (panel.right - panel.left) / count;
  const panels: Panel[] = [];
  let phi = panel.phiLeft;
  for (let i = 0; i < count; i++) {
    const right = i + 1 === count ? panel.right : panel.left + (i + 1) * width;
    const part = panelFrom(process, rule, [panel.left + i * width, right], phi);
    phi = part.phiRight;
    panels.push(...refine(process, rule, part));
  }
  return panels;
}

/** Near an end with σ = 0, m ~ dᵖ and s ~ d^q with p = d (2μ − 2σσ′)/σ², q = −2μ d/σ² (signed towards the inside). */
function capAt(process: Process, end: number, width: number, inward: 1 | -1, phi: number): Cap {
  const x = end + inward * width;
  const variance = process.diffusion(x) ** 2;
  const rise = (inward * width * 2 * process.drift(x)) / variance;
  const bend = (inward * width * 2 * process.diffusionSlope(x)) / variance; // σ² ~ d^bend
  const logSpeed = phi + Math.log(2 / variance);
  const integral = (power: number, logDensity: number) =>
    power > -1 + 1e-7 ? logDensity + Math.log(width / (power + 1)) : Infinity;
  const logScale = integral(-rise, -phi);
  return {
    logSpeed: integral(rise - bend, logSpeed),
    logScale,
    logWait: integral(1 - bend, logScale + logSpeed),
    speedPower: rise - bend,
    scalePower: -rise,
    edgeSpeed: logSpeed,
    width,
  };
}
