/** One step of the scheme, the boundary and the bridge, in each lane: the same operations in the same order as the reference. */
import { RARE_CUTOFF } from '../reference/monitor.js';
import type { Graph, Value } from './graph.js';
import { expOfNegative } from './math.js';
import { programValues } from './program.js';
import type { KernelShape } from './shape.js';

/** Names in the constant table. */
export const LOWER = 'lower';
export const UPPER = 'upper';
export const LOWER_TWICE = '2 lower';
export const UPPER_TWICE = '2 upper';
export const WIDTH = 'width';
export const WIDTH_TWICE = '2 width';
export const GUARD_LOW = 'guard low';
export const GUARD_HIGH = 'guard high';
export const LAST_SAVE = 'last save step';
export const thresholdName = (j: number): string => `threshold ${j}`;

/** p = 0 where (b − x)(b − x̃) ≥ 9 σ²dt, 20 σ²dt where hits are unlikely: a rule of the method (reference/monitor.ts). */
const CUTOFF = 9;
export const cutoffOf = ({ tilt }: KernelShape): number => (tilt ? RARE_CUTOFF : CUTOFF);

/** x̃ = x + (drift(x) + noise(x) z [+ correction(x) (z² − 1)]); for Lamperti–Heun x + (½ (drift(x) + f̂) + noise z). */
export function propose(g: Graph, shape: KernelShape, x: Value, z: Value): { proposal: Value; noise: Value } {
  const { drift, noise, correction, heun } = programValues(g, shape.program, x);
  const push = g.mul(noise, z);
  const plain = g.add(drift, push);
  if (heun) {
    const mean = g.mul(g.f32(0.5), g.add(drift, driftAtPredictor(g, shape, g.add(x, plain))));
    return { proposal: g.add(x, g.add(mean, push)), noise };
  }
  const increment = correction ? g.add(plain, g.mul(correction, g.sub(g.mul(z, z), g.f32(1)))) : plain;
  return { proposal: g.add(x, increment), noise };
}

/** f̂: the drift at the predictor, turned round by a mirror, going on linearly beyond an absorbing end. */
function driftAtPredictor(g: Graph, shape: KernelShape, predictor: Value): Value {
  const { lower, upper, program } = shape;
  const turned: Value[] = [];
  let y = predictor;
  if (lower === 'reflect') {
    turned.push(g.op('f32x4.lt', y, g.parameter(LOWER)));
    y = reflectLow(g, shape, y);
  }
  if (upper === 'reflect') {
    turned.push(g.op('f32x4.gt', y, g.parameter(UPPER)));
    y = reflectHigh(g, y);
  }
  // A mirrored overshoot of more than a width; what the upper mirror leaves is never above its end.
  const above = upper === 'reflect' ? y : clampHigh(g, y);
  const { drift, heun } = programValues(g, program, clampLow(g, above));
  const { slopeLower, slopeUpper } = heun!;
  let f = drift;
  const zero = g.bits(0);
  if (lower === 'absorb') f = g.add(f, g.mul(slopeLower, g.lesser(g.sub(y, g.parameter(LOWER)), zero)));
  if (upper === 'absorb') f = g.add(f, g.mul(slopeUpper, g.greater(g.sub(y, g.parameter(UPPER)), zero)));
  if (turned.length === 0) return f;
  return g.xor(
    f,
    g.and(
      turned.reduce((a, b) => g.xor(a, b)),
      g.bits(SIGN),
    ),
  );
}

const SIGN = 0x80000000;

/** Where the end is 0, the sign is dropped: for `f32x4.abs` V8 makes three instructions. */
export const reflectLow = (g: Graph, { lowerIsZero }: KernelShape, x: Value): Value =>
  lowerIsZero ? g.and(x, g.bits(~SIGN)) : g.greater(x, g.sub(g.parameter(LOWER_TWICE), x));
export const reflectHigh = (g: Graph, x: Value): Value => g.lesser(x, g.sub(g.parameter(UPPER_TWICE), x));
export const clampLow = (g: Graph, x: Value): Value => g.greater(x, g.parameter(LOWER));
export const clampHigh = (g: Graph, x: Value): Value => g.lesser(x, g.parameter(UPPER));

/** The triangular fold, for an overshoot of any size. */
export function foldFar(g: Graph, proposal: Value): Value {
  const [lower, width, period] = [g.parameter(LOWER), g.parameter(WIDTH), g.parameter(WIDTH_TWICE)];
  const distance = g.sub(proposal, lower);
  const within = g.sub(distance, g.mul(period, g.op('f32x4.floor', g.div(distance, period))));
  const back = g.op('f32x4.gt', within, width);
  return g.add(lower, g.select(back, g.sub(period, within), within));
}

/** Mirrored once at each reflecting end. Where both reflect, an overshoot of more than two widths is left below the lower end. */
export function mirror(g: Graph, proposal: Value, shape: KernelShape): Value {
  const x = shape.lower === 'reflect' ? reflectLow(g, shape, proposal) : proposal;
  return shape.upper === 'reflect' ? reflectHigh(g, x) : x;
}

/** n = (b − x)(b − x̃) and v = σ²dt: a crossing of b inside the step is possible where `close`. */
export interface Bridge {
  readonly n: Value;
  readonly v: Value;
  readonly close: Value;
}

export function bridge(g: Graph, b: Value, x: Value, proposal: Value, noise: Value, cutoff: number): Bridge {
  const n = g.mul(g.sub(b, x), g.sub(b, proposal));
  const v = g.mul(noise, noise);
  return { n, v, close: g.op('f32x4.lt', n, g.mul(v, g.f32(cutoff))) };
}

/** Where close: exp(−2 n/v), and 1 where n ≤ 0, though v be 0. Elsewhere anything. */
export function crossing(g: Graph, { n, v }: Bridge, cutoff: number): Value {
  const apart = g.op('f32x4.gt', n, g.f32(0));
  const exponent = g.and(apart, g.div(g.mul(g.f32(-2), n), v)); // 0 where not apart
  // Close lanes have an exponent ≥ −2 cutoff; without the limit the others would make denormals, which take x64 150 cycles each.
  return expOfNegative(g, g.greater(exponent, g.f32(-4 * cutoff)));
}

/** Q ← Q + (1 − Q) p. */
export const accumulate = (g: Graph, q: Value, p: Value): Value => g.add(q, g.mul(g.sub(g.f32(1), q), p));

/** Crossing of the threshold given that the end beyond it was not crossed; 0 where that end surely was. */
export function givenNoExit(g: Graph, p: Value, pe: Value): Value {
  const rest = g.div(g.sub(p, pe), g.sub(g.f32(1), pe));
  return g.and(g.op('f32x4.lt', pe, g.f32(1)), g.greater(rest, g.f32(0)));
}
