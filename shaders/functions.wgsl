// The functions of a model, as in src/backend/wasm/math.ts: WGSL lets its own err by 2⁻¹¹ (sin, cos, tanh) and hide a NaN
// (min, max, sqrt, sign), which must stay one so that the failure is counted. Range reductions after Cody and Waite (1980).
// Bounds in test/unit/backend/gpu/functions.test.ts. LN2, HALF_PI and …_polynomial() are printed by src/backend/gpu/model.ts.
// #include "finite.wgsl"
// #include "polynomials.wgsl"

fn not_a_number() -> f32 {
  return bitcast<f32>(params.not_a_number);
}

// −0 is no negative number.
fn is_negative_or_nan(a: f32) -> bool {
  return is_nan(a) || bitcast<u32>(a) > SIGN_BIT;
}

fn root(a: f32) -> f32 {
  return select(sqrt(max(a, 0.0)), not_a_number(), is_negative_or_nan(a));
}

// −1, 0 or 1.
fn sign_of(a: f32) -> f32 {
  return select(sign(a), a, is_nan(a));
}

fn least(a: f32, b: f32) -> f32 {
  return select(select(min(a, b), b, is_nan(b)), a, is_nan(a));
}

fn greatest(a: f32, b: f32) -> f32 {
  return select(select(max(a, b), b, is_nan(b)), a, is_nan(a));
}

const EXP_LOW = -104.0; // e⁻¹⁰⁴ is below half the smallest denormal: 0
const EXP_HIGH = 89.0; // e⁸⁹ is above the largest f32: ∞

// 2ᵏ for −126 ≤ k ≤ 127.
fn power_of_two(k: i32) -> f32 {
  return bitcast<f32>((k + 127) << 23u);
}

// eᵃ: 0 and ∞ at the ends; a denormal result is what the device makes of it.
fn exponential(a: f32) -> f32 {
  if (is_nan(a)) {
    return a;
  }
  let inside = clamp(a, EXP_LOW, EXP_HIGH);
  let k = round(inside * 1.4426950408889634); // 1 / ln 2
  let r = fma(-k, LN2[1], fma(-k, LN2[0], inside));
  let mantissa = fma(r * r, exp_polynomial(r), r) + 1.0;
  // In two factors: 2ᵏ alone leaves the range of normal numbers.
  let whole = i32(k);
  let half = whole >> 1u;
  return mantissa * power_of_two(half) * power_of_two(whole - half);
}

const SQRT_HALF_BITS = 0x3F3504F3u;
const LARGEST_DENORMAL_BITS = 0x007FFFFFu;

// ln a; NaN below 0, −∞ at 0, ∞ at ∞.
fn logarithm(a: f32) -> f32 {
  let given = bitcast<u32>(a);
  if (magnitude_bits(a) == 0u) {
    return bitcast<f32>(params.minus_infinity);
  }
  if (is_negative_or_nan(a)) {
    return not_a_number();
  }
  if (given == NOT_FINITE) {
    return a;
  }
  // The bits of a denormal, as an integer, are a 2¹⁴⁹; its value may be taken for 0.
  let denormal = given <= LARGEST_DENORMAL_BITS;
  let bits = select(given, bitcast<u32>(f32(given)), denormal);
  let exponent = bitcast<i32>(bits - SQRT_HALF_BITS) >> 23u;
  let e = f32(exponent - select(0, 149, denormal));
  let f = bitcast<f32>(bits - (bitcast<u32>(exponent) << 23u)) - 1.0; // in [√½ − 1, √2 − 1)
  let f2 = f * f;
  let tail = fma(f2 * f, log_polynomial(f), -0.5 * f2);
  return fma(e, LN2[0], fma(e, LN2[1], tail) + f);
}

// sin(a + shift π/2), to 1.5 · 2⁻²⁴ for |a| ≤ 10⁴; nothing to rely on from 10⁶.
fn sine_shifted(a: f32, shift: i32) -> f32 {
  if (magnitude_bits(a) >= NOT_FINITE) {
    return not_a_number();
  }
  let q = round(a * 0.6366197723675814); // 2 / π
  let r = fma(-q, HALF_PI[3], fma(-q, HALF_PI[2], fma(-q, HALF_PI[1], fma(-q, HALF_PI[0], a))));
  let r2 = r * r;
  let s = fma(r2 * r, sin_polynomial(r2), r);
  let c = fma(r2 * r2, cos_polynomial(r2), -0.5 * r2) + 1.0;
  let quadrant = bitcast<u32>(i32(q) + shift);
  return bitcast<f32>(bitcast<u32>(select(s, c, (quadrant & 1u) == 1u)) ^ ((quadrant & 2u) << 30u));
}

fn sine(a: f32) -> f32 {
  return sine_shifted(a, 0);
}

fn cosine(a: f32) -> f32 {
  return sine_shifted(a, 1);
}

const TANH_ONE = 15.0; // from 9.01 on tanh rounds to 1; e³⁰ is far from overflowing

// tanh a = sign(a) (1 − 2/(e²ˡᵃˡ + 1)), by a polynomial where that would cancel.
fn hyperbolic_tangent(a: f32) -> f32 {
  if (is_nan(a)) {
    return a;
  }
  let size = abs(a);
  if (size < 0.625) {
    let a2 = a * a;
    return fma(a2 * a, tanh_polynomial(a2), a);
  }
  let far = 1.0 - 2.0 / (exponential(2.0 * min(size, TANH_ONE)) + 1.0);
  return bitcast<f32>(bitcast<u32>(far) | (bitcast<u32>(a) & SIGN_BIT));
}
