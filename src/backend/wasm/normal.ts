/** Words → normals and uniforms: the one map of every backend (numerics: §6), in each lane. */
import type { Graph, Value } from './graph.js';
import { HALF_COSINE, HALF_SINE, horner, MINUS_TWO_LOG } from './polynomials.js';

const LOG2_RANGE = 31; // u = ((w >> 1) | 1) 2⁻³¹
const MANTISSA_BITS = 0x007fffff;
const EXPONENT_UNIT = 2 ** 23; // of an exponent, in the bits of a float
/** The bits of 2³¹ √½: from here up to 2³¹ √2 the exponent counts as that of 2³¹. */
const SPLIT_BITS = 0x4eb504f3;

/**
 * −2 ln u ≥ 0 for u = ((w >> 1) | 1) 2⁻³¹ in (0, 1]. With u = 2ᵉ (1 + f), √½ ≤ 1 + f < √2: −2 ln u = f Q(f) − 2e ln 2. Never
 * negative: e = 0 has f ≤ 0 and Q < 0, e < 0 adds at least 2 ln 2 to a term above −ln 2. At u = 1 it is −0.
 */
function minusTwoLog(g: Graph, word: Value): Value {
  const v = g.op('f32x4.convert_i32x4_s', g.or(g.shift('i32x4.shr_u', word, 1), g.bits(1)));
  const offset = g.op('i32x4.sub', v, g.bits(SPLIT_BITS));
  const e = g.op('f32x4.convert_i32x4_s', g.and(offset, g.bits(~MANTISSA_BITS))); // in units of EXPONENT_UNIT
  const mantissa = g.op(
    'i32x4.add',
    g.and(offset, g.bits(MANTISSA_BITS)),
    g.bits(SPLIT_BITS - LOG2_RANGE * EXPONENT_UNIT),
  );
  const f = g.sub(mantissa, g.f32(1));
  return g.add(g.mul(horner(g, MINUS_TWO_LOG, f), f), g.mul(e, g.f32((-2 * Math.LN2) / EXPONENT_UNIT)));
}

/**
 * Box–Muller: r = √(−2 ln u), θ = 2π w1/2³² with w1 signed → r cos θ, r sin θ. By the half angle, t = w1/2³² in [−½, ½):
 * s = √2 sin πt and c = √2 cos πt give cos θ = 1 − s², sin θ = s c, and no quadrant is looked at.
 */
export function boxMuller(g: Graph, word0: Value, word1: Value): readonly [Value, Value] {
  const r = g.op('f32x4.sqrt', minusTwoLog(g, word0));
  const t = g.mul(g.op('f32x4.convert_i32x4_s', word1), g.f32(2 ** -32));
  const t2 = g.mul(t, t);
  const s = g.mul(horner(g, HALF_SINE, t2), t);
  const c = horner(g, HALF_COSINE, t2);
  const rs = g.mul(r, s);
  return [g.sub(r, g.mul(rs, s)), g.mul(rs, c)];
}

/** (0, 1]: (w + ½) 2⁻³², which rounds to 1 at the top. */
export const uniform = (g: Graph, word: Value): Value =>
  g.add(g.mul(g.op('f32x4.convert_i32x4_u', word), g.f32(2 ** -32)), g.f32(2 ** -33));
