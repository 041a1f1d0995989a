/**
 * h(s, x): how likely the path from x is to meet a barrier within a time s, over many orders of magnitude. The backward
 * equation ∂h/∂s = ½σ² h″ + μ h′, h = 1 at the barrier, h(0, x) = 0, on equal cells with exponentially fitted rates (Il'in 1969)
 * and implicit Euler steps. Every matrix is an M-matrix and every elimination adds positive numbers only, so that the relative
 * rounding error of h stays small where h is 1e-300. It steers sampling, which is unbiased for any h: no digits are promised.
 */
import { TheoryError } from '../errors.js';
import type { Process } from './process.js';

export interface Barrier {
  /** The level that is watched: at or inside the upper end. Use `mirror` for one that is met from above. */
  readonly at: number;
  /** The lower end takes paths out. */
  readonly absorbing: boolean;
}

/** ln h at `nodes`, equally spaced from the lower end to the barrier, for one time s. −∞ where nothing comes through. */
export type LogHits = Float64Array;

export interface HitProbability {
  /** Shape [CELLS + 1]. */
  readonly nodes: Float64Array;
  /** By time, as asked. */
  readonly logs: readonly LogHits[];
}

const CELLS = 1024;
/** Implicit steps up to the first time, and between two: the noise of their number widens h, as a time with this spread would. */
const SUBSTEPS = 16;
/** No step is longer than this part of the time since the start. */
const LONGEST = 1 / 400;
const TINIEST = 1e-300; // below it f64 loses digits

/** @param times s > 0, increasing. @throws TheoryError where drift or diffusion are not finite, or no path can come near. */
export function hitProbability(process: Process, { at, absorbing }: Barrier, times: readonly number[]): HitProbability {
  const width = (at - process.lower) / CELLS;
  const nodes = Float64Array.from({ length: CELLS + 1 }, (_, i) => process.lower + i * width);
  const { up, down } = jumpRates(process, nodes, width, absorbing);
  const h = new Float64Array(CELLS + 1);
  h[CELLS] = 1;
  const work = { scaled: new Float64Array(CELLS), ratio: new Float64Array(CELLS) };
  let now = 0;
  const logs = times.map((time) => {
    const span = time - now;
    const steps = Math.max(SUBSTEPS, now === 0 ? 0 : Math.ceil(span / (LONGEST * now)));
    for (let k = 0; k < steps; k++) implicitStep(h, up, down, span / steps, absorbing, work);
    now = time;
    return h.map((value) => (value > TINIEST ? Math.log(Math.min(1, value)) : Number.NEGATIVE_INFINITY));
  });
  return { nodes, logs };
}

/** Rates of the jumps from each node to its neighbours: mean μ and variance σ² of a jump process per unit of time. */
function jumpRates(process: Process, nodes: Float64Array, width: number, absorbing: boolean) {
  const up = new Float64Array(CELLS);
  const down = new Float64Array(CELLS);
  for (let i = 0; i < CELLS; i++) {
    const mu = process.drift(nodes[i]!);
    const half = process.diffusion(nodes[i]!) ** 2 / 2;
    if (!Number.isFinite(mu) || !Number.isFinite(half))
      throw new TheoryError(`drift or diffusion is not finite at ${nodes[i]!.toPrecision(6)}`);
    const atEnd = i === 0 ? 2 : 1; // a mirror image at the lower end joins the neighbour above
    up[i] = (atEnd * fitted(half, mu * width)) / width ** 2;
    down[i] = i === 0 ? 0 : fitted(half, -mu * width) / width ** 2;
  }
  if (absorbing) up[0] = 0;
  return { up, down };
}

/** D B(−m/D) with B(z) = z/(eᶻ − 1): D + m/2 for strong noise, max(m, 0) for weak. */
function fitted(D: number, m: number): number {
  if (D === 0) return Math.max(m, 0);
  const z = -m / D;
  if (Math.abs(z) < 1e-8) return D + m / 2;
  return z > 700 ? 0 : -m / Math.expm1(z);
}

/** h ← (1 − Δ L)⁻¹ h, eliminated so that the pivot is a sum: what leaves downwards counts only as far as it does not come back. */
function implicitStep(
  h: Float64Array,
  up: Float64Array,
  down: Float64Array,
  delta: number,
  absorbing: boolean,
  { scaled, ratio }: { scaled: Float64Array; ratio: Float64Array },
): void {
  let excess = 1;
  const first = absorbing ? 1 : 0;
  for (let i = first; i < CELLS; i++) {
    const rise = delta * up[i]!;
    const fall = delta * down[i]!;
    if (i > first) excess = 1 + fall * (excess / (excess + delta * up[i - 1]!));
    else excess = 1 + (absorbing ? fall : 0);
    const pivot = excess + rise;
    scaled[i] = (h[i]! + (i > first ? fall * scaled[i - 1]! : 0)) / pivot;
    ratio[i] = rise / pivot;
  }
  for (let i = CELLS - 1; i >= first; i--) h[i] = scaled[i]! + ratio[i]! * h[i + 1]!;
}
