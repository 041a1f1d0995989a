/**
 * The Fokker–Planck equation on nodes, as a birth–death process: probability hops between neighbours at rates that come
 * from the exact scale s = e^−Φ and speed m = (2/σ²) e^Φ of the diffusion (D. L. Scharfetter and H. K. Gummel, IEEE Trans.
 * Electron Devices 16, 64 (1969); J. S. Chang and G. Cooper, J. Comput. Phys. 6, 1 (1970)).
 *
 * With u = p/m the flux is J = −u′/s. Between nodes i and i + 1, R = ∫ s, so J = (u_i − u_{i+1})/R; node i holds the
 * probability P_i = u_i M_i with M_i = ∫ m φ_i, φ_i the hat that is linear in the scale ∫ s. Hence mass is conserved, rates
 * are positive, the stationary state is M_i itself, and mean times to hit a node are exact at nodes (Green's functions are
 * made of the same hats). Everything else is off by O(cell²).
 */
import { TheoryError } from '../errors.js';
import type { BoundaryKind } from '../spec/study.js';
import { dot, gaussLegendre, runningSums } from './legendre.js';
import { vanishes } from './potential.js';
import type { Process } from './process.js';

export interface Cells {
  /** Nodes that hold probability: without absorbing ends, and without ends that are never reached. */
  readonly x: Float64Array;
  /** The place of x[0] among all nodes: 0 or 1. */
  readonly first: number;
  /** Rates of hops, 1/time. down[0] and up[n − 1] leave through an absorbing end; else they are 0. */
  readonly down: Float64Array;
  readonly up: Float64Array;
  /** Share of a node's probability that lies left of it, beyond lies the rest. */
  readonly leftShare: Float64Array;
  /** p(x_i) = P_i × this: m/M; not finite at an end without noise. */
  readonly perMass: Float64Array;
  /** The stationary state between ends that keep the paths: P_i, sum 1. */
  stationary(): Float64Array;
  /** Probability at x shared between its neighbours as the hats say, added to `into`; to `gone` what an absorbing end takes. */
  place(into: Float64Array, gone: { lower: number; upper: number }, x: number, weight: number): void;
}

interface Interval {
  /** Φ(right) − Φ(left). */
  readonly rise: number;
  /** ∫ s, with Φ(left) = 0. */
  readonly resistance: number;
  /** ∫ m φ of the left node with Φ(left) = 0, of the right node with Φ(right) = 0. */
  readonly leftMass: number;
  readonly rightMass: number;
}

const ORDER = 10; // nodes to a piece: a power law from d to 4d to ten digits
const LARGEST_RISE = 2; // of Φ over one piece
const STEEPEST_END = 1.98; // σ² ~ d^bend at an end: from 2 on the end is infinitely many diffusion lengths away
const STEEPEST = 600; // of Φ over one interval: beyond it e^Φ overflows

export function cellsOf(
  process: Process,
  nodes: Float64Array,
  boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind },
): Cells {
  const last = nodes.length - 1;
  const intervals = Array.from({ length: last }, (_, i) => intervalOf(process, nodes[i]!, nodes[i + 1]!));
  // An end that is never reached holds nothing: an infinite resistance keeps all paths from it.
  const keeps = (end: 'lower' | 'upper', { resistance }: Interval) =>
    boundary[end] !== 'absorb' && resistance !== Infinity;
  const from = keeps('lower', intervals[0]!) ? 0 : 1;
  const to = keeps('upper', intervals[last - 1]!) ? last : last - 1;
  const n = to - from + 1;
  const x = nodes.slice(from, to + 1);
  const [down, up, leftShare, perMass, phi] = Array.from({ length: 5 }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const logMass = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const left = intervals[from + i - 1];
    const right = intervals[from + i];
    const mass = (left?.rightMass ?? 0) + (right?.leftMass ?? 0);
    if (!(mass > 0)) throw new TheoryError(`the diffusion is infinite near x = ${x[i]}`);
    if (left !== undefined) down[i] = 1 / (mass * left.resistance * Math.exp(left.rise));
    if (right !== undefined) up[i] = 1 / (mass * right.resistance);
    leftShare[i] = mass === Infinity ? (left?.rightMass === Infinity ? 1 : 0) : (left?.rightMass ?? 0) / mass;
    perMass[i] = 2 / (process.diffusion(x[i]!) ** 2 * mass);
    if (i > 0) phi[i] = phi[i - 1]! + left!.rise;
    logMass[i] = phi[i]! + Math.log(mass);
    if (Number.isNaN(down[i]! + up[i]!)) throw new TheoryError(`drift or diffusion is not finite near x = ${x[i]}`);
  }
  return {
    x,
    first: from,
    down,
    up,
    leftShare,
    perMass,
    stationary() {
      const most = logMass.reduce((a, b) => Math.max(a, b), -Infinity);
      const weights = logMass.map((value) => Math.exp(value - most));
      const total = weights.reduce((a, b) => a + b, 0);
      return weights.map((weight) => weight / total);
    },
    place(into, gone, at, weight) {
      let [low, high] = [0, last]; // among all nodes
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (at < nodes[middle]!) high = middle;
        else low = middle;
      }
      const { rise } = intervals[low]!;
      const part = (at - nodes[low]!) / (nodes[high]! - nodes[low]!);
      // The hat with a constant slope of Φ in the interval.
      const share = Math.abs(rise) < 1e-9 ? part : Math.expm1(-rise * part) / Math.expm1(-rise);
      // What would be placed at an end that is never reached stays at its neighbour.
      const put = (node: number, mass: number) => {
        const index = node - from;
        if (index >= 0 && index < n) into[index]! += mass;
        else if (boundary[index < 0 ? 'lower' : 'upper'] === 'absorb') gone[index < 0 ? 'lower' : 'upper'] += mass;
        else into[index < 0 ? 0 : n - 1]! += mass;
      };
      put(low, weight * (1 - share));
      put(high, weight * share);
    },
  };
}

function intervalOf(process: Process, left: number, right: number): Interval {
  const end = left === process.lower ? 'lower' : right === process.upper ? 'upper' : undefined;
  if (end === 'lower' && vanishes(process, left)) return endInterval(process, left, right - left, 1);
  if (end === 'upper' && vanishes(process, right)) return endInterval(process, right, right - left, -1);
  const rule = gaussLegendre(ORDER);
  const slope = (x: number) => (2 * process.drift(x)) / process.diffusion(x) ** 2;
  const guess = Math.abs(slope((left + right) / 2)) * (right - left);
  const pieces = Math.max(1, Math.ceil(Math.min(guess, STEEPEST) / LARGEST_RISE));
  const half = (right - left) / pieces / 2;
  let rise = 0;
  const parts = Array.from({ length: pieces }, (_, p) => {
    const speed = new Float64Array(ORDER);
    const force = new Float64Array(ORDER);
    for (let k = 0; k < ORDER; k++) {
      const x = left + half * (2 * p + 1 + rule.x[k]!);
      speed[k] = 2 / process.diffusion(x) ** 2;
      force[k] = half * process.drift(x) * speed[k]!;
    }
    const before = rise;
    const phi = runningSums(rule, force).map((value) => before + value);
    rise += dot(rule.w, force);
    return { speed, phi };
  });
  if (!(Math.abs(rise) <= STEEPEST)) {
    throw new TheoryError(
      `the potential 2∫μ/σ² varies by ${rise.toPrecision(3)} between neighbouring nodes, and ${STEEPEST} can be followed: the noise is too small beside the drift`,
    );
  }
  const scales = parts.map(({ phi }) => phi.map((value) => half * Math.exp(-value)));
  const resistance = scales.reduce((sum, scale) => sum + dot(rule.w, scale), 0);
  let below = 0;
  let leftMass = 0;
  let rightMass = 0;
  parts.forEach(({ speed, phi }, p) => {
    const inside = runningSums(rule, scales[p]!);
    for (let k = 0; k < ORDER; k++) {
      const share = Math.min(1, (below + inside[k]!) / resistance);
      const weight = half * rule.w[k]! * speed[k]!;
      leftMass += weight * Math.exp(phi[k]!) * (1 - share);
      rightMass += weight * Math.exp(phi[k]! - rise) * share;
    }
    below += dot(rule.w, scales[p]!);
  });
  return { rise, resistance, leftMass, rightMass };
}

/** At an end with σ = 0, in the distance d: m ~ d^p, s ~ d^q, hats ~ d^(q + 1), all integrated in closed form. */
function endInterval(process: Process, end: number, width: number, inward: 1 | -1): Interval {
  const x = end + inward * width;
  const variance = process.diffusion(x) ** 2;
  const climb = (inward * width * 2 * process.drift(x)) / variance; // Φ ~ climb · ln d
  const bend = (inward * width * 2 * process.diffusionSlope(x)) / variance; // σ² ~ d^bend
  if (!(bend < STEEPEST_END)) {
    throw new TheoryError(
      `the diffusion vanishes as fast as the distance at the end ${end}, which is infinitely far away`,
    );
  }
  const speed = 2 / variance;
  const [p, q] = [climb - bend, -climb];
  // Normalised to Φ = 0 at x, the inner node.
  const whole = p > -1 + 1e-7 ? (speed * width) / (p + 1) : Infinity;
  if (!(q > -1 + 1e-7)) {
    if (whole === Infinity) throw new TheoryError(`the law near the end ${end} is not resolved`);
    return inward === 1
      ? { rise: 0, resistance: Infinity, leftMass: 0, rightMass: whole }
      : { rise: 0, resistance: Infinity, leftMass: whole, rightMass: 0 };
  }
  const inner = (speed * width) / (p + q + 2);
  const resistance = width / (q + 1);
  // Φ is infinite at the end itself: its node is counted with Φ = 0 too, so the rise is 0.
  return inward === 1
    ? { rise: 0, resistance, leftMass: whole - inner, rightMass: inner }
    : { rise: 0, resistance, leftMass: inner, rightMass: whole - inner };
}
