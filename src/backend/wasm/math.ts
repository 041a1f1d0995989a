/**
 * exp, log, sin, cos, tanh and sign over f32x4, within a few ulp over the ranges stated. A NaN stays a NaN, so that a failure
 * is seen and counted. Range reductions after Cody and Waite (1980), the shape of the polynomials after Cephes (Moshier).
 */
import type { Graph, Value } from './graph.js';
import { COS, EXP, horner, LOG, SIN, TANH } from './polynomials.js';

/** A number as a sum of f32 parts, all but the last with so few bits that (integer × part) is exact. */
function split(value: number, bits: readonly number[]): number[] {
  let rest = value;
  const parts = bits.map((n) => {
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(rest))) - n + 1);
    const part = Math.trunc(rest / unit) * unit;
    rest -= part;
    return part;
  });
  return [...parts, Math.fround(rest)];
}

export const LN2_PARTS = split(Math.LN2, [15]); // |k| ≤ 150 takes 8 bits, and 15 + 8 < 24
export const HALF_PI_PARTS = split(Math.PI / 2, [10, 10, 10]); // |x| ≤ 10⁴ is |q| < 2¹³, and 10 + 13 < 24

const EXP_LOW = -104; // e⁻¹⁰⁴ is below half the smallest denormal: 0
const EXP_HIGH = 89; // e⁸⁹ is above the largest f32: ∞

/** a − k (parts₀ + parts₁ + …), rounded only where it no longer matters. */
function subtractMultiple(g: Graph, a: Value, k: Value, parts: readonly number[]): Value {
  return parts.reduce((rest, part) => g.sub(rest, g.mul(k, g.f32(part))), a);
}

/** 2ᵏ for an integer −126 ≤ k ≤ 127. */
const powerOfTwo = (g: Graph, k: Value): Value => g.shift('i32x4.shl', g.op('i32x4.add', k, g.bits(127)), 23);

/** eˣ / 2ᵏ, where k is the whole number next to x / ln 2. */
function expMantissa(g: Graph, x: Value, k: Value): Value {
  const r = subtractMultiple(g, x, k, LN2_PARTS);
  return g.add(g.add(g.mul(g.mul(r, r), horner(g, EXP, r)), r), g.f32(1));
}

/** eˣ for every x: 0 and ∞ at the ends, denormals between. */
export function exp(g: Graph, x: Value): Value {
  const inside = g.lesser(g.greater(x, g.f32(EXP_LOW)), g.f32(EXP_HIGH));
  const k = g.op('f32x4.nearest', g.mul(inside, g.f32(Math.LOG2E)));
  const mantissa = expMantissa(g, inside, k);
  // In two factors: 2ᵏ alone leaves the range of normal numbers.
  const whole = g.op('i32x4.trunc_sat_f32x4_s', k);
  const half = g.shift('i32x4.shr_s', whole, 1);
  return g.mul(g.mul(mantissa, powerOfTwo(g, half)), powerOfTwo(g, g.op('i32x4.sub', whole, half)));
}

/** 3 · 2²²: next to it f32 are whole numbers, and what is added is in the low bits. */
const ROUNDS = 2 ** 23 + 2 ** 22;

/** The bits of exp(x) for −87 ≤ x ≤ 0, where no denormal comes up and 2ᵏ is an addition to the exponent. */
export function expOfNegative(g: Graph, x: Value): Value {
  const rounded = g.add(g.mul(x, g.f32(Math.LOG2E)), g.f32(ROUNDS));
  const k = g.sub(rounded, g.f32(ROUNDS));
  return g.op('i32x4.add', expMantissa(g, x, k), g.shift('i32x4.shl', rounded, 23));
}

const SQRT_HALF_BITS = 0x3f3504f3;
const EXPONENT_BITS = 0xff800000;
const SMALLEST_NORMAL = 2 ** -126;

/** ln x; NaN below 0, −∞ at 0, ∞ at ∞. */
export function log(g: Graph, x: Value): Value {
  const denormal = g.op('f32x4.lt', x, g.f32(SMALLEST_NORMAL));
  const normal = g.select(denormal, g.mul(x, g.f32(2 ** 23)), x);
  const offset = g.op('i32x4.sub', normal, g.bits(SQRT_HALF_BITS));
  const exponent = g.op('f32x4.convert_i32x4_s', g.shift('i32x4.shr_s', offset, 23));
  const e = g.sub(exponent, g.and(denormal, g.f32(23)));
  const f = g.sub(g.op('i32x4.sub', normal, g.and(offset, g.bits(EXPONENT_BITS))), g.f32(1));
  const f2 = g.mul(f, f);
  const tail = g.sub(g.mul(g.mul(f2, f), horner(g, LOG, f)), g.mul(f2, g.f32(0.5)));
  const [high, low] = LN2_PARTS;
  const finite = g.add(g.add(g.add(g.mul(e, g.f32(low!)), tail), f), g.mul(e, g.f32(high!)));
  // x − x is 0 for a finite x, NaN for ∞ and NaN; a negative x gives NaN, 0 gives −∞.
  const infinity = g.f32(Number.POSITIVE_INFINITY);
  const positive = g.and(g.op('f32x4.gt', x, g.f32(0)), g.op('f32x4.lt', x, infinity));
  const limit = g.select(g.op('f32x4.eq', x, g.f32(0)), g.op('f32x4.neg', infinity), g.op('f32x4.sqrt', x));
  return g.select(positive, finite, limit);
}

/** sin x and cos x to 1.5 · 2⁻²⁴ for |x| ≤ 10⁴; ten times that at 10⁵, and nothing to rely on from 10⁶. */
function sinCos(g: Graph, x: Value): { sin: Value; cos: Value; quadrant: Value } {
  const q = g.op('f32x4.nearest', g.mul(x, g.f32(2 / Math.PI)));
  const r = subtractMultiple(g, x, q, HALF_PI_PARTS);
  const r2 = g.mul(r, r);
  const sin = g.add(g.mul(g.mul(r2, r), horner(g, SIN, r2)), r);
  const cos = g.add(g.sub(g.mul(g.mul(r2, r2), horner(g, COS, r2)), g.mul(r2, g.f32(0.5))), g.f32(1));
  return { sin, cos, quadrant: g.op('i32x4.trunc_sat_f32x4_s', q) };
}

/** sin(r + quadrant π/2) by the symmetries of the circle. */
function turn(g: Graph, sin: Value, cos: Value, quadrant: Value): Value {
  const odd = g.op('i32x4.eq', g.and(quadrant, g.bits(1)), g.bits(1));
  const sign = g.shift('i32x4.shl', g.and(quadrant, g.bits(2)), 30);
  return g.xor(g.select(odd, cos, sin), sign);
}

export function sin(g: Graph, x: Value): Value {
  const { sin, cos, quadrant } = sinCos(g, x);
  return turn(g, sin, cos, quadrant);
}

export function cos(g: Graph, x: Value): Value {
  const { sin, cos, quadrant } = sinCos(g, x);
  return turn(g, sin, cos, g.op('i32x4.add', quadrant, g.bits(1)));
}

const SIGN_BIT = 0x80000000;

/** tanh x = sign(x) (1 − 2/(e²ˡˣˡ + 1)), by a polynomial where that would cancel. */
export function tanh(g: Graph, x: Value): Value {
  const size = g.op('f32x4.abs', x);
  const far = g.sub(g.f32(1), g.div(g.f32(2), g.add(exp(g, g.add(size, size)), g.f32(1))));
  const signed = g.or(far, g.and(x, g.bits(SIGN_BIT)));
  const x2 = g.mul(x, x);
  const near = g.add(g.mul(g.mul(x2, x), horner(g, TANH, x2)), x);
  return g.select(g.op('f32x4.lt', size, g.f32(0.625)), near, signed);
}

/** −1, 0, 1, or NaN. */
export function sign(g: Graph, x: Value): Value {
  const one = g.or(g.and(x, g.bits(SIGN_BIT)), g.f32(1));
  const nonZero = g.or(g.op('f32x4.lt', x, g.f32(0)), g.op('f32x4.gt', x, g.f32(0)));
  return g.select(nonZero, one, x);
}
