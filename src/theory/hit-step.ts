/**
 * One step of the scheme as seen from h, the probability to hit in the steps after it: h before the step, and the mean of
 * the step's noise given a hit. With the noise of every step moved to that mean, paths go where hits come from.
 */
import type { Process } from './process.js';

export interface StepSetup {
  /** Barrier above; crossings inside a step count too where `bridged`. */
  readonly at: number;
  readonly bridged: boolean;
  /** What the lower end does to a step over it. */
  readonly farEnd: 'reflect' | 'clamp' | 'absorb';
  readonly dt: number;
}

export interface LookBack {
  /** ln h before the step, at the nodes. */
  readonly logs: Float64Array;
  /** E[z | hit] at the nodes, in standard deviations. */
  readonly tilts: Float64Array;
}

// Noise that is looked at: hits come from above. The trapezoid rule at this spacing is exact for a normal density; the kink at the
// barrier, with the bridge e^{2d(z − d)} before it at d deviations, is off by (d/2)²/12 where it holds most of a hit.
const LOWEST = -4;
const HIGHEST = 8;
const SPACING = 0.25;
const POINTS = (HIGHEST - LOWEST) / SPACING + 1;

/** @param nodes equally spaced from the lower end to the barrier. @returns a function of ln h at the nodes after the step. */
export function stepBack(process: Process, { at, bridged, farEnd, dt }: StepSetup, nodes: Float64Array) {
  const cells = nodes.length - 1;
  const low = nodes[0]!;
  const perX = cells / (at - low);
  const means = nodes.map((x) => x + process.drift(x) * dt);
  const noises = nodes.map((x) => process.diffusion(x) * Math.sqrt(dt));

  /** ln of h after a step to y, linear between nodes. */
  const after = (h: Float64Array, y: number): number => {
    const inside = y >= low ? y : farEnd === 'reflect' ? Math.min(2 * low - y, at) : low;
    if (y <= low && farEnd === 'absorb') return Number.NEGATIVE_INFINITY;
    const place = (inside - low) * perX;
    const i = Math.min(cells - 1, Math.floor(place));
    const share = place - i;
    return share === 0 || h[i] === Number.NEGATIVE_INFINITY ? h[i]! : h[i]! + (h[i + 1]! - h[i]!) * share;
  };

  return (h: Float64Array): LookBack => {
    const logs = new Float64Array(cells + 1);
    const tilts = new Float64Array(cells + 1);
    for (let n = 0; n < cells; n++) {
      const s = noises[n]!;
      let largest = Number.NEGATIVE_INFINITY;
      let sum = 0;
      let first = 0;
      for (let k = 0; k < POINTS; k++) {
        const z = LOWEST + k * SPACING;
        const y = means[n]! + s * z;
        let log = 0;
        if (y < at) {
          log = after(h, y);
          if (bridged) log = either(log, (-2 * (at - nodes[n]!) * (at - y)) / (s * s));
        }
        log -= (z * z) / 2;
        if (log > largest) {
          const shrink = Math.exp(largest - log);
          sum *= shrink;
          first *= shrink;
          largest = log;
        }
        if (!(log > largest - NEGLIGIBLE)) continue;
        const weight = Math.exp(log - largest);
        sum += weight;
        first += weight * z;
      }
      logs[n] = sum > 0 ? Math.min(0, largest + Math.log((sum * SPACING) / Math.sqrt(2 * Math.PI))) : largest;
      tilts[n] = sum > 0 ? first / sum : HIGHEST; // no chance from here: as fast as may be
    }
    tilts[cells] = tilts[cells - 1]!;
    return { logs, tilts };
  };
}

const NEGLIGIBLE = 40; // e⁻⁴⁰

/** ln(eᵃ + eᵇ − eᵃeᵇ): one of two independent events; the rarer left out where it cannot be seen. */
function either(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (small < large - NEGLIGIBLE || small === Number.NEGATIVE_INFINITY) return large;
  return large + Math.log1p(Math.exp(small - large) * -Math.expm1(large));
}

/** ln h with no step left: the barrier itself. */
export function noStepLeft(nodes: Float64Array): Float64Array {
  const h = new Float64Array(nodes.length).fill(Number.NEGATIVE_INFINITY);
  h[nodes.length - 1] = 0;
  return h;
}
